"""Tables of the day itself: who came without signing up, and how many were counted at the door."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class EventWalkIn(Base):
    """People who came to a date without signing up: attendance, not a booking (PROMISES B2). The words are erased, the number stays."""

    __tablename__ = "event_walk_in"
    __table_args__ = (CheckConstraint("people > 0", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    people: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    form_token: Mapped[str | None] = mapped_column(unique=True)


class DoorCount(Base):
    """Everybody counted at the door of a date, signed up or not; where it exists it says how many came."""

    __tablename__ = "door_count"
    __table_args__ = (CheckConstraint("adults >= 0 and children >= 0 and first_time >= 0", name="people"),)

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)
    adults: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    first_time: Mapped[int] = mapped_column(default=0)  # of them, who said they had never been here
    changed_at: Mapped[datetime]
