"""When a window closes, in local time: pure rules (FAIRNESS.md section 3).

Equipment for a week: Thursday 18:00 three weeks before the week's Thursday; a room two weeks before; lunch Monday
12:00 of the same week. On a closed day it closes on the last open day before.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import DAY, ClosedDays

THURSDAY = 3
WEEKS_BEFORE = {"equipment": 3, "room": 2, "skills": 2}
EVENING, NOON = time(18), time(12)
OPENS_BEFORE = timedelta(weeks=52)
SEASONS = ((5, 15, 7), (11, 15, 1))  # closes in that month on that day, for the half-year that begins with that month


@dataclass(frozen=True)
class Window:
    """When wishes for a week (or a half-year) are taken. `state`: none (first come), before, open, closed."""

    state: str
    key: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None


FIRST_COME = Window("none")


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - DAY * day.weekday()


def week_key(family: str, day: date) -> str:
    """The name of the round of that week: "equipment 2026-W50"."""
    year, week, _weekday = day.isocalendar()
    return f"{family} {year}-W{week:02}"


def closing(family: str, day: date, closed: Sequence[ClosedDays]) -> datetime:
    """When the window of the week in which `day` lies closes."""
    if family == "lunch":
        return at_open_day(monday(day), NOON, closed)
    return at_open_day(monday(day) + DAY * THURSDAY - DAY * 7 * WEEKS_BEFORE[family], EVENING, closed)


def at_open_day(day: date, at: time, closed: Sequence[ClosedDays]) -> datetime:
    """That local time of the day, or of the last open day before; a Saturday or Sunday is not open."""
    while day.weekday() > 4 or any(one.includes(day) for one in closed):  # Friday is 4
        day -= DAY
    return weekly.nearest(day, at)


def week_window(family: str, day: date, closed: Sequence[ClosedDays], *, now: datetime) -> Window:
    """The window in which one asks for the week of `day`. At the very instant of closing it is closed."""
    return _window(week_key(family, day), closing(family, day, closed), now=now)


def season_of(day: date) -> date:
    """The first day of the half-year in which `day` lies."""
    return date(day.year, 1 if day.month < 7 else 7, 1)  # July


def season_begins(name: str) -> date:
    """The first day of the half-year "2027-2"."""
    year, _dash, half = name.partition("-")
    return date(int(year), 1 if half == "1" else 7, 1)  # July


def season_closing(first: date, closed: Sequence[ClosedDays]) -> datetime:
    """When the season round for the half-year that begins on `first` closes: 15 May or 15 November before."""
    month, on, _begins = next(season for season in SEASONS if season[2] == first.month)
    year = first.year if month < first.month else first.year - 1
    return at_open_day(date(year, month, on), EVENING, closed)


def season_window(family: str, day: date, closed: Sequence[ClosedDays], *, now: datetime) -> Window:
    """The season round for the half-year of `day`."""
    first = season_of(day)
    key = f"{family} season {first.year}-{1 if first.month == 1 else 2}"
    return _window(key, season_closing(first, closed), now=now)


def _window(key: str, closes_at: datetime, *, now: datetime) -> Window:
    opens_at = closes_at - OPENS_BEFORE
    state = "closed" if now >= closes_at else "open" if now >= opens_at else "before"
    return Window(state, key, opens_at, closes_at)


def is_rationed(hours: Sequence[str], span: Span) -> bool:
    """True when a span touches one of the hours that rounds decide ("4 18:00 23:00", Monday is 0); none means all."""
    if not hours:
        return True
    first, last = weekly.local_day(span.start), weekly.local_day(span.end)
    days = [first + DAY * count for count in range((last - first).days + 1)]
    return any(span.overlaps(one) for day in days for one in _rationed_on(day, hours))


def _rationed_on(day: date, hours: Sequence[str]) -> list[Span]:
    found = []
    for words in hours:
        weekday, starts, ends = words.split()
        if int(weekday) == day.weekday():
            start, end = weekly.nearest(day, time.fromisoformat(starts)), weekly.nearest(day, time.fromisoformat(ends))
            found.append(Span(start, end if end > start else weekly.day_span(day).end))
    return found


def offer_ends(*, now: datetime, starts_at: datetime, hours: int, hours_if_near: int, near_days: int) -> datetime:
    """How long an offer is held: shorter when the start is near, and never past it."""
    is_near = starts_at - now <= timedelta(days=near_days)
    return min(now + timedelta(hours=hours_if_near if is_near else hours), starts_at)
