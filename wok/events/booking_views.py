"""One sign-up's own page (P7): a short link that works without an account, and the form that changes it."""

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking, Occurrence
from wok.bookings.own_page import OwnPage
from wok.db import db
from wok.errors import Refusal
from wok.events import check_in_views, sign_up, sign_up_reads
from wok.events.blueprint import bp
from wok.events.models import Registration
from wok.events.sheet import sheet
from wok.events.sign_up_forms import ChangeForm, FewerForm, known
from wok.events.sign_up_rules import Party
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said


@bp.get("/events/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The sign-up as it stands; by its printed code only after the letters of the name."""
    return own.show(ref)


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None, fewer: FewerForm | None = None) -> Any:
    """The sign-up's page, after a refusal with its sentence on top and status 422."""
    now = clock.now()
    shown = sheet(booking, sight, g.lang, now=now)
    if fewer is None:
        fewer = FewerForm(formdata=None)
        fewer.adults.data = max(1, shown.fewer)
    body = render_template(
        "events/booking.html",
        sheet=shown,
        booking=booking,
        registration=shown.registration,
        event=shown.event,
        refusal=refusal,
        fewer_form=fewer,
        letters_form=LettersForm(formdata=None),
        known=known,
        may_check_in=check_in_views.may_check_in(shown.event),
    )
    return body, 422 if refusal or fewer.errors else 200


def fresh(booking: Booking, /, *, now: datetime) -> None:
    """Inside a transaction: take the date's lock, then read the booking again, so that two presses follow one another."""
    core.lock([db.session.get_one(Occurrence, booking.occurrence_id).resource_id], now=now)
    db.session.refresh(booking)


own = OwnPage("event", page, fresh)


@bp.route("/events/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another number of people, other needs."""
    found, form = own.changeable_or_404(ref), ChangeForm()
    sight, code = door.sight_of(found, ref), 422 if request.method == "POST" else 200
    if request.method != "POST":
        form.version.data = str(found.version)
        form.show_party(db.session.get_one(Registration, found.id))
    elif form.validate_on_submit():
        code = own.save(found, form, lambda booking, now: _write(booking, form, sight, now=now)).code
    if code == 303:
        notice(_("Changed. We count on you as you say."))
        return redirect(url_for(".booking", ref=ref), 303)
    event = sign_up_reads.event_of_booking(found)
    body = render_template(
        "events/change.html",
        form=form,
        booking=found,
        sight=sight,
        event=event,
        title_words=said(event.title, g.lang),
        party=db.session.get_one(Registration, found.id),
        now_stands=code == 409,
    )
    return body, code


def _write(booking: Booking, form: ChangeForm, sight: Sight, *, now: datetime) -> None:
    """Who does not see needs and diets does not change them either."""
    event = sign_up_reads.event_of_booking(booking)
    party = form.party(event.asks)
    if not sight.sees_private:
        row = db.session.get_one(Registration, booking.id)
        ages = tuple(code for code in row.ages.split(",") if code)
        party = Party(
            party.adults, party.children, ages, tuple(row.needs), dict(row.diets), note=row.note, is_new=row.is_new
        )
    sign_up.change(booking, party, now=now)
