"""Loans of an erased person: who collected, and their signature, go; what was lent and came back stays."""

from datetime import datetime

from sqlalchemy import or_, select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import Loan
from wok.equipment.movement_models import Handover
from wok.people.erasing import Gone

BATCH = 500


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "loan")))
    _forget(own)


def _forget(ids: list[int]) -> None:
    db.session.execute(update(Loan).where(Loan.booking_id.in_(ids)).values(collector="", note=""))
    db.session.execute(update(Handover).where(Handover.booking_id.in_(ids)).values(collected_by="", signature=""))


def forget_old(before: datetime) -> int:
    """Loans that ended before then lose who collected, and their signature; a batch at a time, for the job that tidies."""
    named = or_(Loan.collector != "", Loan.note != "", Handover.collected_by != "", Handover.signature != "")
    chosen = select(Loan.booking_id).join(Booking).outerjoin(Handover, Handover.booking_id == Loan.booking_id)
    old = chosen.where(Booking.ends_at < before, named).distinct().limit(BATCH)
    ids = list(db.session.scalars(old))
    _forget(ids)
    return len(ids)
