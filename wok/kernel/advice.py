"""Why a request got what it got, and what would have helped: said only when recomputing the round proves it.

FAIRNESS.md section 7. Reasons of other kinds (a closure, a block or an override of the staff) are the caller's.
"""

from collections.abc import Callable
from dataclasses import replace

from wok.kernel.fairness import run
from wok.kernel.rounds import Inputs, Outcome, Party, Request
from wok.kernel.values import dataclass

ENOUGH = 100_000
"""A hundred points: who would need more than that has no advice to follow."""


@dataclass(frozen=True)
class Why:
    """What is shown to who asked. Points in thousandths; None where there is nothing to show."""

    code: str
    """ALL_SERVED, SERVED, PARTLY, OTHERS_HAD_LESS, LOT or TOO_LARGE."""
    granted: int
    asked_in_all: int
    """By all requests of the round, on the slot where most more was asked than free."""
    free: int
    """What there was to share on that slot."""
    askers: int
    key: int | None = None
    """Its own points when it was left short or, served in full, at its last step."""
    last_key: int | None = None
    """The points of the last one given something in these slots."""
    is_lot: bool = False
    """Somebody with exactly the same points was served before it, because of the lot."""


def why(inputs: Inputs, outcome: Outcome, name: str) -> Why:
    """The reason and the figures beside it."""
    request = _request(inputs, name)
    granted, closed = outcome.grants[name], next((one for one in outcome.closings if one.request == name), None)
    rivals = [one for one in inputs.requests if _meet(one, request)]
    slot = max(_slots(request), key=lambda at: (_asked(rivals, at) - _free(inputs, request, at), -at))
    near = {one.id for one in rivals}
    steps = [step for step in outcome.trace if step.request in near]
    own = [step.key for step in steps if step.request == name]
    before = [step for step in outcome.trace[: closed.after_step] if step.request in near - {name}] if closed else []
    is_lot = any(
        closed and step.key == closed.key and set(_circles(inputs, step.request)) != set(request.circles)
        for step in before
    )
    return Why(
        code=_code(inputs, outcome, request, is_lot=is_lot),
        granted=granted,
        asked_in_all=_asked(rivals, slot),
        free=_free(inputs, request, slot),
        askers=sum(1 for one in rivals if slot in set(_slots(one))),
        key=closed.key if closed else (own[-1] if own else None),
        last_key=steps[-1].key if steps else None,
        is_lot=is_lot,
    )


def smaller_minimum(inputs: Inputs, outcome: Outcome, seed: str, name: str) -> int | None:
    """With this minimum it would have got as much at least. None when nothing smaller would have helped."""
    request = _request(inputs, name)
    left = next((one.free for one in outcome.closings if one.request == name), 0)
    if outcome.grants[name] or not 0 < left < request.least:
        return None
    return left if _grant(inputs, seed, replace(request, least=left)) >= left else None


def points_too_many(inputs: Inputs, outcome: Outcome, seed: str, name: str) -> int | None:
    """So many points fewer would have been enough to be served, or to get more. None when no number would have been."""
    request, band = _request(inputs, name), inputs.params.band
    wanted = max(request.least, outcome.grants[name] + 1)
    if outcome.grants[name] >= request.quantity - request.had:
        return None

    def is_enough(bands: int) -> bool:
        circles = dict(inputs.circles)
        for circle in request.circles:
            circles[circle] = Party(circles[circle].standing - bands * band, circles[circle].weight)
        return run(replace(inputs, circles=circles), seed).grants[name] >= wanted

    most = ENOUGH // band
    return _smallest(is_enough, most) * band if is_enough(most) else None


def weeks_of_waiting(points: int, inputs: Inputs) -> int:
    """How many full weeks on the clock are worth so many points."""
    return -(-points // max(1, inputs.params.waiting_points_a_week))


def _smallest(is_enough: Callable[[int], bool], most: int) -> int:
    least = 0
    while least < most:
        middle = (least + most) // 2
        if is_enough(middle):
            most = middle
        else:
            least = middle + 1
    return most


def _code(inputs: Inputs, outcome: Outcome, request: Request, *, is_lot: bool) -> str:
    granted = outcome.grants[request.id]
    if granted == request.quantity - request.had:
        return "SERVED" if request.id in outcome.contested else "ALL_SERVED"
    if granted:
        return "PARTLY"
    must = [slot for period in request.periods if not period.may_drop for slot in period.slots] or _slots(request)
    if request.had == 0 and min(_free(inputs, request, slot) for slot in must) < request.least:
        return "TOO_LARGE"
    return "LOT" if is_lot else "OTHERS_HAD_LESS"


def _grant(inputs: Inputs, seed: str, changed: Request) -> int:
    others = tuple(one for one in inputs.requests if one.id != changed.id)
    return run(replace(inputs, requests=(*others, changed)), seed).grants[changed.id]


def _request(inputs: Inputs, name: str) -> Request:
    return next(one for one in inputs.requests if one.id == name)


def _circles(inputs: Inputs, name: str) -> tuple[str, ...]:
    return _request(inputs, name).circles


def _slots(request: Request) -> list[int]:
    return [slot for period in request.periods for slot in period.slots]


def _meet(one: Request, other: Request) -> bool:
    return one.pool == other.pool and not set(_slots(one)).isdisjoint(_slots(other))


def _asked(requests: list[Request], slot: int) -> int:
    return sum(one.quantity - one.had for one in requests if any(slot in period.slots for period in one.periods))


def _free(inputs: Inputs, request: Request, slot: int) -> int:
    pool = next(pool for pool in inputs.pools if pool.id == request.pool)
    return max(0, inputs.free.get(pool.id, {}).get(slot, pool.capacity))
