"""Tables of the programme: neighbourhood newsletters, and the sites that may show our agenda inside their own pages."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base, Texts
from wok.people.models import Person
from wok.people.neighbourhood_models import Neighbourhood


class Newsletter(Base):
    """A neighbourhood's newsletter, composed from what is published. Its entries are read anew each time it is shown.

    Without a neighbourhood it is for the whole town. `state`: draft, published.
    """

    __tablename__ = "newsletter"
    __table_args__ = (
        CheckConstraint("state in ('draft','published')", name="state"),
        CheckConstraint("first_on <= last_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="draft")
    neighbourhood_id: Mapped[int | None] = mapped_column(
        ForeignKey("neighbourhood.id", ondelete="SET NULL"), index=True
    )
    first_on: Mapped[date]
    last_on: Mapped[date]  # the last day itself
    languages: Mapped[list[str]] = mapped_column(default=list)  # the languages it is printed in
    heading: Mapped[Texts] = mapped_column(default=dict)
    opening: Mapped[Texts] = mapped_column(default=dict)
    left_out: Mapped[list[str]] = mapped_column(default=list)  # dates and projects staff do not want in it: "d12", "p3"
    has_projects: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    form_token: Mapped[str | None] = mapped_column(unique=True)  # one form is one newsletter
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    made_by: Mapped[Person | None] = relationship()


class EmbedHost(Base):
    """A site that may show our agenda inside its own pages: "www.example.lu", as browsers name it."""

    __tablename__ = "embed_host"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(unique=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime]
