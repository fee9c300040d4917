"""The dates of one event: more of them, one moved, cancelled or held, each with what would happen first."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import decisions
from wok.bookings import series as core
from wok.bookings.models import Occurrence
from wok.db import transaction
from wok.errors import Refusal
from wok.events import dates, fields, messages, queries, rules
from wok.events.forms import CancelForm, DatesForm, MoveForm
from wok.events.models import Event
from wok.events.organise_actions import ready_list, ready_words
from wok.events.refusals import NoSuchHours
from wok.events.staff_blueprint import bp, date_or_404, event_or_404, title_of, to_event
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.web.access import signed_in
from wok.web.dates import say_day, say_day_span
from wok.web.notices import notice
from wok.web.saving import read_again, save
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.route("/my/events/<int:event_id>/dates/new", methods=["GET", "POST"])
@signed_in
def add_dates(event_id: int) -> Any:
    """More dates: one, several days, or every week."""
    event, form = event_or_404(event_id), DatesForm()
    if event.state == "cancelled":
        abort(404)
    if not form.is_submitted():
        _begin(form, event)
        return _dates_page(event, form)
    good, wanted = form.validate_on_submit(), form.dates()
    if not good or wanted is None:
        return _dates_page(event, form)
    try:
        with transaction():
            made = dates.add(event, wanted, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _dates_page(event, form)
    notice(ngettext("%(num)s date is added.", "%(num)s dates are added.", made))
    return to_event(event_id, "dates")


def _begin(form: DatesForm, event: Event) -> None:
    """The hours of its last date."""
    found = queries.dates_of(event)
    if found:
        form.starts.data = f"{weekly.local_time(found[-1].starts_at):%H:%M}"
        form.ends.data = f"{weekly.local_time(found[-1].ends_at):%H:%M}"


def _dates_page(event: Event, form: DatesForm) -> Any:
    form.fill_token()
    page = render_template("events_staff/dates.html", event=event, form=form, title=title_of(event))
    return page, 422 if form.errors else 200


@bp.route("/my/events/<int:event_id>/dates/<int:occurrence_id>/move", methods=["GET", "POST"])
@signed_in
def move(event_id: int, occurrence_id: int) -> Any:
    """Another day or other hours for one date."""
    event, form = event_or_404(event_id), MoveForm()
    one = date_or_404(event, occurrence_id)
    if not form.is_submitted():
        form.fill_texts("reason", ready_words(request.args.get("ready", "")))
        form.day.data = weekly.local_day(one.starts_at).isoformat()
        form.starts.data = f"{weekly.local_time(one.starts_at):%H:%M}"
        form.ends.data = f"{weekly.local_time(one.ends_at):%H:%M}"
        form.version.data = str(one.version)
        return _decision_page("events_staff/move.html", event, one, form)
    good, span, code = form.validate_on_submit(), _span(form), 422
    if good and span is not None:
        reason, now = form.texts("reason"), clock.now()
        code = save(form, lambda: read_again(one), lambda: dates.move(event, one, span, reason, now=now)).code
        if code == 303:
            said = _("Moved to %(when)s. People are told in ten minutes.", when=say_day_span(span.start, span.end))
            notice(said, undo=url_for(".undo", event_id=event_id, occurrence_id=occurrence_id))
            return to_event(event_id, "dates")
    return _decision_page("events_staff/move.html", event, one, form, code=code)


def _span(form: MoveForm) -> Span | None:
    """The new span; None when something cannot be read, and its field says so."""
    day, starts, ends = fields.need_day(form.day), fields.need_clock(form.starts), fields.need_clock(form.ends)
    if day is None or starts is None or ends is None:
        return None
    try:
        return rules.span_on(day, starts, ends)
    except rules.CannotBe:
        form.refuse(NoSuchHours())
        return None


@bp.route("/my/events/<int:event_id>/dates/<int:occurrence_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel_date(event_id: int, occurrence_id: int) -> Any:
    """One date does not take place."""
    event, form = event_or_404(event_id), CancelForm()
    one = date_or_404(event, occurrence_id)
    if not form.is_submitted():
        closed = dict(one.closure.reason) if one.closure else {}
        form.fill_texts("reason", ready_words(request.args.get("ready", "")) or closed)
    if form.validate_on_submit():
        try:
            with transaction():
                dates.cancel(event, one, form.texts("reason"), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = _("%(day)s is cancelled. People are told in ten minutes.", day=say_day(one.starts_at))
            notice(said, undo=url_for(".undo", event_id=event_id, occurrence_id=occurrence_id))
            return to_event(event_id, "dates")
    return _decision_page("events_staff/cancel.html", event, one, form)


def _decision_page(
    template: str, event: Event, one: Occurrence, form: CancelForm | MoveForm, *, code: int = 200
) -> Any:
    page = render_template(
        template,
        event=event,
        occurrence=one,
        form=form,
        title=title_of(event),
        dates=1,
        preview=decisions.preview(core.bookings_of(one)),
        helpers=messages.helpers_on(one),
        ready=ready_list(),
        is_clash=code == 409,
    )
    return page, 422 if form.errors else code


@bp.post("/my/events/<int:event_id>/dates/<int:occurrence_id>/hold")
@signed_in
def hold(event_id: int, occurrence_id: int) -> Any:
    """It takes place although the Wok is closed; only staff can say so."""
    event = event_or_404(event_id)
    one = date_or_404(event, occurrence_id)
    if not g.person.is_staff:
        abort(403)
    undo = url_for(".undo", event_id=event_id, occurrence_id=occurrence_id)
    try:
        with transaction():
            decisions.hold(one, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("It takes place. Who signed up is told in ten minutes."), undo=undo)
    return to_event(event_id, "dates")


@bp.post("/my/events/<int:event_id>/dates/<int:occurrence_id>/undo")
@signed_in
def undo(event_id: int, occurrence_id: int) -> Any:
    """Take back the last decision on a date."""
    event = event_or_404(event_id)
    one = date_or_404(event, occurrence_id)
    try:
        with transaction():
            dates.undo(event, one, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return redirect(url_for(".show", event_id=event_id, _anchor="dates"), 303)
