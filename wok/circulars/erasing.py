"""Messages to many: a no stays a no, as a hash that nobody can read the address from (RGPD, recital 65)."""

from datetime import datetime

from sqlalchemy import delete, select, update

from wok.circulars import stops
from wok.circulars.models import CircularRecipient, CircularStop
from wok.db import db
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """The no is kept by address alone; who got what is forgotten."""
    own = CircularStop.person_id == gone.person_id
    said_no = db.session.scalar(select(CircularStop.id).where(own)) is not None
    db.session.execute(delete(CircularStop).where(own))
    for way in (stops.way_of(one) for one in (gone.email, gone.phone) if one and said_no):
        if not stops.is_stopped(way):
            db.session.add(CircularStop(way_hash=way, at=now))
            db.session.flush()
    mine = CircularRecipient.person_id == gone.person_id
    db.session.execute(update(CircularRecipient).where(mine).values(person_id=None))
