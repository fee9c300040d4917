"""The one blueprint of the staff's calendar, and what all its pages begin with; staff_views.py gathers them."""

from flask import Blueprint, abort, request

from wok.bookings.models import Booking
from wok.db import db

LARGEST_ID = 2**31 - 1

bp = Blueprint("staff_calendar", __name__)


def entry_or_404(booking_id: int) -> Booking:
    """The booking behind an entry of the calendar."""
    found = db.session.get(Booking, booking_id) if booking_id <= LARGEST_ID else None
    return found or abort(404)


def wants_json() -> bool:
    """The pointer and the keys ask for an answer without a page."""
    return request.accept_mimetypes.best == "application/json"
