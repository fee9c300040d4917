"""What was read of a colleague's own calendar, what is due to be read, and where it meets something agreed here."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from wok.bookings.models import Booking, Taking
from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.team.models import BusyCalendar, BusySpan, Colleague

EVERY = timedelta(minutes=15)
FEW = 5


@dataclass(frozen=True)
class Overlap:
    """Something agreed here at a time at which the colleague is busy elsewhere; nothing changes by itself."""

    booking: Booking
    busy: BusySpan


def calendar_of(person_id: int) -> BusyCalendar | None:
    """This person's own calendar, read afresh; nobody else's is ever asked for."""
    return db.session.get(BusyCalendar, person_id, populate_existing=True)


def due(*, now: datetime) -> list[int]:
    """Whose calendars to read: never tried, or 15 minutes ago, or by a clock that was ahead; those who work here."""
    old = or_(BusyCalendar.tried_at.is_(None), BusyCalendar.tried_at <= now - EVERY, BusyCalendar.tried_at > now)
    chosen = (
        select(BusyCalendar.colleague_id)
        .join(Colleague, Colleague.person_id == BusyCalendar.colleague_id)
        .join(Person, Person.id == Colleague.person_id)
        .where(old, Colleague.ended_at.is_(None), Person.is_staff)
    )
    return list(db.session.scalars(chosen.order_by(BusyCalendar.tried_at, BusyCalendar.colleague_id)))


def coming(calendar: BusyCalendar, *, now: datetime) -> list[BusySpan]:
    """The next few busy times."""
    chosen = select(BusySpan).where(*_coming(calendar, now=now)).order_by(BusySpan.starts_at).limit(FEW)
    return list(db.session.scalars(chosen))


def count(calendar: BusyCalendar, *, now: datetime) -> int:
    """How many busy times are to come."""
    return db.session.scalar(select(func.count(BusySpan.id)).where(*_coming(calendar, now=now))) or 0


def _coming(calendar: BusyCalendar, *, now: datetime) -> tuple[Any, Any]:
    return BusySpan.calendar_id == calendar.colleague_id, BusySpan.ends_at > now


def clashes(colleague: Colleague, *, now: datetime) -> list[Overlap]:
    """What is agreed with this colleague at times they are busy elsewhere, in order; each booking once."""
    rows = db.session.execute(
        select(Booking, BusySpan)
        .join(Taking, Taking.booking_id == Booking.id)
        .join(
            BusySpan,
            (BusySpan.calendar_id == colleague.person_id)
            & (BusySpan.starts_at < Booking.ends_at)
            & (BusySpan.ends_at > Booking.starts_at),
        )
        .where(Taking.resource_id == colleague.resource_id, Booking.ends_at > now, Booking.status != "cancelled")
        .order_by(Booking.starts_at, Booking.id, BusySpan.starts_at)
    )
    found: dict[int, Overlap] = {}
    for booking, busy in rows:
        found.setdefault(booking.id, Overlap(booking, busy))
    return list(found.values())
