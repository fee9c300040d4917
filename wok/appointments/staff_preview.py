"""What would be sent to a booker, in their own words and language, before the button that sends it."""

from collections.abc import Sequence
from datetime import datetime

from wok.appointments import messages, queries, rules
from wok.appointments.models import Appointment
from wok.appointments.settling import closed_days
from wok.bookings.models import Booking
from wok.mail import rendering
from wok.mail.rendering import Letter, Words
from wok.team.models import Colleague


def of_cancelling(
    booking: Booking, reason: str, offered: Sequence[tuple[Colleague, datetime]], *, now: datetime
) -> Words:
    """The words of a cancelling, with the times that would be kept for them."""
    appointment = queries.appointment(booking)
    if not offered:
        return _words("cancelled_by_us", booking, appointment, now=now, reason=reason)
    closed = closed_days(now=now)
    until = min(
        rules.working_days_later(now=now, days=rules.PROPOSAL_DAYS, closed=closed), *(at for _one, at in offered)
    )
    times = [{"start_at": at.isoformat(), "colleague": one.shown_as} for one, at in offered]
    old = (appointment.before or {}).get("starts_at") if appointment.waits_for == "booker" else None
    return _words(
        "proposals",
        booking,
        appointment,
        now=now,
        reason=reason,
        old_at=old or booking.starts_at.isoformat(),
        hold_until=until.isoformat(),
        times=times,
    )


def _words(kind: str, booking: Booking, appointment: Appointment, *, now: datetime, **more: object) -> Words:
    letter = Letter(
        id=0,
        kind=f"appointments/{kind}",
        recipient="",
        name=booking.contact_name,
        language=booking.language,
        booking_id=booking.id,
        facts={**messages.facts(booking, appointment), **more},
        message_id="<preview@wok>",
        due_at=now,
        tries=0,
    )
    return rendering.words(letter)
