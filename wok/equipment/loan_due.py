"""Reminders of loans, asked by the jobs: the day before pick-up and the day before the return, once each.

Running it twice does no harm: every reminder has one cause (PROMISES M4, M7).
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from wok.alone import alone
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment import holding, loans
from wok.equipment.loan_messages import due_back, tell
from wok.equipment.loan_rules import DAY
from wok.equipment.models import Loan, LoanLine
from wok.equipment.movement_models import Movement
from wok.kernel import weekly
from wok.mail.models import Message

REMIND_FROM = time(9)  # on the day before
PICK_UP, RETURN = "remind_pick_up", "remind_return"


def run(now: datetime) -> str:
    """Owe the reminders whose time has come; returns what was done in words for the jobs page."""
    owed = remind_pick_up(now=now) + remind_return(now=now)
    return f"{owed} loan reminders" if owed else ""


def remind_pick_up(*, now: datetime) -> int:
    """Tomorrow is the day to collect, and nothing went out yet; not for what was booked or changed since the morning."""
    tomorrow, due_at = _day_before(now=now)
    went_out = exists().where(Movement.line_id == LoanLine.id, LoanLine.booking_id == Loan.booking_id)
    return _remind(PICK_UP, Loan.pick_up_on == tomorrow, Booking.changed_at < due_at, ~went_out, now=now)


def remind_return(*, now: datetime) -> int:
    """Tomorrow is the day to bring back what has been out since before this morning; each piece has its own day."""
    tomorrow, due_at = _day_before(now=now)
    is_due = exists().where(
        Movement.line_id == LoanLine.id,
        LoanLine.booking_id == Loan.booking_id,
        Movement.due_on == tomorrow,
        Movement.back_at.is_(None),
        Movement.undone_at.is_(None),
        Movement.out_at < due_at,
    )
    return _remind(RETURN, is_due, now=now)


def _day_before(*, now: datetime) -> tuple[date, datetime]:
    """Tomorrow, and the moment today from which we remind of it."""
    today = weekly.local_day(now)
    return today + DAY, weekly.nearest(today, REMIND_FROM)


def _remind(kind: str, *chosen: ColumnElement[bool], now: datetime) -> int:
    day, due_at = _day_before(now=now)
    if now < due_at:
        return 0
    rows = (
        select(Loan.booking_id)
        .join(Booking, Booking.id == Loan.booking_id)
        .where(Booking.status == "confirmed", *chosen)
        .order_by(Loan.booking_id)
    )
    causes = {f"{kind}:{number}:{day.isoformat()}": number for number in db.session.scalars(rows)}
    told = set(db.session.scalars(select(Message.cause).where(Message.cause.in_(list(causes))))) if causes else set()
    return sum(_remind_one(kind, number, cause, day, now=now) for cause, number in causes.items() if cause not in told)


def _remind_one(kind: str, booking_id: int, cause: str, day: date, *, now: datetime) -> int:
    with alone(f"loan {booking_id}"):
        booking = db.session.get_one(Booking, booking_id, with_for_update=True, populate_existing=True)
        more: dict[str, Any] = {}
        if kind == RETURN:
            due = [one for one in _out(booking) if one.due_on == day]
            more = due_back(booking, due, day) if due else {}
        if booking.status != "confirmed" or not (
            more or (kind == PICK_UP and loans.loan_of(booking).pick_up_on == day)
        ):
            return 0
        tell(kind, booking, now=now, cause=cause, useful_until=weekly.day_span(day).end, **more)
    return 1


def _out(booking: Booking) -> list[Movement]:
    """What of a loan is out now."""
    moved = holding.movements_of(line.id for line in loans.lines_of(booking))
    return [one for one in moved if one.back_at is None]
