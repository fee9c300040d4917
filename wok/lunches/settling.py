"""Free seats go on to the waiting list (wok/bookings/passing_on.py), but not while the lunch takes wishes."""

from datetime import datetime
from functools import partial
from typing import Any

from wok.bookings import passing_on
from wok.bookings.models import Booking, Occurrence
from wok.bookings.passing_on import is_open, keep_for_the_list, lock_date, span_of
from wok.db import db
from wok.lunches import wish_state
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp

__all__ = ["is_open", "keep_for_the_list", "lock_date", "pair_of", "settle", "span_of"]


def pair_of(booking: Booking) -> tuple[Occurrence, Rsvp]:
    """The lunch date of a booking, and who comes."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    return occurrence, db.session.get_one(Rsvp, booking.id)


def settle(occurrence: Occurrence, *, now: datetime) -> int:
    """Lapse what is overdue and pass free seats on along the list; returns how many offers were made."""
    return passing_on.settle(occurrence, _tell, now=now, keeps=partial(wish_state.is_kept, now=now))


def _tell(kind: str, booking: Booking, occurrence: Occurrence, **known: Any) -> None:
    tell(kind, booking, db.session.get_one(Rsvp, booking.id), occurrence, **known)
