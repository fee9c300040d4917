"""Things come back, all or some, each with its own outcome: back, damaged, lost, used up. Undoable for ten minutes.

What comes back is free at once; the rest keeps its own due date, as a movement of its own.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.db import db
from wok.equipment import holding, loans, repairs, risks
from wok.equipment.desk_refusals import ChangedMeanwhile, TooLateHere, TooManyBack
from wok.equipment.movement_models import MissingPiece, Movement, Repair
from wok.equipment.repairs import Broken
from wok.kernel.values import dataclass

GONE = {"lost": "lost", "used_up": "retired"}
COPIED = ("handover_id", "line_id", "item_id", "unit_id", "out_at", "due_on", "condition_out", "note_out",
          "picture_out", "overdue_at")  # fmt: skip


@dataclass(frozen=True)
class Back:
    """What came back of one movement, in which condition; `pieces` None: complete."""

    count: int
    outcome: str = "returned"
    condition: str = "good"
    note: str = ""
    pieces: dict[str, int] | None = None
    picture: str | None = None


@dataclass(frozen=True)
class Taker:
    """Who takes it back, and the movement's version on the page they pressed."""

    staff_id: int | None = None
    version: int | None = None


def take_back(movement: Movement, back: Back, taker: Taker, *, now: datetime) -> Movement:
    """Write down what came back. Raises ChangedMeanwhile, TooManyBack. Returns the movement that is over."""
    if movement.back_at is not None or movement.undone_at is not None or taker.version not in (None, movement.version):
        raise ChangedMeanwhile
    if not 1 <= back.count <= movement.count:
        raise TooManyBack(movement.count)
    over = movement if back.count == movement.count else _split(movement, back.count)
    _close(over, back, taker, now=now)
    try:
        db.session.flush()
    except StaleDataError as stale:
        raise ChangedMeanwhile from stale
    holding.fit(over.line, now=now)  # before the capacity falls: what came back damaged no longer takes anything
    _look_after(over, back, taker, now=now)
    core.note(
        over.line.booking, "taken_back", by=STAFF, now=now, person_id=taker.staff_id, pieces=back.count,
        outcome=back.outcome,
    )  # fmt: skip
    risks.refresh({over.item_id}, now=now)
    return over


def everything(booking: Booking, staff_id: int | None, *, now: datetime) -> list[Movement]:
    """All that is out came back, complete and in good condition. Raises ChangedMeanwhile when nothing is out."""
    out = [one for one in holding.movements_of(line.id for line in loans.lines_of(booking)) if one.back_at is None]
    if not out:
        raise ChangedMeanwhile
    core.lock(sorted({one.item.resource_id for one in out}), now=now)
    return [take_back(one, Back(one.count), Taker(staff_id), now=now) for one in out]


def _split(movement: Movement, count: int) -> Movement:
    """The part that came back, as a movement of its own; the rest stays out with its due date."""
    part = Movement(count=count, **{name: getattr(movement, name) for name in COPIED})
    share = {number: min(pieces, pieces * count // movement.count) for number, pieces in movement.pieces_out.items()}
    part.pieces_out = share
    movement.pieces_out = {number: pieces - share[number] for number, pieces in movement.pieces_out.items()}
    movement.count -= count
    db.session.add(part)
    db.session.flush()
    return part


def _close(movement: Movement, back: Back, taker: Taker, *, now: datetime) -> None:
    movement.back_at, movement.back_by_id, movement.outcome = now, taker.staff_id, back.outcome
    movement.condition_back, movement.note_back, movement.picture_back = back.condition, back.note, back.picture
    movement.pieces_back = dict(movement.pieces_out) if back.pieces is None else back.pieces
    movement.undo_until = now + told.undo_time()


def _look_after(movement: Movement, back: Back, taker: Taker, *, now: datetime) -> None:
    """What the outcome means for the thing: repair, one less, or a piece that is missing."""
    unit = movement.unit
    if unit is not None:
        unit.seen_at = now
    if back.outcome == "damaged":
        why = Broken(movement.item, back.note, unit, movement.count, movement, taker.staff_id)
        repairs.open_repair(why, now=now)
    elif back.outcome in GONE:
        repairs.out_of_service(movement.item, unit, movement.count, GONE[back.outcome], note=back.note, now=now)
    if back.outcome in ("returned", "damaged"):
        repairs.note_missing(movement, missing(movement), now=now)


def missing(movement: Movement) -> dict[str, int]:
    """The pieces that went out and did not come back."""
    short = {one: out - movement.pieces_back.get(one, 0) for one, out in movement.pieces_out.items()}
    return {number: count for number, count in short.items() if count > 0}


def undo(movement: Movement, *, now: datetime) -> None:
    """It was ticked by mistake: it is still out. Raises TooLateHere."""
    if movement.back_at is None or movement.undo_until is None or movement.undo_until < now or movement.settled_at:
        raise TooLateHere
    core.lock([movement.item.resource_id], now=now)
    for repair in db.session.scalars(select(Repair).where(Repair.movement_id == movement.id)):
        if repair.closed_at is None:
            repairs.close_repair(repair, "mistake", "", now=now, staff_id=None)
    if movement.outcome in GONE and movement.found_at is None:
        repairs.back_in_service(movement.item, movement.unit, movement.count, now=now)
    for piece in db.session.scalars(select(MissingPiece).where(MissingPiece.movement_id == movement.id)):
        repairs.found_piece(piece, now=now)
    movement.back_at = movement.back_by_id = movement.outcome = movement.undo_until = movement.picture_back = None
    movement.condition_back, movement.note_back, movement.pieces_back = "", "", {}
    db.session.flush()
    _follow(movement, now=now)


def undo_recent(booking: Booking, *, now: datetime) -> list[Movement]:
    """All that came back in the last ten minutes is still out. Raises TooLateHere when there is none."""
    back = holding.movements_of(line.id for line in loans.lines_of(booking))
    recent = [one for one in back if one.back_at and one.undo_until and one.undo_until >= now and not one.settled_at]
    if not recent:
        raise TooLateHere
    core.lock(sorted({one.item.resource_id for one in recent}), now=now)
    for one in recent:
        undo(one, now=now)
    return recent


def found_again(movement: Movement, *, now: datetime) -> None:
    """What was lost turned up: it can be lent again. Raises ChangedMeanwhile."""
    if movement.outcome != "lost" or movement.found_at is not None:
        raise ChangedMeanwhile
    movement.found_at = now
    repairs.back_in_service(movement.item, movement.unit, movement.count, now=now)
    db.session.flush()
    risks.refresh({movement.item_id}, now=now)


def _follow(movement: Movement, *, now: datetime) -> None:
    holding.fit(movement.line, now=now)
    risks.refresh({movement.item_id}, now=now)
