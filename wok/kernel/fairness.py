"""Who gets what when more is asked for than there is: whoever would end up with the least goes first.

FAIRNESS.md section 5, with no clock, no database and no chance in it: the same requests in any order give the same
grants. Points are whole thousandths.

    tents = Pool("tents", capacity=8, q_ref=2, t_ref=2, lot=1)
    weekend = (Period(739781, 739783),)
    asked = [Request("r1", ("dancers",), "tents", weekend, quantity=4, least=2),
             Request("r2", ("society",), "tents", weekend, quantity=6, least=3)]
    circles = {"dancers": Party(standing=500), "society": Party(standing=2300, weight=1500)}
    outcome = allocate([tents], {}, asked, circles, seed, Params())
    outcome.grants                  # {"r1": 4, "r2": 4}
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from wok.kernel import lot
from wok.kernel.rounds import Charged, Closing, Free, Inputs, Outcome, Party, Period, Pool, Request, Step
from wok.kernel.standing import ONE, Params


def cost(pool: Pool, units: int, slots: int) -> int:
    """What `units` for `slots` cost, in thousandths; a further step costs the difference of two such values."""
    return _up(ONE * units * slots, pool.q_ref * pool.t_ref)


def season_free(pool: Pool, free: Mapping[int, int], slots: Iterable[int], params: Params) -> dict[int, int]:
    """What a season round may give in these slots: at most its share of a pool of several units."""
    most = pool.capacity if pool.capacity == 1 else pool.capacity * params.season_share // ONE
    return {slot: min(most, free.get(slot, pool.capacity)) for slot in slots}


def over_asked(pools: Iterable[Pool], free: Free, requests: Iterable[Request]) -> frozenset[str]:
    """The contested requests: in some slot of theirs, all together ask for more than is free."""
    known = {pool.id: pool for pool in pools}
    wanted: Counter[tuple[str, int]] = Counter()
    asked = list(requests)
    for request in asked:
        for slot in _slots(request.periods):
            wanted[request.pool, slot] += request.quantity - request.had
    tight = {at for at, units in wanted.items() if units > _free_at(known, free, *at)}
    return frozenset(one.id for one in asked if any((one.pool, slot) in tight for slot in _slots(one.periods)))


def allocate(
    pools: Iterable[Pool],
    free: Free,
    requests: Iterable[Request],
    circles: Mapping[str, Party],
    seed: str,
    params: Params,
) -> Outcome:
    """One run of the rule. `free` maps pool and slot to units; a slot it does not name has the whole capacity."""
    asked = sorted(requests, key=lambda request: request.id)
    table = _Table(list(pools), free, asked, circles, seed=seed, params=params)
    for request in asked:
        if request.id not in table.contested:
            table.give(request, request.quantity - request.had)
    waiting = _Ranks(request for request in asked if request.id in table.contested)
    heap = [(table.turn(request), request.id) for request in waiting.open_first()]
    heapq.heapify(heap)
    while heap:
        known, name = heapq.heappop(heap)
        request = table.requests[name]
        turn = table.turn(request)
        if turn != known:  # its circle was given something meanwhile: keys only grow, so it goes back
            heapq.heappush(heap, (turn, name))
        elif table.step(request, turn):
            heapq.heappush(heap, (table.turn(request), name))
        else:
            for opened in waiting.close(request):
                heapq.heappush(heap, (table.turn(opened), opened.id))
    return table.outcome()


def run(inputs: Inputs, seed: str) -> Outcome:
    """The rule over what a round keeps."""
    return allocate(inputs.pools, inputs.free, inputs.requests, inputs.circles, seed=seed, params=inputs.params)


class _Turn(NamedTuple):
    """What decides who is next: the smallest. Everything after the key decides between exact ties."""

    is_again: bool
    key: int
    ticket: str
    rank: int
    id: str


class _Table:
    """A round under way: what is still free, who was given what, and how everybody stands by now."""

    def __init__(
        self,
        pools: list[Pool],
        free: Free,
        asked: list[Request],
        circles: Mapping[str, Party],
        *,
        seed: str,
        params: Params,
    ) -> None:
        self.pools, self.circles, self.params = {pool.id: pool for pool in pools}, circles, params
        self.requests = {request.id: request for request in asked}
        _check(self.pools, asked, self.requests, circles, params=params)
        self.contested = over_asked(pools, free, asked)
        self.free = {
            (one.pool, slot): _free_at(self.pools, free, one.pool, slot)
            for one in asked
            for slot in _slots(one.periods)
        }
        self.standing = {name: party.standing for name, party in circles.items()}
        self.ticket = {name: lot.ticket(seed, name) for one in asked for name in one.circles}
        self.given = {request.id: 0 for request in asked}
        self.periods = {request.id: request.periods for request in asked}
        self.had_first: set[tuple[str, str]] = set()
        self.trace: list[Step] = []
        self.closings: list[Closing] = []

    def turn(self, request: Request) -> _Turn:
        """The place in the queue: the key counts the step itself, so it asks who would end up with the least."""
        partners = request.circles
        share = self._share(request, self._next(request))
        then = sum(self.standing[name] + share * ONE // self.circles[name].weight for name in partners)
        coop = min(self.params.coop_most, self.params.coop_each * (len(partners) - 1))
        key = then // len(partners) - self.params.classes[request.klass] - coop
        once = self.pools[request.pool].is_once_first
        again = once and any((request.pool, name) in self.had_first for name in partners)
        return _Turn(again, key, max(self.ticket[name] for name in partners), request.rank, request.id)

    def step(self, request: Request, turn: _Turn) -> bool:
        """Give the next step, a smaller last pack if need be. False when the request is closed: complete, or no room."""
        first = self._had(request) == 0
        if first:
            self._drop_full_dates(request)
        units, left = self._next(request), self._free(request)
        if units > left >= (request.least if first else 1):
            units = left
        if units > left:
            self.closings.append(Closing(request.id, left, turn.key, len(self.trace)))
            return False
        self.trace.append(Step(request.id, units, turn.key, turn.is_again))
        share = self._share(request, units)
        for name in request.circles:
            self.standing[name] += share * ONE // self.circles[name].weight
            self.had_first.add((request.pool, name))
        self.give(request, units)
        return self._had(request) < request.quantity

    def give(self, request: Request, units: int) -> None:
        """Take the units off what is free."""
        self.given[request.id] += units
        for slot in _slots(self.periods[request.id]):
            self.free[request.pool, slot] -= units

    def outcome(self) -> Outcome:
        dropped = {
            one.id: tuple(period for period in one.periods if period not in self.periods[one.id])
            for one in self.requests.values()
        }
        return Outcome(
            grants=dict(self.given),
            charges=tuple(self._charges()),
            trace=tuple(self.trace),
            closings=tuple(self.closings),
            contested=self.contested,
            dropped={name: periods for name, periods in dropped.items() if periods and self.given[name]},
        )

    def _charges(self) -> Iterator[Charged]:
        for request in self.requests.values():
            units, contested = self.given[request.id], request.id in self.contested
            points = self._cost_each(request, request.had + units) - self._cost_each(request, request.had)
            if not contested:
                points = _up(points * self.params.uncontested_share, ONE)
            if units:
                yield from (Charged(request.id, name, points, contested) for name in request.circles)

    def _had(self, request: Request) -> int:
        return request.had + self.given[request.id]

    def _next(self, request: Request) -> int:
        """How many units the next step wants: at first the least that is useful, then pack by pack."""
        pack = self.pools[request.pool].lot
        if self._had(request) == 0:
            return max(request.least, min(pack, request.quantity))
        return min(pack, request.quantity - self._had(request))

    def _free(self, request: Request) -> int:
        return min(self.free[request.pool, slot] for slot in _slots(self.periods[request.id]))

    def _drop_full_dates(self, request: Request) -> None:
        """In a series, give up the dates that may drop and have not even the least left; one date must stay."""
        kept = tuple(
            period
            for period in request.periods
            if not period.may_drop or min(self.free[request.pool, slot] for slot in period.slots) >= request.least
        )
        self.periods[request.id] = kept or request.periods

    def _cost_each(self, request: Request, units: int) -> int:
        slots = sum(len(period.slots) for period in self.periods[request.id])
        return _up(cost(self.pools[request.pool], units, slots), len(request.circles))

    def _share(self, request: Request, units: int) -> int:
        """What each partner pays for so many units more."""
        had = self._had(request)
        return self._cost_each(request, had + units) - self._cost_each(request, had)


class _Ranks:
    """Of each circle, or partnership, the requests of its lowest rank are open; the next open when these are closed."""

    def __init__(self, requests: Iterable[Request]) -> None:
        self._waiting: dict[tuple[str, ...], dict[int, list[Request]]] = {}
        self._open: Counter[tuple[str, ...]] = Counter()
        for request in requests:
            self._waiting.setdefault(_asker(request), {}).setdefault(request.rank, []).append(request)

    def open_first(self) -> list[Request]:
        return [request for asker in list(self._waiting) for request in self._next(asker)]

    def close(self, request: Request) -> list[Request]:
        """The requests that open because this one is closed."""
        asker = _asker(request)
        self._open[asker] -= 1
        return [] if self._open[asker] else self._next(asker)

    def _next(self, asker: tuple[str, ...]) -> list[Request]:
        ranks = self._waiting[asker]
        if not ranks:
            return []
        opened = ranks.pop(min(ranks))
        self._open[asker] = len(opened)
        return opened


def _asker(request: Request) -> tuple[str, ...]:
    return tuple(sorted(request.circles))


def _slots(periods: Iterable[Period]) -> Iterator[int]:
    for period in periods:
        yield from period.slots


def _free_at(pools: Mapping[str, Pool], free: Free, pool: str, slot: int) -> int:
    return max(0, free.get(pool, {}).get(slot, pools[pool].capacity))


def _up(number: int, by: int) -> int:
    """Divided, rounded up."""
    return -(-number // by)


def _check(
    pools: Mapping[str, Pool],
    asked: list[Request],
    known: Mapping[str, Request],
    circles: Mapping[str, Party],
    *,
    params: Params,
) -> None:
    if len(known) < len(asked):
        raise ValueError("two requests carry the same code")
    for one in asked:
        if one.pool not in pools or one.klass not in params.classes or not set(one.circles) <= set(circles):
            raise ValueError(f"the request {one.id!r} names a pool, class or circle the round does not know")
