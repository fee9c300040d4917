"""A seat at an ordinary lunch, which nearly everybody who comes asks for: one question, then the writing.

Ordinary: the date takes place, takes no wishes, nobody waits, there is room for all, and few bookings stand open with the
guest's address. Whatever else may be, the careful way of services.py decides, under the same lock; so the two never give
different answers.
"""

from datetime import date, datetime

from sqlalchemy import and_, bindparam, exists, func, select

from wok.bookings import guests
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence, Resource, Series, Taking, WaitlistEntry
from wok.bookings.services import Contact
from wok.db import is_sqlite, rows
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.lunches.messages import tell_of
from wok.lunches.rules import Party
from wok.lunches.services import write_rsvp
from wok.sharing.models import SharePool

_OF_THE_DAY = and_(
    Series.kind == "lunch",
    Occurrence.starts_at >= bindparam("start"),
    Occurrence.starts_at < bindparam("end"),
    Occurrence.status.in_(("planned", "moved")),
    Occurrence.ends_at > bindparam("now"),
)
_SOMEBODY_WAITS = exists().where(
    WaitlistEntry.resource_id == Resource.id, WaitlistEntry.state.in_(("waiting", "offered"))
)
_TAKES_WISHES = exists().where(SharePool.resource_id == Resource.id, SharePool.mode == "window")
LOCK = (
    select(Resource.id)
    .join(Occurrence, Occurrence.resource_id == Resource.id)
    .join(Series, Series.id == Occurrence.series_id)
    .where(_OF_THE_DAY)
    .order_by(Resource.id)
    .with_for_update(of=Resource)
)
ORDINARY = (  # guests of one lunch all stay from its beginning to its end: the sum of their seats is the peak
    select(
        Resource.id,
        Resource.setup_minutes,
        Resource.cleanup_minutes,
        (Resource.capacity - func.coalesce(func.sum(Taking.quantity), 0)).label("free"),
        Occurrence.id.label("occurrence_id"),
        Occurrence.starts_at,
        Occurrence.ends_at,
        Occurrence.topic,
        guests.OPEN.label("open"),
        guests.OF_DATE.label("of_date"),
    )
    .join(Occurrence, Occurrence.resource_id == Resource.id)
    .join(Series, Series.id == Occurrence.series_id)
    .outerjoin(Taking, Taking.resource_id == Resource.id)
    .where(_OF_THE_DAY, ~_SOMEBODY_WAITS, ~_TAKES_WISHES)
    .group_by(Resource.id, Occurrence.id)
)


def come(day: date, party: Party, contact: Contact, *, now: datetime, form_token: str) -> Booking | None:
    """Book seats at the lunch of a local day; None where the careful way must decide. Inside `transaction()`."""
    span = weekly.day_span(day)
    asked = {"start": span.start, "end": span.end, "now": now}
    if not is_sqlite():  # which holds its one write lock already
        rows(LOCK, asked).all()
    found = rows(ORDINARY, {**asked, "guest": guests.address(contact)}).all()
    if len(found) != 1 or not 0 < party.seats <= found[0].free:
        return None
    lunch = found[0]
    if guests.is_too_many(lunch.open, lunch.of_date):
        return None
    booking = core.new_booking(
        "lunch",
        contact,
        Span(lunch.starts_at, lunch.ends_at),
        party.seats,
        now=now,
        form_token=form_token,
        occurrence_id=lunch.occurrence_id,
        status="confirmed",
    )
    core.add(booking, lunch, now=now, is_counted=True)
    rsvp = write_rsvp(booking, party, now=now)
    tell_of("confirmed", booking, rsvp, lunch.topic, now=now)
    return booking
