"""Appointments to come whose people need an interpreter that staff have not found yet."""

from datetime import datetime

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import joinedload

from wok.appointments.models import Appointment
from wok.bookings.interpreting import NEED, Needed
from wok.bookings.models import Booking
from wok.db import db


def needed(now: datetime) -> list[Needed]:
    """Confirmed and held ones; one statement."""
    wants = or_(Appointment.wants_interpreter, cast(Appointment.needs, String).contains(NEED))
    chosen = (
        select(Booking, Appointment.language)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(Booking.ends_at > now, Booking.status.in_(("confirmed", "held")), wants, Appointment.interpreter == "")
        .options(joinedload(Booking.association))
    )
    return [Needed(booking, language or booking.language) for booking, language in db.session.execute(chosen)]
