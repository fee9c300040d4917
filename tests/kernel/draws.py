"""Small rounds for the properties of fair sharing: every request is told by one number, so drawing is quick."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import settings
from hypothesis import strategies as st

from wok.kernel.fairness import run
from wok.kernel.rounds import Inputs, Outcome, Party, Period, Pool, Request
from wok.kernel.standing import Params

SEED = "5eed"
MANY = settings(max_examples=max(200, settings().max_examples))
"""At least 200 examples, and as many more as the profile of the run asks for."""
PARAMS = Params()
WEIGHTS = (1000, 1250, 1500)


class Number:
    """A large number read like a row of dice: each throw takes a bit of it away."""

    def __init__(self, value: int) -> None:
        self.value = value

    def upto(self, most: int) -> int:
        self.value, throw = divmod(self.value, most + 1)
        return throw


@dataclass(frozen=True)
class Kind:
    """What may happen in a drawn round."""

    pools: int = 2
    slots: int = 4
    circles: int = 5
    pack: int = 2
    is_joint: bool = True
    is_ranked: bool = True
    is_series: bool = True
    may_drop: bool = True
    once_per_circle: bool = False
    is_once_first: bool = False
    may_be_once_first: bool = False
    whole_packs: bool = False


ANY = Kind(may_be_once_first=True)
PLAIN = Kind(is_ranked=False, is_series=False)
ONE_EACH = Kind(is_ranked=False, once_per_circle=True, may_be_once_first=True)
ALIKE = Kind(pools=1, slots=1, pack=1, is_joint=False, is_ranked=False, is_series=False, once_per_circle=True)


def rounds(kind: Kind = ANY, most: int = 7) -> st.SearchStrategy[Inputs]:
    """Rounds of up to so many requests."""
    numbers = st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=most)
    return st.tuples(st.integers(0, 2**48 - 1), numbers).map(lambda pair: round_of(kind, *pair))


def round_of(kind: Kind, house: int, numbers: list[int]) -> Inputs:
    dice = Number(house)
    pools = tuple(
        Pool(f"p{at}", 1 + dice.upto(7), 1 + dice.upto(2), 1 + dice.upto(1), 1 + dice.upto(kind.pack - 1))
        for at in range(kind.pools)
    )
    pools = tuple(
        replace(pool, is_once_first=kind.is_once_first or (kind.may_be_once_first and dice.upto(3) == 3))
        for pool in pools
    )
    free = {pool.id: {slot: max(0, pool.capacity - dice.upto(2)) for slot in range(kind.slots - 1)} for pool in pools}
    names = [f"c{at}" for at in range(len(numbers) if kind.once_per_circle else kind.circles)]
    circles = {name: Party(100 * (dice.upto(30) - 10), WEIGHTS[dice.upto(2)]) for name in names}
    requests = tuple(_request(kind, Number(number), at, pools, names) for at, number in enumerate(numbers))
    if kind.once_per_circle and kind.is_joint:
        requests = tuple(
            replace(one, circles=(*one.circles, f"{one.circles[0]}x")) if at % 3 == 2 else one
            for at, one in enumerate(requests)
        )
        circles |= {f"{name}x": Party(circles[name].standing // 200 * 100) for name in names}
    return Inputs(pools, free, requests, circles, PARAMS)


def _request(kind: Kind, dice: Number, at: int, pools: tuple[Pool, ...], names: list[str]) -> Request:
    pool = pools[dice.upto(len(pools) - 1)]
    first = dice.upto(kind.slots - 1)
    periods = (Period(first, first + 1 + dice.upto(kind.slots - first - 1)),)
    if kind.is_series and dice.upto(4) == 4:
        start = periods[-1].end + dice.upto(1)
        periods = (*periods, Period(start, start + 1, kind.may_drop and bool(dice.upto(1))))
    quantity = 1 + dice.upto(5)
    least = 1 + dice.upto(quantity - 1)
    if kind.whole_packs:
        quantity *= pool.lot
        least = min(quantity, least * pool.lot)
    asker = names[at] if kind.once_per_circle else names[dice.upto(len(names) - 1)]
    others = [name for name in names if name != asker]
    is_joint = kind.is_joint and not kind.once_per_circle and others and dice.upto(4) == 4
    partners = (asker, others[dice.upto(len(others) - 1)]) if is_joint else (asker,)
    return Request(
        f"r{at}",
        partners,
        pool.id,
        periods,
        quantity=quantity,
        least=least,
        klass="ABCD"[dice.upto(3)],
        rank=dice.upto(1) if kind.is_ranked else 0,
        had=min(dice.upto(1), quantity - 1) if dice.upto(6) == 6 and len(periods) == 1 else 0,
    )


def outcome_of(inputs: Inputs) -> Outcome:
    return run(inputs, SEED)


def changed(inputs: Inputs, name: str, change: Callable[[Request], Request]) -> Inputs:
    """The same round with one request told otherwise."""
    return replace(inputs, requests=tuple(change(one) if one.id == name else one for one in inputs.requests))


def slots_of(request: Request) -> set[int]:
    return {slot for period in request.periods for slot in period.slots}


def free_at(inputs: Inputs, pool: str, slot: int) -> int:
    capacity = next(one.capacity for one in inputs.pools if one.id == pool)
    return inputs.free.get(pool, {}).get(slot, capacity)


def left_after(inputs: Inputs, outcome: Outcome, steps: int | None = None) -> dict[tuple[str, int], int]:
    """What is free in every slot once the uncontested grants and so many steps of the trace are given."""
    given = {one.id: 0 if one.id in outcome.contested else outcome.grants[one.id] for one in inputs.requests}
    for step in outcome.trace[:steps]:
        given[step.request] += step.units
    left = {(one.pool, slot): free_at(inputs, one.pool, slot) for one in inputs.requests for slot in slots_of(one)}
    for one in inputs.requests:
        for slot in slots_of(one) - {at for gone in outcome.dropped.get(one.id, ()) for at in gone.slots}:
            left[one.pool, slot] -= given[one.id]
    return left
