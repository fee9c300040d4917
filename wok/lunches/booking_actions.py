"""The buttons of a booking's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.bookings.refusals import AlreadyCancelled, OfferOver
from wok.db import db, transaction
from wok.errors import Refusal
from wok.lunches import queries, services, standing_services
from wok.lunches.blueprint import bp
from wok.lunches.booking_views import changeable_or_404, fresh, page
from wok.lunches.forms import FewerForm
from wok.lunches.models import Rsvp
from wok.lunches.rules import Party
from wok.web.access import public
from wok.web.notices import notice


def act(ref: str, do: Callable[[Booking, datetime], object], say: Callable[[Booking], None]) -> Any:
    """Do one thing to a booking under its date's lock, say it, and go back to its page."""
    now, booking = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            do(fresh(booking, now=now), now)
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), refusal=refusal)
    say(booking)
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "cancelled":
            services.cancel(booking, now=now)

    def say(_booking: Booking) -> None:
        notice(_("Cancelled. Thank you for telling us."), undo=url_for(".undo", ref=ref))

    return act(ref, do, say)


@bp.post("/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while the places are still there."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status == "cancelled":
            services.undo_cancel(booking, now=now)

    return act(ref, do, lambda _booking: notice(_("Undone. You are coming, as before.")))


@bp.post("/booking/<ref>/take")
@public
def take(ref: str) -> Any:
    """Take the places that are kept for us."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "confirmed":
            services.take_offer(booking, now=now)

    return act(ref, do, lambda _booking: notice(_("The places are yours. You are counted in.")))


@bp.post("/booking/<ref>/pass")
@public
def pass_on(ref: str) -> Any:
    """Let the next in line have the offer, or leave the waiting list."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status not in ("held", "waiting"):
            raise OfferOver
        services.cancel(booking, now=now)

    def say(_booking: Booking) -> None:
        notice(_("You are off the list. Thank you for telling us."), undo=url_for(".undo", ref=ref))

    return act(ref, do, say)


@bp.post("/booking/<ref>/fewer")
@public
def fewer(ref: str) -> Any:
    """A waiting party comes with as many as there are places."""
    booking, form = changeable_or_404(ref), FewerForm()
    if not form.validate_on_submit():
        return page(booking, door.sight_of(booking, ref), fewer=form)
    counts = form.counts()
    party = Party(counts["adults"], counts["children"], counts["prams"])
    return act(
        ref,
        lambda booking, now: services.come_with_fewer(booking, party, now=now),
        lambda _booking: notice(_("You are counted in. Bon appétit!")),
    )


@bp.post("/booking/<ref>/still")
@public
def still(ref: str) -> Any:
    """Still coming, as many as before."""
    return act(
        ref,
        lambda booking, now: services.still_coming(booking, now=now),
        lambda _booking: notice(_("Thank you. See you at the table.")),
    )


@bp.post("/booking/<ref>/every-week")
@public
def every_week(ref: str) -> Any:
    """Every Wednesday from this one on."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status == "cancelled":
            raise AlreadyCancelled
        standing_services.every_week(booking, now=now)

    return act(ref, do, lambda _booking: notice(_("Every Wednesday it is. We ask you again in eight weeks.")))


@bp.post("/booking/<ref>/every-week/again")
@public
def every_week_again(ref: str) -> Any:
    """Every Wednesday for another eight weeks."""

    def do(booking: Booking, now: datetime) -> None:
        standing = queries.standing_of(booking)
        if standing is None:
            raise AlreadyCancelled
        standing_services.confirm_standing(standing, now=now)

    return act(ref, do, lambda _booking: notice(_("Every Wednesday for another eight weeks.")))


@bp.post("/booking/<ref>/every-week/end")
@public
def every_week_end(ref: str) -> Any:
    """No longer every Wednesday; dates booked so far stay, unless they are to go as well."""
    goes = request.form.get("dates") == "cancel"

    def do(booking: Booking, now: datetime) -> None:
        standing = queries.standing_of(booking)
        if standing is not None:
            standing_services.end_standing(standing, now=now, keep_booked=not goes)

    def say(_booking: Booking) -> None:
        kept = _("No longer every Wednesday. The dates you have booked stay.")
        notice(_("No longer every Wednesday. The coming dates are cancelled.") if goes else kept)

    return act(ref, do, say)


@bp.post("/booking/<ref>/met")
@public
def met(ref: str) -> Any:
    """The one question afterwards: did you meet someone for a project?"""
    answer = request.form.get("met")
    if answer not in ("yes", "no"):
        abort(400)

    def do(booking: Booking, now: datetime) -> None:
        if booking.ends_at <= now:
            db.session.get_one(Rsvp, booking.id).met_someone = answer

    return act(ref, do, lambda _booking: notice(_("Thank you for telling us.")))
