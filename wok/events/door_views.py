"""Guests checked in by their picture codes: the camera's page, and one guest with one button."""

from functools import partial
from typing import Any

from flask import g, url_for

from wok import clock
from wok.bookings import at_door
from wok.bookings.models import Booking
from wok.events import sign_up_reads
from wok.events.blueprint import bp
from wok.events.check_in_views import LIST, checked_or_404, guest_or_404, may_check_in
from wok.kernel import weekly
from wok.web.access import signed_in
from wok.web.texts import said


def way(booking: Booking) -> str | None:
    """On the day, for who may check in: this guest's page at the door (wok/bookings/at_door.py)."""
    if booking.occurrence_id is None or weekly.local_day(booking.starts_at) != weekly.local_day(clock.now()):
        return None
    event = sign_up_reads.event_of_booking(booking)
    if event.state != "published" or not may_check_in(event):
        return None
    where: dict[str, Any] = {"event_id": event.id, "occurrence_id": booking.occurrence_id, "booking_id": booking.id}
    return url_for("events.door_guest", lang=g.person.language, **where)


@bp.get(f"{LIST}/camera")
@signed_in
def camera(event_id: int, occurrence_id: int) -> Any:
    """Reads picture codes; with `code`, on to the guest's page."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    where: dict[str, Any] = {"event_id": event_id, "occurrence_id": occurrence_id}
    guest = partial(url_for, ".door_guest", **where)
    return at_door.camera_page(occurrence, said(event.title, g.lang).text, guest, **_beside(where))


@bp.get(f"{LIST}/<int:booking_id>")
@signed_in
def door_guest(event_id: int, occurrence_id: int, booking_id: int) -> Any:
    """One guest with one button."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    booking = guest_or_404(occurrence, booking_id)
    where: dict[str, Any] = {"event_id": event_id, "occurrence_id": occurrence_id}
    mark = url_for(".mark", booking_id=booking_id, **where)
    return at_door.guest_page(booking, said(event.title, g.lang).text, mark=mark, **_beside(where), now=clock.now())


def _beside(where: dict[str, Any]) -> dict[str, str]:
    """The date's list and the camera's page."""
    return {"lists": url_for(".guest_list", **where), "camera": url_for(".camera", **where)}
