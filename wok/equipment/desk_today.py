"""The desk in one line, for Today at the Wok (S1): how many collect, bring back, are late or at risk."""

from datetime import datetime

from sqlalchemy import Select, exists, func, select

from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import Loan, LoanLine
from wok.equipment.movement_models import LoanRisk, Movement, Repair
from wok.kernel import weekly
from wok.kernel.values import dataclass

OUT = (Movement.back_at.is_(None), Movement.undone_at.is_(None))


@dataclass(frozen=True)
class Summary:
    """Loans, counted; `repairs` counts what is in repair."""

    pick_ups: int
    returns: int
    late: int
    at_risk: int
    repairs: int

    @property
    def is_quiet(self) -> bool:
        """True when nobody collects or brings anything today, and nothing is late."""
        return not (self.pick_ups or self.returns or self.late)


def summary(*, now: datetime) -> Summary:
    """What the desk has to do today; a fixed number of statements."""
    today = weekly.local_day(now)
    is_late = Movement.overdue_at.is_not(None) | (Movement.due_on < today)
    out = select(func.count(LoanLine.booking_id.distinct())).join(Movement, Movement.line_id == LoanLine.id).where(*OUT)
    gone = exists().where(
        LoanLine.booking_id == Loan.booking_id, Movement.line_id == LoanLine.id, Movement.undone_at.is_(None)
    )
    waiting = Loan.pick_up_on == today, Booking.status == "confirmed", ~gone
    to_come = select(func.count(Loan.booking_id)).join(Booking, Booking.id == Loan.booking_id).where(*waiting)
    risky = (
        select(func.count(Booking.id.distinct()))
        .join(LoanLine, LoanLine.booking_id == Booking.id)
        .join(LoanRisk, LoanRisk.line_id == LoanLine.id)
        .where(LoanRisk.settled_at.is_(None), Booking.status == "confirmed")
    )
    return Summary(
        pick_ups=_count(to_come),
        returns=_count(out.where(Movement.due_on == today, Movement.overdue_at.is_(None))),
        late=_count(out.where(is_late)),
        at_risk=_count(risky),
        repairs=_count(select(func.count(Repair.id)).where(Repair.closed_at.is_(None))),
    )


def _count(chosen: Select[int]) -> int:
    return int(db.session.scalar(chosen) or 0)
