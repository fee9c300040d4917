"""Closed months are counted once a night and kept, so that ten years read as fast as one month.

The running month and the one before are always read anew, for staff still mark who came. All others are counted again
every night, so that what was corrected, erased or brought in later is in them the next day; `forget` does it at once.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from wok.db import db, transaction
from wok.figures import event_reads, group_reads, house_reads, periods, tally
from wok.figures.house_reads import Places
from wok.figures.models import FigureMonth
from wok.figures.periods import Period
from wok.figures.tally import Tally
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people import neighbourhoods

IN_ONE_RUN = 24  # months


def live(span: Span, places: Places) -> Tally:
    """Counted now, from what happened."""
    found = Tally()
    event_reads.count(span, found)
    house_reads.count(span, places, found)
    group_reads.count(span, found)
    return found


def within(period: Period, places: Places, *, now: datetime) -> Tally:
    """A period up to now: from the months that are kept where there are, and what lies before and after them."""
    start, end = period.span.start, min(period.span.end, now)
    found, stretches = Tally(), [(start, end)]
    if kept := _kept(period, weekly.local_day(now)):
        stretches = [(start, kept[0].month.span.start), (kept[-1].month.span.end, end)]
    for one in kept:
        found.take(tally.read(one.counted))
    for earlier, later in stretches:
        if earlier < later:
            found.take(live(Span(earlier, later), places))
    return found


@dataclass(frozen=True)
class Kept:
    """A month and what was counted of it."""

    month: Period
    counted: Mapping[str, Any]


def _kept(period: Period, today: date) -> list[Kept]:
    """The months inside the period that are kept, without a gap: those up to the latest."""
    whole = [one for one in periods.months_in(period) if one.last < _open_from(today)]
    if not whole:
        return []
    rows = select(FigureMonth.month, FigureMonth.counted).where(
        FigureMonth.month.between(whole[0].code, whole[-1].code)
    )
    by_month, found = {row.month: row.counted for row in db.session.execute(rows)}, list[Kept]()
    for one in reversed(whole):
        if one.code in by_month:
            found.append(Kept(one, by_month[one.code]))
        elif found:
            break
    return found[::-1]


def _open_from(today: date) -> date:
    """The first day that is always read anew: that of last month."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def counted_on() -> date | None:
    """The day on which the oldest count of a month was made; None when none is kept."""
    return db.session.scalar(select(func.min(FigureMonth.counted_on)))


def forget() -> None:
    """Count every month anew: until the job has done it, all is read from what happened. Inside `transaction()`."""
    db.session.execute(delete(FigureMonth))


def count_closed(first: date, *, now: datetime) -> int:
    """The job's part: months not counted today, a few at a time, the latest first. Each in its own transaction."""
    today = weekly.local_day(now)
    done = set(db.session.scalars(select(FigureMonth.month).where(FigureMonth.counted_on == today)))
    closed = periods.months_in(Period("", first.replace(day=1), _open_from(today) - timedelta(days=1)))
    due = [one for one in reversed(closed) if one.code not in done]
    places = house_reads.places_of(neighbourhoods.all_of_them())
    for one in due[:IN_ONE_RUN]:
        counted = tally.stored(live(one.span, places))  # read before the transaction, so that nobody waits for it
        with transaction():
            row = db.session.get(FigureMonth, one.code) or FigureMonth(month=one.code)
            row.counted, row.counted_on = counted, today
            db.session.add(row)
    return min(len(due), IN_ONE_RUN)
