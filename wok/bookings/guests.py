"""How much stands open for one address of somebody without account: nobody fills the house from one mailbox (PROMISES S5).

Three parties of one date, and twenty lunches and on-call times in all, so that every Wednesday and Thursday to come
fit. Whoever signs in, calls or comes by has no such limit; a repeated form is its first booking and no new one.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import ManyOpen
from wok.bookings.services import Contact
from wok.db import rows

MOST_OPEN, MOST_OF_A_DATE = 20, 3

_OF_ADDRESS = (
    Booking.contact_email == bindparam("guest"),
    Booking.ends_at > bindparam("now"),
    Booking.status != "cancelled",
    Booking.kind.in_(("lunch", "oncall")),
)
OPEN = select(func.count(Booking.id)).where(*_OF_ADDRESS).scalar_subquery()
OF_DATE = (
    select(func.count(Booking.id))
    .where(*_OF_ADDRESS, Booking.occurrence_id == Occurrence.id)
    .correlate(Occurrence)
    .scalar_subquery()
)
_ASKED = select(OPEN.label("open"), OF_DATE.label("of_date")).where(Occurrence.id == bindparam("occurrence"))


def address(contact: Contact) -> str | None:
    """The address that is counted; None for whoever is signed in or is reached otherwise."""
    return contact.email if contact.person_id is None else None


def is_too_many(is_open: int, of_date: int) -> bool:
    """Whether one more would be too many."""
    return is_open >= MOST_OPEN or of_date >= MOST_OF_A_DATE


def check(contact: Contact, occurrence_id: int, *, now: datetime) -> None:
    """Raises ManyOpen."""
    guest = address(contact)
    if guest is None:
        return
    found = rows(_ASKED, {"guest": guest, "now": now, "occurrence": occurrence_id}).one_or_none()
    if found is not None and is_too_many(found.open, found.of_date):
        raise ManyOpen
