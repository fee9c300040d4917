"""Pure rules of skills: who may be asked, what hours count, which state follows. Standard library only."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

SHORTEST_NOTICE = timedelta(hours=1)
HORIZON = timedelta(days=366)
LONGEST = 24  # halves of an hour in one ask: twelve hours
MOST_OPEN = 6  # asks of one association that still wait for an answer
MOST_A_DAY = 10  # asks of one association within a day, so that nobody floods the others
MOST_CALLED = 12  # offers one ask goes to
REMIND_AFTER = timedelta(days=5)  # the side that says no hours is reminded
STAFF_AFTER = timedelta(days=10)  # then staff look after it
SOON = timedelta(days=3)  # an ask without an answer so close is shown to staff


def whole_hours(halves: int) -> int:
    """What counts: half hours are rounded down in the sum."""
    return max(0, halves) // 2


def points(halves: int, points_an_hour: int) -> int:
    """What the helper's group is credited with (FAIRNESS.md 4)."""
    return whole_hours(halves) * points_an_hour


def agreed(asker: int | None, helper: int | None) -> int | None:
    """The hours both sides say; None as long as one is silent or they differ."""
    return asker if asker is not None and asker == helper else None


def after_answers(states: Collection[str]) -> str:
    """What an ask is by the answers of those who were asked: confirmed, asked or declined."""
    if "yes" in states:
        return "confirmed"
    return "asked" if "asked" in states else "declined"


def hours_left(monthly: int, taken_halves: Sequence[int]) -> int:
    """Halves of an hour still to be had in a month."""
    return max(0, 2 * monthly - sum(taken_halves))


def speaks(spoken: Collection[str], wanted: str) -> bool:
    """Whether the language asked for is among those spoken; none asked for suits all."""
    return not wanted or wanted in spoken


def is_soon(starts_at: datetime, *, now: datetime) -> bool:
    """So close that staff should look after it."""
    return starts_at - now <= SOON
