"""Check-in at an event, for staff and the organiser's delegates: list, code, walk-ins, the count at the door, A4 print."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import at_door
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.events import check_in, helping
from wok.events.blueprint import LARGEST_ID, bp, date_or_404, event_or_404
from wok.events.check_in import read_code
from wok.events.check_in_forms import CodeForm, MarkForm, WalkInForm
from wok.events.door_models import EventWalkIn
from wok.events.helper_forms import HelperMarkForm
from wok.events.models import Event, ShiftHelper
from wok.events.sign_up_forms import known
from wok.web.access import signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean
from wok.web.texts import said

LIST = "/events/<int:event_id>/dates/<int:occurrence_id>/list"
ATTENDANCES = {"came": "came", "told_us": "told_us", "no_show": "no_show", "": None}
AT_THE_DOOR = {
    "adult": {"adults": 1},
    "child": {"children": 1},
    "first_time": {"first_time": 1},
    "adult_less": {"adults": -1},
    "child_less": {"children": -1},
    "first_time_less": {"first_time": -1},
}


def may_check_in(event: Event) -> bool:
    """Staff, and the delegates of the association that organises it."""
    if g.person is None:
        return False
    ours = [one.association_id for one in g.memberships if one.role == "delegate"]
    return bool(g.person.is_staff) or (event.association_id is not None and event.association_id in ours)


def checked_or_404(event_id: int, occurrence_id: int) -> tuple[Event, Occurrence]:
    """The date, for who may check people in; to anybody else there is no such page."""
    event = event_or_404(event_id)
    return (event, date_or_404(event, occurrence_id)) if may_check_in(event) else abort(404)


def to_list(event_id: int, occurrence_id: int, anchor: str | None = None) -> Any:
    """Back to the list, at the line that was ticked."""
    address = url_for("events.guest_list", event_id=event_id, occurrence_id=occurrence_id, _anchor=anchor)
    return redirect(address, 303)


@bp.get(LIST)
@signed_in
def guest_list(event_id: int, occurrence_id: int) -> Any:
    """Who has signed up for a date, to tick; with what is needed on the day."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    return _list_page(event, occurrence, WalkInForm(formdata=None))


@bp.get(f"{LIST}/print")
@signed_in
def printed_list(event_id: int, occurrence_id: int) -> Any:
    """The list for one sheet of A4, with room for who walks in."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    return render_template(
        "events/printed_list.html",
        event=event,
        occurrence=occurrence,
        title_words=said(event.title, g.lang),
        list=check_in.day_list(occurrence),
        now=clock.now(),
        known=known,
    )


def _list_page(event: Event, occurrence: Occurrence, form: WalkInForm, code: int = 200, **more: Any) -> Any:
    now, words = clock.now(), clean(request.args.get("q", ""))[:200]
    form.fill_token()
    found = check_in.day_list(occurrence)
    page = render_template(
        "events/list.html",
        event=event,
        occurrence=occurrence,
        title_words=said(event.title, g.lang),
        list=found,
        coming=check_in.matching(found.coming, words),
        words=words,
        typed=more.pop("typed", ""),
        form=form,
        known=known,
        may_tick=at_door.may_tick(occurrence.starts_at, now=now),
        is_over=occurrence.ends_at <= now,
        to_sign_up=event.registration == "open" and event.state == "published" and occurrence.ends_at > now,
        **more,
    )
    return page, code


@bp.post(f"{LIST}/<int:booking_id>/mark")
@signed_in
def mark(event_id: int, occurrence_id: int, booking_id: int) -> Any:
    """Tick one line: came (with how many), told us, did not come, or not known again."""
    _event, occurrence = checked_or_404(event_id, occurrence_id)
    booking, form = guest_or_404(occurrence, booking_id), MarkForm()
    attendance = request.form.get("attendance", "")
    if attendance not in ATTENDANCES or booking.status != "confirmed":
        abort(400)
    if not form.validate_on_submit():
        notice(_("Write how many came as a whole number, for example 3."), tone="warning")
    else:
        _mark(booking, ATTENDANCES[attendance], form.attended.data)
        if attendance and request.values.get("back") == "camera":
            _say_arrived(event_id, booking, "&back=camera")
            return redirect(url_for(".camera", event_id=event_id, occurrence_id=occurrence_id, on=1), 303)
    if request.values.get("back") in ("guest", "camera"):
        where: dict[str, Any] = {"event_id": event_id, "occurrence_id": occurrence_id, "booking_id": booking_id}
        return redirect(url_for(".door_guest", **where), 303)
    return to_list(event_id, occurrence_id, f"guest-{booking_id}")


def _say_arrived(event_id: int, booking: Booking, back: str = "") -> None:
    """With Undo."""
    url = url_for(".mark", event_id=event_id, occurrence_id=booking.occurrence_id, booking_id=booking.id)
    notice(_("%(name)s has arrived.", name=booking.contact_name), undo=f"{url}?attendance={back}")


def guest_or_404(occurrence: Occurrence, booking_id: int) -> Booking:
    """A sign-up of this very date."""
    found = db.session.get(Booking, booking_id) if booking_id <= LARGEST_ID else None
    return found if found is not None and found.occurrence_id == occurrence.id else abort(404)


def _mark(booking: Booking, attendance: str | None, attended: int | None = None) -> None:
    with transaction():
        check_in.mark(booking, attendance, attended=attended, now=clock.now(), by_id=g.person.id)


@bp.post(f"{LIST}/code")
@signed_in
def by_code(event_id: int, occurrence_id: int) -> Any:
    """A code from a card, typed or read by a camera: its people have arrived."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    form = CodeForm()
    typed = form.code.data or ""
    booking = check_in.by_code(occurrence, typed) if form.validate_on_submit() else None
    if booking is None or booking.status != "confirmed":
        sentence = _("Nobody on this date’s list has this code. Look for the name.")
        if booking is not None:
            sentence = _("This sign-up is not confirmed. Look at its page.")
        walk_in = WalkInForm(formdata=None)
        return _list_page(event, occurrence, walk_in, 422, typed=read_code(typed) or typed, refusal=sentence)
    _mark(booking, "came")
    _say_arrived(event_id, booking)
    return to_list(event_id, occurrence_id, f"guest-{booking.id}")


