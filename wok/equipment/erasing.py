"""Loans of an erased person: who collected, and their signature, go; what was lent and came back stays."""

from datetime import datetime

from sqlalchemy import select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import Loan
from wok.equipment.movement_models import Handover
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "loan")))
    db.session.execute(update(Loan).where(Loan.booking_id.in_(own)).values(collector="", note=""))
    db.session.execute(update(Handover).where(Handover.booking_id.in_(own)).values(collected_by="", signature=""))
