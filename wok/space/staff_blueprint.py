"""The one blueprint of the staff's pages of the space, and what all of them begin with; staff_views.py gathers them."""

from flask import Blueprint, abort

from wok.db import db
from wok.space.models import Room, SpaceUse
from wok.space.words import BIGGEST_ID

bp = Blueprint("space_staff", __name__)


def use_or_404(booking_id: int) -> SpaceUse:
    """One use by its booking's number."""
    found = db.session.get(SpaceUse, booking_id) if booking_id <= BIGGEST_ID else None
    return found or abort(404)


def room_or_404(room_id: int) -> Room:
    """A room, paused or not."""
    found = db.session.get(Room, room_id) if room_id <= BIGGEST_ID else None
    return found or abort(404)
