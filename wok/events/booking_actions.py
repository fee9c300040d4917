"""The buttons of a sign-up's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from typing import Any

from flask import request, url_for

from wok.bookings import door
from wok.bookings.own_page import only_if
from wok.events import sign_up
from wok.events.blueprint import bp
from wok.events.booking_views import own, page
from wok.events.sign_up_forms import FewerForm
from wok.web.access import public
from wok.web.sentences import gettext as _


@bp.post("/events/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    if request.values.get("dates") == "all":
        undo = url_for(".undo", ref=ref, dates="all")
        return own.act(ref, sign_up.cancel_all, _("Cancelled. Thank you for telling us."), undo=undo)
    return own.cancel(ref, sign_up.cancel)


@bp.post("/events/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while the places are still there."""
    is_all = request.values.get("dates") == "all"
    do = sign_up.undo_all if is_all else only_if("cancelled", sign_up.undo_cancel)
    return own.act(ref, do, _("Undone. You are coming, as before."))


@bp.post("/events/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Take the places that are kept for us."""
    return own.take(ref, sign_up.take_offer)


@bp.post("/events/booking/<ref>/pass")
@public
def pass_on(ref: str) -> Any:
    """Let the next in line have the offer, or leave the waiting list."""
    return own.pass_on(ref, sign_up.cancel)


@bp.post("/events/booking/<ref>/fewer")
@public
def fewer(ref: str) -> Any:
    """A waiting party comes with as many as there are places."""
    booking, form = own.changeable_or_404(ref), FewerForm()
    if not form.validate_on_submit():
        return page(booking, door.sight_of(booking, ref), fewer=form)
    adults, children = form.adults.data or 0, form.children.data or 0
    return own.act(
        ref,
        lambda booking, now: sign_up.come_with_fewer(booking, adults, children, now=now),
        _("You have signed up. We look forward to seeing you."),
    )
