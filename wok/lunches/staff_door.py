"""Guests of a lunch checked in by their picture codes: the camera's page, and one guest with one button."""

from functools import partial
from typing import Any

from flask import g, url_for

from wok import clock
from wok.bookings import at_door
from wok.bookings.models import Booking
from wok.kernel import weekly
from wok.lunches.staff_blueprint import bp, guest_or_404, lunch_or_404
from wok.web.access import staff_only
from wok.web.sentences import gettext as _


def way(booking: Booking) -> str | None:
    """On the day, for staff: this guest's page at the door (wok/bookings/at_door.py)."""
    is_today = weekly.local_day(booking.starts_at) == weekly.local_day(clock.now())
    if not is_today or not g.person.is_staff or booking.occurrence_id is None:
        return None
    where: dict[str, Any] = {"occurrence_id": booking.occurrence_id, "booking_id": booking.id}
    return url_for("lunch_staff.door_guest", lang=g.person.language, **where)


@bp.get("/staff/lunches/<int:occurrence_id>/camera")
@staff_only
def camera(occurrence_id: int) -> Any:
    """Reads picture codes; with `code`, on to the guest's page."""
    occurrence = lunch_or_404(occurrence_id)
    guest = partial(url_for, ".door_guest", occurrence_id=occurrence_id)
    return at_door.camera_page(occurrence, _("Lunch"), guest, **_beside(occurrence_id))


@bp.get("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>")
@staff_only
def door_guest(occurrence_id: int, booking_id: int) -> Any:
    """One guest with one button."""
    booking = guest_or_404(lunch_or_404(occurrence_id), booking_id)
    mark = url_for(".mark", occurrence_id=occurrence_id, booking_id=booking_id)
    return at_door.guest_page(booking, _("Lunch"), mark=mark, **_beside(occurrence_id), now=clock.now())


def _beside(occurrence_id: int) -> dict[str, str]:
    """The lunch's list and the camera's page."""
    where: dict[str, Any] = {"occurrence_id": occurrence_id}
    return {"lists": url_for(".show", **where), "camera": url_for(".camera", **where)}
