"""The desk's decisions, pure: how late something is, until when it counts as out, and which loans to come lack something."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from wok.kernel.availability import Taken, peak
from wok.kernel.span import Span
from wok.kernel.values import dataclass

DAY = timedelta(days=1)
LOOK_AHEAD = 2  # days: whoever comes next is to know a whole day before


@dataclass(frozen=True)
class Coming:
    """A line of a loan not handed out yet: what it was promised, over which span."""

    line_id: int
    span: Span
    quantity: int


def days_late(due_on: date, back_on: date, is_open: Callable[[date], bool]) -> int:
    """The days after the due day on which it could have come back, the day it did included.

    Nobody can bring anything back on a closed day, so closed days do not count.
    """
    if back_on <= due_on:
        return 0
    return max(1, sum(is_open(due_on + DAY * one) for one in range(1, (back_on - due_on).days + 1)))


def out_until(due_on: date, today: date, next_open: Callable[[date], date | None], *, is_late: bool) -> date:
    """The day until which something that is out counts as out: its due day, or for what is late two days on at least."""
    if not is_late:
        return max(due_on, today)
    soon = today + DAY * LOOK_AHEAD
    return next_open(soon) or soon


def shortages(capacity: int, kept: Sequence[Taken], coming: Iterable[Coming]) -> dict[int, int]:
    """By line, how many pieces it will lack; what is out or kept comes first, then who comes first.

    Lines that lack nothing are left out.
    """
    promised, found = list(kept), {}
    for one in sorted(coming, key=lambda line: (line.span.start, line.line_id)):
        left = max(0, capacity - peak(promised, one.span))
        there = min(one.quantity, left)
        if there < one.quantity:
            found[one.line_id] = one.quantity - there
        if there:
            promised.append(Taken(one.span, there))
    return found
