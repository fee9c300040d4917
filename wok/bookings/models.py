"""Tables of the booking core, as ../shared/MODEL.md decides them.

Triggers guard `taking` alone (bookings/guard.py); availability reads `taking` alone.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.kernel.letters import fold
from wok.people.models import Association, Person

SLOT_MINUTES = 20  # a booked time on call, as long as staff say nothing else


class Resource(Base):
    """Something with a capacity, or a whole that is the set of its parts (then it has rows in `resource_part`)."""

    __tablename__ = "resource"
    __table_args__ = (CheckConstraint("capacity >= 0", name="capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)  # lunch, space, equipment, staff
    name: Mapped[str]
    capacity: Mapped[int]
    setup_minutes: Mapped[int] = mapped_column(default=0)
    cleanup_minutes: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    offers_from: Mapped[datetime | None]  # freed places go to the waiting list only from here on (ten minutes of undo)


class ResourcePart(Base):
    """One part of a whole: the large room is half A and half B."""

    __tablename__ = "resource_part"

    whole_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), primary_key=True, index=True)


class Series(Base):
    """A weekly rule in local wall time; the jobs process keeps its dates stored 18 months ahead."""

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("ends_local > starts_local", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(unique=True)  # lunch, oncall, event-12
    weekday: Mapped[int]  # Monday is 0
    starts_local: Mapped[time]
    ends_local: Mapped[time]
    capacity: Mapped[int]
    booked_one_in: Mapped[int | None]  # on call: one time in so many can be booked ahead
    slot_minutes: Mapped[int | None]  # on call: how long a booked time is
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    is_elsewhere: Mapped[bool | None]  # not held in the Wok: its closed days do not touch it
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    undo_until: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]  # the rule and the dates that undo puts back
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def family(self) -> str:
        """Whose dates these are: "lunch", "oncall", "event" of "event-12"."""
        return self.kind.partition("-")[0]

    @property
    def slot(self) -> timedelta:
        """How long a booked time is."""
        return timedelta(minutes=self.slot_minutes or SLOT_MINUTES)


class Occurrence(Base):
    """One date of a series, keyed by the series and its original local date (the RECURRENCE-ID)."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("series_id", "original_on"),
        CheckConstraint("status in ('planned','needs_decision','cancelled','moved')", name="status"),
        CheckConstraint("starts_at < ends_at", name="span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="RESTRICT"))
    original_on: Mapped[date]
    original_at: Mapped[datetime]  # the instant the rule gives: RECURRENCE-ID
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), unique=True)
    status: Mapped[str] = mapped_column(default="planned")
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id", ondelete="SET NULL"), index=True)
    topic: Mapped[dict[str, str]] = mapped_column(default=dict)
    menu: Mapped[dict[str, str]] = mapped_column(default=dict)  # who cooks or what there is
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why cancelled or moved
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]  # staff decided to hold it in spite of a closure
    undo_until: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]  # what undo puts back
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    series: Mapped[Series] = relationship()
    resource: Mapped[Resource] = relationship()
    closure: Mapped["Closure | None"] = relationship()


class Closure(Base):
    """Days on which the Wok is closed. Deletes nothing: dates inside it need a decision."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("kind in ('public_holiday','school_holiday','other')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    first_on: Mapped[date] = mapped_column(index=True)
    last_on: Mapped[date]  # the last closed day itself
    reason: Mapped[dict[str, str]]
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # withdrawn


SEARCHED = ("contact_name", "association_said", "contact_email", "contact_phone", "code")


def searched_line(facts: Mapping[str, Any]) -> str:
    """What staff find a booking by: folded, one part a line. A booking's contact never changes; erasing empties it."""
    return "\n".join(fold(facts.get(name) or "") for name in SEARCHED)


def _searched(context: DefaultExecutionContext) -> str:
    return searched_line(context.get_current_parameters())  # type: ignore[no-untyped-call]


