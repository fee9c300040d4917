"""Messages to many at the staff's desk: write, see whom it reaches, try it on oneself, send, take back, look back."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, current_app, g, redirect, render_template, url_for

from wok import clock
from wok.circulars import queries, rules, services, stop_views
from wok.circulars.blueprint import staff as staff
from wok.circulars.filters import FILTERS
from wok.circulars.forms import ChoiceForm, CircularForm, SendForm
from wok.circulars.models import Circular
from wok.circulars.refusals import HasChanged
from wok.db import db, transaction
from wok.errors import Refusal
from wok.people import neighbourhoods
from wok.web.access import staff_only
from wok.web.dates import say_day_clock
from wok.web.language import LANGUAGE_NAMES
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import gaps, said

bp = stop_views.bp


@staff.get("/staff/messages")
@staff_only
def index() -> Any:
    """To whom one can write, and what was written."""
    found = queries.history()
    return render_template(
        "circulars/index.html",
        filters=FILTERS,
        circulars=found,
        counts=queries.counts(found),
        said=said,
        now=clock.now(),
    )


@staff.route("/staff/messages/new/<code>", methods=["GET", "POST"])
@staff_only
def new(code: str) -> Any:
    """A message to these people, not written yet."""
    if code not in FILTERS:
        abort(404)
    form = _form()
    if not form.form_token.data:
        form.form_token.data = secrets.token_urlsafe(24)
    if form.read(code):
        with transaction():
            made = _save(None, code, form)
        return redirect(url_for(".show", circular_id=made.id), 303)
    return _page(form, code, None), 422 if form.is_submitted() else 200


@staff.route("/staff/messages/<int:circular_id>/write", methods=["GET", "POST"])
@staff_only
def write(circular_id: int) -> Any:
    """Other words, or another choice of the same kind. Who saves second sees both (409)."""
    found, form, is_clash = _draft_or_404(circular_id), _form(), False
    if form.read(found.filter):
        with transaction():
            found = services.locked(circular_id)
            is_clash = form.read_version() != found.version or found.state != "draft"
            if not is_clash:
                _save(found, found.filter, form)
        if not is_clash:
            return redirect(url_for(".show", circular_id=circular_id), 303)
    elif not form.is_submitted():
        form.fill_texts("subject", found.subject)
        form.fill_texts("body", found.body)
        form.fill_facts(found.facts)
    form.now_stands(found.version)
    return _page(form, found.filter, found, is_clash=is_clash), 409 if is_clash else 422 if form.is_submitted() else 200


def _form() -> CircularForm:
    form = CircularForm()
    form.offer(neighbourhoods.choices(g.lang), [(one.id, _named(one)) for one in queries.dates(now=clock.now())])
    return form


def _named(one: queries.Date) -> str:
    return f"{said(one.title, g.lang).text if one.title else _('Wednesday lunch')}, {say_day_clock(one.starts_at)}"


def _save(found: Circular | None, code: str, form: CircularForm) -> Circular:
    subject, body, token = form.texts("subject"), form.texts("body"), str(form.form_token.data)[:64]
    return services.write(found, subject, body, code, facts=form.facts(code), by=g.person, token=token, now=clock.now())


def _page(form: CircularForm, code: str, found: Circular | None, *, is_clash: bool = False) -> str:
    return render_template("circulars/write.html", form=form, filter=FILTERS[code], circular=found, is_clash=is_clash)


def _draft_or_404(circular_id: int) -> Circular:
    found = queries.circular_or_404(circular_id)
    return found if found.state == "draft" else abort(404)


@staff.get("/staff/messages/<int:circular_id>")
@staff_only
def show(circular_id: int) -> Any:
    """A draft: what would happen. A sent one: what became of it."""
    found = queries.circular_or_404(circular_id)
    if found.state == "draft":
        return _preview(found, SendForm(formdata=None))
    return render_template(
        "circulars/sent.html",
        circular=found,
        filter=FILTERS[found.filter],
        sent=queries.sent(found),
        may_undo=found.due_at is not None and found.due_at > clock.now(),
        said=said,
    )


def _preview(found: Circular, form: SendForm) -> Any:
    if not services.is_ready(found):
        return redirect(url_for(".write", circular_id=found.id), 302)
    audience = services.audience(found)
    form.now_stands(found.version)
    form.count.raw_data, form.count.data = None, str(len(audience.told))
    read_as = {
        code: (many, rules.written(found.subject, found.body, code)) for code, many in audience.by_language.items()
    }
    return render_template(
        "circulars/preview.html",
        circular=found,
        form=form,
        filter=FILTERS[found.filter],
        audience=audience,
        read_as=read_as,
        gaps=gaps(dict.fromkeys(rules.complete(found.subject, found.body), "x")),
        links=rules.links([*found.subject.values(), *found.body.values()]),
        most=current_app.config["MESSAGE_RECIPIENTS"],
        names=LANGUAGE_NAMES,
    )


@staff.post("/staff/messages/<int:circular_id>/send")
@staff_only
def send(circular_id: int) -> Any:
    """Owed to everybody, once; it leaves in ten minutes."""
    found, form = queries.circular_or_404(circular_id), SendForm()
    if found.state == "draft" and not form.validate_on_submit():
        return _preview(found, form), 422
    try:
        with transaction():
            found = services.locked(circular_id)
            if found.state == "draft":
                services.send(found, version=form.read_version(), count=form.read_count(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        status = 409 if isinstance(refusal, HasChanged) else 422
        return _preview(queries.circular_or_404(circular_id), form), status
    notice(_("It leaves in ten minutes."), undo=url_for(".take_back", circular_id=circular_id))
    return redirect(url_for(".show", circular_id=circular_id), 303)


def _do(circular_id: int, deed: Callable[[Circular, datetime], None], *, done: str, undo: str | None = None) -> Any:
    """One press about a message; a refusal is said on the next page."""
    queries.circular_or_404(circular_id)
    try:
        with transaction():
            deed(services.locked(circular_id), clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(done, undo=undo)
    state = db.session.get_one(Circular, circular_id).state
    return redirect(url_for(".index") if state == "discarded" else url_for(".show", circular_id=circular_id), 303)


@staff.post("/staff/messages/<int:circular_id>/take-back")
@staff_only
def take_back(circular_id: int) -> Any:
    """Within the ten minutes: a draft again."""

    def deed(found: Circular, now: datetime) -> None:
        services.take_back(found, now=now)

    return _do(circular_id, deed, done=_("Taken back: nobody was told. It is a draft again."))


@staff.post("/staff/messages/<int:circular_id>/test")
@staff_only
def test(circular_id: int) -> Any:
    """To oneself, at once."""

    def deed(found: Circular, now: datetime) -> None:
        services.try_on(found, g.person, token=secrets.token_hex(8), now=now)

    return _do(circular_id, deed, done=_("A mail is on its way to you alone, in your language."))


@staff.post("/staff/messages/<int:circular_id>/<any(discard, keep):what>")
@staff_only
def discard(circular_id: int, what: str) -> Any:
    """Throw a draft away, or fetch it back."""
    keep = url_for(".discard", circular_id=circular_id, what="keep")

    def deed(found: Circular, now: datetime) -> None:
        services.discard(found, is_kept=what == "keep")

    said_so = _("The draft is back.") if what == "keep" else _("The draft is thrown away.")
    return _do(circular_id, deed, done=said_so, undo=None if what == "keep" else keep)


@staff.route("/staff/messages/<int:circular_id>/to", methods=["GET", "POST"])
@staff_only
def to(circular_id: int) -> Any:
    """Other people for the same words."""
    found, form = _draft_or_404(circular_id), ChoiceForm()
    if form.validate_on_submit():
        with transaction():
            found = services.locked(circular_id)
            is_clash = form.read_version() != found.version or found.state != "draft"
            if not is_clash:
                services.change_filter(found, form.filter.data, now=clock.now())
        if not is_clash:
            return redirect(url_for(".write" if FILTERS[found.filter].asks else ".show", circular_id=circular_id), 303)
        notice(_("Somebody else has just saved this page"), tone="warning")
        return redirect(url_for(".show", circular_id=circular_id), 303)
    if not form.is_submitted():
        form.filter.data = found.filter
    form.now_stands(found.version)
    return render_template("circulars/to.html", form=form, circular=found), 422 if form.is_submitted() else 200
