"""The one blueprint of the public pages of events; views.py gathers them."""

from flask import Blueprint, abort

from wok.bookings.models import Occurrence
from wok.events import queries
from wok.events.models import Event

LARGEST_ID = 2**31 - 1

bp = Blueprint("events", __name__)


def event_or_404(event_id: int) -> Event:
    """An event anybody may see."""
    found = queries.public_event(event_id) if event_id <= LARGEST_ID else None
    return found or abort(404)


def date_or_404(event: Event, occurrence_id: int) -> Occurrence:
    """A date of this very event."""
    return next((one for one in queries.dates_of(event) if one.id == occurrence_id), None) or abort(404)
