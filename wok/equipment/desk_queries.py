"""What the desk shows: a day's pick-ups and returns, what is late, and one loan piece by piece."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.equipment import holding, loans, repairs, risks
from wok.equipment.models import Item, Loan, LoanLine, Unit
from wok.equipment.movement_models import Handover, LoanRisk, MissingPiece, Movement, NotCollected
from wok.kernel import weekly
from wok.kernel.values import dataclass

OUT = (Movement.back_at.is_(None), Movement.undone_at.is_(None))


@dataclass(frozen=True)
class Rest:
    """A line and how much of it has still to go out."""

    line: LoanLine
    count: int


@dataclass(frozen=True)
class PickUp:
    """A loan to be collected: what has still to go out, whether units must be chosen, and the turn that can be undone."""

    loan: Loan
    booking: Booking
    rest: list[Rest]
    needs_units: bool
    turn: Handover | None
    kept_until: datetime | None
    is_short: bool


@dataclass(frozen=True)
class Return:
    """A loan of which something is out, or came back a moment ago."""

    booking: Booking
    out: list[Movement]
    back: list[Movement]
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class Day:
    """The desk on one day."""

    day: date
    pick_ups: list[PickUp]
    returns: list[Return]
    late: list[Return]
    risks: list[LoanRisk]
    missing: int
    repairs: int

    @property
    def to_hand_over(self) -> list[PickUp]:
        """Those who have still to collect."""
        return [one for one in self.pick_ups if one.rest]

    @property
    def to_take_back(self) -> list[Return]:
        """Those of whom something is still out."""
        return [one for one in self.returns if one.out]


def day(on: date, *, now: datetime) -> Day:
    """Everything the desk needs for one day; a fixed number of statements."""
    back = returns(on, now=now)
    return Day(
        day=on,
        pick_ups=pick_ups(on, now=now),
        returns=[one for one in back if not one.is_late],
        late=[one for one in back if one.is_late],
        risks=risks.open_risks(),
        missing=sum(len(rows) for rows in repairs.missing_of().values()),
        repairs=len(repairs.repairs(now=now)),
    )


def pick_ups(on: date, *, now: datetime) -> list[PickUp]:
    """Loans to be collected on this day, and those kept from before; what was handed over a moment ago at the end."""
    kept = {
        row.booking_id: row.kept_until
        for row in db.session.scalars(select(NotCollected).where(NotCollected.settled_at.is_(None)))
    }
    found = loans.due_out(on)
    if on == weekly.local_day(now):
        found += [one for one in _of_bookings(kept) if one.pick_up_on < on]
    gone = holding.movements_of(line.id for loan in found for line in loan.lines)
    turns = _turns([loan.booking_id for loan in found], now=now)
    short = set(db.session.scalars(select(LoanRisk.line_id).where(LoanRisk.settled_at.is_(None))))
    made = [_pick_up(loan, gone, turns, kept, short=short) for loan in found]
    return sorted((one for one in made if one.rest or one.turn), key=lambda one: not one.rest)


def _of_bookings(numbers: Iterable[int]) -> list[Loan]:
    chosen = (
        select(Loan)
        .join(Booking, Booking.id == Loan.booking_id)
        .where(Loan.booking_id.in_(list(numbers)), Booking.status == "confirmed")
        .options(
            selectinload(Loan.booking).selectinload(Booking.association),
            selectinload(Loan.lines).selectinload(LoanLine.item).selectinload(Item.resource),
        )
    )
    return list(db.session.scalars(chosen.order_by(Loan.pick_up_on, Loan.booking_id)))


def _pick_up(
    loan: Loan, gone: list[Movement], turns: dict[int, Handover], kept: dict[int, datetime], *, short: set[int]
) -> PickUp:
    rest = [Rest(line, count) for line in loan.lines if (count := holding.still_to_go(line, gone))]
    return PickUp(
        loan=loan,
        booking=loan.booking,
        rest=rest,
        needs_units=any(one.line.item.is_tagged for one in rest),
        turn=turns.get(loan.booking_id),
        kept_until=kept.get(loan.booking_id),
        is_short=any(line.id in short for line in loan.lines),
    )


def _turns(booking_ids: list[int], *, now: datetime) -> dict[int, Handover]:
    """By booking, the latest hand-over that can still be undone."""
    chosen = Handover.booking_id.in_(booking_ids), Handover.undone_at.is_(None), Handover.undo_until >= now
    return {one.booking_id: one for one in db.session.scalars(select(Handover).where(*chosen).order_by(Handover.id))}


def _moved() -> Select[Movement]:
    return select(Movement).options(
        selectinload(Movement.line).selectinload(LoanLine.booking).selectinload(Booking.association),
        selectinload(Movement.item).selectinload(Item.pieces_ever),
        selectinload(Movement.unit),
    )


def returns(on: date, *, now: datetime) -> list[Return]:
    """Loans due back on this day, whatever is late (today alone), and what came back a moment ago."""
    today = weekly.local_day(now)
    is_due = Movement.due_on <= on if on == today else Movement.due_on == on
    out = list(db.session.scalars(_moved().where(*OUT, is_due).order_by(Movement.due_on, Movement.id)))
    recent = _moved().where(Movement.back_at.is_not(None), Movement.undo_until >= now, Movement.undone_at.is_(None))
    back = list(db.session.scalars(recent.order_by(Movement.id))) if on == today else []
    by_booking: dict[int, list[Movement]] = defaultdict(list)
    for one in [*out, *back]:
        by_booking[one.line.booking_id].append(one)
    return [_return(rows, today) for rows in by_booking.values()]


def _return(rows: list[Movement], today: date) -> Return:
    out = [one for one in rows if one.back_at is None]
    late = any(one.overdue_at is not None or one.due_on < today for one in out)
    due_on = min(one.due_on for one in out or rows)
    return Return(rows[0].line.booking, out, [one for one in rows if one.back_at], due_on, late)


@dataclass(frozen=True)
class AtDesk:
    """One loan as the desk sees it."""

    booking: Booking
    loan: Loan
    rest: list[Rest]
    again: list[Rest]  # was back before the loan is over, and may go out once more
    shelf: dict[int, list[Unit]]  # by item: tagged units that could go out
    out: list[Movement]
    over: list[Movement]
    turns: list[Handover]
    missing: dict[int, list[MissingPiece]]
    risks: list[LoanRisk]

    def lacks(self, unit_id: int) -> list[MissingPiece]:
        """What this unit lacks."""
        return [row for rows in self.missing.values() for row in rows if row.unit_id == unit_id]


def at_desk(booking: Booking, *, now: datetime) -> AtDesk:
    """What of this loan has still to go out, is out, and came back."""
    lines = [line for line in loans.lines_of(booking) if line.got]
    numbers = [line.id for line in lines]
    chosen = _moved().where(Movement.line_id.in_(numbers), Movement.undone_at.is_(None))
    gone = list(db.session.scalars(chosen.order_by(Movement.out_at, Movement.id)))
    rest = [Rest(line, count) for line in lines if (count := holding.still_to_go(line, gone))]
    again = [] if rest else _again(lines, gone, today=weekly.local_day(now))
    turns = select(Handover).where(Handover.booking_id == booking.id, Handover.undone_at.is_(None))
    risky = select(LoanRisk).where(LoanRisk.line_id.in_(numbers), LoanRisk.settled_at.is_(None))
    return AtDesk(
        booking=booking,
        loan=loans.loan_of(booking),
        rest=rest if booking.status == "confirmed" else [],
        again=again if booking.status == "confirmed" else [],
        shelf=shelf([one.line.item for one in (*rest, *again) if one.line.item.is_tagged]),
        out=[one for one in gone if one.back_at is None],
        over=[one for one in gone if one.back_at is not None],
        turns=list(db.session.scalars(turns.order_by(Handover.id))),
        missing=repairs.missing_of([line.item_id for line in lines]),
        risks=list(db.session.scalars(risky)),
    )


def _again(lines: list[LoanLine], gone: list[Movement], *, today: date) -> list[Rest]:
    """What is back although its loan still lasts."""
    found = []
    for line in lines:
        out = sum(one.count for one in gone if one.line_id == line.id and one.back_at is None)
        if out < line.got and today <= line.last_on:
            found.append(Rest(line, line.got - out))
    return found


def shelf(items: Iterable[Item]) -> dict[int, list[Unit]]:
    """By item, its tagged units in service that are not out, in order of tag."""
    away = select(Movement.unit_id).where(*OUT, Movement.unit_id.is_not(None))
    chosen = select(Unit).where(Unit.item_id.in_([one.id for one in items]), Unit.state == "service")
    found: dict[int, list[Unit]] = defaultdict(list)
    for unit in db.session.scalars(chosen.where(Unit.id.not_in(away)).order_by(Unit.tag)):
        found[unit.item_id].append(unit)
    return dict(found)


def out_now(unit_id: int) -> Movement | None:
    """Where this unit is: the movement it is out for."""
    return db.session.scalars(_moved().where(*OUT, Movement.unit_id == unit_id).limit(1)).first()
