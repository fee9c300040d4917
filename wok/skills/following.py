"""An ask that belongs to a booking follows it: cancelled, it is taken back; moved, everybody is asked again.

The job waits until the booking's own change can no longer be undone. All inside `transaction()`.
"""

from datetime import datetime

from sqlalchemy import or_, select

from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.skills import asking, queries, rules
from wok.skills.models import SkillAsk

GONE = ("cancelled",)


def due(*, now: datetime) -> list[int]:
    """Asks whose booking was cancelled or moved, and cannot be undone any more."""
    chosen = (
        select(SkillAsk.id)
        .join(Booking, Booking.id == SkillAsk.booking_id)
        .where(SkillAsk.state.in_(asking.OPEN), SkillAsk.starts_at > now)
        .where(or_(Booking.status.in_(GONE), Booking.starts_at != SkillAsk.booking_at))
        .where(or_(Booking.undo_until.is_(None), Booking.undo_until <= now))
    )
    return list(db.session.scalars(chosen.order_by(SkillAsk.id)))


def follow(row: SkillAsk, *, now: datetime) -> None:
    """Take back, or ask again at the new time; too near or past, it is taken back as well."""
    queries.lock(row)
    booking = row.booking
    if booking is None or row.state not in asking.OPEN or row.starts_at <= now:
        return
    if booking.status in GONE:
        asking.withdraw(row, now=now, why="booking")
        return
    if row.booking_at is None or booking.starts_at == row.booking_at:
        return
    span = moved(row, booking)
    row.booking_at = booking.starts_at
    db.session.flush()
    if span.start < now + rules.SHORTEST_NOTICE:
        asking.withdraw(row, now=now, why="booking")
    else:
        asking.move(row, span, row.halves, now=now)


def moved(row: SkillAsk, booking: Booking) -> Span:
    """The same hours as before beside the booking: with it when they began together, else the same time of day."""
    length = row.ends_at - row.starts_at
    if row.booking_at is None or row.starts_at == row.booking_at:
        return Span(booking.starts_at, booking.starts_at + length)
    days = weekly.local_day(booking.starts_at) - weekly.local_day(row.booking_at)
    start = weekly.nearest(weekly.local_day(row.starts_at) + days, weekly.local_time(row.starts_at))
    return Span(start, start + length)
