"""The dates, and one date's day: the list with its ticks, walk-ins, topics people bring, the kitchen sheet (S1, S2)."""

from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import at_door, needs
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.lunches import desk, places, queries, staff_queries, wish_state
from wok.lunches.models import Chip, WalkIn
from wok.lunches.staff_blueprint import LARGEST_ID, acting_staff, bp, guest_or_404, lunch_or_404, to_lunch
from wok.lunches.staff_forms import MarkForm, WalkInForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean
from wok.web.texts import gaps

AHEAD = timedelta(days=120)
ATTENDANCES = {"came": "came", "told_us": "told_us", "no_show": "no_show", "": None}


@bp.get("/staff/lunches")
@staff_only
def dates() -> Any:
    """The lunches of the coming months with their states, or those of the past ones."""
    now, is_past = clock.now(), "past" in request.args
    shown = queries.lunch_dates(now - AHEAD, now) if is_past else queries.lunch_dates(now, now + AHEAD)
    decisions = staff_queries.undecided(now=now)
    later = [one for one in decisions if one.starts_at >= now + AHEAD]
    return render_template(
        "lunch_staff/dates.html",
        dates=shown[::-1] if is_past else shown,
        is_past=is_past,
        later=later,
        gaps=gaps,
        wishes_until={one.occurrence.id: places.wishes_until(one, now=now) for one in shown},
    )


@bp.get("/staff/lunches/<int:occurrence_id>")
@staff_only
def show(occurrence_id: int) -> Any:
    """The lunch list: arrived, not come, walk-ins, totals."""
    return _list_page(lunch_or_404(occurrence_id), WalkInForm(formdata=None))


def _list_page(occurrence: Occurrence, form: WalkInForm, code: int = 200) -> Any:
    now, words = clock.now(), clean(request.args.get("q", ""))[:100]
    form.fill_token()
    found = staff_queries.lunch_list(occurrence)
    page = render_template(
        "lunch_staff/show.html",
        occurrence=occurrence,
        list=found,
        coming=staff_queries.matching(found.coming, words),
        others=staff_queries.matching(found.offered + found.waiting + found.cancelled, words) if words else [],
        words=words,
        form=form,
        may_tick=at_door.may_tick(occurrence.starts_at, now=now),
        is_over=occurrence.ends_at <= now,
        may_undo=bool(occurrence.before and occurrence.undo_until and occurrence.undo_until >= now),
        chips=queries.chips(occurrence, "new", "shown", "hidden"),
        gaps=gaps,
        may_switch=wish_state.could_run(occurrence, now=now),
        wishes_until=wish_state.closes_at(occurrence, now=now),
    )
    return page, code


@bp.post("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>/mark")
@staff_only
def mark(occurrence_id: int, booking_id: int) -> Any:
    """Tick one line: came (with how many), told us, did not come, or not known again."""
    occurrence = lunch_or_404(occurrence_id)
    booking, form = guest_or_404(occurrence, booking_id), MarkForm()
    if request.form.get("attendance", "") not in ATTENDANCES or booking.status != "confirmed":
        abort(400)
    if not form.validate_on_submit():
        notice(_("Write how many came as a whole number, for example 3."), tone="warning")
        return _back(occurrence, booking_id)
    attendance = ATTENDANCES[request.form.get("attendance", "")]
    with transaction():
        desk.mark(booking, attendance, attended=form.attended.data, now=clock.now(), staff_id=acting_staff())
    if attendance and request.values.get("back") in ("today", "camera"):
        undo = url_for(".mark", occurrence_id=occurrence_id, booking_id=booking_id, back=request.values["back"])
        notice(_("%(name)s has arrived.", name=booking.contact_name), undo=undo)
    return _back(occurrence, booking_id)


def _back(occurrence: Occurrence, booking_id: int) -> Any:
    """Where the tick was made: the day's page, the guest's, the camera's, or the lunch list at the same line."""
    if request.values.get("back") == "today":
        return redirect(url_for("staff.today", _anchor="arrivals"), 303)
    if request.values.get("back") == "camera":
        return redirect(url_for(".camera", occurrence_id=occurrence.id, on=1), 303)
    if request.values.get("back") == "guest":
        return redirect(url_for(".door_guest", occurrence_id=occurrence.id, booking_id=booking_id), 303)
    return to_lunch(occurrence, f"guest-{booking_id}")


@bp.post("/staff/lunches/<int:occurrence_id>/walk-ins")
@staff_only
def add_walk_in(occurrence_id: int) -> Any:
    """Somebody came without booking; one form counts once."""
    occurrence, form = lunch_or_404(occurrence_id), WalkInForm()
    if not form.validate_on_submit():
        return _list_page(occurrence, form, 422)
    token, people = form.token(), form.people.data or 1
    if staff_queries.walk_in_with(token) is None:
        try:
            with transaction():
                desk.walk_in(occurrence, people, form.words.data or "", form_token=token, now=clock.now())
        except IntegrityError:  # the same form, sent twice at the same moment
            pass
    return to_lunch(occurrence, "walk-ins")


@bp.post("/staff/lunches/<int:occurrence_id>/walk-ins/<int:walk_in_id>/undo")
@staff_only
def undo_walk_in(occurrence_id: int, walk_in_id: int) -> Any:
    """A line of walk-ins that was a mistake."""
    occurrence = lunch_or_404(occurrence_id)
    with transaction():
        row = db.session.get(WalkIn, walk_in_id) if walk_in_id <= LARGEST_ID else None
        if row is not None and row.occurrence_id == occurrence.id:
            desk.undo_walk_in(row)
    return to_lunch(occurrence, "walk-ins")


@bp.post("/staff/lunches/<int:occurrence_id>/topics/<int:chip_id>/<any(show, hide):what>")
@staff_only
def read_chip(occurrence_id: int, chip_id: int, what: str) -> Any:
    """Let everybody read a topic somebody brings, or keep it from being shown."""
    occurrence = lunch_or_404(occurrence_id)
    chip = db.session.get(Chip, chip_id) if chip_id <= LARGEST_ID else None
    if chip is None or chip.occurrence_id != occurrence.id:
        abort(404)
    with transaction():
        (desk.show_chip if what == "show" else desk.hide_chip)(chip_id, now=clock.now())
    if request.form.get("back") == "today":
        return redirect(url_for("staff.today", _anchor="topics"), 303)
    return to_lunch(occurrence, "topics")


@bp.get("/staff/lunches/<int:occurrence_id>/kitchen")
@staff_only
def kitchen(occurrence_id: int) -> Any:
    """The kitchen sheet, made for one sheet of A4: numbers only, never a diet beside a name (PROMISES D1)."""
    occurrence, now = lunch_or_404(occurrence_id), clock.now()
    sheet = staff_queries.kitchen_sheet(occurrence, now=now)
    return render_template("lunch_staff/kitchen.html", occurrence=occurrence, sheet=sheet, now=now, words=needs)
