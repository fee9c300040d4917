"""What the appointments tell people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from wok.appointments import queries
from wok.appointments.models import Appointment
from wok.bookings.models import Booking
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.web.house import house
from wok.web.texts import said

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
    return f"{_base()}/b/{booking.link_token}"


def move_link(booking: Booking) -> str:
    """The page on which another time is chosen."""
    return f"{_base()}/{booking.language}/appointments/booking/{booking.link_token}/change"


def _base() -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/")


def facts(booking: Booking, appointment: Appointment) -> dict[str, Any]:
    """All a message about an appointment needs, fixed at the moment it is owed."""
    found = {
        "name": booking.contact_name,
        "day_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "matter": said(appointment.matter.name, booking.language).text,
        "where": appointment.place,
        "colleague": appointment.colleague.shown_as if appointment.colleague else "",
        "spoken": appointment.language,
        "wants_interpreter": appointment.wants_interpreter,
        "waits_for": appointment.waits_for,
        "hold_until": booking.hold_until.isoformat() if booking.hold_until else "",
        "video": appointment.video_link,
        "reason": appointment.reason,
        "next_step": appointment.next_step,
        "contact_phone": booking.contact_phone or "",
        "code": booking.code,
        "link": link(booking),
        "move": move_link(booking),
        "again": f"{_base()}/{booking.language}/appointments",
        "place": place_words(),
        "phone": house("phone"),
    }
    return found if booking.status == "waiting" else {**found, "entry": entry_facts(booking, appointment)}


def place_words() -> str:
    """Where the Wok is."""
    return f"{house('name')}, {house('street')}, {house('town')}"


def entry_facts(booking: Booking, appointment: Appointment) -> dict[str, Any]:
    """The calendar line of an appointment: same UID, SEQUENCE and times as the "mine" feed (CALENDAR.md 19)."""
    return {
        "uid": booking.uid,
        "sequence": booking.sequence,
        "dtstamp": booking.changed_at.isoformat(),
        "last_modified": booking.changed_at.isoformat(),
        "dtstart": booking.starts_at.isoformat(),
        "dtend": booking.ends_at.isoformat(),
        "location": place_words() if appointment.place == "wok" else "",
        "url": f"{_base()}/{booking.language}/appointments",
        "status": STATUS[booking.status],
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
    """Owe the booker the message `kind` ("confirmed", "moved", …), sent `after` a while; of no use once the meeting is over."""
    if useful_until is None and kind != "next_step" and booking.ends_at > now + 2 * after:
        useful_until = booking.ends_at
    outbox.owe(
        f"appointments/{kind}",
        cause=cause or f"booking:{booking.id}:{booking.version}",
        to=recipient(booking),
        facts={**facts(booking, queries.appointment(booking)), **more},
        now=now,
        booking_id=booking.id,
        due_at=now + after,
        useful_until=useful_until,
    )
