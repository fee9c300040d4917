"""What a line's takings cover once things move: what is out until it is back, the rest as promised.

Movements are the truth; takings follow them as far as the capacity lets them. What no longer fits makes the
loans to come short (risks.py); nobody is ever promised what is not there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wok.bookings import lines as core_lines
from wok.bookings import services as core
from wok.bookings.lines import Line
from wok.bookings.models import Resource, Taking
from wok.db import db
from wok.equipment import opening
from wok.equipment.desk_rules import out_until
from wok.equipment.models import LoanLine
from wok.equipment.movement_models import Movement
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.kernel.span import Span

DAY = timedelta(days=1)


def movements_of(line_ids: Iterable[int]) -> list[Movement]:
    """All that went out for these lines and was not ticked by mistake, in order."""
    chosen = select(Movement).where(Movement.line_id.in_(list(line_ids)), Movement.undone_at.is_(None))
    return list(db.session.scalars(chosen.order_by(Movement.out_at, Movement.id)))


def still_to_go(line: LoanLine, movements: Iterable[Movement]) -> int:
    """How many of what was granted have not gone out yet."""
    return max(0, line.got - sum(one.count for one in movements if one.line_id == line.id))


def end_of(movement: Movement, today: date, days: Calendar) -> date:
    """The day until which what is out counts as out, clean-up days apart."""
    late = movement.overdue_at is not None or movement.due_on < today
    return out_until(movement.due_on, today, days.next_open, is_late=late)


def wanted(line: LoanLine, movements: Sequence[Movement], *, today: date, days: Calendar) -> list[tuple[Span, int]]:
    """What the line should take: what is out, what is being cleaned, and what has still to go out; in order."""
    cleaning = line.item.cleanup_days
    found: Counter[Span] = Counter()
    for one in movements:
        first = min(line.first_on, weekly.local_day(one.out_at))
        if one.back_at is None:
            found[opening.taken_span(first, end_of(one, today, days), cleaning)] += one.count
        elif one.outcome == "returned" and cleaning:
            found[opening.taken_span(first, max(first, weekly.local_day(one.back_at)), cleaning)] += one.count
    if (rest := still_to_go(line, movements)) and today <= line.last_on:
        found[opening.taken_span(line.first_on, line.last_on, cleaning)] += rest
    return sorted(found.items())


def fit(line: LoanLine, *, now: datetime, days: Calendar | None = None) -> bool:
    """Make the line's takings follow its movements. False when nothing had to change."""
    resource = core.lock([line.item.resource_id], now=now)[line.item.resource_id]
    today, days = weekly.local_day(now), days or opening.calendar()
    wish = wanted(line, movements_of([line.id]), today=today, days=days)
    if wish == _taken(line):
        return False
    core_lines.free_line(line.booking, resource.id)
    for span, quantity in wish:
        _take(line, resource, span, quantity, now=now)
    return True


def _taken(line: LoanLine) -> list[tuple[Span, int]]:
    chosen = select(Taking).where(Taking.booking_id == line.booking_id, Taking.resource_id == line.item.resource_id)
    found: Counter[Span] = Counter()
    for row in db.session.scalars(chosen):
        found[Span(row.starts_at, row.ends_at)] += row.quantity
    return sorted(found.items())


def _take(line: LoanLine, resource: Resource, span: Span, quantity: int, *, now: datetime) -> None:
    """Take what is free of the whole span; for the rest a day less at the end, and so on."""
    while quantity > 0:
        there = min(quantity, max(0, core_lines.units_free(resource, span)))
        if there:
            core_lines.take_lines(line.booking, [Line(resource.id, there, span)], now=now)
            quantity -= there
        end = weekly.day_span(weekly.local_day(span.end - DAY / 2)).start
        if end <= span.start:
            return
        span = Span(span.start, end)
