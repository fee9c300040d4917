"""Uses of rooms by an erased person: needs, remarks and who fetches the keys go."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.people.erasing import Gone
from wok.space import changing
from wok.space.models import SpaceUse


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "space")))
    empty: dict[str, Any] = {"needs": [], "remark": "", "keys_note": "", "before": None}
    db.session.execute(update(SpaceUse).where(SpaceUse.booking_id.in_(own)).values(**empty))


def cancel(booking: Booking, now: datetime) -> None:
    """One date of theirs."""
    use = db.session.get(SpaceUse, booking.id)
    if use is not None:
        changing.cancel(use, now=now)
