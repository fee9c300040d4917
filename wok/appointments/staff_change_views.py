"""Another time, another colleague, or we cannot: each on a page that shows first who is told and how."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.appointments import changing, handing, queries, rules, settling, shown, staff_preview, staff_services
from wok.appointments.models import Matter
from wok.appointments.refusals import TimeGone
from wok.appointments.sheet import sheet
from wok.appointments.staff_blueprint import booking_or_404, bp, to_appointment
from wok.appointments.staff_forms import CancelForm, HandForm, MoveForm
from wok.bookings import door, told
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.team.models import Colleague
from wok.web.access import staff_only
from wok.web.forms import VersionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def changed(booking: Booking, form: VersionForm, do: Callable[[datetime], object], *, now: datetime) -> bool:
    """Change it under the lock; False when somebody else changed it since the form was drawn. Raises Refusal."""
    with transaction():
        settling.lock(queries.appointment(booking).matter, now=now, booking=booking)
        if form.read_version() != booking.version:
            return False
        do(now)
    return True


def done(booking: Booking, said: str) -> Any:
    """Back to the appointment, with ten minutes to take it back."""
    notice(said, undo=url_for(".undo", booking_id=booking.id))
    return to_appointment(booking.id)


def facts_of(booking: Booking, form: VersionForm, *, is_clash: bool) -> dict[str, Any]:
    """What the three pages have in common; the form is drawn from what stands now."""
    form.now_stands(booking.version)
    return {
        "form": form,
        "booking": booking,
        "appointment": queries.appointment(booking),
        "sheet": sheet(booking, door.ALL, g.lang, now=clock.now()),
        "channel": told.recipient(booking).channel,
        "is_clash": is_clash,
    }


@bp.route("/staff/appointments/<int:booking_id>/move", methods=["GET", "POST"])
@staff_only
def move(booking_id: int) -> Any:
    """Another time: the matter's next ten days, or any time with a reason."""
    booking, form, is_clash = booking_or_404(booking_id), MoveForm(), False
    form.offer_people(queries.handlers(queries.appointment(booking).matter))
    gone = None
    if form.validate_on_submit() and _has_time(form):
        try:
            is_clash = not changed(booking, form, lambda now: _move(booking, form, now=now), now=clock.now())
            if not is_clash:
                return done(booking, _("Moved. They are told in ten minutes."))
        except Refusal as refusal:
            form.refuse(refusal)
            gone = form.start() if isinstance(refusal, TimeGone) else None
    return _move_page(booking, form, gone=gone, is_clash=is_clash)


def _has_time(form: MoveForm) -> bool:
    if form.is_own():
        return form.check_own()
    if form.start() is None:
        form.at.errors = [_("Choose a time.")]
    return not form.at.errors


def _move(booking: Booking, form: MoveForm, *, now: datetime) -> None:
    start, reason, person_id = form.start(), form.reason.data or "", form.colleague_id()
    if start is None:
        raise TimeGone
    if form.is_own() and person_id is not None:
        staff_services.give_time(booking, db.session.get_one(Colleague, person_id), start, now=now, reason=reason)
        booking.override_reason = form.override.data or ""
    else:
        changing.move(booking, start, now=now, by="staff", reason=reason)


def _move_page(booking: Booking, form: MoveForm, *, gone: datetime | None, is_clash: bool) -> Any:
    now, appointment = clock.now(), queries.appointment(booking)
    choice = shown.choice(
        appointment.matter,
        settling.who_of(appointment),
        now=now,
        first=read_day(request.args.get("from", "")),
        chosen=form.at.data or "",
        but=booking,
    )
    nearest = rules.nearest(queries.starts_of(choice.all_days), gone) if gone else []
    body = render_template(
        "appointments_staff/move.html",
        choice=choice,
        nearest=[shown.time_of(at) for at in nearest],
        **facts_of(booking, form, is_clash=is_clash),
    )
    return body, 409 if is_clash else 422 if request.method == "POST" else 200


def read_day(text: str) -> date | None:
    """A day of these years from an address."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


@bp.route("/staff/appointments/<int:booking_id>/colleague", methods=["GET", "POST"])
@staff_only
def colleague(booking_id: int) -> Any:
    """The same time with somebody else who is free."""
    booking, form, is_clash = booking_or_404(booking_id), HandForm(), False
    free = handing.others(booking)
    form.colleague.choices = [(str(one.person_id), one.shown_as) for one in free]
    if form.validate_on_submit():
        chosen = next(one for one in free if str(one.person_id) == form.colleague.data)
        try:
            is_clash = not changed(
                booking,
                form,
                lambda now: handing.hand_over(booking, chosen, form.reason.data or "", now=now),
                now=clock.now(),
            )
            if not is_clash:
                return done(booking, _("%(name)s takes it. They are told in ten minutes.", name=chosen.shown_as))
        except Refusal as refusal:
            form.refuse(refusal)
    body = render_template(
        "appointments_staff/colleague.html",
        busy=_busy(queries.appointment(booking).matter, free, booking),
        **facts_of(booking, form, is_clash=is_clash),
    )
    return body, 409 if is_clash else 422 if request.method == "POST" else 200


def _busy(matter: Matter, free: list[Colleague], booking: Booking) -> list[Colleague]:
    """Who handles the matter, but not at this time."""
    now_has_it = queries.appointment(booking).colleague_id
    ids = {one.person_id for one in free}
    return [one for one in queries.handlers(matter) if one.person_id not in ids and one.person_id != now_has_it]


@bp.route("/staff/appointments/<int:booking_id>/cancel", methods=["GET", "POST"])
@staff_only
def cancel(booking_id: int) -> Any:
    """We cannot: up to three times are kept for them, ahead of new requests. What would be sent is shown first."""
    booking, form, is_clash = booking_or_404(booking_id), CancelForm(), False
    now = clock.now()
    offered = staff_services.proposals_for(booking, now=now) if booking.status in queries.TAKES_TIME else []
    form.offer_times(offered, is_fresh=request.method != "POST")
    is_preview = request.form.get("do") == "preview"
    if form.validate_on_submit() and not is_preview:
        try:
            is_clash = not changed(booking, form, lambda now: _cancel(booking, form, offered, now=now), now=now)
            if not is_clash:
                return done(booking, _("Cancelled. They are told in ten minutes."))
        except Refusal as refusal:
            form.form_errors = [*form.form_errors, str(refusal.sentence)]
            form.offer_times(offered, is_fresh=True)
    chosen = form.chosen(offered)
    body = render_template(
        "appointments_staff/cancel.html",
        offered=offered,
        preview=staff_preview.of_cancelling(booking, form.reason.data or "", chosen, now=now),
        **facts_of(booking, form, is_clash=is_clash),
    )
    code = 422 if request.method == "POST" and (form.errors or not is_preview) else 200
    return body, 409 if is_clash else code


def _cancel(booking: Booking, form: CancelForm, offered: list[tuple[Colleague, datetime]], *, now: datetime) -> None:
    reason = form.reason.data or ""
    if not form.knows_all():
        raise TimeGone
    if booking.status == "waiting":
        changing.cancel(booking, now=now, by="staff", reason=reason, kind="cancelled_by_us")
    else:
        staff_services.cancel_with_proposals(booking, reason, now=now, offered=form.chosen(offered))
