"""Doubles that were joined into an erased person: their second row goes too, and the two cannot be parted any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from wok.bookings.models import BookingEvent
from wok.db import db
from wok.people import swept
from wok.people.erasing import NOBODY, Gone
from wok.people.models import Person
from wok.record.models import Act
from wok.transfer.models import Joining


def erase(gone: Gone, now: datetime) -> None:
    """What undo would put back is forgotten."""
    joined = select(Joining).where(Joining.kind == "person", Joining.kept_id == gone.person_id)
    for row in db.session.scalars(joined.order_by(Joining.id)):
        row.moved, row.before, row.undo_until = {}, {}, min(row.undo_until, now)
        if row.undone_at is None:
            for line in (Act, BookingEvent):
                db.session.execute(update(line).where(line.person_id == row.left_id).values(person_id=None))
            left = db.session.get_one(Person, row.left_id)
            swept.sweep([left.email, left.phone], left.name if left.name != NOBODY else None)
            empty: dict[str, Any] = {"name": NOBODY, "email": None, "phone": None, "reach": "none"}
            second = update(Person).where(Person.id == row.left_id, Person.left_at.is_not(None))
            db.session.execute(second.values(**empty, needs=[], diets=[]))
    db.session.flush()
