"""An event of the Wok itself (S8): first whom it touches and what each is offered, then one press, ten minutes of undo."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import causes, told
from wok.bookings.models import Booking
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.space import displacing, queries, rules, shown
from wok.space.refusals import RoomGone, RoomTaken
from wok.space.services import Place
from wok.space.settling import hold
from wok.space.staff_blueprint import bp, use_or_404
from wok.space.staff_forms import EventForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/staff/space/event", methods=["GET", "POST"])
@staff_only
def event() -> Any:
    """Room and time; whom it touches; then it is done."""
    form = EventForm()
    form.offer_rooms(queries.rooms(), g.lang)
    if request.method != "POST":
        for name in ("day", "room", "starts", "ends", "title"):
            form[name].data = request.args.get(name, "")[:120]
        form.people.data = 1
        return _page(form)
    if not form.has_when():
        return _page(form, code=422)
    cause = causes.read(request.form.get("for", "")[:40], g.person)
    is_looking = request.form.get("do") == "look" or form.shown_for.data != form.key()
    if is_looking:
        return _page(form, looks=True)
    if not form.validate():
        return _page(form, code=422, looks=True)
    try:
        with transaction():
            before = queries.of_form(form.token())
            made = before or _displace(form)
            made.form_token = form.token()
            if cause is not None:
                causes.tie(made, cause)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, code=422, looks=True)
    undo = url_for(".undo_event", booking_id=made.id)
    notice(_("The room is yours. Who gives way is told in ten minutes."), undo=undo)
    return redirect(cause.href if cause else url_for(".day", day=weekly.local_day(made.starts_at).isoformat()), 303)


def _place(form: EventForm) -> Place:
    room, when = queries.room(form.room_id()), form.when()
    if room is None:
        raise RoomGone
    if when is None or when.span is None or when.span.start <= clock.now():
        raise RoomTaken
    return Place(room, when.span)


def _displace(form: EventForm) -> Booking:
    chosen = {
        int(name.removeprefix("offer-")): value[:40]
        for name, value in request.form.items()
        if name.startswith("offer-") and name.removeprefix("offer-").isdecimal() and len(name) < 20
    }
    return displacing.displace(
        _place(form), form.title.data or "", form.reason.data or "", chosen, by=g.person, now=clock.now()
    )


def _page(form: EventForm, *, code: int = 200, looks: bool = False) -> Any:
    now, displaced, is_late = clock.now(), [], False
    if looks:
        try:
            place = _place(form)
            displaced = displacing.preview(place, now=now)
            is_late = bool(displaced) and place.span.start < now + rules.EVENT_NOTICE
        except Refusal as refusal:
            form.refuse(refusal)
            code, looks = 422, False
    form.fill_token()
    form.shown_for.raw_data, form.shown_for.data = None, form.key() if looks else ""
    body = render_template(
        "space_staff/event.html",
        form=form,
        cause=causes.read(request.values.get("for", "")[:40], g.person),
        looks=looks,
        displaced=[(one, told.recipient(one.use.booking).channel) for one in displaced],
        rooms=shown.rooms(queries.rooms(paused=True), g.lang),
        is_late=is_late,
        earliest=weekly.local_day(now + rules.EVENT_NOTICE),
        is_possible=looks and not is_late and all(one.offers for one in displaced),
    )
    return body, code


@bp.post("/staff/space/event/<int:booking_id>/undo")
@staff_only
def undo_event(booking_id: int) -> Any:
    """Everybody is back where they were, and nobody was told."""
    use = use_or_404(booking_id)
    if not use.is_own:
        abort(404)
    on = weekly.local_day(use.booking.starts_at)
    try:
        with transaction():
            hold(use.booking)
            displacing.undo(use.booking, g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return redirect(url_for(".day", day=on.isoformat()), 303)
