"""When a colleague can be met (S9): weekly hours and days that differ; what it touches is shown before saving."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.team import effects, queries, services
from wok.team.blueprint import bp, colleague_or_404, days_or_404
from wok.team.effects import Effect
from wok.team.forms import DaysForm, HoursForm
from wok.team.models import Colleague
from wok.team.words import KINDS
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.route("/staff/team/<int:person_id>/hours", methods=["GET", "POST"])
@staff_only
def hours(person_id: int) -> Any:
    """The weekly hours from a day on; appointments outside them are named first, and kept."""
    colleague, form, now = colleague_or_404(person_id), HoursForm(), clock.now()
    if not form.is_submitted():
        form.from_on.data, form.version.data = weekly.local_day(now), str(colleague.version)
        form.fill([row for _day, rows in queries.week_of(colleague, weekly.local_day(now)).by_weekday for row in rows])
    if not form.validate_on_submit():
        return _hours_page(colleague, form, 422 if form.errors else 200)
    effect = effects.of_hours(colleague, form.week(), from_on=form.from_on.data, now=now)
    if effect and form.seen.data != form.answers() and form.read_version() == colleague.version:
        form.seen.data = form.answers()
        return _hours_page(colleague, form, 200, effect)
    try:
        with transaction():
            services.set_hours(
                colleague,
                form.read_version(),
                form.week(),
                from_on=services.valid_from(colleague, form.from_on.data),
                now=now,
            )
    except StaleDataError:
        saved = colleague_or_404(person_id)
        form.version.data, form.seen.data = str(saved.version), ""
        return _hours_page(saved, form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _hours_page(colleague_or_404(person_id), form, 422)
    notice(_said(effect), undo=url_for(".undo_hours", person_id=person_id), tone="warning" if effect else "done")
    return redirect(url_for(".index", _anchor=f"colleague-{person_id}"), 303)


def _said(effect: Effect) -> str:
    """That it is saved, and how many decisions wait because of it."""
    if not effect:
        return _("Saved.")
    waiting = len(effect.bookings) + len(effect.duties)
    return ngettext(
        "Saved. %(num)s thing needs a decision; nobody was told anything.",
        "Saved. %(num)s things need a decision; nobody was told anything.",
        waiting,
    )


def _hours_page(colleague: Colleague, form: HoursForm, code: int, effect: Effect | None = None) -> Any:
    today = weekly.local_day(clock.now())
    page = render_template(
        "team/hours.html",
        form=form,
        colleague=colleague,
        effect=effect,
        week=queries.week_of(colleague, today),
        is_clash=code == 409,
    )
    return page, code


@bp.post("/staff/team/<int:person_id>/hours/undo")
@staff_only
def undo_hours(person_id: int) -> Any:
    """The hours as they were before, within ten minutes."""
    colleague = colleague_or_404(person_id)
    with transaction():
        done = services.undo_hours(colleague, now=clock.now())
    if done:
        notice(_("Undone: the hours are as before."))
    else:
        notice(_("This can no longer be undone: the ten minutes are over. Change the hours here."), tone="warning")
    return redirect(url_for(".hours", person_id=person_id), 303)


@bp.route("/staff/team/<int:person_id>/days", methods=["GET", "POST"])
@staff_only
def days(person_id: int) -> Any:
    """Days away, ill or with extra hours; appointments and duties they touch are named first, and kept."""
    colleague, form, now = colleague_or_404(person_id), DaysForm(), clock.now()
    if not form.is_submitted():
        asked = request.args.get("kind", "")
        form.kind.data = asked if asked in KINDS else "away"
    if not form.validate_on_submit():
        return _days_page(colleague, form, 422 if form.errors else 200)
    differs = form.differs()
    effect = effects.of_days(colleague, differs, now=now)
    if effect and form.seen.data != form.answers():
        form.seen.data = form.answers()
        return _days_page(colleague, form, 200, effect)
    try:
        with transaction():
            row = services.add_days(colleague, differs, note=form.note.data or "", now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _days_page(colleague_or_404(person_id), form, 422)
    notice(_said(effect), undo=url_for(".withdraw_days", exception_id=row.id), tone="warning" if effect else "done")
    return redirect(url_for(".days", person_id=person_id), 303)


def _days_page(colleague: Colleague, form: DaysForm, code: int, effect: Effect | None = None) -> Any:
    form.fill_token()
    page = render_template(
        "team/days.html",
        form=form,
        colleague=colleague,
        effect=effect,
        coming=effects.exceptions(colleague, now=clock.now()),
        kinds=KINDS,
    )
    return page, code


@bp.post("/staff/team/days/<int:exception_id>/withdraw")
@staff_only
def withdraw_days(exception_id: int) -> Any:
    """These days are like any other again."""
    row = days_or_404(exception_id)
    with transaction():
        services.end_exception(row, now=clock.now())
    notice(_("Withdrawn: the weekly hours hold again."), undo=url_for(".put_back_days", exception_id=exception_id))
    return redirect(url_for(".days", person_id=row.colleague_id), 303)


@bp.post("/staff/team/days/<int:exception_id>/put-back")
@staff_only
def put_back_days(exception_id: int) -> Any:
    """Withdrawn days count again."""
    row = days_or_404(exception_id)
    with transaction():
        services.put_back_exception(row)
    notice(_("Saved."), undo=url_for(".withdraw_days", exception_id=exception_id))
    return redirect(url_for(".days", person_id=row.colleague_id), 303)
