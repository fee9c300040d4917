"""Sign-ups to come whose people need an interpreter."""

from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import joinedload

from wok.bookings.interpreting import NEED, Needed
from wok.bookings.models import Booking
from wok.db import db
from wok.events.models import Registration


def needed(now: datetime) -> list[Needed]:
    """Confirmed and held ones; one statement."""
    chosen = (
        select(Booking, Registration.needs)
        .join(Registration, Registration.booking_id == Booking.id)
        .where(Booking.ends_at > now, Booking.status.in_(("confirmed", "held")))
        .where(cast(Registration.needs, String).contains(NEED))
        .options(joinedload(Booking.association))
    )
    return [Needed(booking, booking.language) for booking, needs in db.session.execute(chosen) if NEED in needs]
