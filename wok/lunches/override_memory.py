"""What a lunch keeps of a party before staff decide beside the rule: an undo makes it as large as it was, and puts it in its line."""

from datetime import datetime
from typing import Any

from wok.bookings.models import Booking
from wok.db import db
from wok.lunches import queries
from wok.lunches.models import Rsvp

LINE = ("state", "fewer_asked", "offers_made")


def read(booking: Booking) -> dict[str, Any]:
    """How many come and what they eat, and where they stand in the waiting list."""
    rsvp, entry = db.session.get_one(Rsvp, booking.id), queries.entry_of(booking)
    found: dict[str, Any] = {"status": booking.status, "party": [rsvp.adults, rsvp.children, dict(rsvp.diets)]}
    if entry is not None:
        found["line"] = [getattr(entry, name) for name in LINE]
        found["settled_at"] = entry.settled_at.isoformat() if entry.settled_at else None
    return found


def put_back(booking: Booking, was: dict[str, Any]) -> None:
    """The party grows again if the decision made it smaller; who waited waits where they were."""
    rsvp, entry = db.session.get_one(Rsvp, booking.id), queries.entry_of(booking)
    adults, children, diets = was["party"]
    if rsvp.adults + rsvp.children < adults + children:
        rsvp.adults, rsvp.children, rsvp.diets = adults, children, diets
    if entry is not None and "line" in was:
        for name, value in zip(LINE, was["line"], strict=True):
            setattr(entry, name, value)
        entry.settled_at = datetime.fromisoformat(was["settled_at"]) if was["settled_at"] else None
    if was["status"] == "waiting" and booking.status == "cancelled":
        booking.status = "waiting"
    db.session.flush()
