"""Pure: which times to propose for a date found together, out of all that are free."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span

MOST_PROPOSED = 8
PARTS: Mapping[str, tuple[time, time, time]] = {  # from, before, best
    "morning": (time(8), time(12), time(10)),
    "afternoon": (time(12), time(17), time(14)),
    "evening": (time(17), time(22), time(18, 30)),
}
DAYS: Mapping[str, Collection[int]] = {"any": range(7), "week": range(5), "weekend": (5, 6)}
AHEAD = timedelta(days=42)
TIMES = (2, 12)  # how many a poll may have
LENGTHS = (60, 90, 120, 180, 240, 360, 480)  # minutes


def propose(
    free: Iterable[datetime], clashing: Collection[datetime], *, part: str, days: str, after: datetime
) -> list[datetime]:
    """At most eight times, one a day, the nearest to the best hour of that part of the day, in order of time.

    Days on which no partner has something come first.
    """
    starts, ends, best = PARTS[part]
    by_day: dict[date, list[datetime]] = {}
    for at in free:
        local = weekly.local_time(at)
        if at > after and starts <= local < ends and weekly.local_day(at).weekday() in DAYS[days]:
            by_day.setdefault(weekly.local_day(at), []).append(at)

    def distance(at: datetime) -> tuple[bool, int, datetime]:
        local = weekly.local_time(at)
        return (at in clashing, abs((local.hour - best.hour) * 60 + local.minute - best.minute), at)

    chosen = [min(one, key=distance) for _day, one in sorted(by_day.items())]
    chosen.sort(key=lambda at: (at in clashing, at))
    return sorted(chosen[:MOST_PROPOSED])


def end_of(starts_at: datetime, minutes: int) -> datetime:
    """When a proposed time ends."""
    return starts_at + timedelta(minutes=minutes)


def span(starts_at: datetime, minutes: int) -> Span:
    """A proposed time as a stretch."""
    return Span(starts_at, end_of(starts_at, minutes))
