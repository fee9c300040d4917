"""Getting an appointment (page P6): matter, time, details, check. Every step carries all answers, so that back loses nothing.

Until details are typed the answers stand in the address; from then on each page is a POST that carries them.
"""

from datetime import date, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.appointments import booking_actions as booking_actions
from wok.appointments import booking_views as booking_views
from wok.appointments import queries, rules, services, shown
from wok.appointments.blueprint import bp as bp
from wok.appointments.forms import NO_TIME, BookForm, read_id
from wok.appointments.models import Matter
from wok.appointments.refusals import AlreadyOpen, MatterGone, TimeGone
from wok.bookings import door
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers


@bp.get("/appointments")
@public
@same_for_strangers
def show() -> Any:
    """Step 1: what is it about, and in which language?"""
    return _matters(_form(), code=200)


@bp.route("/appointments/times", methods=["GET", "POST"])
@public
def times() -> Any:
    """Step 2: the next ten days that have a free time."""
    form = _form()
    matter = _matter(form)
    if matter is None:
        return _no_matter(form)
    return _times(form, matter, code=200)


@bp.route("/appointments/details", methods=["GET", "POST"])
@public
def details() -> Any:
    """Step 3: who they are and what they need."""
    form = _form()
    matter = _matter(form)
    if matter is None:
        return _no_matter(form)
    if not form.has_time():
        form.at.errors = [_("Choose a time.")]
        return _times(form, matter, code=422)
    return _details(form, matter, code=200)


@bp.route("/appointments/check", methods=["GET", "POST"])
@public
def check() -> Any:
    """Step 4: all answers once more; nothing is booked yet."""
    form = _form()
    matter = _matter(form)
    if request.method != "POST":
        return redirect(url_for(".details", **form.query()), 303)
    if matter is None:
        return _no_matter(form)
    if not form.has_time():
        form.at.errors = [_("Choose a time.")]
        return _times(form, matter, code=422)
    if not form.validate():
        return _details(form, matter, code=422)
    return _check(form, matter, code=200)


@bp.route("/appointments/book", methods=["GET", "POST"])
@public
def book() -> Any:
    """The last press: the time is checked here. If it went, all answers stay and the nearest three are offered."""
    now, form = clock.now(), _form()
    matter = _matter(form)
    if request.method != "POST":
        return redirect(url_for(".details", **form.query()), 303)
    if matter is None:
        before = queries.of_form(form.token())
        return redirect(url_for(".booking", ref=before.link_token), 303) if before else _no_matter(form)
    if not form.has_time():
        form.at.errors = [_("Choose a time.")]
        return _check(form, matter, code=422, is_gone=True)
    if not form.validate():
        return _details(form, matter, code=422)
    try:
        booking = _book_once(matter, form, now=now)
    except Refusal as refusal:
        return _refused(form, matter, refusal)
    if door.is_name(booking, form.name.data or ""):
        door.remember(booking)
    return redirect(url_for(".booking", ref=booking.link_token), 303)


def _book_once(matter: Matter, form: BookForm, *, now: datetime) -> Booking:
    """One form is one booking, however often it arrives (PROMISES B3): a repeat finds the first one's booking."""
    token = form.token()
    contact = form.contact_of(g.lang, g.person, g.memberships)
    do = services.book if form.start() else services.ask_for_time
    try:
        with transaction():
            return queries.of_form(token) or do(matter, form.ask(), contact, now=now, form_token=token)
    except (IntegrityError, Refusal):
        before = queries.of_form(token)
        if before is None:
            raise
        return before


def _refused(form: BookForm, matter: Matter, refusal: Refusal) -> Any:
    """The same page with the reason, everything typed kept, and the way on."""
    form.refuse(refusal)
    if isinstance(refusal, MatterGone):
        return _matters(form, code=422)
    if isinstance(refusal, TimeGone):
        return _check(form, matter, code=422, is_gone=True)
    if isinstance(refusal, AlreadyOpen):
        return _check(form, matter, code=422, existing=db.session.get_one(Booking, refusal.booking_id))
    return _details(form, matter, code=422)


def _form() -> BookForm:
    """All answers so far: those of the form, or on a GET those of the address."""
    form = BookForm()
    is_fresh = request.method != "POST"
    if is_fresh:
        for field in (form.matter, form.language, form.person, form.at):
            field.data = request.args.get(field.name, "")[:40]
        form.interpreter.data = request.args.get("interpreter") == "y"
    if form.language.data not in shown.language_codes():
        form.language.data = g.lang
    if read_id(form.person.data) is None:
        form.person.data = ""
    form.know(g.person, g.memberships, is_fresh=is_fresh)
    if is_fresh and g.person and not g.person.is_staff:
        form.needs.data = list(g.person.needs)
        form.interpreter.data = form.interpreter.data or "interpreter" in g.person.needs
    form.fill_token()
    return form


def _matter(form: BookForm) -> Matter | None:
    found = queries.matter(read_id(form.matter.data) or 0)
    if found:
        form.offer_places(found)
    return found


def _no_matter(form: BookForm) -> Any:
    """No matter was chosen, or it was withdrawn meanwhile: the first step again, all answers kept."""
    gone = read_id(form.matter.data) is not None
    form.matter.errors = [MatterGone().sentence if gone else _("Choose what it is about.")]
    return _matters(form, code=422)


def _matters(form: BookForm, *, code: int) -> Any:
    body = render_template(
        "appointments/matters.html",
        form=form,
        typed=request.method == "POST",
        matters=shown.matters(g.lang),
        languages=shown.languages(),
    )
    return body, code


def _forget_who_left(form: BookForm, matter: Matter) -> None:
    """A colleague who left, or no longer does this: the times of all others are offered instead."""
    if form.person.data and form.who().colleague_id not in [one.person_id for one in queries.handlers(matter)]:
        form.person.data = ""


def _times(form: BookForm, matter: Matter, *, code: int) -> Any:
    now = clock.now()
    _forget_who_left(form, matter)
    choice = shown.choice(
        matter, form.who(), now=now, first=_day(request.values.get("from", "")), chosen=form.at.data or ""
    )
    view = "appointments/month.html" if request.values.get("view") == "month" else "appointments/times.html"
    body = render_template(
        view,
        form=form,
        typed=request.method == "POST",
        matter=shown.matter(matter, g.lang),
        choice=choice,
        no_time=NO_TIME,
        month=shown.month(choice, now=now),
    )
    return body, code


def _details(form: BookForm, matter: Matter, *, code: int) -> Any:
    _forget_who_left(form, matter)
    return render_template("appointments/details.html", form=form, asked=shown.asked(form, matter, g.lang)), code


def _check(form: BookForm, matter: Matter, *, code: int, is_gone: bool = False, existing: Booking | None = None) -> Any:
    nearest: list[datetime] = []
    _forget_who_left(form, matter)
    if is_gone:
        free = queries.starts_of(queries.free_times(matter, form.who(), now=clock.now()))
        nearest = rules.nearest(free, form.start() or clock.now())
    body = render_template(
        "appointments/check.html",
        form=form,
        asked=shown.asked(form, matter, g.lang),
        is_gone=is_gone,
        nearest=[shown.time_of(at) for at in nearest],
        existing=existing,
        may_move=existing is not None and door.sight_of(existing, "").may_change,
    )
    return body, code


def _day(text: str) -> date | None:
    """A day from an address; None for anything that is no day of these years."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None
