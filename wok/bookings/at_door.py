"""Who stands at the door opens a guest's picture code with a phone: the way to that guest's line, for every kind checked in.

Each feature that has a list to tick names its way (contents.py); a reader who may not tick gets none.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from wok.bookings import codes
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.kernel import weekly
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

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


def camera_page(
    occurrence: Occurrence, what: str, guest_address: Callable[..., str], *, lists: str, camera: str
) -> ResponseReturnValue:
    """Reads picture codes; with `code` in the question, on to that guest's page. This page alone may ask for the camera."""
    typed, is_on = request.args.get("code", "")[:200], "on" in request.args
    found = among(occurrence, typed)
    if found is not None:
        return redirect(guest_address(booking_id=found.id, back="camera" if is_on else "guest"), 302)
    page = render_template(
        "bookings/camera.html",
        what=what,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        list_address=lists,
        camera_address=camera,
        is_on=is_on,
        typed=typed if len(typed) < SHORT else "",
        not_found=_("Nobody on this date’s list has this code. Look for the name.") if typed else None,
    )
    response = make_response(page, 422 if typed else 200)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def guest_page(booking: Booking, what: str, *, mark: str, lists: str, camera: str, now: datetime) -> str:
    """One guest: who, how many, and one button."""
    return render_template(
        "bookings/at_door.html",
        booking=booking,
        what=what,
        party=ngettext("%(num)s person", "%(num)s people", booking.quantity),
        mark_address=mark,
        list_address=f"{lists}#guest-{booking.id}",
        camera_address=f"{camera}?on=1",
        may_tick=may_tick(booking.starts_at, now=now),
        back="camera" if request.args.get("back") == "camera" else "guest",
    )


def may_tick(starts_at: datetime, *, now: datetime) -> bool:
    """From the day itself on."""
    return weekly.local_day(starts_at) <= weekly.local_day(now)


def among(occurrence: Occurrence, typed: str) -> Booking | None:
    """The booking of this date whose picture code or code this is."""
    ref = read_ref(typed)
    code = codes.read_code(ref)
    same = Booking.link_token == ref if code is None else or_(Booking.code == code, Booking.link_token == ref)
    return db.session.scalar(select(Booking).where(Booking.occurrence_id == occurrence.id, same)) if ref else None
