"""Things go out: so many of each line, which units, which pieces, in which condition, and who signed. Undoable for ten minutes."""

from collections.abc import Sequence
from dataclasses import field
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select, update

from wok.bookings import lines as core_lines
from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.db import db
from wok.equipment import holding, loans, opening, risks
from wok.equipment.desk_refusals import MoreThanGranted, NotALoan, NotFreeYet, NothingChosen, TooLateHere, UnitNotHere
from wok.equipment.desk_words import named
from wok.equipment.models import LoanLine, Unit
from wok.equipment.movement_models import Handover, Movement, NotCollected
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

PAPER = "paper"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Going:
    """What goes out for one line: one tagged unit, or so many alike things; the pieces by their number."""

    line_id: int
    count: int = 1
    unit_id: int | None = None
    condition: str = "good"
    note: str = ""
    pieces: dict[str, int] = field(default_factory=dict)
    picture: str | None = None


@dataclass(frozen=True)
class Desk:
    """Who stands on either side of the desk, and the form it was ticked on."""

    staff_id: int | None
    collected_by: str = ""
    signature: str = ""
    form_token: str | None = None


def is_out(booking_id: int) -> bool:
    """Whether something of this loan is out now."""
    open_ones = select(Movement.id).join(LoanLine, LoanLine.id == Movement.line_id)
    chosen = LoanLine.booking_id == booking_id, Movement.back_at.is_(None), Movement.undone_at.is_(None)
    return bool(db.session.scalar(select(exists(open_ones.where(*chosen)))))


def everything(booking: Booking) -> list[Going]:
    """All that has still to go out, complete; only for loans without tagged units (which ones must be said)."""
    return [Going(line.id, count, pieces=all_pieces(line, count)) for line, count in to_go(booking)]


def to_go(booking: Booking) -> list[tuple[LoanLine, int]]:
    """The lines of which something has still to go out, and how many."""
    lines = loans.lines_of(booking)
    gone = holding.movements_of(line.id for line in lines)
    return [(line, count) for line in lines if (count := holding.still_to_go(line, gone))]


def all_pieces(line: LoanLine, count: int) -> dict[str, int]:
    """The pieces that belong to so many of a line's item."""
    return {str(piece.id): piece.quantity * count for piece in line.item.pieces}


def hand_over(booking: Booking, going: Sequence[Going], desk: Desk, *, now: datetime) -> Handover:
    """Write down what goes out. Raises a Refusal when it was not granted or is not there."""
    lines = {line.id: line for line in loans.lines_of(booking) if line.got}
    if booking.status != "confirmed" or not lines:
        raise NotALoan
    if not going:
        raise NothingChosen
    core.lock([line.item.resource_id for line in lines.values()], now=now)
    _check(booking, lines, going, now=now)
    turn = Handover(
        booking_id=booking.id,
        at=now,
        by_id=desk.staff_id,
        collected_by=desk.collected_by,
        signature=desk.signature,
        form_token=desk.form_token,
        undo_until=now + told.undo_time(),
    )
    db.session.add(turn)
    db.session.flush()
    for one in going:
        _write(turn, lines[one.line_id], one, now=now)
    booking.attendance, booking.attended = "came", sum(one.count for one in going)
    db.session.execute(
        update(NotCollected).where(NotCollected.booking_id == booking.id, NotCollected.settled_at.is_(None))
        .values(settled_at=now)
    )  # fmt: skip
    core.note(booking, "handed_over", by=STAFF, now=now, person_id=desk.staff_id, pieces=booking.attended)
    _follow(list(lines.values()), now=now)
    return turn


def _check(booking: Booking, lines: dict[int, LoanLine], going: Sequence[Going], *, now: datetime) -> None:
    gone = holding.movements_of(lines)
    today = weekly.local_day(now)
    for line_id in {one.line_id for one in going}:
        line = lines.get(line_id)
        if line is None:
            raise NotALoan
        asked = sum(one.count for one in going if one.line_id == line_id)
        out = sum(one.count for one in gone if one.line_id == line_id and one.back_at is None)
        if asked > line.got - out:
            raise MoreThanGranted(named(line.item), max(0, line.got - out))
        if today < line.first_on:
            _check_free(line, asked, today, line.first_on)
        gone_already = sum(one.count for one in gone if one.line_id == line_id)
        if gone_already + asked > line.got:  # it was back, and others may have been promised it since
            until = max(today, line.last_on) + DAY * (line.item.cleanup_days + 1)
            _check_free(line, gone_already + asked - line.got, today, until)
    _check_units(lines, going)


def _check_free(line: LoanLine, count: int, first: date, end: date) -> None:
    """So many more are free from `first` on, up to the midnight before `end`. Raises NotFreeYet."""
    span = Span(weekly.day_span(first).start, weekly.day_span(end).start)
    if core_lines.units_free(line.item.resource, span) < count:
        raise NotFreeYet(named(line.item))


def _check_units(lines: dict[int, LoanLine], going: Sequence[Going]) -> None:
    """Each tagged unit is one of the line's item, in service, on the shelf, and named once."""
    named = [one for one in going if one.unit_id is not None]
    units = {one.id: one for one in db.session.scalars(select(Unit).where(Unit.id.in_(one.unit_id for one in named)))}
    away = _units_out(list(units))
    for one in named:
        unit = units.pop(one.unit_id or 0, None)
        if unit is None or unit.item_id != lines[one.line_id].item_id:
            raise UnitNotHere(unit.tag if unit else "?")
        if unit.state != "service" or unit.id in away:
            raise UnitNotHere(unit.tag)
    if any(lines[one.line_id].item.is_tagged and one.unit_id is None for one in going):
        raise NothingChosen


def _units_out(unit_ids: Sequence[int]) -> set[int]:
    chosen = Movement.unit_id.in_(unit_ids), Movement.back_at.is_(None), Movement.undone_at.is_(None)
    return {number for number in db.session.scalars(select(Movement.unit_id).where(*chosen)) if number}


def _write(turn: Handover, line: LoanLine, one: Going, *, now: datetime) -> None:
    db.session.add(
        Movement(
            handover_id=turn.id,
            line_id=line.id,
            item_id=line.item_id,
            unit_id=one.unit_id,
            count=one.count,
            out_at=now,
            due_on=max(line.last_on, weekly.local_day(now)),
            condition_out=one.condition,
            note_out=one.note,
            pieces_out=one.pieces,
            picture_out=one.picture,
        )
    )
    if one.unit_id is not None:
        db.session.execute(update(Unit).where(Unit.id == one.unit_id).values(seen_at=now))


def undo(turn: Handover, *, now: datetime, staff_id: int | None) -> None:
    """It was ticked by mistake: nothing went out. Raises TooLateHere, also when something came back since."""
    moved = list(db.session.scalars(select(Movement).where(Movement.handover_id == turn.id)))
    if turn.undone_at or turn.undo_until < now or any(one.back_at for one in moved):
        raise TooLateHere
    turn.undone_at = now
    for one in moved:
        one.undone_at = now
    db.session.flush()
    booking = turn.booking
    lines = loans.lines_of(booking)
    if not holding.movements_of(line.id for line in lines):
        booking.attendance = booking.attended = None
    core.note(booking, "handover_undone", by=STAFF, now=now, person_id=staff_id)
    _follow([line for line in lines if line.got], now=now)


def _follow(lines: Sequence[LoanLine], *, now: datetime) -> None:
    """Takings and the loans at risk follow what moved."""
    days = opening.calendar()
    for line in lines:
        holding.fit(line, now=now, days=days)
    risks.refresh({line.item_id for line in lines}, now=now, days=days)
