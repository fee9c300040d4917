"""Undo and cancel an entry of the calendar: one button each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for

from wok import clock
from wok.bookings.models import Booking
from wok.calendar import staff_blocks, staff_moving
from wok.calendar import staff_said as said_of
from wok.calendar.staff_blueprint import bp, entry_or_404
from wok.calendar.staff_shown import reach_of
from wok.db import transaction
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _

MOVABLE = ("appointment", "block", "oncall", "space")


@bp.post("/staff/calendar/entries/<int:booking_id>/undo")
@staff_only
def undo(booking_id: int) -> Any:
    """Take the last change back; nobody was told yet."""
    return _act(booking_id, staff_moving.undo, _("Undone: all is as before, and nobody was told."))


@bp.post("/staff/calendar/entries/<int:booking_id>/cancel")
@staff_only
def cancel(booking_id: int) -> Any:
    """Take an own entry or a booked time out; undoable for ten minutes."""
    booking, scope = entry_or_404(booking_id), request.form.get("scope", staff_blocks.THIS)
    if booking.kind not in ("block", "oncall"):
        abort(404)

    def do(booking: Booking, *, now: datetime) -> None:
        staff_moving.cancel(booking, scope=scope, now=now)

    told = "" if booking.kind == "block" else " " + staff_moving.who_is_told(booking.contact_name, reach_of(booking))
    return _act(booking_id, do, _("Cancelled: %(what)s.", what=said_of.name_of(booking)) + told, is_undoable=True)


def _act(booking_id: int, do: Callable[..., None], words: str, *, is_undoable: bool = False) -> Any:
    booking, form = entry_or_404(booking_id), ActionForm()
    if booking.kind not in MOVABLE or staff_blocks.is_of_the_house(booking):
        abort(404)
    address = said_of.to_day(booking)
    if form.validate_on_submit():
        try:
            with transaction():
                do(booking, now=clock.now())
        except Refusal as refusal:
            notice(str(refusal.sentence), tone="warning")
        else:
            notice(words, undo=url_for(".undo", booking_id=booking_id) if is_undoable else None)
            address = said_of.to_day(entry_or_404(booking_id))
    return redirect(address, 303)
