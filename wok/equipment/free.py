"""How many of each thing are free on which days: one statement over the takings, however many items and loans."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

from sqlalchemy import bindparam, select

from wok.bookings.models import Taking
from wok.db import db
from wok.equipment.models import Item
from wok.kernel import weekly

DAY = timedelta(days=1)

TAKINGS = select(Taking.resource_id, Taking.starts_at, Taking.ends_at, Taking.quantity).where(
    Taking.resource_id.in_(bindparam("ids", expanding=True)),
    Taking.ends_at > bindparam("start"),
    Taking.starts_at < bindparam("end"),
)


def is_lent_on(item: Item, day: date) -> bool:
    """Whether this thing can be out on that day at all: accepted, begun, neither paused nor retired."""
    if item.accepted_at is None or item.retired_at is not None:
        return False
    if item.lends_from is not None and day < item.lends_from:
        return False
    return item.paused_at is None or (item.paused_until is not None and day >= item.paused_until)


def free_by_day(items: Iterable[Item], first: date, last: date) -> dict[int, dict[date, int]]:
    """By item id, how many are free on each day from `first` to `last`; 0 while it is not lent.

    A day counts as taken from its first to its last minute: loans cover whole local days, clean-up included.
    """
    items = list(items)
    taken = _taken([item.resource_id for item in items], first, last)
    days = [first + DAY * count for count in range((last - first).days + 1)]
    return {
        item.id: {
            day: max(0, item.resource.capacity - gone) if is_lent_on(item, day) else 0
            for day, gone in zip(days, taken[item.resource_id], strict=True)
        }
        for item in items
    }


def free_through(items: Iterable[Item], first: date, last: date) -> dict[int, int]:
    """By item id, how many are free on every day of the stretch, with each item's own clean-up days after it."""
    items = list(items)
    longest = max((item.cleanup_days for item in items), default=0)
    found = free_by_day(items, first, last + DAY * longest)
    return {
        item.id: min(free for day, free in found[item.id].items() if day <= last + DAY * item.cleanup_days)
        for item in items
    }


def _taken(resource_ids: Sequence[int], first: date, last: date) -> dict[int, list[int]]:
    """By resource, the units taken on each day of the stretch."""
    count = (last - first).days + 1
    changes = {number: [0] * (count + 1) for number in resource_ids}
    start, end = weekly.day_span(first).start, weekly.day_span(last).end
    asked = {"ids": sorted(changes), "start": start, "end": end}
    for row in db.session.execute(TAKINGS, asked):
        begins = max(0, (weekly.local_day(row.starts_at) - first).days)
        ends = min(count - 1, (weekly.local_day(row.ends_at - timedelta(microseconds=1)) - first).days)
        changes[row.resource_id][begins] += row.quantity
        changes[row.resource_id][ends + 1] -= row.quantity
    return {number: list(accumulate(steps[:-1])) for number, steps in changes.items()}
