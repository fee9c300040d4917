"""The Wednesday lunch (page P4): see a date, say how many come and what they eat. P7 is in booking_views.py."""

from datetime import date, datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import door, guests
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.lunches import (
    at_once,
    booking_actions,
    booking_views,
    places,
    queries,
    services,
    standing_services,
    topics,
    wish_state,
)
from wok.lunches.blueprint import bp
from wok.lunches.forms import RsvpForm
from wok.lunches.queries import LunchDate
from wok.lunches.refusals import LunchFull
from wok.people.models import Association
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers

__all__ = ["booking_actions", "booking_views", "bp"]

MOST_NAMES = 300  # associations offered while typing
YEARS = range(2020, 2100)


@bp.route("/lunch", defaults={"day": None}, methods=["GET", "POST"])
@bp.route("/lunch/<day>", methods=["GET", "POST"])
@public
@same_for_strangers
def show(day: str | None) -> Any:
    """The next lunch, or that of one day, and the form to come."""
    now, form = clock.now(), _form()
    is_good = form.validate_on_submit()
    try:
        booking = _book_once(day, form, now=now) if is_good else None
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(day, form, now=now, refused=isinstance(refusal, LunchFull))
    if booking is None:
        return _page(day, form, now=now)
    if door.is_name(booking, form.name.data or ""):
        door.remember(booking)
    return redirect(url_for(".booking", ref=booking.link_token), 303)


def _lunch(day: str | None, *, now: datetime) -> LunchDate | None:
    """The date asked for, or the next one; None when nothing is planned. A day that does not exist is a 404."""
    if day is None:
        return next(iter(queries.next_lunches(now=now)), None)
    asked = _day(day)
    return queries.lunch_on(asked) if asked else None


def _day(day: str) -> date | None:
    """The day of an address; None for one in no year of ours. A day that does not exist is a 404."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        abort(404)
    return asked if asked.year in YEARS and asked.isoformat() == day else None


def _form() -> RsvpForm:
    form = RsvpForm()
    is_fresh = request.method != "POST"
    form.know(g.person, g.memberships, is_fresh=is_fresh)
    if is_fresh and g.person and not g.person.is_staff:
        _prefill(form)
    form.fill_token()
    return form


def _prefill(form: RsvpForm) -> None:
    person = g.person
    form.needs.data = list(person.needs)
    for code in person.diets:
        if code in form:
            form[code].data = 1


def _book_once(day: str | None, form: RsvpForm, *, now: datetime) -> Booking | None:
    """One form is one booking, however often it arrives (PROMISES B3): a repeat finds the first one's booking.

    None where there is no lunch.
    """
    token = form.token()
    try:
        with transaction():
            booking = _book(day, form, token, now=now)
    except (IntegrityError, Refusal):  # the token is unique: a repeat cannot be written
        before = places.of_form(token)
        if before is None:
            raise
        return before
    if booking is not None:
        _say_done(booking)
    return booking


def _book(day: str | None, form: RsvpForm, token: str, *, now: datetime) -> Booking | None:
    booking = _come(day, form, token, now=now)
    if booking is None:
        return None
    topic = form.brought()
    if topic:
        topics.bring(booking, topic)
    if form.every_week.data:
        standing_services.every_week(booking, now=now)
    return booking


def _come(day: str | None, form: RsvpForm, token: str, *, now: datetime) -> Booking | None:
    """A seat at once where the date is an ordinary one; else the careful way, or the waiting list."""
    party, contact, waits = form.party(), form.contact_of(g.lang, g.person, g.memberships), _waits()
    asked = _day(day) if day and not waits else None
    booking = at_once.come(asked, party, contact, now=now, form_token=token) if asked else None
    if booking is not None:
        return booking
    lunch = _lunch(day, now=now)
    if lunch is None:
        return None
    if g.person is None:
        guests.check(contact, lunch.occurrence.id, now=now)
    do = services.wait if waits else services.come
    return do(lunch.occurrence, party, contact, now=now, form_token=token)


def _waits() -> bool:
    return request.form.get("action") == "wait"


def _say_done(booking: Booking) -> None:
    if booking.status == "confirmed":
        notice(_("You are counted in. Bon appétit!"))
    elif wish_state.open_wish(booking):
        notice(_("We have your wish. We write to you with the answer and its reasons."))
    else:
        notice(_("You are on the waiting list. We tell you as soon as there is room."), tone="info")


def _page(day: str | None, form: RsvpForm, *, now: datetime, refused: bool = False) -> Any:
    lunch = _lunch(day, now=now)
    if lunch is None:
        return render_template("lunches/none.html"), 200 if day is None else 404
    shown = places.shown(lunch, g.lang, now=now)
    seats = max(1, min(sum(form.counts().values()) - form.counts()["prams"], 99))
    offers_others = refused or shown.state in ("full", "cancelled", "needs_decision", "past")
    body = render_template(
        "lunches/show.html",
        form=form,
        shown=shown,
        one=shown.occurrence,
        refused=refused,
        others=places.nearest(shown.occurrence, seats, now=now) if offers_others else [],
        chips=queries.chips(shown.occurrence),
        associations=_listed_names() if shown.takes_place else [],
        themes=topics.THEMES,
        directions=topics.DIRECTIONS,
    )
    return body, 422 if request.method == "POST" else 200


def _listed_names() -> list[str]:
    """Associations that agreed to be named, for typing less."""
    listed = select(Association.name).where(Association.is_listed.is_(True), Association.status == "accepted")
    return list(db.session.scalars(listed.order_by(Association.name).limit(MOST_NAMES)))
