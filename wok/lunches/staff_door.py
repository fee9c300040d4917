"""Guests of a lunch checked in by their picture codes: the camera's page, and one guest with one button."""

from functools import partial
from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.bookings import at_door
from wok.bookings.models import Booking, Occurrence
from wok.kernel import weekly
from wok.lunches.staff_blueprint import bp, guest_or_404, lunch_or_404
from wok.web.access import staff_only
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


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
    return at_door.camera_page(
        occurrence,
        _("Lunch"),
        partial(url_for, ".door_guest", occurrence_id=occurrence_id),
        lists=url_for(".show", occurrence_id=occurrence_id),
        camera=url_for(".camera", occurrence_id=occurrence_id),
    )


@bp.get("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>")
@staff_only
def door_guest(occurrence_id: int, booking_id: int) -> Any:
    """One guest: who, how many, and one button."""
    occurrence = lunch_or_404(occurrence_id)
    booking = guest_or_404(occurrence, booking_id)
    return render_template(
        "bookings/at_door.html",
        booking=booking,
        what=_("Lunch"),
        party=ngettext("%(num)s person", "%(num)s people", booking.quantity),
        mark_address=url_for(".mark", occurrence_id=occurrence.id, booking_id=booking_id),
        list_address=url_for(".show", occurrence_id=occurrence.id, _anchor=f"guest-{booking_id}"),
        camera_address=url_for(".camera", occurrence_id=occurrence.id, on=1),
        may_tick=may_tick(occurrence),
        back="camera" if request.args.get("back") == "camera" else "guest",
    )


def may_tick(occurrence: Occurrence) -> bool:
    """From the day itself on."""
    return weekly.local_day(occurrence.starts_at) <= weekly.local_day(clock.now())
