"""Things by day as pages show them: free, part, taken, closed; or how much is asked while wishes are collected."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from wok.equipment import days, free, opening
from wok.equipment.days import Day
from wok.equipment.models import Item
from wok.kernel import weekly
from wok.sharing import outlook, pools

DAY = timedelta(days=1)
Row = TypeVar("Row")


def schedule(
    items: Sequence[Item], first: date, last: date, calendar: opening.Calendar, *, now: datetime
) -> dict[int, list[Day]]:
    """By item id, each day from `first` to `last`; the number of statements does not grow with either."""
    today = weekly.local_day(now)
    frees = free.free_by_day(items, first, last)
    asked = _outlooks(items, first, last, now=now)
    open_days = set(calendar.open_days(first, last))
    return {
        item.id: [
            _day(item, on, units, asked.get(item.resource_id, {}).get(on), is_open=on in open_days, today=today)
            for on, units in frees[item.id].items()
        ]
        for item in items
    }


def _outlooks(items: Sequence[Item], first: date, last: date, *, now: datetime) -> dict[int, dict[date, str]]:
    """By resource and day, how much is asked, of the things that are shared by wishes."""
    by_wishes = [pool for pool in pools.pools_of(item.resource_id for item in items).values() if pool.mode == "window"]
    if not by_wishes:
        return {}
    found = outlook.outlooks(by_wishes, first, last, now=now)
    return {pool.resource_id: found[pool.id] for pool in by_wishes}


def _day(item: Item, on: date, units: int, outlook: str | None, *, is_open: bool, today: date) -> Day:
    capacity = item.resource.capacity
    if on < today:
        return Day(on, units, capacity, days.PAST)
    is_lent = free.is_lent_on(item, on)
    return Day(on, units, capacity, days.state_of(units, capacity, is_open=is_open, is_lent=is_lent, outlook=outlook))


def weeks(found: Sequence[Row]) -> list[list[Row]]:
    """The days in rows of seven."""
    return [list(found[at : at + 7]) for at in range(0, len(found), 7)]


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - DAY * day.weekday()
