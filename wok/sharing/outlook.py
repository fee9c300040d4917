"""How it looks per day: while wishes are taken only "enough so far, nearly, more than we have"; afterwards what is free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.bookings.models import Resource, ResourcePart
from wok.db import db
from wok.kernel.availability import Taken, peaks
from wok.kernel.span import Span
from wok.kernel.weekly import DAY, day_span
from wok.sharing import pools, window_rules, windows
from wok.sharing.models import SharePool, ShareRequest

ENOUGH, NEARLY, MORE = "enough", "nearly", "more"


def outlook(pool: SharePool, first_on: date, last_on: date, *, now: datetime) -> dict[date, str]:
    """One pool, day by day: "enough", "nearly" or "more" while the day's window runs, else the free units as text."""
    return outlooks([pool], first_on, last_on, now=now)[pool.id]


def outlooks(
    shared: Sequence[SharePool], first_on: date, last_on: date, *, now: datetime
) -> dict[int, dict[date, str]]:
    """The same for several pools, in a fixed number of statements."""
    days = days_of(first_on, last_on)
    found = _Load(shared, days)
    open_weeks = windows.open_weeks({one.family for one in shared}, first_on, last_on, now=now)
    shown: dict[int, dict[date, str]] = {}
    for pool in shared:
        wished = {day: pool.mode == "window" and (pool.family, window_rules.monday(day)) in open_weeks for day in days}
        shown[pool.id] = {day: found.words(pool, day) if wished[day] else str(found.free(pool, day)) for day in days}
    return shown


def free_per_day(shared: Sequence[SharePool], first_on: date, last_on: date) -> dict[int, dict[date, int]]:
    """Units free on the whole of each day."""
    days = days_of(first_on, last_on)
    found = _Load(shared, days, with_wishes=False)
    return {pool.id: {day: found.free(pool, day) for day in days} for pool in shared}


def days_of(first_on: date, last_on: date) -> list[date]:
    """Every day from the first to the last."""
    return [first_on + DAY * count for count in range((last_on - first_on).days + 1)]


class _Load:
    """What is taken and wished for of some pools over some days."""

    def __init__(self, shared: Sequence[SharePool], days: Sequence[date], *, with_wishes: bool = True) -> None:
        self.spans = {day: day_span(day) for day in days}
        own = {one.resource_id for one in shared}
        parts: dict[int, list[int]] = defaultdict(list)
        for row in db.session.execute(select(ResourcePart.whole_id, ResourcePart.part_id)):
            parts[row.whole_id].append(row.part_id)
        self.parts = {one.id: sorted(parts.get(one.resource_id, [one.resource_id])) for one in shared}
        atoms = {part for found in self.parts.values() for part in found}
        chosen = select(Resource.id, Resource.capacity).where(Resource.id.in_(atoms))
        self.capacity: dict[int, int] = {row.id: row.capacity for row in db.session.execute(chosen)}
        self.taken: dict[int, list[Taken]] = defaultdict(list)
        self.wished: dict[int, list[Taken]] = defaultdict(list)
        self.known: dict[tuple[str, int], dict[date, int]] = {}
        if not days:
            return
        whole = Span(self.spans[days[0]].start, self.spans[days[-1]].end)
        for taking in pools.takings_between(atoms, whole):
            self.taken[taking.resource_id].append(Taken(Span(taking.starts_at, taking.ends_at), taking.quantity))
        wholes = {whole_id for whole_id, found in parts.items() if atoms & set(found)}
        for request, resource_id in _wishes(own | atoms | wholes, whole) if with_wishes else ():
            for part in parts.get(resource_id, [resource_id]):
                self.wished[part].append(Taken(Span(request.starts_at, request.ends_at), request.quantity))

    def free(self, pool: SharePool, day: date) -> int:
        """Units nobody has on any moment of the day; of a whole, 1 when all its parts are free."""
        return max(0, min(self.capacity[part] - self._taken_on(part)[day] for part in self.parts[pool.id]))

    def words(self, pool: SharePool, day: date) -> str:
        """Whether what is taken and wished for still fits, and one more typical loan with it."""
        left = min(self.capacity[part] - self._asked_on(part)[day] for part in self.parts[pool.id])
        if left < 0:
            return MORE
        return ENOUGH if left >= pool.q_ref else NEARLY

    def _taken_on(self, part: int) -> dict[date, int]:
        return self._peaks("taken", part, self.taken[part])

    def _asked_on(self, part: int) -> dict[date, int]:
        return self._peaks("asked", part, [*self.taken[part], *self.wished[part]])

    def _peaks(self, what: str, part: int, takings: Sequence[Taken]) -> dict[date, int]:
        if (what, part) not in self.known:
            found = peaks(takings, list(self.spans.values()))
            self.known[what, part] = dict(zip(self.spans, found, strict=True))
        return self.known[what, part]


def _wishes(resource_ids: Iterable[int], span: Span) -> list[tuple[ShareRequest, int]]:
    """Open wishes within the span, second choices left out, each with its resource."""
    chosen = (
        select(ShareRequest, SharePool.resource_id)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(
            SharePool.resource_id.in_(list(resource_ids)),
            ShareRequest.state == "open",
            ShareRequest.instead_of_id.is_(None),
            ShareRequest.starts_at < span.end,
            ShareRequest.ends_at > span.start,
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(chosen)]
