"""Table of what staff propose about groups: linking and unlinking take two of them (FAIRNESS.md 8)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.people.models import Association, Person


class CircleChange(Base):
    """One of the staff proposes, another confirms. `what`: link (with `other`), unlink. `state`: proposed, done, withdrawn."""

    __tablename__ = "share_circle_change"
    __table_args__ = (
        CheckConstraint("what in ('link','unlink')", name="what"),
        CheckConstraint("state in ('proposed','done','withdrawn')", name="state"),
        CheckConstraint("what = 'unlink' or other_id is not null", name="other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    form_token: Mapped[str | None] = mapped_column(unique=True)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="proposed", index=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    settled_at: Mapped[datetime | None]

    association: Mapped[Association] = relationship(foreign_keys=[association_id])
    other: Mapped[Association | None] = relationship(foreign_keys=[other_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])


class ModeChange(Base):
    """How a pool was shared until then, and from then on, with the reason. Never changed."""

    __tablename__ = "share_mode_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("share_pool.id", ondelete="CASCADE"), index=True)
    before: Mapped[str]
    mode: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()
