"""One booking's own page (P7): a short link that works without an account, and the form that changes it."""

from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.guess import is_slowed, note_wrong
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking, Occurrence
from wok.bookings.own_page import OwnPage
from wok.bookings.places import address
from wok.db import db, transaction
from wok.errors import Refusal
from wok.lunches import services, topics, wish_state
from wok.lunches.blueprint import bp
from wok.lunches.forms import ChangeForm, FewerForm, known
from wok.lunches.models import Rsvp
from wok.lunches.sheet import party_of, sheet
from wok.lunches.topics import DIRECTIONS, PROJECT_THEMES, THEMES
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The booking as it stands; by its printed code only after the letters of the name."""
    found = door.find(ref)
    if found is None and not door.looks_like_code(ref):
        abort(404)
    sight = door.sight_of(found, ref) if found else door.NOTHING
    if found is None or not sight.may_see:
        return render_template("bookings/letters.html", form=LettersForm(formdata=None), ref=ref)
    return page(found, sight) if found.kind == "lunch" else redirect(address(found, ref), 302)


@bp.post("/booking/<ref>/letters")
@public
def letters(ref: str) -> Any:
    """Take the first three letters of the booker's name. Unknown code and wrong letters answer the same."""
    now, form = clock.now(), LettersForm()
    found = door.find(ref)
    if found is None and not door.looks_like_code(ref):
        abort(404)
    if is_slowed(ref, now=now):
        return render_template("bookings/too_many.html"), 429
    if form.validate_on_submit():
        if found and door.is_name(found, form.letters.data or ""):
            door.remember(found)
            return redirect(address(found), 303)
        with transaction():
            note_wrong(ref, now=now)
        form.letters.errors = [_("These letters do not fit. Write the first letters of the name that was given.")]
    return render_template("bookings/letters.html", form=form, ref=ref), 422


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None, fewer: FewerForm | None = None) -> Any:
    """The booking's page, after a refusal with its sentence on top and status 422."""
    now = clock.now()
    shown = sheet(booking, sight, g.lang, now=now)
    if fewer is None:
        fewer = FewerForm(formdata=None)
        fewer.adults.data = max(1, shown.fewer)
    body = render_template(
        "lunches/booking.html",
        sheet=shown,
        booking=booking,
        rsvp=shown.rsvp,
        lunch=shown.lunch,
        refusal=refusal,
        fewer_form=fewer,
        letters_form=LettersForm(formdata=None),
        known=known,
        directions=DIRECTIONS,
        themes=THEMES,
        project_theme=next((PROJECT_THEMES.get(one.theme) for one in shown.chips if one.wants_matches), None),
    )
    return body, 422 if refusal or fewer.errors else 200


def fresh(booking: Booking, /, *, now: datetime) -> None:
    """Inside a transaction: take the date's lock, then read the booking again, so that two presses follow one another."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    wish_state.lock_rounds(occurrence)
    core.lock([occurrence.resource_id], now=now)
    db.session.refresh(booking)


own = OwnPage("lunch", page, fresh)


@bp.route("/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another number of people, other needs and diets."""
    found, form = own.changeable_or_404(ref), ChangeForm()
    sight, code = door.sight_of(found, ref), 422 if request.method == "POST" else 200
    if request.method != "POST":
        form.version.data = str(found.version)
        form.show_party(party_of(db.session.get_one(Rsvp, found.id)))
        if topic := topics.topic_of(found):
            form.show_topic(topic)
    elif form.validate_on_submit():
        code = own.save(found, form, lambda booking, now: _write(booking, form, sight, now=now)).code
    if code == 303:
        notice(_("Changed. We count on you as you say."))
        return redirect(url_for(".booking", ref=ref), 303)
    party, now_stands = db.session.get_one(Rsvp, found.id), code == 409
    body = render_template(
        "lunches/change.html", form=form, booking=found, sight=sight, party=party, now_stands=now_stands
    )
    return body, code


def _write(booking: Booking, form: ChangeForm, sight: Sight, *, now: datetime) -> None:
    """Who does not see needs, diets and the topic does not change them either."""
    party = form.party()
    if sight.sees_private and form.direction.raw_data:
        topics.change(booking, form.brought())
    if not sight.sees_private:
        before = party_of(db.session.get_one(Rsvp, booking.id))
        party = before.__class__(party.adults, party.children, party.prams, before.diets, before.needs, before.note)
    services.change(booking, party, now=now)
