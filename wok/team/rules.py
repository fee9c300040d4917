"""When a colleague can be met: weekly hours, days that differ, closed days and what is busy already. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from itertools import pairwise

from wok.kernel import weekly
from wok.kernel.availability import free_spans
from wok.kernel.span import Span, join
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays, Hours

AWAY, ILL, EXTRA = "away", "ill", "extra"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Present on one weekday from a local time up to another; valid from `first_on` to `last_on`, both included."""

    weekday: int
    starts: time
    ends: time
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Differs:
    """Days that differ from the weekly hours: away or ill (the whole day without times), or extra hours on each."""

    kind: str
    first_on: date
    last_on: date
    starts: time | None = None
    ends: time | None = None


def open_spans(
    hours: Sequence[Stretch],
    exceptions: Iterable[Differs],
    closed_days: Sequence[ClosedDays],
    busy: Iterable[Span],
    *,
    first: date,
    last: date,
) -> list[Span]:
    """When somebody can be met from `first` to `last`, both included; in UTC, in order, joined.

    Weekly hours and extra hours, without the days away or ill, the closed days and the busy spans. Being away
    wins over extra hours, and a closed day over both. An hour the clocks skip is not there, one they repeat counts twice.
    """
    exceptions = list(exceptions)
    extra = [stretch for one in exceptions if one.kind == EXTRA for stretch in _every_day(one)]
    opening = join(_opening([*hours, *extra], closed_days, first, last))
    absent = [span for one in exceptions if one.kind != EXTRA for span in away_spans(one, first=first, last=last)]
    return free_spans(opening, [*absent, *busy])


def _every_day(extra: Differs) -> list[Stretch]:
    if extra.starts is None or extra.ends is None:
        return []
    return [Stretch(weekday, extra.starts, extra.ends, extra.first_on, extra.last_on) for weekday in range(7)]


def _opening(hours: Sequence[Stretch], closed: Sequence[ClosedDays], first: date, last: date) -> list[Span]:
    """Each stretch within the days it is valid on; those of the same days are looked at together."""
    by_days: dict[tuple[date, date], list[Hours]] = defaultdict(list)
    for one in hours:
        days = max(first, one.first_on or first), min(last, one.last_on or last)
        by_days[days].append(Hours(one.weekday, one.starts, one.ends))
    return [
        span
        for (start, end), valid in by_days.items()
        if start <= end
        for span in weekly.opening_spans(valid, closed, first=start, last=end)
    ]


def away_spans(away: Differs, *, first: date, last: date) -> list[Span]:
    """The absences from `first` to `last`: whole days, or the same hours on each of them."""
    first, last = max(first, away.first_on), min(last, away.last_on)
    days = (first + DAY * count for count in range((last - first).days + 1))
    spans = (_absence(day, away) for day in days)
    return join(span for span in spans if span)


def _absence(day: date, away: Differs) -> Span | None:
    if away.starts is None or away.ends is None:
        return weekly.day_span(day)
    start, end = weekly.nearest(day, away.starts), weekly.nearest(day, away.ends, late=True)
    return Span(start, end) if start < end else None


def faults(hours: Sequence[Stretch]) -> set[int]:
    """Weekdays whose stretches overlap each other."""
    by_day = sorted(hours, key=lambda one: (one.weekday, one.starts, one.ends))
    return {one.weekday for one, after in pairwise(by_day) if one.weekday == after.weekday and after.starts < one.ends}


def next_on_duty(present: Sequence[int], turns: Sequence[int]) -> int | None:
    """Whose turn it is: fewest turns so far, then whose last one is longest ago, then the order of the lanes.

    `turns` names who was on duty, oldest first; `present` are those who could come. None when nobody could.
    """
    last = {person: number for number, person in enumerate(turns)}
    return min(
        present, key=lambda person: (turns.count(person), last.get(person, -1), present.index(person)), default=None
    )
