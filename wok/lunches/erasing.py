"""Lunches of an erased person: diets, needs and notes go, and the topics they brought alone."""

from datetime import datetime

from sqlalchemy import delete, select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.lunches.models import Chip, Rsvp
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names, which is how they are found."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "lunch")))
    alone = select(Booking.id).where(Booking.id.in_(own), Booking.association_id.is_(None))
    empty = {"needs": [], "diets": {}, "note": "", "erased_at": now}
    db.session.execute(update(Rsvp).where(Rsvp.booking_id.in_(own)).values(**empty))
    db.session.execute(delete(Chip).where(Chip.booking_id.in_(alone)))
