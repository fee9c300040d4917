"""The one blueprint of the staff's lunch pages, and what all of them begin with; staff_views.py gathers them."""

from typing import Any

from flask import Blueprint, abort, g, redirect, url_for
from werkzeug import Response

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.lunches import staff_queries

LARGEST_ID = 2**31 - 1

bp = Blueprint("lunch_staff", __name__)


def lunch_or_404(occurrence_id: int) -> Occurrence:
    """The lunch date of this number; 404 when there is none."""
    found = staff_queries.lunch(occurrence_id) if occurrence_id <= LARGEST_ID else None
    return found or abort(404)


def guest_or_404(occurrence: Occurrence, booking_id: int) -> Booking:
    """A booking of this very date; 404 for any other."""
    booking = db.session.get(Booking, booking_id) if booking_id <= LARGEST_ID else None
    if booking is None or booking.occurrence_id != occurrence.id:
        abort(404)
    return booking


def to_lunch(occurrence: Occurrence, anchor: str | None = None, **more: Any) -> Response:
    """Back to the lunch list, at the line that was ticked."""
    return redirect(url_for("lunch_staff.show", occurrence_id=occurrence.id, _anchor=anchor, **more), 303)


def acting_staff() -> int:
    """Who of the staff is doing this."""
    return int(g.person.id)
