"""What the appointments tell people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from wok.appointments import queries
from wok.appointments.models import Appointment
from wok.bookings import told
from wok.bookings.models import Booking
from wok.web.addresses import whole
from wok.web.texts import said


def move_link(booking: Booking) -> str:
    """The page on which another time is chosen."""
    return whole(f"/{booking.language}/appointments/booking/{booking.link_token}/change")


def facts(booking: Booking, appointment: Appointment) -> dict[str, Any]:
    """All a message about an appointment needs, fixed at the moment it is owed."""
    found = {
        **told.facts(booking),
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
        "move": move_link(booking),
        "again": whole(f"/{booking.language}/appointments"),
    }
    if booking.status == "waiting":
        return found
    location = found["place"] if appointment.place == "wok" else ""
    return {**found, "entry": told.entry_facts(booking, "appointments", location)}


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
    known = {**facts(booking, queries.appointment(booking)), **more}
    told.owe(f"appointments/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)
