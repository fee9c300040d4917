"""What the desk tells borrowers: late, at risk, safe again, a moved day, kept and passed on. Each once, in their language."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from wok.bookings import told
from wok.bookings.models import Booking
from wok.equipment import loan_messages
from wok.equipment.desk_words import name_of
from wok.equipment.movement_models import LoanRisk, Movement
from wok.kernel import weekly

SOON = timedelta(0)


def _tell(kind: str, booking: Booking, *, cause: str, now: datetime, until: datetime | None, **more: Any) -> None:
    known = {**told.facts(booking), **more}
    told.owe(f"equipment/{kind}", booking, known, now=now, after=SOON, useful_until=until, cause=cause)


def _noon(day: date) -> str:
    """A day as messages carry it: an instant inside it."""
    return weekly.nearest(day, time(12)).isoformat()


def things(counts: Iterable[tuple[Any, int]], language: str) -> list[dict[str, Any]]:
    """Item and number as messages say them."""
    return [{"count": count, "name": name_of(item, language)} for item, count in counts]


def late(booking: Booking, movements: list[Movement], *, next_on: date | None, now: datetime) -> None:
    """Please bring it back: what is still out, and when we are open next."""
    due_on = min(one.due_on for one in movements)
    out = things([(one.item, one.count) for one in movements], booking.language)
    cause = f"desk-late:{booking.id}:{due_on.isoformat()}"
    _tell(
        "desk_late", booking, cause=cause, now=now, until=now + timedelta(days=3), out=out,
        due_at=_noon(due_on), next_at=_noon(next_on) if next_on else None,
    )  # fmt: skip


def at_risk(risk: LoanRisk, *, now: datetime) -> None:
    """The next borrower: what may be missing, why, and what is possible."""
    _tell_of_risk("desk_at_risk", risk, now=now)


def ask(risk: LoanRisk, *, now: datetime) -> None:
    """Staff ask the next borrower what would do."""
    _tell_of_risk("desk_ask", risk, now=now)


def safe(risk: LoanRisk, *, now: datetime) -> None:
    """All is there again."""
    _tell_of_risk("desk_safe", risk, now=now)


def settled(risk: LoanRisk, *, other: str, now: datetime) -> None:
    """What staff found instead: another thing, or fewer."""
    _tell_of_risk("desk_settled", risk, now=now, other=other, got=risk.line.got)


def _tell_of_risk(kind: str, risk: LoanRisk, *, now: datetime, **more: Any) -> None:
    line = risk.line
    cause = f"{kind}:{line.id}:{risk.since.isoformat()}:{risk.outcome or ''}"
    _tell(
        kind, line.booking, cause=cause, now=now, until=line.booking.ends_at, because=risk.because,
        short=risk.short, asked=line.got, thing=name_of(line.item, line.booking.language), **more,
    )  # fmt: skip


def days_moved(
    booking: Booking, *, pick_up: bool, new_on: date, also_on: date | None, reason: str, now: datetime
) -> None:
    """The Wok is closed on the agreed day: it moved by itself. `also_on`: the return day moved as well."""
    cause = f"desk-moved:{booking.id}:{new_on.isoformat()}:{int(pick_up)}"
    until = weekly.day_span(new_on).end
    _tell(
        "desk_moved", booking, cause=cause, now=now, until=until, **loan_messages.facts(booking), pick_up=pick_up, new_at=_noon(new_on),
        also_at=_noon(also_on) if also_on else None, reason=reason,
    )  # fmt: skip


def kept(booking: Booking, *, until: datetime, now: datetime) -> None:
    """Not collected: we keep it until then."""
    cause = f"desk-kept:{booking.id}:{until.isoformat()}"
    _tell("desk_kept", booking, cause=cause, now=now, until=until, kept_until=until.isoformat())


def passed_on(booking: Booking, *, now: datetime) -> None:
    """Not collected, passed on."""
    cause, until = f"desk-passed:{booking.id}", now + timedelta(days=3)
    _tell("desk_passed_on", booking, cause=cause, now=now, until=until, **loan_messages.facts(booking))
