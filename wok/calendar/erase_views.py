"""Erasing a person (PROMISES D3): the page that names what goes, for oneself, and for the staff at the desk."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from wtforms import BooleanField

from wok import clock
from wok.bookings import erasing as bookings
from wok.calendar import erased_again
from wok.db import transaction
from wok.errors import Refusal
from wok.people import erasing, queries, sessions
from wok.people.again import signed_in_lately
from wok.people.models import Person
from wok.web.access import signed_in, staff_only
from wok.web.forms import WokForm, required
from wok.web.noted import note
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

bp = Blueprint("erasing", __name__)


class EraseForm(WokForm):
    """One tick; the successors stand beside it, one for each association without another delegate."""

    is_sure = BooleanField(_l("I know that nobody can bring this back"), validators=[required()])


@bp.route("/my/data/erase", methods=["GET", "POST"])
@signed_in
@signed_in_lately
def own() -> Any:
    """Erase what the Wok keeps about me, soon after signing in."""
    form = EraseForm()
    if form.validate_on_submit():
        try:
            _erase(g.person.id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Your data is erased, and you are signed out. Thank you for the time with us."))
            answer = redirect(url_for("home.show"), 303)
            sessions.take_cookie(answer)  # type: ignore[arg-type]
            return answer
    return _page(form, g.person)


@bp.route("/staff/people/<int:person_id>/erase", methods=["GET", "POST"])
@staff_only
def of_person(person_id: int) -> Any:
    """Erase somebody who asks for it at the desk or by letter."""
    person, form = queries.one_or_404(Person, person_id), EraseForm()
    if person.left_at is not None:
        abort(404)
    if form.validate_on_submit():
        try:
            _erase(person_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Everything about this person is erased."))
            return redirect(url_for("people.staff_list"), 303)
    return _page(form, person)


def _erase(person_id: int, *, now: datetime) -> None:
    with transaction():
        person = queries.one_or_404(Person, person_id)
        line = erased_again.line_of(person, now=now)
        erasing.erase(person, _followers(), now=now)
    erased_again.keep(line)
    note("person.erased", person=person_id)


def _followers() -> dict[int, int]:
    """Association -> the person chosen to follow; nothing chosen: the Wok's team looks after it."""
    chosen = {key.removeprefix("follows-"): value for key, value in request.form.items() if key.startswith("follows-")}
    small = {key: value for key, value in chosen.items() if _is_number(key) and _is_number(value)}
    return {int(key): int(value) for key, value in small.items()}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _page(form: EraseForm, person: Person) -> Any:
    person = queries.one_or_404(Person, person.id)
    alone = [(one, erasing.may_follow(one, person)) for one in erasing.sole_delegate_of(person)]
    page = render_template(
        "my/erase.html",
        form=form,
        person_shown=person,
        is_own=person.id == g.person.id,
        alone=alone,
        followers=_followers() if form.is_submitted() else {},
        coming=bookings.own_to_come(person, now=clock.now()),
    )
    return page, 422 if form.is_submitted() else 200
