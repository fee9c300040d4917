"""The neighbourhoods: one list for associations, projects, events and figures; staff edit it."""

from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base, Texts


class Neighbourhood(Base):
    """A part of a town, named in up to five languages. One that is hidden is no longer offered, but keeps its name."""

    __tablename__ = "neighbourhood"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Texts] = mapped_column(default=dict)
    town: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    is_shown: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}
