"""What went over the demonstration's desk: the past in bulk, the last days and today by the desk's own services."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking, BookingEvent
from wok.db import db, transaction
from wok.demo import asked
from wok.demo.asked import Usual
from wok.demo.lending import World, ask, order
from wok.equipment import desk_due, handover, holding, loans, returns
from wok.equipment.handover import Desk, Going
from wok.equipment.loan_rules import Days
from wok.equipment.models import Item, Loan, LoanLine, Unit
from wok.equipment.movement_models import Handover, Movement
from wok.equipment.returns import Back, Taker
from wok.kernel import weekly

ASKED_BEFORE = timedelta(days=12)


def plan(world: World) -> None:
    """The loans of these days: out and due today, one too late with the next at risk, one back in part, one incomplete."""
    today = weekly.local_day(world.past.now)
    here = world.days.next_open(today) or today
    before = world.days.open_days(today - timedelta(days=40), today - timedelta(days=1))[-3:]
    later = world.days.next_open(here + timedelta(days=1)) or here
    first, middle, last = before
    _out(world, "due today", 2, asked.MEAL, lines=(("tables", 6, 4), ("coffee", 1, 1)), days=Days(middle, here))
    _out(world, "in part", 10, asked.FEAST, lines=(("chairs", 40, 40), ("cups", 2, 1)), days=Days(first, here))
    _out(world, "too late", 14, asked.FILM, lines=(("screens", 2, 2),), days=Days(first, last))
    _out(world, "incomplete", 8, asked.WORKSHOP, lines=(("badges", 1, 1),), days=Days(first, last))
    _out(world, "broken", 9, asked.SHOW, lines=(("microphones", 2, 1),), days=Days(first, last))
    _to_come(
        world,
        "at risk",
        5,
        asked.FILM,
        lines=(("screens", 1, 1), ("reels", 1, 1)),
        days=Days(later, _back(world, later)),
    )
    _to_come(
        world,
        "today",
        0,
        asked.ASSEMBLY,
        lines=(("chairs", 30, 20), ("boards", 2, 1)),
        days=Days(here, _back(world, here)),
    )
    _to_come(world, "laptops today", 3, asked.WORKSHOP, lines=(("laptops", 4, 2),), days=Days(here, _back(world, here)))
    moment = world.days.first_time(last)
    if moment is not None:
        world.past.at(moment + timedelta(minutes=40), lambda now: _some_back(world, now=now))


def _back(world: World, day: date) -> date:
    return world.days.next_open(day + timedelta(days=2)) or day


def _to_come(world: World, name: str, who: int, purpose: dict[str, str], *, lines: asked.Lines, days: Days) -> None:
    at = weekly.nearest(days.first, time(11)) - ASKED_BEFORE

    def deed(moment: datetime) -> None:
        ask(world, order(world, days, who, Usual(purpose, lines)), who, at=moment, name=name)

    world.past.at(at, deed)


def _out(world: World, name: str, who: int, purpose: dict[str, str], *, lines: asked.Lines, days: Days) -> None:
    """Asked in time, handed over on its first day."""
    _to_come(world, name, who, purpose, lines=lines, days=days)
    moment = world.days.first_time(days.first)
    if moment is not None:
        world.past.at(moment + timedelta(minutes=15), lambda now: _hand_over(world, name, now=now))


def _hand_over(world: World, name: str, *, now: datetime) -> None:
    if name not in world.loans:
        return
    booking = world.booking(name)
    going: list[Going] = []
    for line, count in handover.to_go(booking):
        if line.item.is_tagged:
            there = _on_the_shelf(line.item)
            going += [Going(line.id, 1, unit.id, pieces=handover.all_pieces(line, 1)) for unit in there[:count]]
        else:
            going.append(Going(line.id, count, pieces=handover.all_pieces(line, count)))
    desk = Desk(world.staff[0], booking.contact_name, handover.PAPER)
    handover.hand_over(booking, going, desk, now=now)


def _on_the_shelf(item: Item) -> list[Unit]:
    out = select(Movement.unit_id).where(Movement.back_at.is_(None), Movement.unit_id.is_not(None))
    chosen = select(Unit).where(Unit.item_id == item.id, Unit.state == "service", Unit.id.not_in(out))
    return list(db.session.scalars(chosen.order_by(Unit.tag)))


def _some_back(world: World, *, now: datetime) -> None:
    """Half the chairs; the badge printer without its cable; one microphone that no longer speaks."""
    taker = Taker(world.staff[1])
    for movement in _moved(world, "in part")[:1]:
        returns.take_back(movement, Back(movement.count // 2), taker, now=now)
    for movement in _moved(world, "incomplete"):
        less = dict(list(movement.pieces_out.items())[1:])
        returns.take_back(movement, Back(1, pieces=less), taker, now=now)
    for number, movement in enumerate(_moved(world, "broken")):
        back = Back(1) if number else Back(1, "damaged", "poor", "Le son coupe.")
        returns.take_back(movement, back, taker, now=now)


def _moved(world: World, name: str) -> list[Movement]:
    if name not in world.loans:
        return []
    return holding.movements_of(line.id for line in loans.lines_of(world.booking(name)))


def find_late(world: World) -> None:
    """What was due and is not back is late, and the next loan at risk, as the desk's job finds it. Owns its transactions."""
    desk_due.find_late(now=world.past.now, days=world.days)


