"""Once a return can no longer be undone: lateness is written down, and what is free is offered on."""

from datetime import datetime

from sqlalchemy import exists, select

from wok.alone import alone
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment import opening
from wok.equipment.desk_rules import days_late
from wok.equipment.models import LoanLine
from wok.equipment.movement_models import LoanRisk, Movement
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.sharing import offers, penalties

FAILED = ("substitute", "fewer", "moved", "failed")


def run(now: datetime) -> str:
    """Settle the returns whose ten minutes are over, loan by loan."""
    over = Movement.settled_at.is_(None), Movement.back_at.is_not(None), Movement.undo_until < now
    chosen = select(LoanLine.booking_id).join(Movement).where(*over).distinct().order_by(LoanLine.booking_id)
    numbers = list(db.session.scalars(chosen))
    days = opening.calendar()
    for number in numbers:
        with alone(f"loan {number}"):
            _settle(number, days, now=now)
    return f"settled {len(numbers)}"


def _settle(booking_id: int, days: Calendar, *, now: datetime) -> None:
    chosen = select(Movement).join(LoanLine).where(LoanLine.booking_id == booking_id, Movement.back_at.is_not(None))
    back = list(db.session.scalars(chosen.with_for_update(of=Movement)))
    fresh = [one for one in back if one.settled_at is None and one.undo_until and one.undo_until < now]
    if not fresh:
        return
    late = max(_late(one, days) for one in fresh)
    for one in fresh:
        one.settled_at = now
    _write_down(db.session.get_one(Booking, booking_id), late, [one.id for one in fresh], now=now)
    offers.units_freed(sorted({one.item.resource_id for one in fresh}), now=now)


def _late(movement: Movement, days: Calendar) -> int:
    back_on = weekly.local_day(movement.back_at) if movement.back_at else movement.due_on
    return days_late(movement.due_on, back_on, days.is_open)


def _write_down(booking: Booking, late: int, movement_ids: list[int], *, now: datetime) -> None:
    """A loan counts as late once, by the piece that came last; once more when another loan failed by it."""
    if booking.association_id is None or late <= 0:
        return
    penalties.penalise(booking.association_id, "late", booking, days=late, now=now)
    failed = exists().where(LoanRisk.movement_id.in_(movement_ids), LoanRisk.outcome.in_(FAILED))
    if db.session.scalar(select(failed)):
        penalties.penalise(booking.association_id, "late_failed", booking, now=now)
