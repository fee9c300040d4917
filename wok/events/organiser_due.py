"""What is due for those who organise: rules that go on are stored ahead, contacts of what is long over are forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.events import dates
from wok.events.models import Event

CONTACTS_KEPT = timedelta(days=730)
BATCH = 500


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {"dates stored": extend(now=now), "contacts forgotten": forget_contacts(now=now)}
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def extend(*, now: datetime) -> int:
    """Dates of courses without an end, 18 months ahead."""
    with transaction():
        return dates.extend(now=now)


def forget_contacts(*, now: datetime) -> int:
    """Whom to ask about an event goes two years after its last date (or after its draft was last touched), and who made it."""
    last = (
        select(func.max(Occurrence.ends_at)).where(Occurrence.series_id == Event.series_id).correlate(Event)
    ).scalar_subquery()
    old = select(Event.id).where(
        (Event.contact_name != "")
        | (Event.contact_email != "")
        | (Event.contact_phone != "")
        | Event.made_by_id.is_not(None),
        func.coalesce(last, Event.changed_at) < now - CONTACTS_KEPT,
    )
    ids = list(db.session.scalars(old.limit(BATCH)))
    if ids:
        nobody = {"contact_name": "", "contact_email": "", "contact_phone": "", "made_by_id": None}
        with transaction():
            db.session.execute(update(Event).where(Event.id.in_(ids)).values(**nobody, version=Event.version + 1))
    return len(ids)
