"""What is coming, and one event with its sign-up (page P3). The page of a sign-up (P7) is in booking_views.py."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.events import (
    booking_actions,
    booking_views,
    check_in_views,
    coming,
    desk_views,
    door_views,
    helper_views,
    places,
    queries,
    sign_up,
    sign_up_reads,
)
from wok.events.blueprint import bp, event_or_404
from wok.events.places import DateShown, EventShown
from wok.events.sign_up import Asked
from wok.events.sign_up_forms import ALL_DATES, SignUpForm
from wok.events.sign_up_refusals import AlreadySignedUp, EventFull, NotOpenToSignUp
from wok.events.words import KINDS
from wok.people.models import Association
from wok.people.spoken import SPOKEN
from wok.web.access import public
from wok.web.dates import say_day_span
from wok.web.notices import notice
from wok.web.sentences import colon, ngettext
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers

__all__ = ["booking_actions", "booking_views", "bp", "check_in_views", "desk_views", "door_views", "helper_views"]

AHEAD = timedelta(days=180)
MOST_EVENTS = 60
NEAREST = 3
MOST_NAMES = 300  # associations offered while typing


@bp.get("/events")
@public
@same_for_strangers
def index() -> Any:
    """What is coming, each event once at its next date; the agenda has every date."""
    now = clock.now()
    found = coming.events(now, now + AHEAD, g.lang, now=now)
    return render_template("events/index.html", events=found[:MOST_EVENTS], more=len(found) > MOST_EVENTS, kinds=KINDS)


@bp.route("/events/<int:event_id>", methods=["GET", "POST"])
@public
@same_for_strangers
def show(event_id: int) -> Any:
    """One event: decide, and sign up."""
    if request.method == "POST" and queries.was_public(event_id):
        return render_template("events/gone.html"), 410
    now, event = clock.now(), event_or_404(event_id)
    seen = places.shown(event, g.lang, now=now)
    form = _form(seen)
    if not form.validate_on_submit():
        return _page(seen, form)
    try:
        booking = _sign_up_once(seen, form, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(places.shown(event, g.lang, now=now), form, refusal=refusal)
    if door.is_name(booking, form.name.data or ""):
        door.remember(booking)
    return redirect(url_for(".booking", ref=booking.link_token), 303)


def _form(seen: EventShown) -> SignUpForm:
    form = SignUpForm()
    is_fresh = request.method != "POST"
    form.know(g.person, g.memberships, is_fresh=is_fresh)
    dates = seen.open_dates
    form.date.choices = [(str(one.occurrence.id), _date_words(one)) for one in dates]
    if len(dates) > 1:
        every = ngettext("The %(num)s date to come", "All %(num)s dates to come", len(dates))
        form.date.choices.append((ALL_DATES, every))
    if is_fresh:
        form.date.data = _first_choice(dates)
        if g.person and not g.person.is_staff:
            form.needs.data = list(g.person.needs)
    elif len(dates) == 1 and not form.date.data:
        form.date.data = str(dates[0].occurrence.id)
    elif request.form.get("instead", "") in [value for value, _words in form.date.choices]:
        form.date.data = request.form["instead"]
    form.fill_token()
    return form


def _first_choice(dates: list[DateShown]) -> str | None:
    """The date the address asks for, else the first with room, else the first."""
    asked = request.args.get("on", "")
    ids = [str(one.occurrence.id) for one in dates]
    with_room = [str(one.occurrence.id) for one in dates if one.state != "full" and one.mine is None]
    return asked if asked in ids else next(iter([*with_room, *ids]), None)


def _date_words(one: DateShown) -> str:
    when = say_day_span(one.occurrence.starts_at, one.occurrence.ends_at)
    if one.mine is not None:
        return _("%(when)s: you have signed up", when=when)
    if one.state == "full":
        return _("%(when)s: full, waiting list", when=when)
    left = ngettext("%(num)s place left", "%(num)s places left", one.free)
    return f"{when}{colon()}{left}"


def _sign_up_once(seen: EventShown, form: SignUpForm, *, now: datetime) -> Booking:
    """One form is one sign-up, however often it arrives (PROMISES B3): a repeat finds the first one's booking."""
    token = form.token()
    try:
        with transaction():
            booking = _sign_up(seen, form, token, now=now)
    except (IntegrityError, Refusal):  # the token is unique: a repeat cannot be written
        before = sign_up_reads.of_form(token)
        if before is None:
            raise
        return before
    if booking.status == "confirmed":
        notice(_("You have signed up. We look forward to seeing you."))
    else:
        notice(_("You are on the waiting list. We tell you as soon as there is room."), tone="info")
    return booking


def _sign_up(seen: EventShown, form: SignUpForm, token: str, *, now: datetime) -> Booking:
    event = seen.event
    asked = Asked(
        party=form.party(event.asks),
        contact=form.contact_of(g.lang, g.person, g.memberships),
        waits=request.form.get("action") == "wait",
        is_another=bool(form.again.data),
        form_token=token,
    )
    if form.date.data == ALL_DATES:
        asked = replace(asked, together=secrets.token_urlsafe(12), waits=False)
        return sign_up.sign_up_for_all(event, [one.occurrence for one in seen.open_dates], asked, now=now)[0]
    chosen = next((one for one in seen.open_dates if str(one.occurrence.id) == form.date.data), None)
    if chosen is None:
        raise NotOpenToSignUp
    return sign_up.sign_up(event, chosen.occurrence, asked, now=now)


def _page(seen: EventShown, form: SignUpForm, *, refusal: Refusal | None = None) -> Any:
    chosen = next((one for one in seen.dates if str(one.occurrence.id) == form.date.data), None)
    body = render_template(
        "events/show.html",
        form=form,
        seen=seen,
        event=seen.event,
        chosen=chosen,
        is_full=isinstance(refusal, EventFull) or (chosen is not None and chosen.state == "full"),
        others=_nearest(seen, chosen, form.party(seen.event.asks).seats) if chosen else [],
        is_double=isinstance(refusal, AlreadySignedUp),
        kinds=KINDS,
        spoken=SPOKEN,
        help_wanted=queries.shifts_of(seen.event) if not seen.is_over else [],
        associations=_listed_names() if seen.open_dates else [],
        may_check_in=check_in_views.may_check_in(seen.event),
    )
    return body, 422 if request.method == "POST" else 200


def _nearest(seen: EventShown, chosen: DateShown, seats: int) -> list[DateShown]:
    """The three other dates with room for them that come nearest to the one they chose, in order of time."""
    at = chosen.occurrence.starts_at
    roomy = [one for one in seen.open_dates if one is not chosen and one.mine is None and one.free >= max(1, seats)]
    nearest = sorted(roomy, key=lambda one: abs(one.occurrence.starts_at - at))[:NEAREST]
    return sorted(nearest, key=lambda one: one.occurrence.starts_at)


def _listed_names() -> list[str]:
    """Associations that agreed to be named, for typing less."""
    listed = select(Association.name).where(Association.is_listed.is_(True), Association.status == "accepted")
    return list(db.session.scalars(listed.order_by(Association.name).limit(MOST_NAMES)))
