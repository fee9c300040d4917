"""Closed days (S9): public holidays proposed, school holidays typed in, what needs a decision shown before saving."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings import closures, series
from wok.bookings.closure_forms import KINDS, ClosureForm
from wok.bookings.models import Closure
from wok.bookings.told import undo_time
from wok.db import db, transaction
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import gaps

LARGEST_ID = 2**31 - 1

bp = Blueprint("closures", __name__)


@bp.get("/staff/closures")
@staff_only
def show() -> Any:
    """The closed days to come, and public holidays that are not closed yet."""
    now = clock.now()
    running, withdrawn = closures.closures(now=now)
    return render_template(
        "closures/show.html",
        running=running,
        withdrawn=withdrawn,
        proposals=closures.proposals(now=now),
        kinds=KINDS,
        gaps=gaps,
    )


@bp.route("/staff/closures/new", methods=["GET", "POST"])
@staff_only
def add() -> Any:
    """Closed days typed in; when dates would need a decision, they are shown before anything is saved."""
    form, now = ClosureForm(), clock.now()
    if not form.validate_on_submit():
        return render_template("closures/new.html", form=form, touched=[]), 422 if form.errors else 200
    first, last = form.days()
    touched, meetings = closures.touched_by(first, last, now=now), closures.meetings_in(first, last, now=now)
    shared = closures.shared_in(first, last, now=now)
    if (touched or meetings or shared) and form.seen.data != form.answers():
        form.seen.data = form.answers()
        return render_template("closures/new.html", form=form, touched=touched, meetings=meetings, shared=shared)
    with transaction():
        closure = closures.new_closure(form.kind.data, first, last, form.texts("reason"), now=now)
        waiting = series.close(closure, now=now)
    _say_closed(1, len(waiting), undo=url_for(".withdraw", closure_id=closure.id))
    return redirect(url_for(".show"), 303)


@bp.route("/staff/closures/<int:closure_id>/edit", methods=["GET", "POST"])
@staff_only
def edit(closure_id: int) -> Any:
    """Other days or another reason; what it would change is shown first, and two editors see both texts."""
    closure, form = _closure_or_404(closure_id), ClosureForm()
    if not form.is_submitted():
        form.fill(closure)
    if not form.validate_on_submit():
        return _edit_page(closure, form, 422 if form.errors else 200)
    if form.read_version() != closure.sequence:
        return _edit_page(closure, form, 409)
    effect = closures.effect_of(closure, form.closure(), now=clock.now())
    if (effect.touched or effect.freed or effect.meetings or effect.shared) and form.seen.data != form.answers():
        form.seen.data = form.answers()
        return _edit_page(closure, form, 200, effect)
    try:
        with transaction():
            waiting = closures.change(closure, form.closure(), version=form.read_version(), now=clock.now())
    except StaleDataError:
        return _edit_page(closure, form, 409)
    _say_closed(1, len(waiting), undo=None)
    return redirect(url_for(".show"), 303)


def _edit_page(closure: Closure, form: ClosureForm, code: int, effect: closures.Effect | None = None) -> Any:
    if code == 409:
        form.version.data, form.seen.data = str(closure.sequence), ""
    page = render_template(
        "closures/new.html",
        form=form,
        closure=closure,
        touched=effect.touched if effect else [],
        freed=effect.freed if effect else [],
        meetings=effect.meetings if effect else [],
        shared=effect.shared if effect else [],
        kinds=KINDS,
        is_clash=code == 409,
    )
    return page, code


@bp.post("/staff/closures/holidays")
@staff_only
def close_holidays() -> Any:
    """Close on the public holidays chosen: one by its own button, or all that are proposed."""
    now, chosen = clock.now(), request.form.getlist("on")
    with transaction():
        waiting, made = 0, []
        for day in closures.proposals(now=now):
            if day.on.isoformat() in chosen:
                closure = closures.new_closure("public_holiday", day.on, day.on, day.names, now=now)
                waiting += len(series.close(closure, now=now))
                made.append(closure.id)
    if made:
        _say_closed(len(made), waiting, undo=url_for(".undo_holidays", ids=made))
    return redirect(url_for(".show"), 303)


@bp.post("/staff/closures/holidays/undo")
@staff_only
def undo_holidays() -> Any:
    """Take back the public holidays closed in one press, within ten minutes."""
    ids = [int(text) for text in request.args.getlist("ids")[:99] if text.isascii() and text.isdecimal()]
    now = clock.now()
    since = now - undo_time()
    try:
        with transaction():
            withdrawn = closures.undo_holidays([one for one in ids if one <= LARGEST_ID], since=since, now=now)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        said = ngettext(
            "Undone: %(num)s closure is withdrawn.", "Undone: %(num)s closures are withdrawn.", len(withdrawn)
        )
        notice(said)
    return redirect(url_for(".show"), 303)


def _say_closed(days: int, waiting: int, *, undo: str | None) -> None:
    said = ngettext("Saved: closed days are in the calendar.", "Saved: %(num)s closures are in the calendar.", days)
    if waiting:
        more = ngettext("%(num)s date needs a decision.", "%(num)s dates need a decision.", waiting)
        said = _("%(saved)s %(more)s", saved=said, more=more)
    notice(said, undo=undo, tone="warning" if waiting else "done")


@bp.post("/staff/closures/<int:closure_id>/withdraw")
@staff_only
def withdraw(closure_id: int) -> Any:
    """The Wok is open after all."""
    closure = _closure_or_404(closure_id)
    with transaction():
        planned = closures.withdraw(closure, now=clock.now())
    said = _("Withdrawn: the Wok is open on these days.")
    if planned:
        more = ngettext("%(num)s date is planned again.", "%(num)s dates are planned again.", len(planned))
        said = _("%(saved)s %(more)s", saved=said, more=more)
    notice(said, undo=url_for(".put_back", closure_id=closure_id))
    return redirect(url_for(".show"), 303)


@bp.post("/staff/closures/<int:closure_id>/put-back")
@staff_only
def put_back(closure_id: int) -> Any:
    """A withdrawn closure counts again."""
    closure = _closure_or_404(closure_id)
    with transaction():
        waiting = closures.put_back(closure, now=clock.now())
    _say_closed(1, len(waiting), undo=url_for(".withdraw", closure_id=closure_id))
    return redirect(url_for(".show"), 303)


def _closure_or_404(closure_id: int) -> Closure:
    closure = db.session.get(Closure, closure_id) if closure_id <= LARGEST_ID else None
    return closure or abort(404)
