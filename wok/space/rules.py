"""Pure decisions of the meeting space: does a room suit, when is it free, what a week's rule gives, what the door says."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

RASTER = 30  # minutes between two starts
LONGEST = timedelta(hours=14)
HORIZON = timedelta(days=365)
SERIES_DAYS = 190  # half a year and a little
EVENT_NOTICE = timedelta(days=14)  # the Wok's own events outrank with so much notice
SOON = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(days=14)  # a weekly use is asked whether it goes on
NEAREST = 3  # nearest free times offered


@dataclass(frozen=True)
class Limits:
    """What a room holds and answers."""

    seats: int
    standing: int
    access: Collection[str] = ()

    def most(self, layout: str) -> int:
        """How many people it holds in this set-up; nobody sits when all stand."""
        return max(self.standing, self.seats) if layout == "standing" else self.seats or self.standing


def span_on(day: date, starts: time, ends: time) -> Span | None:
    """The hours of a local day as an instant to an instant; 0:00 ends at midnight. None when nothing is left of them."""
    end_day = day + weekly.DAY if ends == time() else day
    start, end = weekly.nearest(day, starts), weekly.nearest(end_day, ends, late=True)
    return Span(start, end) if start < end else None


def dates_of(weekday: int, first: date, last: date) -> list[date]:
    """Every date of a weekly use, at most half a year of them."""
    return weekly.dates(weekday, first, min(last, first + timedelta(days=SERIES_DAYS))) if first <= last else []


def fits_in(span: Span, free: Sequence[Span], *, before: timedelta, after: timedelta, opening: Sequence[Span]) -> bool:
    """True when the use lies in the opening hours and, with set-up and clean-up, meets no other use.

    `free`: every stretch in which nothing is booked, day and night; buffers may reach beyond the opening hours.
    """
    whole = span.widened(before=before, after=after)
    return any(one.covers(span) for one in opening) and any(one.covers(whole) for one in free)


def starts_for(
    length: timedelta, free: Sequence[Span], opening: Sequence[Span], *, before: timedelta, after: timedelta
) -> list[datetime]:
    """Every start on the half hour at which a use of this length has room, in order."""
    step = timedelta(minutes=RASTER)
    found = []
    for one in opening:
        start = one.start
        while start + length <= one.end:
            if fits_in(Span(start, start + length), free, before=before, after=after, opening=[one]):
                found.append(start)
            start += step
    return found


def nearest(starts: Sequence[datetime], wanted: datetime) -> list[datetime]:
    """The three starts nearest to the wanted one, each on a day of its own when there are enough, in order of time."""
    by_day: dict[date, datetime] = {}
    for at in sorted(starts, key=lambda one: (abs(one - wanted), one)):
        by_day.setdefault(weekly.local_day(at), at)
    chosen = sorted(by_day.values(), key=lambda one: (abs(one - wanted), one))[:NEAREST]
    index = bisect_left(starts, wanted)
    around = sorted(starts[max(0, index - NEAREST) : index + NEAREST], key=lambda one: (abs(one - wanted), one))
    more = [one for one in around if one not in chosen]
    return sorted([*chosen, *more[: NEAREST - len(chosen)]])


def is_empty(starts_at: datetime, arrived_at: datetime | None, release_minutes: int, *, now: datetime) -> bool:
    """Nobody has come so long after the start that others may have the room."""
    return arrived_at is None and release_minutes > 0 and now >= starts_at + timedelta(minutes=release_minutes)


@dataclass(frozen=True)
class DoorUse:
    """What the door knows of one use."""

    starts_at: datetime
    ends_at: datetime
    is_released: bool = False
    name: str = ""  # only as the person agreed


@dataclass(frozen=True)
class Door:
    """What the screen says. `state`: free, soon, busy, released, closed; `until`: up to when."""

    state: str
    until: datetime | None
    use: DoorUse | None = None
    next: DoorUse | None = None


def door(uses: Sequence[DoorUse], opening: Sequence[Span], *, now: datetime) -> Door:
    """The state of a room by its door; `uses` of today in order, `opening` its hours of today."""
    hours = next((one for one in opening if one.contains(now)), None)
    present = next((one for one in uses if one.starts_at <= now < one.ends_at), None)
    coming = next((one for one in uses if one.starts_at > now), None)
    if present is not None and not present.is_released:
        return Door("busy", present.ends_at, present, coming)
    if hours is None:
        return Door("closed", next((one.start for one in opening if one.start > now), None), None, coming)
    until = min(hours.end, coming.starts_at) if coming else hours.end
    if coming and coming.starts_at - now <= SOON:
        return Door("soon", coming.starts_at, None, coming)
    return Door("released" if present else "free", until, present, coming)
