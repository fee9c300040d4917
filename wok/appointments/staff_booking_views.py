"""One appointment as staff see it: its facts, what waits for an answer, what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.appointments import changing, queries, settling, staff_queries, staff_services
from wok.appointments.sheet import sheet
from wok.appointments.staff_blueprint import booking_or_404, bp, to_appointment
from wok.appointments.staff_forms import ConfirmForm, DeclineForm, DetailsForm, WriteUpForm
from wok.bookings import door, told
from wok.bookings.models import Booking
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.web.access import staff_only
from wok.web.forms import VersionForm, WokForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _

ATTENDANCES = {"came": "came", "told_us": "told_us", "no_show": "no_show", "": None}


@bp.get("/staff/appointments/<int:booking_id>")
@staff_only
def show(booking_id: int) -> Any:
    """All of one appointment on one page."""
    return page(booking_or_404(booking_id))


def page(booking: Booking, *, code: int = 200, is_clash: bool = False, typed: WokForm | None = None) -> Any:
    """The page; `typed` is a form that was refused, or that met a newer version, with all that was typed."""
    now, appointment = clock.now(), queries.appointment(booking)
    clash = next((one for one in staff_queries.clashes(now=now) if one.booking.id == booking.id), None)
    body = render_template(
        "appointments_staff/show.html",
        booking=booking,
        appointment=appointment,
        sheet=sheet(booking, door.ALL, g.lang, now=now),
        channel=told.recipient(booking).channel,
        rivals=staff_queries.rivals(booking, appointment, now=now) if booking.status in ("held", "waiting") else [],
        instead=staff_queries.taken_instead(booking, appointment, now=now),
        clash=clash,
        may_tick=booking.status == "confirmed" and weekly.local_day(booking.starts_at) <= weekly.local_day(now),
        is_clash=is_clash,
        error_form=typed,
        **_forms(booking, typed),
    )
    return body, code


def _forms(booking: Booking, typed: WokForm | None) -> dict[str, VersionForm]:
    """The four forms of the page, the typed one among them; each knows the version it is drawn from."""
    appointment, forms = queries.appointment(booking), {}
    for name, kind in (
        ("confirm", ConfirmForm),
        ("decline", DeclineForm),
        ("details", DetailsForm),
        ("write_up", WriteUpForm),
    ):
        form = typed if isinstance(typed, kind) else kind(formdata=None)
        if form is not typed and isinstance(form, (DetailsForm, WriteUpForm)):
            form.show(appointment)
        form.now_stands(booking.version)
        forms[name] = form
    return forms


def press(booking_id: int, form: VersionForm, do: Callable[[Booking, datetime], object], said: str) -> Any:
    """Do one thing under the matter's lock, if nobody else changed the appointment since the form was drawn (B5)."""
    now, booking = clock.now(), booking_or_404(booking_id)
    if not form.validate_on_submit():
        return page(booking, code=422, typed=form)
    try:
        with transaction():
            settling.lock(queries.appointment(booking).matter, now=now, booking=booking)
            is_clash = form.read_version() != booking.version
            if not is_clash:
                do(booking, now)
    except Refusal as refusal:
        form.refuse(refusal)
        return page(booking, code=422, typed=form)
    if is_clash:
        return page(booking, code=409, is_clash=True, typed=form)
    may_undo = booking.undo_until is not None and booking.undo_until > now and isinstance(form, DeclineForm)
    notice(said, undo=url_for(".undo", booking_id=booking_id) if may_undo else None)
    return to_appointment(booking_id)


@bp.post("/staff/appointments/<int:booking_id>/confirm")
@staff_only
def confirm(booking_id: int) -> Any:
    """Yes. Its rivals are settled and told; with an interpreter only once one is named."""
    form, appointment = ConfirmForm(), queries.appointment(booking_or_404(booking_id))
    if appointment.waits_for == "interpreter" and not form.interpreter.data:
        form.validate_on_submit()
        form.interpreter.errors = [_("Write who interprets. Without one it stays provisional.")]
        return page(appointment.booking, code=422, typed=form)
    return press(
        booking_id,
        form,
        lambda booking, now: staff_services.confirm(
            booking, now=now, video_link=form.video_link.data or "", interpreter=form.interpreter.data or ""
        ),
        _("Confirmed. They are told."),
    )


@bp.post("/staff/appointments/<int:booking_id>/decline")
@staff_only
def decline(booking_id: int) -> Any:
    """No, with the reason; told after ten minutes."""
    form = DeclineForm()
    return press(
        booking_id,
        form,
        lambda booking, now: staff_services.decline(booking, form.reason.data or "", now=now),
        _("Declined. They are told in ten minutes."),
    )


@bp.post("/staff/appointments/<int:booking_id>/undo")
@staff_only
def undo(booking_id: int) -> Any:
    """As it was before the last cancelling or moving, while the old time is still free."""
    now, booking = clock.now(), booking_or_404(booking_id)
    try:
        with transaction():
            changing.undo(booking, now=now, by="staff")
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone. All is as before."))
    return to_appointment(booking_id)


@bp.post("/staff/appointments/<int:booking_id>/mark")
@staff_only
def mark(booking_id: int) -> Any:
    """Came, told us, did not come, or not known again."""
    now, booking = clock.now(), booking_or_404(booking_id)
    attendance = request.form.get("attendance", "")
    has_begun = weekly.local_day(booking.starts_at) <= weekly.local_day(now)
    if attendance not in ATTENDANCES or booking.status != "confirmed" or not has_begun:
        abort(400)
    with transaction():
        staff_services.mark(booking, ATTENDANCES[attendance], now=now)
    back = {"today": "staff.today", "list": ".index"}.get(request.form.get("back", ""))
    if attendance == "came" and back:
        notice(
            _("%(name)s has arrived.", name=booking.contact_name),
            undo=url_for(".mark_unknown", booking_id=booking_id),
        )
    return redirect(url_for(back), 303) if back else to_appointment(booking_id, "attendance")


@bp.post("/staff/appointments/<int:booking_id>/unmark")
@staff_only
def mark_unknown(booking_id: int) -> Any:
    """A tick that was a mistake."""
    booking = booking_or_404(booking_id)
    with transaction():
        staff_services.mark(booking, None, now=clock.now())
    return to_appointment(booking_id, "attendance")


@bp.post("/staff/appointments/<int:booking_id>/details")
@staff_only
def details(booking_id: int) -> Any:
    """The link of the video meeting and who interprets; a new link is told."""
    form = DetailsForm()
    return press(
        booking_id,
        form,
        lambda booking, now: staff_services.set_details(
            booking, now=now, video_link=form.video_link.data or "", interpreter=form.interpreter.data or ""
        ),
        _("Saved."),
    )


@bp.post("/staff/appointments/<int:booking_id>/write-up")
@staff_only
def write_up(booking_id: int) -> Any:
    """What came of it: outcome, next step for them, note for us."""
    form = WriteUpForm()
    return press(
        booking_id,
        form,
        lambda booking, now: staff_services.write_up(
            booking,
            now=now,
            outcome=form.outcome.data,
            next_step=form.next_step.data or "",
            note=form.note.data or "",
        ),
        _("Saved."),
    )
