"""What the lunch tells people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from wok.bookings import told
from wok.bookings.models import Booking, Occurrence
from wok.lunches import queries, wish_state
from wok.lunches.models import Rsvp


def facts(booking: Booking, rsvp: Rsvp, occurrence: Occurrence) -> dict[str, Any]:
    """All a lunch message needs, fixed at the moment it is owed."""
    found = {
        **told.facts(booking),
        "adults": rsvp.adults,
        "children": rsvp.children,
        "prams": rsvp.prams,
        "quantity": booking.quantity,
        "topic": occurrence.topic.get(booking.language) or occurrence.topic.get("fr", ""),
    }
    return {**found, "entry": told.entry_facts(booking, "lunch", found["place"])} if _is_invited(booking) else found


def _is_invited(booking: Booking) -> bool:
    """False while somebody only waits, and when they leave the list having never been offered a place: as in the feed."""
    if booking.status == "cancelled":
        entry = queries.entry_of(booking)
        return entry.offers_made > 0 if entry else not wish_state.was_only_wished(booking)
    return booking.status != "waiting"


def tell(
    kind: str,
    booking: Booking,
    rsvp: Rsvp,
    occurrence: Occurrence,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("confirmed", "offer", …), sent `after` a while."""
    known = {**facts(booking, rsvp, occurrence), **more}
    told.owe(f"lunches/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)
