"""Private calendars of an erased person: their addresses lead nowhere from here on."""

from datetime import datetime

from sqlalchemy import update

from wok.db import db
from wok.feeds.models import FeedAddress
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """End them all; the jobs process drops the stored bytes within a minute."""
    mine = (FeedAddress.person_id == gone.person_id, FeedAddress.revoked_at.is_(None))
    db.session.execute(update(FeedAddress).where(*mine).values(revoked_at=now))
