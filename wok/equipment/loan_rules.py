"""Which days and how many a loan may have, and which other days come nearest. Pure: dates and numbers only.

The pick-up day and the return day both count; closed days may lie inside, never at an end (FLOWS.md, Equipment).
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from wok.kernel.values import dataclass

LONGEST = 7  # days, both ends counted, as long as staff say nothing else
FURTHEST = 365  # days from today to the pick-up
LOOK_AROUND = 28  # days before and after the wished ones in which we look for others
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """From the pick-up day to the return day."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days it lasts, both ends counted."""
        return (self.last - self.first).days + 1

    def moved(self, by: int) -> "Days":
        """The same number of days, `by` days later."""
        return Days(self.first + by * DAY, self.last + by * DAY)

    @property
    def all(self) -> list[date]:
        """Every day of it."""
        return [self.first + DAY * count for count in range(self.count)]


def fault(days: Days, open_days: Collection[date], *, today: date, longest: int = LONGEST) -> str:
    """What speaks against these days, or nothing: reversed, past, far, closed_first, closed_last, long."""
    if days.last < days.first:
        return "reversed"
    if days.first < today:
        return "past"
    if (days.first - today).days > FURTHEST:
        return "far"
    if days.first not in open_days:
        return "closed_first"
    if days.last not in open_days:
        return "closed_last"
    return "long" if days.count > longest else ""


def neighbours(day: date, open_days: Collection[date]) -> list[date]:
    """The last open day before and the first one after a closed day."""
    before = max((one for one in open_days if one < day), default=None)
    after = min((one for one in open_days if one > day), default=None)
    return [one for one in (before, after) if one is not None]


def nearest(
    wished: Days,
    open_days: Collection[date],
    suits: Callable[[Days], bool],
    *,
    today: date,
    most: int = 3,
    longest: int = LONGEST,
) -> list[Days]:
    """Up to `most` other stretches that suit, the nearest to the wished days first, in the end in order of date.

    The same length where both ends are open; else up to two days longer.
    """
    usual = min(max(1, wished.count), longest)
    found: list[Days] = []
    for step in sorted(range(-LOOK_AROUND, LOOK_AROUND + 1), key=lambda one: (abs(one), one)):
        first = wished.first + step * DAY
        for length in range(usual, min(usual + 2, longest) + 1):
            other = Days(first, first + (length - 1) * DAY)
            if other != wished and not fault(other, open_days, today=today, longest=longest):
                if suits(other):
                    found.append(other)
                break
        if len(found) == most:
            break
    return sorted(found)


def whole_packs(quantity: int, pack: int) -> tuple[int, int]:
    """The next smaller and the next larger number of pieces that are whole packs; the smaller may be 0."""
    lower = quantity // pack * pack
    return lower, lower if lower == quantity else lower + pack
