"""Who stands at the door opens a guest's picture code with a phone: the way to that guest's line, for every kind checked in.

Each feature that has a list to tick names its way (contents.py); a reader who may not tick gets none.
"""

from collections.abc import Callable, Mapping

from flask import Response, current_app, g, make_response
from sqlalchemy import or_, select

from wok.bookings import codes
from wok.bookings.models import Booking, Occurrence
from wok.db import db

EXTENSION = "wok-at-door"
CAMERA = "camera=(self), microphone=(), geolocation=()"
SHORT = 20  # longer than any code somebody types: an address, not worth repeating in a field

Way = Callable[[Booking], str | None]


def bind(ways: Mapping[str, Way], extensions: dict[str, object]) -> None:
    """Tell the application where each kind of booking is checked in (contents.py)."""
    extensions[EXTENSION] = ways


def way_of(booking: Booking) -> str | None:
    """The page that checks this guest in, for a reader who may do so today; nobody checks in themselves."""
    if g.person is None or booking.person_id == g.person.id:
        return None
    ways: Mapping[str, Way] = current_app.extensions[EXTENSION]
    way = ways.get(booking.kind)
    return way(booking) if way else None


def read_ref(typed: str) -> str:
    """What a camera read, or a hand typed: the last part of an address, or the code itself."""
    return typed.strip().rstrip("/").rsplit("/", 1)[-1]


def with_camera(page: str, code: int = 200) -> Response:
    """A page that alone may ask for the camera."""
    response = make_response(page, code)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def among(occurrence: Occurrence, typed: str) -> Booking | None:
    """The booking of this date whose picture code or code this is."""
    ref = read_ref(typed)
    code = codes.read_code(ref)
    same = Booking.link_token == ref if code is None else or_(Booking.code == code, Booking.link_token == ref)
    return db.session.scalar(select(Booking).where(Booking.occurrence_id == occurrence.id, same)) if ref else None
