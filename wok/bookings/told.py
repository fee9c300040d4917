"""What every message about a booking begins with: whom it goes to, the links it carries, the line for their calendar."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from wok.bookings.models import Booking
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.web.addresses import whole
from wok.web.house import house

STATUS = {"confirmed": "CONFIRMED", "held": "TENTATIVE", "waiting": "TENTATIVE", "cancelled": "CANCELLED"}


def undo_time() -> timedelta:
    """How long what was done can be taken back."""
    return timedelta(minutes=current_app.config["UNDO_MINUTES"])


def recipient(booking: Booking) -> Recipient:
    """How this booker is told."""
    address = {"email": booking.contact_email, "phone": booking.contact_phone}.get(booking.reach)
    channel = booking.reach if address or booking.reach in ("association", "none") else "none"
    return Recipient(channel, address or f"booking:{booking.id}", booking.contact_name, booking.language)


def link(booking: Booking) -> str:
    """The booking's page, as mailed: it carries 128 random bits."""
    return whole(f"/b/{booking.link_token}")


def place_words() -> str:
    """Where the Wok is."""
    return f"{house('name')}, {house('street')}, {house('town')}"


def entry_facts(booking: Booking, page: str, location: str) -> dict[str, Any]:
    """The calendar line of a booking: same UID, SEQUENCE and times as the "mine" feed (CALENDAR.md 19).

    `page` is the address without language of what it belongs to, for example "lunch"; `location` may be empty.
    """
    return {
        "uid": booking.uid,
        "sequence": booking.sequence,
        "dtstamp": booking.changed_at.isoformat(),
        "last_modified": booking.changed_at.isoformat(),
        "dtstart": booking.starts_at.isoformat(),
        "dtend": booking.ends_at.isoformat(),
        "location": location,
        "url": whole(f"/{booking.language}/{page}"),
        "status": STATUS[booking.status],
    }


def facts(booking: Booking) -> dict[str, Any]:
    """What the messages of every kind know of a booking, fixed at the moment they are owed."""
    return {
        "name": booking.contact_name,
        "day_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "code": booking.code,
        "link": link(booking),
        "place": place_words(),
        "phone": house("phone"),
    }


def owe(
    kind: str,
    booking: Booking,
    known: dict[str, Any],
    *,
    now: datetime,
    after: timedelta,
    useful_until: datetime | None,
    cause: str,
) -> None:
    """Owe the booker the message `kind` with all it needs to know, sent `after` a while; one for each `cause`."""
    outbox.owe(
        kind,
        cause=cause or f"booking:{booking.id}:{booking.version}",
        to=recipient(booking),
        facts=known,
        now=now,
        booking_id=booking.id,
        due_at=now + after,
        useful_until=useful_until,
    )
