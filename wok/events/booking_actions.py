"""The buttons of a sign-up's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.bookings.refusals import OfferOver
from wok.db import transaction
from wok.errors import Refusal
from wok.events import sign_up
from wok.events.blueprint import bp
from wok.events.booking_views import changeable_or_404, fresh, page
from wok.events.sign_up_forms import FewerForm
from wok.web.access import public
from wok.web.notices import notice


def act(ref: str, do: Callable[[Booking, datetime], object], say: Callable[[Booking], None]) -> Any:
    """Do one thing to a sign-up under its date's lock, say it, and go back to its page."""
    now, booking = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            do(fresh(booking, now=now), now)
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), refusal=refusal)
    say(booking)
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/events/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    is_all = request.values.get("dates") == "all"

    def do(booking: Booking, now: datetime) -> None:
        if is_all:
            sign_up.cancel_all(booking, now=now)
        elif booking.status != "cancelled":
            sign_up.cancel(booking, now=now)

    def say(_booking: Booking) -> None:
        undo = url_for(".undo", ref=ref, dates="all" if is_all else None)
        notice(_("Cancelled. Thank you for telling us."), undo=undo)

    return act(ref, do, say)


@bp.post("/events/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while the places are still there."""
    is_all = request.values.get("dates") == "all"

    def do(booking: Booking, now: datetime) -> None:
        if is_all:
            sign_up.undo_all(booking, now=now)
        elif booking.status == "cancelled":
            sign_up.undo_cancel(booking, now=now)

    return act(ref, do, lambda _booking: notice(_("Undone. You are coming, as before.")))


@bp.post("/events/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Take the places that are kept for us."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "confirmed":
            sign_up.take_offer(booking, now=now)

    return act(ref, do, lambda _booking: notice(_("The places are yours. You are counted in.")))


@bp.post("/events/booking/<ref>/pass")
@public
def pass_on(ref: str) -> Any:
    """Let the next in line have the offer, or leave the waiting list."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status not in ("held", "waiting"):
            raise OfferOver
        sign_up.cancel(booking, now=now)

    def say(_booking: Booking) -> None:
        notice(_("You are off the list. Thank you for telling us."), undo=url_for(".undo", ref=ref))

    return act(ref, do, say)


@bp.post("/events/booking/<ref>/fewer")
@public
def fewer(ref: str) -> Any:
    """A waiting party comes with as many as there are places."""
    booking, form = changeable_or_404(ref), FewerForm()
    if not form.validate_on_submit():
        return page(booking, door.sight_of(booking, ref), fewer=form)
    adults, children = form.adults.data or 0, form.children.data or 0
    return act(
        ref,
        lambda booking, now: sign_up.come_with_fewer(booking, adults, children, now=now),
        lambda _booking: notice(_("You have signed up. We look forward to seeing you.")),
    )
