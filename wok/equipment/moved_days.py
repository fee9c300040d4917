"""A closure falls on a pick-up or return day: the day moves to the next open one by itself, and everybody is told once."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from wok.alone import alone
from wok.bookings import series, told
from wok.bookings import services as core
from wok.bookings.models import Booking, Closure
from wok.bookings.services import WOK
from wok.db import db
from wok.equipment import desk_messages, holding, loans, opening, risks
from wok.equipment.models import Loan, LoanLine
from wok.equipment.movement_models import Movement
from wok.equipment.opening import Calendar
from wok.kernel import weekly

AHEAD = timedelta(days=400)


def run(now: datetime) -> str:
    """Move what is due on days that have been closed for ten minutes: a closure can be undone until then."""
    closures = [one for one in series.running_closures() if one.changed_at + told.undo_time() <= now]
    days = opening.calendar()
    closed = tuple(weekly.ClosedDays(one.first_on, one.last_on) for one in closures)
    settled = Calendar(days.week, closed)
    numbers = [number for one in closures for number in _touched(one, now=now)]
    moved = 0
    for number in dict.fromkeys(numbers):
        with alone(f"loan {number}"):
            moved += _move(db.session.get_one(Loan, number), settled, closures, now=now)
    return f"moved {moved}"


def _touched(closure: Closure, *, now: datetime) -> list[int]:
    """Confirmed loans to be collected or brought back inside this closure, from today on."""
    first = max(closure.first_on, weekly.local_day(now))
    last = min(closure.last_on, first + AHEAD)
    due = (
        select(LoanLine.booking_id)
        .join(Movement)
        .where(Movement.back_at.is_(None), Movement.undone_at.is_(None), Movement.due_on.between(first, last))
    )
    inside = or_(Loan.pick_up_on.between(first, last), Loan.return_on.between(first, last), Loan.booking_id.in_(due))
    return list(db.session.scalars(select(Loan.booking_id).join(Booking).where(Booking.status == "confirmed", inside)))


def _move(loan: Loan, days: Calendar, closures: list[Closure], *, now: datetime) -> bool:
    """Move the loan's days as far as needed. False when all of them are open."""
    booking = loan.booking
    lines = [line for line in loans.lines_of(booking) if line.got]
    gone = holding.movements_of(line.id for line in lines)
    old = (loan.pick_up_on, loan.return_on, tuple(one.due_on for one in gone))
    for line in lines:
        _move_line(line, days, is_out=any(one.line_id == line.id for one in gone))
    for one in gone:
        if one.back_at is None and not days.is_open(one.due_on):
            one.due_on, one.overdue_at = days.next_open(one.due_on) or one.due_on, None
    if not gone and not days.is_open(loan.pick_up_on):
        loan.pick_up_on = days.next_open(loan.pick_up_on) or loan.pick_up_on
    if not days.is_open(loan.return_on):
        loan.return_on = days.next_open(loan.return_on) or loan.return_on
    if old == (loan.pick_up_on, loan.return_on, tuple(one.due_on for one in gone)):
        return False
    _rewrite(loan, lines, old[:2], closures, now=now)
    return True


def _move_line(line: LoanLine, days: Calendar, *, is_out: bool) -> None:
    if not is_out and not days.is_open(line.first_on):
        line.first_on = days.next_open(line.first_on) or line.first_on
    if not days.is_open(line.last_on):
        line.last_on = days.next_open(line.last_on) or line.last_on
    if line.request is not None:
        line.request.first_on, line.request.last_on = line.first_on, line.last_on
        span = opening.taken_span(line.first_on, line.last_on, line.item.cleanup_days)
        line.request.starts_at, line.request.ends_at = span.start, span.end


def _rewrite(
    loan: Loan, lines: list[LoanLine], old: tuple[date, ...], closures: list[Closure], *, now: datetime
) -> None:
    """Takings, calendar and history follow; the borrower is told once for each day that moved."""
    booking = loan.booking
    span = opening.calendar().loan_span(loan.pick_up_on, loan.return_on)
    if span:
        booking.starts_at, booking.ends_at = span.start, span.end
    core.touch(booking, now=now)
    core.note(booking, "moved", by=WOK, now=now)
    for line in lines:
        holding.fit(line, now=now)
    risks.refresh({line.item_id for line in lines}, now=now)
    is_pick_up = old[0] != loan.pick_up_on
    before, after = (old[0], loan.pick_up_on) if is_pick_up else (old[1], loan.return_on)
    reason = next((one.reason for one in closures if one.first_on <= before <= one.last_on), {})
    words = reason.get(booking.language) or reason.get("fr", "")
    also = loan.return_on if is_pick_up and old[1] != loan.return_on else None
    desk_messages.days_moved(booking, pick_up=is_pick_up, new_on=after, also_on=also, reason=words, now=now)
