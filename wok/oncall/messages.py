"""What the on-call tells people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from wok.bookings.models import Booking
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.web.house import house

REMINDERS = ("oncall/reminder_days", "oncall/reminder_hours")


def undo_time() -> timedelta:
    """How long what was done can be taken back."""
    return timedelta(minutes=current_app.config["UNDO_MINUTES"])


def recipient(booking: Booking) -> Recipient:
    """How this booker is told."""
    address = {"email": booking.contact_email, "phone": booking.contact_phone}.get(booking.reach)
    channel = booking.reach if address or booking.reach in ("association", "none") else "none"
    return Recipient(channel, address or f"booking:{booking.id}", booking.contact_name, booking.language)


def base_url() -> str:
    """What every mailed link begins with."""
    return str(current_app.config["BASE_URL"]).rstrip("/")


def link(booking: Booking) -> str:
    """The booking's page, as mailed: it carries 128 random bits."""
    return f"{base_url()}/b/{booking.link_token}"


def facts(booking: Booking) -> dict[str, Any]:
    """All a message about a booked time needs, fixed at the moment it is owed."""
    return {
        "name": booking.contact_name,
        "day_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "code": booking.code,
        "link": link(booking),
        "again": f"{base_url()}/{booking.language}/on-call",
        "place": f"{house('name')}, {house('street')}, {house('town')}",
        "phone": house("phone"),
        "entry": entry_facts(booking),
    }


def entry_facts(booking: Booking) -> dict[str, Any]:
    """The calendar line of a booking: same UID, SEQUENCE and times as the "mine" feed (CALENDAR.md 19)."""
    return {
        "uid": booking.uid,
        "sequence": booking.sequence,
        "dtstamp": booking.changed_at.isoformat(),
        "last_modified": booking.changed_at.isoformat(),
        "dtstart": booking.starts_at.isoformat(),
        "dtend": booking.ends_at.isoformat(),
        "location": f"{house('name')}, {house('street')}, {house('town')}",
        "url": f"{base_url()}/{booking.language}/on-call",
        "status": "CANCELLED" if booking.status == "cancelled" else "CONFIRMED",
    }


def tell(
    kind: str,
    booking: Booking,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("booked", "moved", …), sent `after` a while."""
    outbox.owe(
        f"oncall/{kind}",
        cause=cause or f"booking:{booking.id}:{booking.version}",
        to=recipient(booking),
        facts={**facts(booking), **more},
        now=now,
        booking_id=booking.id,
        due_at=now + after,
        useful_until=useful_until,
    )
