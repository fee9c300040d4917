"""When things are handed out and taken back: weekly hours, without closures."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select

from wok.bookings import series
from wok.db import db
from wok.equipment.models import HandoverHours
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

DAY = timedelta(days=1)
LONGEST = timedelta(days=800)  # what nobody asks for in earnest


@dataclass(frozen=True, order=True)
class Opening:
    """Open for hand-over on a weekday (Monday is 0) from a local time to another."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Calendar:
    """Hours and closed days, read once for a page: answers about any day."""

    week: tuple[Opening, ...]
    closed: tuple[weekly.ClosedDays, ...]

    def hours(self, day: date) -> list[Opening]:
        """The hand-over hours of a day, in order; none on a closed day."""
        if any(closure.includes(day) for closure in self.closed):
            return []
        return sorted(one for one in self.week if one.weekday == day.weekday())

    def is_open(self, day: date) -> bool:
        """Whether things can be picked up or brought back on this day."""
        return bool(self.hours(day))

    def open_days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included, with hand-over hours."""
        last = min(last, first + LONGEST)
        days = (first + DAY * count for count in range((last - first).days + 1))
        return [day for day in days if self.is_open(day)]

    def next_open(self, day: date) -> date | None:
        """This day or the first open one after it, within a year."""
        coming = (day + DAY * count for count in range(367))
        return next((one for one in coming if self.is_open(one)), None)

    def around(self, first: date, last: date, *, today: date) -> tuple[date, date] | None:
        """The pick-up and return days of a loan for use from `first` to `last`: the open days closest around them.

        What is used on one day alone comes back on the next open day: nobody carries tables home at night.
        """
        before = (first - DAY * count for count in range(15))
        pick_up = next((day for day in before if day >= today and self.is_open(day)), None) or self.next_open(today)
        if pick_up is None:
            return None
        back = self.next_open(max(last, pick_up) if last > first else max(last, pick_up) + DAY)
        return (pick_up, back) if back else None

    def first_time(self, day: date) -> datetime | None:
        """When hand-over begins on this day; None when there is none."""
        hours = self.hours(day)
        return weekly.nearest(day, hours[0].starts) if hours else None

    def last_time(self, day: date) -> datetime | None:
        """When hand-over ends on this day; None when there is none."""
        hours = self.hours(day)
        return weekly.nearest(day, max(one.ends for one in hours), late=True) if hours else None

    def loan_span(self, pick_up_on: date, return_on: date) -> Span | None:
        """A loan's span: first hand-over time of its first day to the last one of its last; None unless both are open."""
        start, end = self.first_time(pick_up_on), self.last_time(return_on)
        return Span(start, end) if start and end and start < end else None


def calendar() -> Calendar:
    """The hours and closures as they stand; two statements."""
    rows = db.session.scalars(select(HandoverHours))
    week = tuple(sorted(Opening(row.weekday, row.starts_local, row.ends_local) for row in rows))
    closed = (weekly.ClosedDays(one.first_on, one.last_on) for one in series.running_closures())
    return Calendar(week, tuple(closed))


def open_days(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, on which things can be picked up or brought back."""
    return calendar().open_days(first, last)


def taken_span(first: date, last: date, cleanup_days: int) -> Span:
    """What a line's taking covers: local midnight of its first day to the midnight after its last and the clean-up days."""
    return Span(weekly.day_span(first).start, weekly.day_span(last + DAY * cleanup_days).end)


def set_week(week: Iterable[Opening]) -> None:
    """These hours hold from now on. Inside `transaction()`; the caller has checked that they do not overlap."""
    db.session.execute(delete(HandoverHours))
    for one in sorted(set(week)):
        db.session.add(HandoverHours(weekday=one.weekday, starts_local=one.starts, ends_local=one.ends))
    db.session.flush()
