"""One use at the staff's desk: its facts, another time or room with a reason, the keys, cancelling with a reason."""

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door, told
from wok.bookings.services import STAFF
from wok.db import transaction
from wok.errors import Refusal
from wok.space import changing, queries, shown, words
from wok.space.changing import Change
from wok.space.models import SpaceUse
from wok.space.refusals import DatesTaken, RoomGone, RoomTaken
from wok.space.settling import hold
from wok.space.sheet import sheet
from wok.space.staff_blueprint import bp, use_or_404
from wok.space.staff_forms import StaffChangeForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean

CLASH = 409


@bp.get("/staff/space/use/<int:booking_id>")
@staff_only
def use(booking_id: int) -> Any:
    """All that is known of one use."""
    return _show(use_or_404(booking_id))


def _show(found: SpaceUse, *, refusal: Refusal | None = None) -> Any:
    now = clock.now()
    known = sheet(found.booking, door.ALL, g.lang, now=now)
    is_weekly = known.is_open and found.series is not None and found.booking.starts_at > now
    body = render_template(
        "space_staff/use.html",
        sheet=known,
        booking=found.booking,
        use=found,
        scopes=words.SCOPES,
        touched={one: len(changing.targets(found, one, now=now)) if is_weekly else 1 for one in words.SCOPES},
        channel=told.recipient(found.booking).channel,
        refusal=refusal,
    )
    return body, 422 if refusal else 200


@bp.route("/staff/space/use/<int:booking_id>/change", methods=["GET", "POST"])
@staff_only
def change(booking_id: int) -> Any:
    """Another time, room or words; the association is told after ten minutes, with the reason."""
    now, found, form = clock.now(), use_or_404(booking_id), StaffChangeForm()
    if found.is_own or not sheet(found.booking, door.ALL, g.lang, now=now).is_open:
        return redirect(url_for(".use", booking_id=booking_id), 303)
    form.offer_rooms(queries.rooms(paused=True), g.lang)
    if request.method != "POST":
        form.show(found)
        form.keys_note.data = found.keys_note
        return _page(form, found)
    if not (form.has_when() & form.validate_on_submit()):
        return _page(form, found, code=422)
    try:
        is_done = _changed(form, found, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, found, code=422, refusal=refusal)
    if not is_done:
        form.now_stands(found.booking.version)
        form.form_errors = [_("Somebody else has just saved this page")]
        return _page(form, found, code=CLASH)
    notice(_("Changed."), undo=url_for(".undo", booking_id=booking_id))
    return redirect(url_for(".use", booking_id=booking_id), 303)


def _changed(form: StaffChangeForm, found: SpaceUse, *, now: datetime) -> bool:
    when, room = form.when(), queries.room(form.room_id(), paused=True)
    if room is None:
        raise RoomGone
    if when is None:
        raise RoomTaken
    scope = form.scope.data if form.scope.data in words.SCOPES else changing.THIS
    override = form.override.data or ""
    to = Change(room, when.day, when.starts, when.ends, scope, bool(form.leaves.data), override)
    with transaction():
        hold(found.booking)
        if form.version.data != str(found.booking.version):
            return False
        wanted = form.wanted(form.people.data)
        changing.change(found, to, wanted, by=STAFF, reason=form.reason.data or "", now=now)
        found.keys_note = form.keys_note.data or ""
        found.booking.override_reason = override or found.booking.override_reason
    return True


def _page(form: StaffChangeForm, found: SpaceUse, *, code: int = 200, refusal: Refusal | None = None) -> Any:
    now, when, room = clock.now(), form.when(), queries.room(form.room_id(), paused=True)
    span = when.span if when else None
    is_taken = isinstance(refusal, RoomTaken) and room is not None and span is not None
    near = shown.nearest(room, span, now=now, but=[found.booking_id]) if is_taken and room and span else []
    body = render_template(
        "space/change.html",
        form=form,
        use=found,
        booking=found.booking,
        room=shown.room(found.room, g.lang),
        layout=words.layout_name(found.layout),
        nearest=[(words.write_instant(at), at) for at in near],
        taken=refusal.starts if isinstance(refusal, DatesTaken) else [],
        is_clash=code == CLASH,
        action=url_for(".change", booking_id=found.booking_id),
        back=url_for(".use", booking_id=found.booking_id),
    )
    return body, code


@bp.post("/staff/space/use/<int:booking_id>/cancel")
@staff_only
def cancel(booking_id: int) -> Any:
    """Cancelled by us, with a reason; told after ten minutes."""
    found, now = use_or_404(booking_id), clock.now()
    reason, scope = clean(request.form.get("reason", ""))[:400], request.form.get("scope", changing.THIS)
    scope = scope if scope in words.SCOPES else changing.THIS
    try:
        with transaction():
            hold(found.booking)
            if found.booking.status != "cancelled":
                changing.cancel(found, scope=scope, by=STAFF, reason=reason, kind="cancelled_by_us", now=now)
    except Refusal as refusal:
        return _show(found, refusal=refusal)
    notice(_("Cancelled. They are told in ten minutes."), undo=url_for(".undo", booking_id=booking_id))
    return redirect(url_for(".use", booking_id=booking_id), 303)


@bp.post("/staff/space/use/<int:booking_id>/undo")
@staff_only
def undo(booking_id: int) -> Any:
    """Take the last cancelling or moving back."""
    found = use_or_404(booking_id)
    try:
        with transaction():
            hold(found.booking)
            changing.undo(found, by=STAFF, now=clock.now())
    except Refusal as refusal:
        return _show(found, refusal=refusal)
    notice(_("Undone: all is as before, and nobody was told."))
    return redirect(url_for(".use", booking_id=booking_id), 303)
