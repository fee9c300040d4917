"""What is due at the desk: asked by the jobs process, written one transaction each. Running it twice does no harm.

Late things, closed days, loans not collected, returns that can no longer be undone, and who must know of a risk.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from wok.alone import alone
from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.models import Booking
from wok.bookings.services import WOK
from wok.db import db
from wok.equipment import desk_messages, holding, loans, opening, owners, risks
from wok.equipment.models import Loan, LoanLine
from wok.equipment.movement_models import LoanRisk, Movement, NotCollected
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.sharing import offers, penalties

TELL_BEFORE = timedelta(hours=30)  # the promise is a day; the jobs process may be late
LOOK_BACK = timedelta(days=14)
OUT = (Movement.back_at.is_(None), Movement.undone_at.is_(None))


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    days = opening.calendar()
    done = {
        "late": find_late(now=now, days=days),
        "kept": keep_uncollected(now=now, days=days),
        "passed on": pass_on(now=now),
        "told of a risk": tell_risks(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def run_slowly(now: datetime) -> str:
    """What may wait some minutes: late things count as out for longer, and all loans to come are looked at again."""
    return f"lengthened {lengthen(now=now)}, looked at {look_again(now=now)}"


def find_late(*, now: datetime, days: Calendar) -> int:
    """What was due and is not back once the desk has closed: told at once, the next loans looked at."""
    today = weekly.local_day(now)
    chosen = select(Movement).where(*OUT, Movement.overdue_at.is_(None), Movement.due_on <= today)
    by_booking: dict[int, list[int]] = defaultdict(list)
    for one in db.session.scalars(chosen.order_by(Movement.id)):
        if one.due_on < today or now >= (days.last_time(today) or now + LOOK_BACK):
            by_booking[one.line.booking_id].append(one.id)
    for booking_id, numbers in by_booking.items():
        with alone(f"loan {booking_id}"):
            _mark_late(booking_id, numbers, now=now, days=days)
    return len(by_booking)


def _mark_late(booking_id: int, movement_ids: list[int], *, now: datetime, days: Calendar) -> None:
    chosen = select(Movement).where(Movement.id.in_(movement_ids), *OUT, Movement.overdue_at.is_(None))
    late = list(db.session.scalars(chosen.order_by(Movement.id).with_for_update()))
    if not late:
        return
    for one in late:
        one.overdue_at = now
    db.session.flush()
    booking = db.session.get_one(Booking, booking_id)
    next_on = days.next_open(weekly.local_day(now) + timedelta(days=1))
    desk_messages.late(booking, late, next_on=next_on, now=now)
    owners.late(booking, late, now=now)
    core.note(booking, "late", by=WOK, now=now, pieces=sum(one.count for one in late))
    _stretch({one.line for one in late}, now=now, days=days)


def _stretch(lines: set[LoanLine], *, now: datetime, days: Calendar) -> None:
    for line in sorted(lines, key=lambda one: one.item.resource_id):
        holding.fit(line, now=now, days=days)
    risks.refresh({line.item_id for line in lines}, now=now, days=days)


def lengthen(*, now: datetime) -> int:
    """Nobody is promised what is still out: each day the late things' takings reach further."""
    late = select(Movement.line_id).where(*OUT, Movement.overdue_at.is_not(None)).distinct()
    numbers = list(db.session.scalars(late))
    for number in numbers:
        with alone(f"line {number}"):
            _stretch({db.session.get_one(LoanLine, number)}, now=now, days=opening.calendar())
    return len(numbers)


def look_again(*, now: datetime) -> int:
    """Items whose loans are to come, whatever changed: a unit retired, a count that found fewer, more days for somebody."""
    chosen = select(LoanLine.item_id).where(LoanLine.got > 0, LoanLine.last_on >= weekly.local_day(now)).distinct()
    numbers, days = sorted(db.session.scalars(chosen)), opening.calendar()
    for number in numbers:
        with alone(f"thing {number}"):
            risks.refresh({number}, now=now, days=days)
    return len(numbers)


