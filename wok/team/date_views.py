"""What staff decide about one Thursday: move it, or hold it in spite of a closure; undo for ten minutes.

Skipping it is oncall/day_views.py: there may be numbers in the line.
"""

from typing import Any

from flask import redirect, render_template, url_for

from wok import clock
from wok.bookings import decisions
from wok.bookings import series as dates
from wok.bookings.models import Occurrence
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.team.blueprint import bp, thursday_or_404
from wok.team.forms import MoveForm
from wok.web.access import staff_only
from wok.web.dates import say_day, say_day_span
from wok.web.notices import notice
from wok.web.saving import read_again, save
from wok.web.sentences import gettext as _


@bp.route("/staff/team/thursdays/<int:occurrence_id>/move", methods=["GET", "POST"])
@staff_only
def move(occurrence_id: int) -> Any:
    """Another day or other hours; every booked time moves along."""
    occurrence, form = thursday_or_404(occurrence_id), MoveForm()
    if not form.is_submitted():
        form.starts.data = weekly.local_time(occurrence.starts_at)
        form.ends.data = weekly.local_time(occurrence.ends_at)
        if occurrence.closure:
            form.fill_texts("reason", occurrence.closure.reason)
        form.version.data = str(occurrence.version)
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        code = save(form, lambda: read_again(occurrence), lambda: _move(occurrence, form)).code
    if code == 303:
        when = say_day_span(occurrence.starts_at, occurrence.ends_at)
        return _done(occurrence_id, _("Moved to %(when)s. People are told in ten minutes.", when=when))
    preview = decisions.preview(dates.bookings_of(occurrence))
    page = render_template("team/move.html", thursday=occurrence, form=form, preview=preview, is_clash=code == 409)
    return page, code


def _move(occurrence: Occurrence, form: MoveForm) -> None:
    decisions.move(occurrence, form.span(), form.texts("reason"), now=clock.now())


def _done(occurrence_id: int, said: str) -> Any:
    notice(said, undo=url_for(".undo_decision", occurrence_id=occurrence_id))
    return redirect(url_for(".thursday", occurrence_id=occurrence_id), 303)


@bp.post("/staff/team/thursdays/<int:occurrence_id>/hold")
@staff_only
def hold(occurrence_id: int) -> Any:
    """The on-call takes place in spite of the closure."""
    occurrence = thursday_or_404(occurrence_id)
    try:
        with transaction():
            decisions.hold(occurrence, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return redirect(url_for(".thursday", occurrence_id=occurrence_id), 303)
    said = _("The on-call of %(day)s takes place. People are told in ten minutes.", day=say_day(occurrence.starts_at))
    return _done(occurrence_id, said)


@bp.post("/staff/team/thursdays/<int:occurrence_id>/undo")
@staff_only
def undo_decision(occurrence_id: int) -> Any:
    """Take back the last decision, within ten minutes."""
    occurrence = thursday_or_404(occurrence_id)
    try:
        with transaction():
            decisions.undo(occurrence, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return redirect(url_for(".thursday", occurrence_id=occurrence_id), 303)
