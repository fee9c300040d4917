"""Helping hands wanted on the dates of an event: set up, changed, taken away."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.errors import Refusal
from wok.events import fields, services, shifts
from wok.events.forms import ShiftForm
from wok.events.models import Event, Shift
from wok.events.staff_blueprint import LARGEST_ID, bp, date_or_404, event_or_404, title_of, to_event
from wok.kernel import weekly
from wok.web.access import signed_in
from wok.web.dates import say_day
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/my/events/<int:event_id>/shifts/new", methods=["GET", "POST"])
@signed_in
def add_shift(event_id: int) -> Any:
    """Helping hands on one date, or the same on every date to come."""
    event, form = event_or_404(event_id), ShiftForm()
    coming = [one for one in services.coming(event, now=clock.now()) if one.status != "cancelled"]
    if not coming or event.state == "cancelled":
        notice(_("Add a date to come first: nobody can come without one."), tone="warning")
        return to_event(event_id)
    form.on.choices = [("", _("All dates to come")), *((str(one.id), say_day(one.starts_at)) for one in coming)]
    if not form.is_submitted():
        form.starts.data = f"{weekly.local_time(coming[0].starts_at):%H:%M}"
        form.ends.data = f"{weekly.local_time(coming[0].ends_at):%H:%M}"
        return _page(event, form, None, 200)
    good, starts, ends = form.validate_on_submit(), fields.need_clock(form.starts), fields.need_clock(form.ends)
    if not good or starts is None or ends is None:
        return _page(event, form, None, 422)
    try:
        with transaction():
            shifts.add(_chosen(coming, form.on.data), form.what.data or "", starts, ends, wanted=form.wanted.data or 1)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(event, form, None, 422)
    notice(_("Saved."))
    return to_event(event_id, "helpers")


def _chosen(coming: list[Occurrence], value: str | None) -> list[Occurrence]:
    """The date chosen, or all of them."""
    return [one for one in coming if str(one.id) == value] or coming


def _page(event: Event, form: ShiftForm, shift: Shift | None, code: int) -> Any:
    form.fill_token()
    is_clash = code == 409
    page = render_template(
        "events_staff/shift.html", event=event, form=form, shift=shift, title=title_of(event), is_clash=is_clash
    )
    return page, code


@bp.route("/my/events/<int:event_id>/shifts/<int:shift_id>", methods=["GET", "POST"])
@signed_in
def shift(event_id: int, shift_id: int) -> Any:
    """Other words, hours or number of helpers."""
    event, form = event_or_404(event_id), ShiftForm()
    row = _shift_or_404(event, shift_id)
    form.on.choices = [("", say_day(row.occurrence.starts_at))]
    if not form.is_submitted():
        form.what.data, form.wanted.data, form.version.data = row.what, row.wanted, str(row.version)
        form.starts.data = f"{weekly.local_time(row.starts_at):%H:%M}"
        form.ends.data = f"{weekly.local_time(row.ends_at):%H:%M}"
        return _page(event, form, row, 200)
    good, starts, ends = form.validate_on_submit(), fields.need_clock(form.starts), fields.need_clock(form.ends)
    if not good or starts is None or ends is None:
        return _page(event, form, row, 422)
    try:
        with transaction():
            version = _number(form.version.data)
            shifts.change(row, form.what.data or "", starts, ends, wanted=form.wanted.data or 1, version=version)
    except StaleDataError:
        db.session.refresh(row)
        form.now_stands(row.version)
        return _page(event, form, row, 409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(event, form, row, 422)
    notice(_("Saved."))
    return to_event(event_id, "helpers")


def _number(text: str | None) -> int:
    said = (text or "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


@bp.post("/my/events/<int:event_id>/shifts/<int:shift_id>/<any(end, back):what>")
@signed_in
def end_shift(event_id: int, shift_id: int, what: str) -> Any:
    """No longer wanted, while nobody has said they come; or wanted again."""
    event = event_or_404(event_id)
    row = _shift_or_404(event, shift_id)
    undo = url_for(".end_shift", event_id=event_id, shift_id=shift_id, what="back")
    try:
        with transaction():
            shifts.end(row, now=clock.now()) if what == "end" else shifts.bring_back(row)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Saved."), undo=undo if what == "end" else None)
    return redirect(url_for(".show", event_id=event_id, _anchor="helpers"), 303)


def _shift_or_404(event: Event, shift_id: int) -> Shift:
    row = db.session.get(Shift, shift_id) if shift_id <= LARGEST_ID else None
    if row is None:
        abort(404)
    date_or_404(event, row.occurrence_id)
    return row
