"""The appointments behind bookings, read together: a feed costs a fixed number of statements."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from wok.appointments.models import Appointment
from wok.bookings.models import Booking
from wok.db import db

KIND = "appointment"


def load(bookings: Sequence[Booking]) -> dict[int, Appointment]:
    """The appointments of these bookings, with matter and colleague, by the booking's id."""
    ids = [booking.id for booking in bookings if booking.kind == KIND]
    whole = (joinedload(Appointment.matter), joinedload(Appointment.colleague))
    chosen = select(Appointment).options(*whole).where(Appointment.booking_id.in_(ids))
    return {one.booking_id: one for one in db.session.scalars(chosen)} if ids else {}


def has_no_time() -> ColumnElement[bool]:
    """For a query of bookings: an appointment for which nothing was free; its span only says within which days."""
    return exists().where(Appointment.booking_id == Booking.id, Appointment.colleague_id.is_(None)).correlate(Booking)
