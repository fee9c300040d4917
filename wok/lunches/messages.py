"""What the lunch tells people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from wok.bookings.models import Booking, Occurrence
from wok.lunches import queries
from wok.lunches.models import Rsvp
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.web.house import house


def recipient(booking: Booking) -> Recipient:
    """How this booker is told."""
    address = {"email": booking.contact_email, "phone": booking.contact_phone}.get(booking.reach)
    channel = booking.reach if address or booking.reach in ("association", "none") else "none"
    return Recipient(channel, address or f"booking:{booking.id}", booking.contact_name, booking.language)


def link(booking: Booking) -> str:
    """The booking's page, as mailed: it carries 128 random bits."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}/b/{booking.link_token}"


def facts(booking: Booking, rsvp: Rsvp, occurrence: Occurrence) -> dict[str, Any]:
    """All a lunch message needs, fixed at the moment it is owed."""
    found = {
        "name": booking.contact_name,
        "day_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "adults": rsvp.adults,
        "children": rsvp.children,
        "prams": rsvp.prams,
        "quantity": booking.quantity,
        "code": booking.code,
        "link": link(booking),
        "topic": occurrence.topic.get(booking.language) or occurrence.topic.get("fr", ""),
        "place": f"{house('name')}, {house('street')}, {house('town')}",
        "phone": house("phone"),
    }
    return {**found, "entry": entry_facts(booking)} if _is_invited(booking) else found


def _is_invited(booking: Booking) -> bool:
    """False while somebody only waits, and when they leave the list having never been offered a place: as in the feed."""
    if booking.status == "cancelled":
        entry = queries.entry_of(booking)
        return entry is None or entry.offers_made > 0
    return booking.status != "waiting"


def entry_facts(booking: Booking) -> dict[str, Any]:
    """The calendar line of a booking: same UID, SEQUENCE and times as the "mine" feed (CALENDAR.md 19)."""
    status = {"confirmed": "CONFIRMED", "held": "TENTATIVE", "waiting": "TENTATIVE", "cancelled": "CANCELLED"}
    return {
        "uid": booking.uid,
        "sequence": booking.sequence,
        "dtstamp": booking.changed_at.isoformat(),
        "last_modified": booking.changed_at.isoformat(),
        "dtstart": booking.starts_at.isoformat(),
        "dtend": booking.ends_at.isoformat(),
        "location": f"{house('name')}, {house('street')}, {house('town')}",
        "url": f"{current_app.config['BASE_URL'].rstrip('/')}/{booking.language}/lunch",
        "status": status[booking.status],
    }


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
    outbox.owe(
        f"lunches/{kind}",
        cause=cause or f"booking:{booking.id}:{booking.version}",
        to=recipient(booking),
        facts={**facts(booking, rsvp, occurrence), **more},
        now=now,
        booking_id=booking.id,
        due_at=now + after,
        useful_until=useful_until,
    )
