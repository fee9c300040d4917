"""Booked times to come of people whose profile says that they need an interpreter."""

from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import joinedload

from wok.bookings.interpreting import NEED, Needed
from wok.bookings.models import Booking
from wok.db import db
from wok.people.models import Person


def needed(now: datetime) -> list[Needed]:
    """Confirmed ones; one statement."""
    chosen = (
        select(Booking, Person.needs)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.kind == "oncall", Booking.ends_at > now, Booking.status == "confirmed")
        .where(cast(Person.needs, String).contains(NEED))
        .options(joinedload(Booking.association))
    )
    return [Needed(booking, booking.language) for booking, needs in db.session.execute(chosen) if NEED in needs]
