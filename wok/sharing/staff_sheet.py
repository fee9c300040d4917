"""All that staff see of one request before they decide: what there is day by day, rivals, free dates near by."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wok.bookings import services as core
from wok.bookings.series import running_closures
from wok.kernel import availability, weekly
from wok.kernel.availability import Taken
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.sharing import pools, staff_queries
from wok.sharing.models import ShareRequest

AROUND = timedelta(days=14)
MOST_OFFERED = 6
ONE_DAY = timedelta(days=1)
KNOWN = ["open", "granted", "partly", "refused", "withdrawn", "overridden"]


@dataclass(frozen=True)
class Day:
    """One day, or the hours of a room: units in all, taken (this request's own left out), asked by all open wishes."""

    span: Span
    on: date
    there: int
    taken: int
    asked: int

    @property
    def free(self) -> int:
        """Units nobody but this request has."""
        return max(0, self.there - self.taken)


@dataclass(frozen=True)
class Sheet:
    """One request with everything around it. `seen` says what the decision stands on, to tell whether it changed."""

    request: ShareRequest
    names: list[str]
    rivals: list[ShareRequest]
    days: list[Day]
    seen: dict[str, Any]

    @property
    def free(self) -> int:
        """What this request could have through its whole period."""
        return min(one.free for one in self.days)


def sheet(request: ShareRequest) -> Sheet:
    """The request with its rivals and days."""
    others = staff_queries.rivals(request)
    days = _days(request, others)
    state = staff_queries.state_of(request, others, min(one.free for one in days))
    return Sheet(request, staff_queries.names(request), others, days, state)


def _days(request: ShareRequest, others: Sequence[ShareRequest]) -> list[Day]:
    whole = Span(request.starts_at, request.ends_at)
    parts = core.parts_of(request.pool.resource_id)
    taken = staff_queries.taken_of(set(parts), whole, but=request.booking_id)
    wishes = [
        Taken(Span(one.starts_at, one.ends_at), one.quantity) for one in [request, *others] if one.state == "open"
    ]
    return [
        Day(
            span,
            weekly.local_day(span.start),
            pools.capacity(request.pool),
            max(availability.peak(taken[part], span) for part in parts),
            availability.peak(wishes, span),
        )
        for span in _slots(request, whole)
    ]


def _slots(request: ShareRequest, whole: Span) -> list[Span]:
    """Each local day of a loan, clean-up days too; a room's hours as one."""
    if request.pool.slot != "day":
        return [whole]
    first, last = weekly.local_day(whole.start), weekly.local_day(whole.end - timedelta(microseconds=1))
    spans = [weekly.day_span(first + timedelta(days=at)) for at in range(min(60, (last - first).days + 1))]
    return [common for span in spans if (common := span.common(whole))]


def free_dates(request: ShareRequest, *, now: datetime) -> list[date]:
    """First days of the same length within two weeks on which it would be free, the nearest first.

    Where hand-over is possible is the equipment's to know; days on which the Wok is closed are left out.
    """
    parts = core.parts_of(request.pool.resource_id)
    reach = Span(request.starts_at - AROUND - ONE_DAY, request.ends_at + AROUND + ONE_DAY)
    taken = staff_queries.taken_of(set(parts), reach, but=request.booking_id)
    closed = _closed(weekly.local_day(reach.start), weekly.local_day(reach.end))
    today, length = weekly.local_day(now), request.last_on - request.first_on
    capacity = pools.capacity(request.pool)
    found = []
    for step in sorted(range(-AROUND.days, AROUND.days + 1), key=lambda days: (abs(days), days)):
        first = request.first_on + timedelta(days=step)
        if not step or first <= today or closed & {first, first + length}:
            continue
        span = moved(request, first)
        if all(capacity - availability.peak(taken[one], span) >= request.quantity for one in parts):
            found.append(first)
    return sorted(found[:MOST_OFFERED])


def moved(request: ShareRequest, first_on: date) -> Span:
    """The same period, begun on another day, at the same local times."""
    step = first_on - request.first_on
    start, end = weekly.local_day(request.starts_at) + step, weekly.local_day(request.ends_at) + step
    return Span(
        weekly.instant(start, weekly.local_time(request.starts_at)),
        weekly.instant(end, weekly.local_time(request.ends_at)),
    )


def _closed(first: date, last: date) -> set[date]:
    return {
        row.first_on + timedelta(days=at)
        for row in running_closures()
        if row.first_on <= last and row.last_on >= first
        for at in range((row.last_on - row.first_on).days + 1)
    }


def write_seen(state: dict[str, Any]) -> str:
    """The state as a form carries it."""
    return json.dumps(state, separators=(",", ":"), sort_keys=True)


def read_seen(typed: str) -> dict[str, Any]:
    """What the form carried; nothing of it where it cannot be read."""
    try:
        found = json.loads(typed[:20000])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and _is_state(found) else {}


def _is_state(found: dict[str, Any]) -> bool:
    me, rivals = found.get("me"), found.get("rivals")
    if (
        not isinstance(me, list)
        or len(me) != 4
        or not isinstance(rivals, dict)
        or not isinstance(found.get("free"), int)
    ):
        return False
    pairs = [me[:2], *rivals.values()]
    return all(isinstance(one, list) and len(one) == 2 and one[0] in KNOWN and isinstance(one[1], int) for one in pairs)