def keep_uncollected(*, now: datetime, days: Calendar) -> int:
    """Not collected by closing time: kept until the next opening."""
    today = weekly.local_day(now)
    out = exists(
        select(Movement.id).join(LoanLine).where(LoanLine.booking_id == Loan.booking_id, Movement.undone_at.is_(None))
    )
    noted = exists().where(NotCollected.booking_id == Loan.booking_id)
    chosen = (
        select(Loan)
        .join(Booking)
        .where(Loan.pick_up_on <= today, Loan.pick_up_on > today - LOOK_BACK, Booking.status == "confirmed")
        .where(Booking.attendance.is_(None), ~out, ~noted)
    )
    waiting = [one for one in db.session.scalars(chosen) if now >= (days.last_time(one.pick_up_on) or now + LOOK_BACK)]
    for loan in waiting:
        following = days.next_open(max(loan.pick_up_on, today) + timedelta(days=1))
        hours = days.hours(following) if following else []
        until = weekly.nearest(following, hours[0].ends) if following and hours else now + timedelta(days=1)
        with alone(f"loan {loan.booking_id}"):
            db.session.add(NotCollected(booking_id=loan.booking_id, noted_at=now, kept_until=until))
            booking = db.session.get_one(Booking, loan.booking_id)
            core.note(booking, "not_collected", by=WOK, now=now)
            desk_messages.kept(booking, until=until, now=now)
    return len(waiting)


def pass_on(*, now: datetime) -> int:
    """Kept until the next opening, and still nobody came: free for others."""
    chosen = select(NotCollected.booking_id).where(NotCollected.settled_at.is_(None), NotCollected.kept_until <= now)
    numbers = list(db.session.scalars(chosen))
    for number in numbers:
        with alone(f"loan {number}"):
            _pass_on(db.session.get_one(NotCollected, number, with_for_update=True), now=now)
    return len(numbers)


def _pass_on(row: NotCollected, *, now: datetime) -> None:
    booking = row.booking
    row.settled_at = now
    if booking.status != "confirmed" or booking.attendance is not None:
        return
    resources = [line.item.resource_id for line in loans.lines_of(booking) if line.got]
    core.cancel(booking, by=WOK, now=now, undo=timedelta(0), late=True)
    booking.attendance = "no_show"
    if booking.association_id is not None:
        penalties.penalise(booking.association_id, "no_show", booking, now=now)
    desk_messages.passed_on(booking, now=now)
    offers.units_freed(resources, now=now)


def tell_risks(*, now: datetime) -> int:
    """The next borrower knows a day before at the latest; whose day is over without the thing was failed."""
    today = weekly.local_day(now)
    return _each(risks.open_risks(), lambda one: _tell(one.line_id, now=now), _is_due(now=now)) + _each(
        risks.open_risks(), lambda one: _fail(one.line_id, now=now), lambda one: one.line.last_on < today
    )


def _each(rows: list[LoanRisk], do: Callable[[LoanRisk], None], is_due: Callable[[LoanRisk], bool]) -> int:
    due = [one for one in rows if is_due(one)]
    for one in due:
        with alone(f"line {one.line_id}"):
            do(one)
    return len(due)


def _is_due(*, now: datetime) -> Callable[[LoanRisk], bool]:
    """Once the loan begins within a day or so, and the tick that caused it can no longer be undone."""

    def check(risk: LoanRisk) -> bool:
        is_near = risk.line.booking.starts_at <= now + TELL_BEFORE
        return risk.told_at is None and is_near and risk.since + told.undo_time() <= now

    return check


def _tell(line_id: int, *, now: datetime) -> None:
    risk = db.session.get_one(LoanRisk, line_id, with_for_update=True, populate_existing=True)
    risks.refresh({risk.line.item_id}, now=now)  # more days, or other loans, may have settled it since
    if risk.told_at is None and risk.settled_at is None:
        risk.told_at = now
        desk_messages.at_risk(risk, now=now)


def _fail(line_id: int, *, now: datetime) -> None:
    risks.settle(db.session.get_one(LoanRisk, line_id), "failed", now=now)
