"""What an event tells the people who signed up: one message per person and change, in their language, on their channel."""

from datetime import datetime, timedelta
from typing import Any

from wok.bookings import passing_on, told
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.events.models import Event, Registration
from wok.events.places import place_words
from wok.web.addresses import whole
from wok.web.texts import said


def facts(booking: Booking, occurrence: Occurrence) -> dict[str, Any]:
    """All a message about one sign-up needs, fixed at the moment it is owed."""
    registration = db.session.get_one(Registration, booking.id)
    event = db.session.get_one(Event, registration.event_id)
    title = said(event.title, booking.language)
    found = {
        **told.facts(booking),
        "title": title.text,
        "title_language": title.language,
        "place": place_words(event, booking.language),
        "adults": registration.adults,
        "children": registration.children,
        "quantity": booking.quantity,
        "again": whole(f"/{booking.language}/events/{event.id}"),
    }
    if not _is_invited(booking):
        return found
    return {**found, "entry": told.entry_facts(booking, f"events/{event.id}", found["place"])}


def _is_invited(booking: Booking) -> bool:
    """False while somebody only waits, and when they leave the list having never been offered a place: as in the feed."""
    if booking.status == "cancelled":
        entry = passing_on.entry_of(booking)
        return entry is None or entry.offers_made > 0
    return booking.status != "waiting"


def tell(
    kind: str,
    booking: Booking,
    occurrence: Occurrence,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("confirmed", "offer", …), sent `after` a while."""
    known = {**facts(booking, occurrence), **more}
    told.owe(f"events/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)


def dates_of(bookings: list[Booking]) -> list[dict[str, str]]:
    """The dates of one sign-up as its message lists them."""
    return [
        {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "state": one.status}
        for one in bookings
    ]
