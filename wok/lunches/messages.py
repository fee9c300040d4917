"""What the lunch tells people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from wok.bookings import told
from wok.bookings.models import Booking, Occurrence
from wok.db import Texts
from wok.lunches import queries, wish_state
from wok.lunches.models import Rsvp


def facts(booking: Booking, rsvp: Rsvp, topic: Texts) -> dict[str, Any]:
    """All a lunch message needs, fixed at the moment it is owed."""
    found = {
        **told.facts(booking),
        "adults": rsvp.adults,
        "children": rsvp.children,
        "prams": rsvp.prams,
        "quantity": booking.quantity,
        "topic": topic.get(booking.language) or topic.get("fr", ""),
    }
    return {**found, "entry": told.entry_facts(booking, "lunch", found["place"])} if _is_invited(booking) else found


def _is_invited(booking: Booking) -> bool:
    """False while somebody only waits, and when they leave the list having never been offered a place: as in the feed."""
    if booking.status == "cancelled":
        entry = queries.entry_of(booking)
        return entry.offers_made > 0 if entry else not wish_state.was_only_wished(booking)
    return booking.status != "waiting"


def tell(kind: str, booking: Booking, rsvp: Rsvp, occurrence: Occurrence, **more: Any) -> None:
    """Owe the booker the message `kind` ("confirmed", "offer", …) about a lunch whose date is at hand."""
    tell_of(kind, booking, rsvp, occurrence.topic, **more)


def tell_of(
    kind: str,
    booking: Booking,
    rsvp: Rsvp,
    topic: Texts,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """The same of a lunch whose topic alone is known, sent `after` a while."""
    known = {**facts(booking, rsvp, topic), **more}
    told.owe(f"lunches/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)
