"""The page of a booking's answers, and its buttons: take, pass on, leave the list, would share, look at it again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.models import Booking
from wok.bookings.places import address
from wok.db import db, transaction
from wok.errors import Refusal
from wok.sharing import answer_shown, offers, review, together
from wok.sharing.blueprint import bp
from wok.sharing.forms import ReviewForm
from wok.sharing.models import ShareOffer, ShareRequest
from wok.sharing.refusals import NotOnTheList, OfferEnded
from wok.sharing.together_models import ShareTogether
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _

LARGEST = 2**31 - 1


@bp.get("/answer/<ref>")
@public
def answer(ref: str) -> Any:
    """The answers to one booking; a printed code asks for the letters of the name first."""
    found = door.find(ref)
    sight = door.sight_of(found, ref) if found else door.NOTHING
    if found is not None and sight.may_see:
        return page(found, sight, ref)
    return redirect(url_for("lunches.booking", ref=ref), 302) if door.looks_like_code(ref) else abort(404)


def page(
    booking: Booking, sight: Sight, ref: str, *, refusal: Refusal | None = None, form: ReviewForm | None = None
) -> Any:
    """The page, after a refusal with its sentence on top, everything typed kept, and status 422."""
    shown = answer_shown.of(booking, g.lang, now=clock.now())
    if not shown:
        abort(404)
    asking = form or ReviewForm(formdata=None)
    asking.fill_token()
    body = render_template(
        "sharing/show.html",
        booking=booking,
        shown=shown,
        ref=ref if sight.may_change else "",
        form=form,
        asking=asking,
        asked_about=request.view_args.get("request_id") if request.view_args else None,
        refusal=refusal,
        booking_page=address(booking, ref),
    )
    return body, 422 if refusal or form else 200


def booking_or_404(ref: str) -> Booking:
    """The booking, if this reader may answer for it."""
    found = door.booking_or_404(ref)
    return found if door.sight_of(found, ref).may_change else abort(404)


def request_or_404(booking: Booking, request_id: int) -> ShareRequest:
    """What was asked for with this booking."""
    found = db.session.get(ShareRequest, request_id) if request_id <= LARGEST else None
    return found if found is not None and found.booking_id == booking.id else abort(404)


def act(booking: Booking, ref: str, do: Callable[[datetime], object], said: str) -> Any:
    """Do one thing, say it, and go back: to the offers where it was pressed there, else to the answers."""
    try:
        with transaction():
            do(clock.now())
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), ref, refusal=refusal)
    notice(said)
    if request.form.get("back") == "offers" and g.person:
        return redirect(url_for(".my_offers"), 303)
    return redirect(url_for(".answer", ref=ref), 303)


@bp.post("/answer/<ref>/offer/<int:offer_id>/<any(take, pass):what>")
@public
def settle(ref: str, offer_id: int, what: str) -> Any:
    """Take what is kept for us, or let the next have it. Pressed twice, it stays as it is."""
    booking = booking_or_404(ref)
    made = db.session.get(ShareOffer, offer_id) if offer_id <= LARGEST else None
    if made is None or made.request.booking_id != booking.id:
        abort(404)

    def do(now: datetime) -> None:
        settled = {"take": "taken", "pass": "passed"}[what]
        if made.state == settled:
            return
        if made.state != "open" or made.until <= now:
            raise OfferEnded
        (offers.take if what == "take" else offers.pass_on)(made, by=core.BOOKER, now=now)

    taken = _("It is yours.")
    return act(booking, ref, do, taken if what == "take" else _("Passed on. Thank you for telling us."))


@bp.post("/answer/<ref>/leave/<int:request_id>")
@public
def leave(ref: str, request_id: int) -> Any:
    """Leave the waiting list."""
    booking = booking_or_404(ref)
    waiting = request_or_404(booking, request_id)

    def do(now: datetime) -> None:
        if waiting.waiting_since is None:
            raise NotOnTheList
        offers.leave_list(waiting, by=core.BOOKER, now=now)

    return act(booking, ref, do, _("You are off the list. Thank you for telling us."))


@bp.post("/answer/<ref>/share/<int:together_id>/<any(yes, no):said>")
@public
def share(ref: str, together_id: int, said: str) -> Any:
    """Would you share? Two yes make one request."""
    booking = booking_or_404(ref)
    asked = db.session.get(ShareTogether, together_id) if together_id <= LARGEST else None
    sides = [one for one in (asked.request, asked.other) if one.booking_id == booking.id] if asked else []
    if asked is None or not sides:
        abort(404)
    thanks = _("Thank you. We tell you when the others have answered.")
    return act(
        booking,
        ref,
        lambda now: together.say(asked, sides[0], is_yes=said == "yes", now=now),
        thanks if said == "yes" else _("All stays as it is. Thank you for telling us."),
    )


@bp.post("/answer/<ref>/review/<int:request_id>")
@public
def ask_review(ref: str, request_id: int) -> Any:
    """Ask a person to look at an answer again."""
    booking, form = booking_or_404(ref), ReviewForm()
    asked = request_or_404(booking, request_id)
    if not form.validate_on_submit():
        return page(booking, door.sight_of(booking, ref), ref, form=form)
    return act(
        booking,
        ref,
        lambda now: review.ask(asked, form.words.data or "", now=now, form_token=form.token()),
        _("A person looks at it again and writes or calls you."),
    )
