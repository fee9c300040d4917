"""The buttons of an appointment's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.appointments import changing, services
from wok.appointments.blueprint import bp
from wok.appointments.booking_views import changeable_or_404, fresh, page
from wok.appointments.forms import read_id
from wok.appointments.refusals import ProposalOver
from wok.appointments.settling import end_wish
from wok.bookings import door
from wok.bookings.models import Booking
from wok.db import transaction
from wok.errors import Refusal
from wok.web.access import public
from wok.web.notices import notice


def act(ref: str, do: Callable[[Booking, datetime], object], said: str, *, undo: bool = False) -> Any:
    """Do one thing to an appointment under its matter's lock, say it, and go back to its page."""
    now, booking = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            do(fresh(booking, now=now), now)
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), refusal=refusal)
    notice(said, undo=url_for(".undo", ref=ref) if undo else None)
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/appointments/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "cancelled":
            changing.cancel(booking, now=now)

    return act(ref, do, _("Cancelled. Thank you for telling us."), undo=True)


@bp.post("/appointments/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling or moving back, while the old time is still free."""
    return act(ref, lambda booking, now: changing.undo(booking, now=now), _("Undone. All is as before."))


@bp.post("/appointments/booking/<ref>/yes")
@public
def yes(ref: str) -> Any:
    """Yes, I come."""
    return act(
        ref, lambda booking, now: services.agree(booking, now=now), _("Thank you. We look forward to seeing you.")
    )


@bp.post("/appointments/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Choose one of the times we proposed."""

    def do(booking: Booking, now: datetime) -> None:
        chosen = read_id(request.form.get("proposal"))
        if chosen is None:
            raise ProposalOver
        if booking.status != "confirmed":
            changing.take_proposal(booking, chosen, now=now)

    return act(ref, do, _("The time is yours."))


@bp.post("/appointments/booking/<ref>/earlier")
@public
def earlier(ref: str) -> Any:
    """Tell me if something earlier opens."""
    return act(
        ref,
        lambda booking, now: services.wish_earlier(booking, now=now),
        _("We tell you when an earlier time opens, at most three times."),
    )


@bp.post("/appointments/booking/<ref>/earlier/end")
@public
def earlier_end(ref: str) -> Any:
    """No more messages about earlier times."""
    return act(ref, lambda booking, now: end_wish(booking, now=now), _("We no longer tell you of earlier times."))
