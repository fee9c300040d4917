"""Uses of rooms to come whose people need an interpreter; of a weekly use only the dates of the next weeks."""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import joinedload

from wok.bookings.interpreting import NEED, Needed
from wok.bookings.models import Booking
from wok.db import db
from wok.space.models import SpaceUse

WEEKLY_AHEAD = timedelta(weeks=4)


def needed(now: datetime) -> list[Needed]:
    """Confirmed and held ones; one statement."""
    chosen = (
        select(Booking, SpaceUse.needs)
        .join(SpaceUse, SpaceUse.booking_id == Booking.id)
        .where(Booking.ends_at > now, Booking.status.in_(("confirmed", "held")))
        .where(or_(SpaceUse.series_id.is_(None), Booking.starts_at < now + WEEKLY_AHEAD))
        .where(cast(SpaceUse.needs, String).contains(NEED))
        .options(joinedload(Booking.association))
    )
    return [Needed(booking, booking.language) for booking, needs in db.session.execute(chosen) if NEED in needs]
