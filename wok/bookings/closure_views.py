"""Closed days (S9): public holidays proposed, school holidays typed in, what needs a decision shown before saving."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wok import clock
from wok.bookings import closures, series
from wok.bookings.closure_forms import KINDS, ClosureForm
from wok.bookings.models import Closure
from wok.db import db, transaction
from wok.web.access import staff_only
from wok.web.notices import notice
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
    touched = closures.touched_by(first, last, now=now)
    if touched and form.seen.data != form.answers():
        form.seen.data = form.answers()
        return render_template("closures/new.html", form=form, touched=touched)
    with transaction():
        closure = closures.new_closure(form.kind.data, first, last, form.texts("reason"), now=now)
        waiting = series.close(closure, now=now)
    _say_closed(1, len(waiting), undo=url_for(".withdraw", closure_id=closure.id))
    return redirect(url_for(".show"), 303)


@bp.post("/staff/closures/holidays")
@staff_only
def close_holidays() -> Any:
    """Close on the public holidays chosen: one by its own button, or all that are proposed."""
    now, chosen = clock.now(), request.form.getlist("on")
    with transaction():
        waiting, closed = 0, 0
        for day in closures.proposals(now=now):
            if day.on.isoformat() in chosen:
                closure = closures.new_closure("public_holiday", day.on, day.on, day.names, now=now)
                waiting += len(series.close(closure, now=now))
                closed += 1
    if closed:
        _say_closed(closed, waiting, undo=url_for(".withdraw", closure_id=closure.id) if closed == 1 else None)
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
