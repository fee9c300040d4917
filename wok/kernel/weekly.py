"""What repeats, in local wall time of Europe/Luxembourg, turned into UTC day by day: noon stays noon.

Durations are added in UTC, never to local times. Weekdays count from Monday, 0.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from wok.kernel.span import Span, join
from wok.kernel.values import dataclass

ZONE = ZoneInfo("Europe/Luxembourg")
DAY = timedelta(days=1)


class NoSuchTime(ValueError):
    """The clocks jump over this local time. `next_good` is the first instant after the gap, in UTC."""

    def __init__(self, next_good: datetime) -> None:
        super().__init__(f"this local time does not exist; the next one is {next_good.astimezone(ZONE):%H:%M}")
        self.next_good = next_good


class Ambiguous(ValueError):
    """The clocks show this local time twice. `first` is in summer time, `second` an hour later, both in UTC."""

    def __init__(self, first: datetime, second: datetime) -> None:
        super().__init__("this local time exists twice; say which one")
        self.first = first
        self.second = second


@dataclass(frozen=True)
class Hours:
    """Open on one weekday, from a local time up to another; `ends` at 0:00 is the midnight after."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class ClosedDays:
    """Closed from `first` to `last`, both of them closed."""

    first: date
    last: date

    def includes(self, day: date) -> bool:
        """True when `day` is one of the closed days."""
        return self.first <= day <= self.last


def instant(day: date, at: time) -> datetime:
    """The instant, in UTC, at which Luxembourg's clocks show `at` on `day`.

    Raises NoSuchTime in the hour that spring skips, Ambiguous in the hour that autumn repeats.
    """
    first = datetime.combine(day, at, ZONE).astimezone(UTC)
    second = datetime.combine(day, at.replace(fold=1), ZONE).astimezone(UTC)
    if first == second:
        return first
    if first < second:
        raise Ambiguous(first, second)
    # In the gap `fold=1` reads the clock an hour too early: the real change lies between the two readings.
    raise NoSuchTime(_change_between(second, first))


def _change_between(earlier: datetime, later: datetime) -> datetime:
    """The first instant in (earlier, later] with the offset of `later`, to the minute; changes happen on the minute."""
    offset = later.astimezone(ZONE).utcoffset()
    minute = earlier.replace(second=0, microsecond=0)
    while minute.astimezone(ZONE).utcoffset() != offset:
        minute += timedelta(minutes=1)
    return minute


def local_day(at: datetime) -> date:
    """The date in Luxembourg at this instant."""
    return at.astimezone(ZONE).date()


def local_time(at: datetime) -> time:
    """What Luxembourg's clocks show at this instant."""
    return at.astimezone(ZONE).time()


def dates(weekday: int, first: date, last: date) -> list[date]:
    """Every date of this weekday from `first` to `last`, both included, in order."""
    day = first + DAY * ((weekday - first.weekday()) % 7)
    return [day + DAY * 7 * week for week in range((last - day).days // 7 + 1)]


def day_span(day: date) -> Span:
    """The whole local day, midnight to midnight: 23 or 25 hours long when the clocks change."""
    return Span(instant(day, time()), instant(day + DAY, time()))


def opening_spans(hours: Iterable[Hours], closed: Iterable[ClosedDays], *, first: date, last: date) -> list[Span]:
    """The opening hours from `first` to `last` (both included), without the closed days, in order, joined.

    An opening time the clocks skip becomes the next one; a repeated hour is open both times.
    """
    hours, closed = list(hours), [one for one in closed if one.first <= last and first <= one.last]
    days = (first + DAY * count for count in range((last - first).days + 1))
    open_days = [day for day in days if not any(closure.includes(day) for closure in closed)]
    spans = [_hours_on(day, entry) for day in open_days for entry in hours if entry.weekday == day.weekday()]
    return join(span for span in spans if span)


def _hours_on(day: date, hours: Hours) -> Span | None:
    """One day's opening, or None when the clocks skip all of it."""
    end_day = day + DAY if hours.ends == time() else day
    start, end = nearest(day, hours.starts, late=False), nearest(end_day, hours.ends, late=True)
    return Span(start, end) if start < end else None


@lru_cache(maxsize=8192)  # the same openings are asked for again and again: every colleague, every page
def nearest(day: date, at: time, *, late: bool = False) -> datetime:
    """The instant of `at`, or the next good one; of two the first, or with `late` the second."""
    try:
        return instant(day, at)
    except NoSuchTime as skipped:
        return skipped.next_good
    except Ambiguous as twice:
        return twice.second if late else twice.first
