"""Decisions on one date: cancel, move, hold, undo; topic and menu; places. Each says first what would happen."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings.models import Occurrence
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.lunches import desk, staff_queries, staff_services
from wok.lunches.reasons import READY, ready_reason
from wok.lunches.staff_blueprint import acting_staff, bp, lunch_or_404, to_lunch
from wok.lunches.staff_forms import CancelForm, MoveForm, PlacesForm, TopicForm
from wok.web.access import staff_only
from wok.web.dates import say_day, say_day_span
from wok.web.notices import notice
from wok.web.saving import read_again, save
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.route("/staff/lunches/<int:occurrence_id>/cancel", methods=["GET", "POST"])
@staff_only
def cancel(occurrence_id: int) -> Any:
    """Cancel a date with a reason; guests may be carried to the next one."""
    occurrence, form = lunch_or_404(occurrence_id), CancelForm()
    if not form.is_submitted():
        form.fill_texts("reason", ready_reason(request.args.get("ready", ""), occurrence))
        form.carry.data = True
    if form.validate_on_submit():
        try:
            with transaction():
                target = staff_services.cancel_date(
                    occurrence,
                    form.texts("reason"),
                    carry=form.carry.data,
                    now=clock.now(),
                    staff_id=acting_staff(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_cancelled(occurrence, target)
            return to_lunch(occurrence)
    return _decision_page("lunch_staff/cancel.html", occurrence, form)


def _say_cancelled(occurrence: Occurrence, target: Occurrence | None) -> None:
    undo, day = url_for(".undo", occurrence_id=occurrence.id), say_day(occurrence.starts_at)
    if target is None:
        notice(_("The lunch of %(day)s is cancelled. People are told in ten minutes.", day=day), undo=undo)
        return
    said = _(
        "The lunch of %(day)s is cancelled; its guests are booked for %(next)s. People are told in ten minutes.",
        day=day,
        next=say_day(target.starts_at),
    )
    notice(said, undo=undo)


@bp.route("/staff/lunches/<int:occurrence_id>/move", methods=["GET", "POST"])
@staff_only
def move(occurrence_id: int) -> Any:
    """Move a date with everybody on it."""
    occurrence, form = lunch_or_404(occurrence_id), MoveForm()
    if not form.is_submitted():
        form.fill_texts("reason", ready_reason(request.args.get("ready", ""), occurrence))
        form.starts.data = weekly.local_time(occurrence.starts_at)
        form.ends.data = weekly.local_time(occurrence.ends_at)
        form.version.data = str(occurrence.version)
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        code = save(form, lambda: read_again(occurrence), lambda: _move(occurrence, form)).code
    if code == 303:
        said = say_day_span(occurrence.starts_at, occurrence.ends_at)
        said = _("Moved to %(when)s. People are told in ten minutes.", when=said)
        notice(said, undo=url_for(".undo", occurrence_id=occurrence.id))
        return to_lunch(occurrence)
    return _decision_page("lunch_staff/move.html", occurrence, form, code)


def _move(occurrence: Occurrence, form: MoveForm) -> None:
    reason, now = form.texts("reason"), clock.now()
    staff_services.move_date(occurrence, form.span(), reason, now=now, staff_id=acting_staff())


def _decision_page(template: str, occurrence: Occurrence, form: CancelForm | MoveForm, code: int = 200) -> Any:
    page = render_template(
        template,
        occurrence=occurrence,
        form=form,
        preview=staff_services.preview(occurrence),
        ready=[(name, words[0]) for name, words in READY.items()],
        is_clash=code == 409,
    )
    return page, 422 if form.errors else code


@bp.post("/staff/lunches/<int:occurrence_id>/hold")
@staff_only
def hold(occurrence_id: int) -> Any:
    """The lunch takes place in spite of a closure."""
    occurrence = lunch_or_404(occurrence_id)
    try:
        with transaction():
            staff_services.hold_date(occurrence, now=clock.now(), staff_id=acting_staff())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        day = say_day(occurrence.starts_at)
        said = _("The lunch of %(day)s takes place. Its guests are told in ten minutes.", day=day)
        notice(said, undo=url_for(".undo", occurrence_id=occurrence.id))
    return to_lunch(occurrence)


@bp.post("/staff/lunches/<int:occurrence_id>/undo")
@staff_only
def undo(occurrence_id: int) -> Any:
    """Take back the last decision, within ten minutes."""
    occurrence = lunch_or_404(occurrence_id)
    try:
        with transaction():
            staff_services.undo_date(occurrence, now=clock.now(), staff_id=acting_staff())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return to_lunch(occurrence)


@bp.route("/staff/lunches/<int:occurrence_id>/topic", methods=["GET", "POST"])
@staff_only
def topic(occurrence_id: int) -> Any:
    """What the lunch is about and what there is, in five languages; two editors see both texts (PROMISES B5)."""
    occurrence, form = lunch_or_404(occurrence_id), TopicForm()
    if not form.is_submitted():
        form.fill_texts("topic", occurrence.topic)
        form.fill_texts("menu", occurrence.menu)
        form.version.data = str(occurrence.version)
    if not form.validate_on_submit():
        return _topic_page(occurrence, form, 422 if form.errors else 200)
    try:
        with transaction():
            desk.set_topic(
                occurrence, form.texts("topic"), form.texts("menu"), version=form.read_version(), now=clock.now()
            )
    except StaleDataError:
        form.version.data = str(occurrence.version)
        return _topic_page(occurrence, form, 409)
    notice(_("Saved."))
    return to_lunch(occurrence)


def _topic_page(occurrence: Occurrence, form: TopicForm, code: int) -> Any:
    return render_template("lunch_staff/topic.html", occurrence=occurrence, form=form, is_clash=code == 409), code


@bp.route("/staff/lunches/<int:occurrence_id>/places", methods=["GET", "POST"])
@staff_only
def places(occurrence_id: int) -> Any:
    """How many places a date has; nobody is thrown out, a surplus is shown."""
    occurrence, form = lunch_or_404(occurrence_id), PlacesForm()
    if not form.is_submitted():
        form.capacity.data = occurrence.resource.capacity
        form.was.data = str(occurrence.resource.capacity)
    if form.validate_on_submit():
        try:
            with transaction():
                surplus = desk.set_capacity(
                    occurrence, form.capacity.data or 0, is_outdated=form.is_outdated, now=clock.now()
                )
        except StaleDataError:
            form.was.data = str(occurrence.resource.capacity)
            return _places_page(occurrence, form, 409)
        notice(_("Saved.") if not surplus else _surplus(surplus), tone="warning" if surplus else "done")
        return redirect(url_for(".show", occurrence_id=occurrence_id), 303)
    return _places_page(occurrence, form, 422 if form.errors else 200)


def _places_page(occurrence: Occurrence, form: PlacesForm, code: int) -> Any:
    page = render_template(
        "lunch_staff/places.html",
        occurrence=occurrence,
        form=form,
        date=staff_queries.as_date(occurrence),
        is_clash=code == 409,
    )
    return page, code


def _surplus(surplus: int) -> str:
    return ngettext(
        "Saved. Now %(num)s person is booked too many. Nobody was thrown out: call them, or add a place.",
        "Saved. Now %(num)s people are booked too many. Nobody was thrown out: call some, or add places.",
        surplus,
    )
