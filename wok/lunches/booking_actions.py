"""The buttons of a booking's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from datetime import datetime
from typing import Any

from flask import abort, request

from wok.bookings import door
from wok.bookings.models import Booking
from wok.bookings.own_page import only_if
from wok.bookings.refusals import AlreadyCancelled
from wok.db import db
from wok.lunches import queries, services, standing_services
from wok.lunches.blueprint import bp
from wok.lunches.booking_views import own, page
from wok.lunches.forms import FewerForm
from wok.lunches.models import Rsvp
from wok.lunches.rules import Party
from wok.web.access import public
from wok.web.sentences import gettext as _


@bp.post("/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    return own.cancel(ref, services.cancel)


@bp.post("/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while the places are still there."""
    return own.act(ref, only_if("cancelled", services.undo_cancel), _("Undone. You are coming, as before."))


@bp.post("/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Take the places that are kept for us."""
    return own.take(ref, services.take_offer)


@bp.post("/booking/<ref>/pass")
@public
def pass_on(ref: str) -> Any:
    """Let the next in line have the offer, or leave the waiting list."""
    return own.pass_on(ref, services.cancel)


@bp.post("/booking/<ref>/fewer")
@public
def fewer(ref: str) -> Any:
    """A waiting party comes with as many as there are places."""
    booking, form = own.changeable_or_404(ref), FewerForm()
    if not form.validate_on_submit():
        return page(booking, door.sight_of(booking, ref), fewer=form)
    counts = form.counts()
    party = Party(counts["adults"], counts["children"], counts["prams"])
    return own.act(
        ref,
        lambda booking, now: services.come_with_fewer(booking, party, now=now),
        _("You are counted in. Bon appétit!"),
    )


@bp.post("/booking/<ref>/still")
@public
def still(ref: str) -> Any:
    """Still coming, as many as before."""
    return own.act(ref, services.still_coming, _("Thank you. See you at the table."))


@bp.post("/booking/<ref>/every-week")
@public
def every_week(ref: str) -> Any:
    """Every Wednesday from this one on."""

    def do(booking: Booking, /, *, now: datetime) -> None:
        if booking.status == "cancelled":
            raise AlreadyCancelled
        standing_services.every_week(booking, now=now)

    return own.act(ref, do, _("Every Wednesday it is. We ask you again in eight weeks."))


@bp.post("/booking/<ref>/every-week/again")
@public
def every_week_again(ref: str) -> Any:
    """Every Wednesday for another eight weeks."""

    def do(booking: Booking, /, *, now: datetime) -> None:
        standing = queries.standing_of(booking)
        if standing is None:
            raise AlreadyCancelled
        standing_services.confirm_standing(standing, now=now)

    return own.act(ref, do, _("Every Wednesday for another eight weeks."))


@bp.post("/booking/<ref>/every-week/end")
@public
def every_week_end(ref: str) -> Any:
    """No longer every Wednesday; dates booked so far stay, unless they are to go as well."""
    goes = request.form.get("dates") == "cancel"

    def do(booking: Booking, /, *, now: datetime) -> None:
        standing = queries.standing_of(booking)
        if standing is not None:
            standing_services.end_standing(standing, now=now, keep_booked=not goes)

    kept = _("No longer every Wednesday. The dates you have booked stay.")
    return own.act(ref, do, _("No longer every Wednesday. The coming dates are cancelled.") if goes else kept)


@bp.post("/booking/<ref>/met")
@public
def met(ref: str) -> Any:
    """The one question afterwards: did you meet someone for a project?"""
    answer = request.form.get("met")
    if answer not in ("yes", "no"):
        abort(400)

    def do(booking: Booking, /, *, now: datetime) -> None:
        if booking.ends_at <= now:
            db.session.get_one(Rsvp, booking.id).met_someone = answer

    return own.act(ref, do, _("Thank you for telling us."))