def write_past(world: World) -> int:
    """Hand-overs and returns of loans that are over, in bulk: nothing of today depends on them. Inside `transaction()`."""
    today = weekly.local_day(world.past.now)
    gone = select(Handover.booking_id)
    chosen = (
        select(Loan)
        .join(Booking, Booking.id == Loan.booking_id)
        .where(Booking.status == "confirmed", Loan.pick_up_on < today, Loan.booking_id.not_in(gone))
        .options(joinedload(Loan.booking), selectinload(Loan.lines).joinedload(LoanLine.item).selectinload(Item.pieces))
        .order_by(Loan.pick_up_on, Loan.booking_id)
    )
    over = list(db.session.scalars(chosen).unique())
    shelf = _Shelf()
    for loan in over:
        _write_one(world, loan, shelf, today)
    return len(over)


class _Shelf:
    """Which tagged units are away until when, so that none is in two places at once."""

    def __init__(self) -> None:
        out = select(Movement.unit_id).where(Movement.back_at.is_(None), Movement.unit_id.is_not(None))
        self.until: dict[int, date] = {number: date.max for number in db.session.scalars(out) if number}

    def pick(self, units: Iterable[Unit], count: int, first: date, last: date) -> list[Unit]:
        """So many that are here on the first day."""
        here = [unit for unit in units if self.until.get(unit.id, date.min) <= first][:count]
        self.until.update((unit.id, last) for unit in here)
        return here


def _write_one(world: World, loan: Loan, shelf: _Shelf, today: date) -> None:
    out_at = world.days.first_time(loan.pick_up_on)
    back_on = loan.return_on + timedelta(days=world.late.get(loan.booking_id, 0))
    back_at = weekly.nearest(back_on, time(9, 30)) if back_on < today else None
    if out_at is None:
        return
    turn = Handover(
        booking_id=loan.booking_id, at=out_at, by_id=world.staff[0], collected_by=loan.collector,
        signature=handover.PAPER, undo_until=out_at + timedelta(minutes=10),
    )  # fmt: skip
    db.session.add(turn)
    db.session.flush()
    rows = [row for line in loan.lines if line.got for row in _rows(turn, line, shelf, back_at, back_on=back_on)]
    if rows:
        for row in rows:
            row["back_by_id"] = world.staff[1] if back_at else None
        db.session.execute(insert(Movement), rows)
    loan.booking.attendance, loan.booking.attended = "came", sum(line.got for line in loan.lines)
    events = [("handed_over", out_at), *([("taken_back", back_at)] if back_at else [])]
    db.session.execute(
        insert(BookingEvent),
        [{"booking_id": loan.booking_id, "at": at, "what": what, "by": "staff", "person_id": world.staff[0],
          "facts": {"pieces": loan.booking.attended}} for what, at in events],
    )  # fmt: skip


def _rows(
    turn: Handover, line: LoanLine, shelf: _Shelf, back_at: datetime | None, *, back_on: date
) -> list[dict[str, object]]:
    facts = {
        "handover_id": turn.id,
        "line_id": line.id,
        "item_id": line.item_id,
        "out_at": turn.at,
        "due_on": line.last_on,
        "condition_out": "good",
        "note_out": "",
        "back_at": back_at,
        "outcome": "returned" if back_at else None,
        "condition_back": "good" if back_at else "",
        "settled_at": back_at,
        "note_back": "",
        "version": 1,
    }
    if not line.item.is_tagged:
        pieces = handover.all_pieces(line, line.got)
        return [
            {
                **facts,
                "unit_id": None,
                "count": line.got,
                "pieces_out": pieces,
                "pieces_back": pieces if back_at else {},
            }
        ]
    pieces = handover.all_pieces(line, 1)
    units = shelf.pick(line.item.units, line.got, line.first_on, back_on)
    return [
        {**facts, "unit_id": unit.id, "count": 1, "pieces_out": pieces, "pieces_back": pieces if back_at else {}}
        for unit in units
    ]


def settle(world: World) -> int:
    """The past of the desk, then what is late today. Owns its transactions."""
    with transaction():
        count = write_past(world)
    find_late(world)
    return count
