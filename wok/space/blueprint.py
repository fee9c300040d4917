"""The one blueprint of the public pages of the meeting space; views.py gathers them."""

from flask import Blueprint, abort

from wok.space import queries
from wok.space.models import Room

bp = Blueprint("space", __name__)


def room_or_404(room_id: int, *, paused: bool = False) -> Room:
    """A room on offer; with `paused` any."""
    return queries.room(room_id, paused=paused) or abort(404)
