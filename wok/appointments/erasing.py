"""Appointments of an erased person: question, needs and notes go; that we met, and how it ended, stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from wok.appointments.models import Appointment
from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.people.erasing import Gone

EMPTY: dict[str, Any] = {
    "question": "",
    "needs": [],
    "video_link": "",
    "reason": "",
    "staff_note": "",
    "next_step": "",
    "before": None,
}


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "appointment")))
    of_them = Appointment.booking_id.in_(own)
    db.session.execute(update(Appointment).where(of_them).values(**EMPTY, erased_at=now))
