"""Thursdays of an erased person: nickname, words and what was noted of their visits go; that they came, stays."""

from datetime import datetime

from sqlalchemy import or_, select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.oncall.models import BookedMatter, Visit
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names."""
    own = select(Booking.id).where(theirs(gone), Booking.kind == "oncall")
    ids = list(db.session.scalars(own))
    empty = {"nickname": "", "note": "", "next_step": "", "before": None, "person_id": None, "erased_at": now}
    mine = or_(Visit.person_id == gone.person_id, Visit.booking_id.in_(ids))
    db.session.execute(update(Visit).where(mine).values(**empty))
    db.session.execute(update(BookedMatter).where(BookedMatter.booking_id.in_(ids)).values(note="", before=None))
