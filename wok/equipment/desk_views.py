"""The hand-over and return desk (S7): one day's pick-ups and returns, one button a line, everything undoable."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import desk_queries, handover, opening, returns
from wok.equipment.desk_words import CONDITIONS
from wok.equipment.handover import Desk
from wok.equipment.models import Unit
from wok.equipment.movement_models import Handover, Movement
from wok.equipment.staff_blueprint import BIGGEST_ID, bp
from wok.errors import Refusal
from wok.kernel import weekly
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _

FORTNIGHT = timedelta(days=14)
DECADE = timedelta(days=3653)


def loan_or_404(booking_id: int) -> Booking:
    """A loan, in whatever state."""
    found = db.session.get(Booking, booking_id) if booking_id <= BIGGEST_ID else None
    if found is None or found.kind != "loan":
        abort(404)
    return found


def movement_or_404(movement_id: int) -> Movement:
    """Something that went out."""
    found = db.session.get(Movement, movement_id) if movement_id <= BIGGEST_ID else None
    return found or abort(404)


def asked_day() -> date:
    """The day in the address; today where there is none, none that can be read, or one beyond ten years."""
    today = weekly.local_day(clock.now())
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return asked if abs(asked - today) < DECADE else today


@bp.get("/staff/handover")
@staff_only
def desk() -> Any:
    """Today's pick-ups and returns, what is late and which loans are at risk."""
    return _desk(asked_day())


def _desk(on: date, *, refusal: Refusal | None = None) -> Any:
    now = clock.now()
    days = opening.calendar()
    body = render_template(
        "equipment_staff/desk.html",
        day=desk_queries.day(on, now=now),
        today=weekly.local_day(now),
        is_open=days.is_open(on),
        before=max(days.open_days(on - FORTNIGHT, on - opening.DAY), default=None),
        after=days.next_open(on + opening.DAY),
        refusal=refusal,
    )
    return body, 422 if refusal else 200


@bp.get("/staff/handover/list")
@staff_only
def day_list() -> Any:
    """The day on paper, with boxes to tick."""
    now = clock.now()
    return render_template(
        "equipment_staff/day_list.html", day=desk_queries.day(asked_day(), now=now), now=now, conditions=CONDITIONS
    )


@bp.get("/staff/handover/unit/<tag>")
@staff_only
def of_unit(tag: str) -> Any:
    """A label was read: the loan its unit is out for, else the unit's own page."""
    unit = db.session.scalar(select(Unit).where(Unit.tag == tag)) or abort(404)
    movement = desk_queries.out_now(unit.id)
    if movement is None:
        return redirect(url_for("equipment_staff.unit", tag=unit.tag), 302)
    to = url_for(".at_desk", booking_id=movement.line.booking_id, _anchor=f"out-{movement.id}")
    return redirect(to, 302)


@bp.post("/staff/handover/<int:booking_id>/out")
@staff_only
def hand_all(booking_id: int) -> Any:
    """Everything goes out, complete, to who booked it. Tagged units must be named on the loan's own page."""
    booking = loan_or_404(booking_id)
    if any(line.item.is_tagged for line, _count in handover.to_go(booking)):
        return redirect(url_for(".at_desk", booking_id=booking_id), 303)

    def do() -> Handover:
        going = handover.everything(booking)
        return handover.hand_over(booking, going, Desk(g.person.id, booking.contact_name), now=clock.now())

    turn = _done(do)
    if isinstance(turn, Handover):
        notice(_("Handed over to %(name)s.", name=booking.contact_name), undo=url_for(".undo_out", turn_id=turn.id))
        return redirect(url_for(".desk", _anchor=f"out-{booking_id}"), 303)
    return turn


@bp.post("/staff/handover/<int:booking_id>/back")
@staff_only
def take_all(booking_id: int) -> Any:
    """Everything that is out came back, complete and in good condition."""
    booking = loan_or_404(booking_id)
    back = _done(lambda: returns.everything(booking, g.person.id, now=clock.now()))
    if isinstance(back, list):
        notice(
            _("%(name)s: everything is back.", name=booking.contact_name),
            undo=url_for(".undo_all_back", booking_id=booking_id),
        )
        return redirect(url_for(".desk", _anchor=f"back-{booking_id}"), 303)
    return back


@bp.post("/staff/handover/turn/<int:turn_id>/undo")
@staff_only
def undo_out(turn_id: int) -> Any:
    """Nothing went out: it was ticked by mistake."""
    turn = (db.session.get(Handover, turn_id) if turn_id <= BIGGEST_ID else None) or abort(404)
    name = turn.booking.contact_name
    return _undone(lambda: handover.undo(turn, now=clock.now(), staff_id=g.person.id), name)


@bp.post("/staff/handover/<int:booking_id>/undo-back")
@staff_only
def undo_all_back(booking_id: int) -> Any:
    """It is still out: what came back in the last ten minutes was ticked by mistake."""
    booking = loan_or_404(booking_id)
    return _undone(lambda: returns.undo_recent(booking, now=clock.now()), booking.contact_name)


@bp.post("/staff/handover/movement/<int:movement_id>/undo")
@staff_only
def undo_back(movement_id: int) -> Any:
    """This one is still out."""
    movement = movement_or_404(movement_id)
    return _undone(lambda: returns.undo(movement, now=clock.now()), movement.line.booking.contact_name)


def _undone(do: Callable[[], object], name: str) -> Any:
    done = _done(lambda: (do(), True))
    if isinstance(done, tuple) and done[-1] is True:
        notice(_("%(name)s: undone.", name=name))
        return redirect(url_for(".desk"), 303)
    return done


def _done(do: Callable[[], Any]) -> Any:
    """What `do` gives; or the desk with the reason why not."""
    try:
        with transaction():
            return do()
    except Refusal as refusal:
        return _desk(weekly.local_day(clock.now()), refusal=refusal)
