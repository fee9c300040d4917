"""The buttons of an appointment's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from datetime import datetime
from typing import Any

from flask import request

from wok.appointments import changing, services
from wok.appointments.blueprint import bp
from wok.appointments.booking_views import own
from wok.appointments.forms import read_id
from wok.appointments.refusals import ProposalOver
from wok.appointments.settling import end_wish
from wok.bookings.models import Booking
from wok.web.access import public
from wok.web.sentences import gettext as _


@bp.post("/appointments/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    return own.cancel(ref, changing.cancel)


@bp.post("/appointments/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling or moving back, while the old time is still free."""
    return own.act(ref, changing.undo, _("Undone. All is as before."))


@bp.post("/appointments/booking/<ref>/yes")
@public
def yes(ref: str) -> Any:
    """Yes, I come."""
    return own.act(ref, services.agree, _("Thank you. We look forward to seeing you."))


@bp.post("/appointments/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Choose one of the times we proposed."""

    chosen = read_id(request.form.get("proposal"))

    def do(booking: Booking, /, *, now: datetime) -> None:
        if chosen is None:
            raise ProposalOver
        if booking.status != "confirmed":
            changing.take_proposal(booking, chosen, now=now)

    return own.act(ref, do, _("The time is yours."))


@bp.post("/appointments/booking/<ref>/earlier")
@public
def earlier(ref: str) -> Any:
    """Tell me if something earlier opens."""
    return own.act(ref, services.wish_earlier, _("We tell you when an earlier time opens, at most three times."))


@bp.post("/appointments/booking/<ref>/earlier/end")
@public
def earlier_end(ref: str) -> Any:
    """No more messages about earlier times."""
    return own.act(ref, end_wish, _("We no longer tell you of earlier times."))
