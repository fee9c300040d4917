"""The rule once more, as a person would do it by hand: look at every open request, take the smallest, begin again.

Written apart from wok/kernel/fairness.py on purpose, with fractions left out by the same roundings alone.
"""

import hashlib

from wok.kernel.rounds import Inputs


def by_hand(inputs: Inputs, seed: str) -> tuple[dict[str, int], list[tuple[str, int, int]]]:
    """What everybody gets, and the steps (request, units, key) in order."""
    pools = {pool.id: pool for pool in inputs.pools}
    requests = sorted(inputs.requests, key=lambda one: one.id)
    days = {one.id: [list(period.slots) for period in one.periods] for one in requests}
    free = {
        (one.pool, day): inputs.free.get(one.pool, {}).get(day, pools[one.pool].capacity)
        for one in requests
        for day in flat(days[one.id])
    }
    asked = {
        at: sum(one.quantity - one.had for one in requests if one.pool == at[0] and at[1] in flat(days[one.id]))
        for at in free
    }
    got = {one.id: 0 for one in requests}
    todo = []
    for one in requests:
        if any(asked[one.pool, day] > free[one.pool, day] for day in flat(days[one.id])):
            todo.append(one)
        else:
            got[one.id] = one.quantity - one.had
    for one in requests:
        for day in flat(days[one.id]):
            free[one.pool, day] -= got[one.id]
    standing = {name: party.standing for name, party in inputs.circles.items()}
    tickets = {name: hashlib.sha256(f"{seed}|{name}".encode()).hexdigest() for name in inputs.circles}
    first_given: set[tuple[str, str]] = set()
    steps: list[tuple[str, int, int]] = []

    def price(one, units):
        length = len(flat(days[one.id]))
        whole = ceil_of(1000 * units * length, pools[one.pool].q_ref * pools[one.pool].t_ref)
        return ceil_of(whole, len(one.circles))

    def each(one, units):
        had = one.had + got[one.id]
        return price(one, had + units) - price(one, had)

    def wanted(one):
        had = one.had + got[one.id]
        return (
            min(pools[one.pool].lot, one.quantity - had)
            if had
            else max(one.least, min(pools[one.pool].lot, one.quantity))
        )

    def key(one):
        sums = sum(
            standing[name] + each(one, wanted(one)) * 1000 // inputs.circles[name].weight for name in one.circles
        )
        head_start = {"A": 1000, "B": 500, "C": 0, "D": -1000}[one.klass] + min(500, 250 * (len(one.circles) - 1))
        return sums // len(one.circles) - head_start

    def place(one):
        again = pools[one.pool].is_once_first and any((one.pool, name) in first_given for name in one.circles)
        return (again, key(one), max(tickets[name] for name in one.circles), one.rank, one.id)

    while todo:
        lowest = {
            tuple(sorted(one.circles)): min(other.rank for other in todo if set(other.circles) == set(one.circles))
            for one in todo
        }
        one = min((one for one in todo if one.rank == lowest[tuple(sorted(one.circles))]), key=place)
        now, units = key(one), wanted(one)
        is_first = one.had + got[one.id] == 0
        if is_first:
            may_go = {period.first for period in one.periods if period.may_drop}
            kept = [d for d in days[one.id] if d[0] not in may_go or min(free[one.pool, day] for day in d) >= one.least]
            days[one.id] = kept or days[one.id]
        left = min(free[one.pool, day] for day in flat(days[one.id]))
        units = left if units > left >= (one.least if is_first else 1) else units
        if units > left:
            todo.remove(one)
            continue
        for name in one.circles:
            first_given.add((one.pool, name))
        paid = each(one, units)
        for name in one.circles:
            standing[name] += paid * 1000 // inputs.circles[name].weight
        for day in flat(days[one.id]):
            free[one.pool, day] -= units
        got[one.id] += units
        steps.append((one.id, units, now))
        if one.had + got[one.id] == one.quantity:
            todo.remove(one)
    return got, steps


def ceil_of(number: int, by: int) -> int:
    return number // by + (1 if number % by else 0)


def flat(periods: list[list[int]]) -> list[int]:
    return [day for period in periods for day in period]
