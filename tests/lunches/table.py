"""Lunch dates for the tests of pages, and what is booked on them."""

from datetime import date

from tests import make
from wok.bookings.models import Booking, Occurrence
from wok.db import db

FIRST = date(2026, 11, 18)  # the Wednesday after NOW


def lunches(capacity: int = 40) -> list[Occurrence]:
    """Eleven Wednesdays, the next one first."""
    make.lunch_series(first_on=FIRST, capacity=capacity)
    return list(db.session.query(Occurrence).order_by(Occurrence.starts_at))


def bookings() -> list[Booking]:
    """Every booking, oldest first."""
    db.session.rollback()
    return list(db.session.query(Booking).order_by(Booking.id))