class Booking(Base):
    """What people see: who, what for, how many, when, and in which state.

    `status`: waiting (on the waiting list, takes nothing), held (takes its place until `hold_until`),
    confirmed, cancelled. The contact is the booker's own words; `person_id` is set only when
    somebody signed in or staff know the person.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("status in ('waiting','held','confirmed','cancelled')", name="status"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("starts_at < ends_at", name="span"),
        CheckConstraint("status <> 'held' or hold_until is not null", name="hold_until"),
        CheckConstraint("language in ('fr','pt','en','de','lb')", name="language"),
        CheckConstraint("reach in ('email','phone','association','none')", name="reach"),
        Index("ix_booking_occurrence_id_status", "occurrence_id", "status"),
        Index("ix_booking_status_hold_until", "status", "hold_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    quantity: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id", ondelete="RESTRICT"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    association_said: Mapped[str] = mapped_column(default="")  # a name typed by a visitor; proves nothing
    contact_name: Mapped[str]
    contact_email: Mapped[str | None] = mapped_column(index=True)  # lower case
    contact_phone: Mapped[str | None] = mapped_column(index=True)  # E.164
    reach: Mapped[str] = mapped_column(default="none")
    language: Mapped[str] = mapped_column(default="fr")
    hold_until: Mapped[datetime | None]
    code: Mapped[str] = mapped_column(unique=True)  # printed: 8 characters without look-alikes
    link_token: Mapped[str] = mapped_column(unique=True)  # mailed: 128 random bits
    form_token: Mapped[str | None] = mapped_column(unique=True)  # one form is one booking (PROMISES B3)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    undo_until: Mapped[datetime | None]
    attendance: Mapped[str | None]  # came, told_us, no_show; None is unknown, never a no-show
    attended: Mapped[int | None]  # how many of the party came
    override_reason: Mapped[str] = mapped_column(Text, default="")
    setup_minutes: Mapped[int | None]  # the booking's own buffers; None: its resource's
    cleanup_minutes: Mapped[int | None]
    mail_failed_at: Mapped[datetime | None]  # an address that bounced shows on the booking
    searched: Mapped[str | None] = mapped_column(Text, default=_searched)  # None: from before there was a search
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    occurrence: Mapped[Occurrence | None] = relationship()
    association: Mapped[Association | None] = relationship()
    person: Mapped[Person | None] = relationship()
    takings: Mapped[list["Taking"]] = relationship(
        back_populates="booking", cascade="all, delete-orphan", order_by="Taking.resource_id"
    )


class Taking(Base):
    """What a booking occupies: one row per atomic resource, buffers included in the span [starts_at, ends_at)."""

    __tablename__ = "taking"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("starts_at < ends_at", name="span"),
        Index("ix_taking_resource_id_ends_at", "resource_id", "ends_at", "starts_at", "quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"))
    quantity: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    booking: Mapped[Booking] = relationship(back_populates="takings")
    resource: Mapped[Resource] = relationship()


class WaitlistEntry(Base):
    """A place in a waiting list. The oldest entry that fits gets the offer; those skipped for size keep their place.

    `state`: waiting, offered (its booking is held until `offer_until`), taken, left, lapsed, ended.
    """

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        CheckConstraint("state in ('waiting','offered','taken','left','lapsed','ended')", name="state"),
        Index("ix_waitlist_entry_resource_id_state", "resource_id", "state", "joined_at"),
        Index("ix_waitlist_entry_state_offer_until", "state", "offer_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), unique=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(default="waiting")
    joined_at: Mapped[datetime]
    offer_until: Mapped[datetime | None]
    offers_made: Mapped[int] = mapped_column(default=0)
    fewer_asked: Mapped[int] = mapped_column(default=0)  # how many places we last asked about
    settled_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()


class BookingCause(Base):
    """What a booking is for: one project or one event. The booking and its history stay its association's."""

    __tablename__ = "booking_cause"
    __table_args__ = (Index("ix_booking_cause_kind_of_id", "kind", "of_id"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str]  # project, event
    of_id: Mapped[int]


class BookingEvent(Base):
    """One line of a booking's history: what happened, who did it. Never changed, never deleted."""

    __tablename__ = "booking_event"
    __table_args__ = (
        Index(  # few lines have a person; without it each person removed would read them all
            "ix_booking_event_person_id",
            "person_id",
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    what: Mapped[str]  # booked, held, offered, confirmed, changed, moved, cancelled, undone, lapsed, arrived, …
    by: Mapped[str]  # booker, staff, wok (a job)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # e.g. {"quantity": [3, 2]}
