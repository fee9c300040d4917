"""Tables of the Thursday on-call. A booked time is a booking; a visit is somebody's turn, booked or walked in."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Occurrence
from wok.db import Base
from wok.people.models import Association, Person
from wok.team.models import Colleague


class OncallDay(Base):
    """What one Thursday's queue adds to its date. `version` rises with every change, so that a poll costs one read."""

    __tablename__ = "oncall_day"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)
    numbers_until: Mapped[datetime | None]  # staff gave the last number before the wait asked for it
    closed_at: Mapped[datetime | None]  # the day's work is done, those not seen were looked after
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    occurrence: Mapped[Occurrence] = relationship()


class Visit(Base):
    """One turn on one Thursday: a number, what about, in which language. No name and no contact is needed.

    `state`: waiting, out (stepped out, keeps the place), called, with_us, parked (called three times, or
    put on hold), seen, left, next_week (not seen: offered first next week, or an appointment).
    A visit with `same_as_id` shares another one's turn and follows it.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "number"),
        CheckConstraint("lane in ('booked','walk_in')", name="lane"),
        CheckConstraint("lane <> 'booked' or booking_id is not null", name="booked"),
        CheckConstraint(
            "state in ('waiting','out','called','with_us','parked','seen','left','next_week')", name="state"
        ),
        CheckConstraint("taken_where in ('phone','tablet','desk','booking')", name="taken_where"),
        CheckConstraint("number > 0 and calls >= 0", name="number"),
        Index("ix_visit_occurrence_id_state", "occurrence_id", "state"),
        Index("ix_visit_browser", "browser", "taken_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="RESTRICT"))
    number: Mapped[int]
    lane: Mapped[str] = mapped_column(default="walk_in")
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), unique=True)
    topic: Mapped[str]  # code of oncall.words.TOPICS
    language: Mapped[str]  # code of a language somebody may speak here
    nickname: Mapped[str] = mapped_column(default="")  # own words; erased after 30 days
    state: Mapped[str] = mapped_column(default="waiting")
    link_token: Mapped[str] = mapped_column(unique=True)  # 128 random bits: the page of this number
    taken_where: Mapped[str] = mapped_column(default="phone")
    browser: Mapped[str | None]  # keyed hash of the phone that took it; never the tablet's
    taken_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]  # None: booked and not here yet
    out_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    calls: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.person_id", ondelete="SET NULL"))
    for_colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.person_id", ondelete="SET NULL"))
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")  # staff only
    outcome: Mapped[str | None]  # code of oncall.words.OUTCOMES
    next_step: Mapped[str] = mapped_column(Text, default="")
    follow_up: Mapped[bool] = mapped_column(default=False)  # an appointment is owed
    followed_at: Mapped[datetime | None]  # and was made, or is no longer wanted
    next_booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="SET NULL"), index=True)
    is_first_this_month: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"), index=True)
    form_token: Mapped[str | None] = mapped_column(unique=True)
    before: Mapped[dict[str, Any] | None]  # what undo puts back
    undo_until: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # nickname and browser were erased
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    occurrence: Mapped[Occurrence] = relationship()
    booking: Mapped[Booking | None] = relationship(foreign_keys=[booking_id])
    next_booking: Mapped[Booking | None] = relationship(foreign_keys=[next_booking_id])
    colleague: Mapped[Colleague | None] = relationship(foreign_keys=[colleague_id])
    for_colleague: Mapped[Colleague | None] = relationship(foreign_keys=[for_colleague_id])
    person: Mapped[Person | None] = relationship()
    association: Mapped[Association | None] = relationship()


class BookedMatter(Base):
    """What a booked time on Thursday is about, beside its booking."""

    __tablename__ = "booked_matter"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")  # the booker's own words
    before: Mapped[dict[str, Any] | None]  # staff moved it: what undo puts back, until the booking's undo_until

    booking: Mapped[Booking] = relationship()