@bp.post(f"{LIST}/walk-ins")
@signed_in
def add_walk_in(event_id: int, occurrence_id: int) -> Any:
    """Somebody came without signing up; one form counts once."""
    event, occurrence = checked_or_404(event_id, occurrence_id)
    form = WalkInForm()
    if not form.validate_on_submit():
        return _list_page(event, occurrence, form, 422)
    token, people = form.token(), form.people.data or 1
    if db.session.scalar(select(EventWalkIn).where(EventWalkIn.form_token == token)) is None:
        try:
            with transaction():
                check_in.walk_in(occurrence, people, form.words.data or "", form_token=token, now=clock.now())
        except IntegrityError:  # the same form, sent twice at the same moment
            pass
    return to_list(event_id, occurrence_id, "walk-ins")


@bp.post(f"{LIST}/walk-ins/<int:walk_in_id>/undo")
@signed_in
def undo_walk_in(event_id: int, occurrence_id: int, walk_in_id: int) -> Any:
    """A line that was a mistake."""
    _event, occurrence = checked_or_404(event_id, occurrence_id)
    with transaction():
        row = db.session.get(EventWalkIn, walk_in_id) if walk_in_id <= LARGEST_ID else None
        if row is not None and row.occurrence_id == occurrence.id:
            db.session.delete(row)
    return to_list(event_id, occurrence_id, "walk-ins")


@bp.post(f"{LIST}/count")
@signed_in
def count(event_id: int, occurrence_id: int) -> Any:
    """One more at the door, or one too many counted."""
    _event, occurrence = checked_or_404(event_id, occurrence_id)
    change = AT_THE_DOOR.get(request.form.get("who", ""))
    if change is None:
        abort(400)
    with transaction():
        check_in.count(occurrence, **change, now=clock.now())
    return to_list(event_id, occurrence_id, "door")


@bp.post(f"{LIST}/helpers/<int:helper_id>/mark")
@signed_in
def mark_helper(event_id: int, occurrence_id: int, helper_id: int) -> Any:
    """Who of the helpers was there, and how long."""
    _event, occurrence = checked_or_404(event_id, occurrence_id)
    row = db.session.get(ShiftHelper, helper_id) if helper_id <= LARGEST_ID else None
    if row is None or row.shift.occurrence_id != occurrence.id:
        abort(404)
    form, state = HelperMarkForm(), request.form.get("state", "")
    if state not in helping.STATES or row.state == "withdrawn":
        abort(400)
    if not form.validate_on_submit():
        notice(_("Write the minutes as a whole number, for example 90."), tone="warning")
        return to_list(event_id, occurrence_id, f"helper-{helper_id}")
    with transaction():
        helping.mark(row, state, form.minutes.data, now=clock.now())
    return to_list(event_id, occurrence_id, f"helper-{helper_id}")
