"""The one blueprint of the staff's appointment pages, and what all of them begin with; staff_views.py gathers them."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for

from wok.appointments import queries
from wok.appointments.forms import BIGGEST_ID
from wok.appointments.models import Matter
from wok.bookings.models import Booking
from wok.db import db

bp = Blueprint("appointments_staff", __name__)


def booking_or_404(booking_id: int) -> Booking:
    """The booking of an appointment; 404 for any other."""
    found = db.session.get(Booking, booking_id) if booking_id <= BIGGEST_ID else None
    if found is None or found.kind != queries.KIND:
        abort(404)
    return found


def matter_or_404(matter_id: int) -> Matter:
    """A matter, withdrawn or not."""
    found = db.session.get(Matter, matter_id) if matter_id <= BIGGEST_ID else None
    return found or abort(404)


def to_appointment(booking_id: int, anchor: str | None = None) -> Any:
    """Back to the page of one appointment."""
    return redirect(url_for("appointments_staff.show", booking_id=booking_id, _anchor=anchor), 303)
