"""Tables of the staff's time. What occupies an hour is a taking on the colleague's resource (bookings/models.py)."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Occurrence, Resource
from wok.db import Base
from wok.people.models import Person


class Colleague(Base):
    """A staff member people can meet. Their hour is a resource of capacity 1, so nobody is booked twice."""

    __tablename__ = "colleague"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), unique=True)
    shown_as: Mapped[str]  # the name the public reads: a first name
    languages: Mapped[list[str]] = mapped_column(default=list)  # codes of people.models.LANGUAGES, and others: ar, es…
    position: Mapped[int] = mapped_column(default=0)  # order of the lanes in the calendar
    ended_at: Mapped[datetime | None]  # no longer booked; what was agreed stays
    undo_until: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]  # the hours that undo puts back
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person] = relationship()
    resource: Mapped[Resource] = relationship()
    hours: Mapped[list["WorkHours"]] = relationship(
        back_populates="colleague", cascade="all, delete-orphan", order_by="WorkHours.weekday, WorkHours.starts_local"
    )


class WorkHours(Base):
    """When a colleague can be met, week after week, in local wall time; Monday is 0."""

    __tablename__ = "work_hours"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("ends_local > starts_local", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    starts_local: Mapped[time]
    ends_local: Mapped[time]
    first_on: Mapped[date | None]  # valid from this day
    last_on: Mapped[date | None]  # up to and including this day

    colleague: Mapped[Colleague] = relationship(back_populates="hours")


class HoursException(Base):
    """One stretch of days that differs: away, or extra hours on each of these days."""

    __tablename__ = "hours_exception"
    __table_args__ = (
        CheckConstraint("kind in ('away','ill','extra')", name="kind"),
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("ends_local is null or ends_local > starts_local", name="hours"),
        Index("ix_hours_exception_colleague_id_last_on", "colleague_id", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"))
    kind: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    starts_local: Mapped[time | None]  # None: the whole day (never for `extra`)
    ends_local: Mapped[time | None]
    note: Mapped[str] = mapped_column(Text, default="")  # for colleagues only
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # withdrawn

    colleague: Mapped[Colleague] = relationship()


class Duty(Base):
    """A colleague on call on one Thursday. `state`: planned, ill (told the team they cannot come), replaced."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "colleague_id"),
        CheckConstraint("state in ('planned','ill','replaced')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(default="planned")
    changed_at: Mapped[datetime]

    occurrence: Mapped[Occurrence] = relationship()
    colleague: Mapped[Colleague] = relationship()


class KeptBooking(Base):
    """Staff decided that a booking stays, though its colleague is away or the Wok is closed; `cause` says which."""

    __tablename__ = "kept_booking"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    cause: Mapped[str] = mapped_column(primary_key=True)  # exception:5, closure:3, left:2
    kept_at: Mapped[datetime]


class BusyCalendar(Base):
    """A colleague's own calendar elsewhere, read in by the jobs process; only busy spans are kept (FLOWS.md)."""

    __tablename__ = "busy_calendar"

    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(Text)  # https only; a secret: never logged, never shown in full
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # the last good copy was asked for, and was still the newest
    whole_at: Mapped[datetime | None]  # it was read in whole; an unchanged one is, once a day, since the days move on
    events: Mapped[int] = mapped_column(default=0)  # entries in the file
    skipped: Mapped[int] = mapped_column(default=0)  # those of them that made no sense
    fault: Mapped[str] = mapped_column(default="")  # code of what went wrong last, shown to its owner
    etag: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    colleague: Mapped[Colleague] = relationship()
    spans: Mapped[list["BusySpan"]] = relationship(cascade="all, delete-orphan")


class BusySpan(Base):
    """Busy elsewhere, [starts_at, ends_at): subtracted from the hours; no title, no place, nobody's name."""

    __tablename__ = "busy_span"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="span"),
        Index("ix_busy_span_calendar_id_ends_at", "calendar_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("busy_calendar.colleague_id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
