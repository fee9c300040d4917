"""Four ways of deciding the same wishes: who asks first, a quota, a lottery, and the Wok's rule."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import date, timedelta

from wok.kernel import fairness
from wok.kernel.rounds import Outcome, Party, Period, Request
from wok.kernel.standing import (
    Charge,
    Decided,
    Params,
    Penalty,
    Waiting,
    newcomers_charge,
    standing,
    waiting_since,
)
from wok.kernel.values import dataclass
from wok.simulation.town import MONDAY, POOLS, WEEKS, Town, Wish

CLOSES_BEFORE = 21
"""Days from the closing of a window, a Thursday, to the Thursday of its week."""
QUOTA_LOANS, QUOTA_DAYS = 2, 30
POOL = {pool.id: pool for pool in POOLS}
PARAMS = Params()
Grants = dict[str, int]


def first_come(town: Town) -> Grants:
    """Who asks first is given what is left, if it is useful."""
    shelf = _Shelf()
    return {wish.id: shelf.take(wish) for wish in _by_asking(town.wishes)}


def quota(town: Town) -> Grants:
    """First-come, with at most two loans within thirty days."""
    shelf, grants, loans = _Shelf(), {}, defaultdict[str, list[date]](list)
    for wish in _by_asking(town.wishes):
        near = [day for day in loans[wish.group] if abs((day - wish.first_on).days) < QUOTA_DAYS]
        grants[wish.id] = shelf.take(wish) if len(near) < QUOTA_LOANS else 0
        if grants[wish.id]:
            loans[wish.group].append(wish.first_on)
    return grants


def lottery(town: Town) -> Grants:
    """Of all who asked within the window, in an order drawn by lot; the late ones after them."""
    chance, shelf, grants = random.Random(f"lottery {town.seed}"), _Shelf(), Grants()
    for _closes_on, timely, late in _weeks(town):
        drawn = sorted(timely, key=lambda wish: wish.id)
        chance.shuffle(drawn)
        grants |= {wish.id: shelf.take(wish) for wish in [*drawn, *late]}
    return grants


def fair(town: Town) -> Grants:
    """The Wok's rule, as in wok/kernel/fairness.py; the late ones first-come from what is left."""
    shelf, ledger, grants = _Shelf(), _Ledger(town), Grants()
    for closes_on, timely, late in _weeks(town):
        requests = [_request(wish) for wish in timely]
        circles = {name: ledger.party(name, today=closes_on) for name in {wish.group for wish in timely}}
        seed = f"{town.seed} {closes_on}"
        outcome = fairness.allocate(POOLS, shelf.free, requests, circles, seed=seed, params=PARAMS)
        for wish in timely:
            shelf.give(wish, outcome.grants[wish.id])
        ledger.note(timely, outcome, on=closes_on)
        grants |= outcome.grants
        for wish in late:
            grants[wish.id] = shelf.take(wish)
            ledger.note_late(wish, grants[wish.id])
    return grants


POLICIES: dict[str, Callable[[Town], Grants]] = {
    "first-come": first_come,
    "quota": quota,
    "lottery": lottery,
    "this rule": fair,
}


@dataclass
class _Shelf:
    """What is left of every pool on every day."""

    free: dict[str, dict[int, int]] = field(default_factory=lambda: {pool.id: {} for pool in POOLS})

    def take(self, wish: Wish) -> int:
        """As much as was asked for and is left, or nothing when that is less than the least; it is gone then."""
        days = self.free[wish.pool]
        left = min(days.get(slot, POOL[wish.pool].capacity) for slot in wish.slots)
        units = min(wish.asked, left)
        units = units if units >= wish.asked_least else 0
        self.give(wish, units)
        return units

    def give(self, wish: Wish, units: int) -> None:
        days = self.free[wish.pool]
        for slot in wish.slots:
            days[slot] = days.get(slot, POOL[wish.pool].capacity) - units


@dataclass
class _Ledger:
    """What every circle had, missed and was refused, as wok/sharing keeps it in the database."""

    town: Town
    charges: dict[str, list[Charge]] = field(default_factory=lambda: defaultdict(list))
    penalties: dict[str, list[Penalty]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[str, list[Decided]] = field(default_factory=lambda: defaultdict(list))
    known: set[str] = field(default_factory=set)

    def party(self, name: str, *, today: date) -> Party:
        """How a circle stands at a closing; at its first one a newcomer starts with the lower quartile."""
        group = self.town.groups[name]
        if name not in self.known:
            self.known.add(name)
            if group.joins_in_week:
                others = [self._level(other, today) for other in self._active(today)]
                points = newcomers_charge(others, weight=group.size.weight)
                self.charges[name].append(Charge(today, points))
        since = waiting_since(self.decided[name])
        waiting = Waiting(since, tuple(one.on for one in self.decided[name])) if since else None
        found = standing(
            "equipment",
            weight=group.size.weight,
            charges=self.charges[name],
            penalties=[one for one in self.penalties[name] if one.on <= today],
            waiting=waiting,
            today=today,
            params=PARAMS,
        )
        return Party(found.total, found.weight)

    def note(self, wishes: Iterable[Wish], outcome: Outcome, *, on: date) -> None:
        """Keep a round's charges, and who was granted or refused when it was contested."""
        of = {wish.id: wish for wish in wishes}
        for charge in outcome.charges:
            self._charge(of[charge.request], charge.points)
        for wish in of.values():
            if wish.id in outcome.contested:
                self.decided[wish.group].append(Decided(on, outcome.grants[wish.id] > 0))

    def note_late(self, wish: Wish, units: int) -> None:
        """A first-come grant costs the uncontested rate."""
        if units:
            points = fairness.cost(POOL[wish.pool], units, wish.days)
            self._charge(wish, -(-points * PARAMS.uncontested_share // 1000))

    def _charge(self, wish: Wish, points: int) -> None:
        self.charges[wish.group].append(Charge(wish.first_on, points))
        if wish.is_missed:
            self.penalties[wish.group].append(Penalty(wish.first_on, PARAMS.no_show_points))

    def _active(self, today: date) -> list[str]:
        recent = today - timedelta(PARAMS.newcomer_active_days)
        return [name for name, had in self.charges.items() if any(charge.on >= recent for charge in had)]

    def _level(self, name: str, today: date) -> int:
        weight = self.town.groups[name].size.weight
        parts = standing("equipment", weight=weight, charges=self.charges[name], today=today, params=PARAMS)
        return parts.use * 1000 // weight


def contested(town: Town) -> frozenset[str]:
    """The wishes that true needs alone make scarce, whoever exaggerates: only these are measured."""
    wanted: Counter[tuple[str, int]] = Counter()
    for wish in town.wishes:
        for slot in wish.slots:
            wanted[wish.pool, slot] += wish.need
    tight = {at for at, units in wanted.items() if units > POOL[at[0]].capacity}
    return frozenset(wish.id for wish in town.wishes if any((wish.pool, slot) in tight for slot in wish.slots))


def _by_asking(wishes: Iterable[Wish]) -> list[Wish]:
    return sorted(wishes, key=lambda wish: (wish.asked_on, wish.id))


def _weeks(town: Town) -> list[tuple[date, list[Wish], list[Wish]]]:
    """For every week: when its window closed, who asked in time, and who came later, in the order of asking."""
    by_week: dict[int, list[Wish]] = defaultdict(list)
    for wish in _by_asking(town.wishes):
        by_week[(wish.first_on - MONDAY).days // 7].append(wish)
    weeks: list[tuple[date, list[Wish], list[Wish]]] = []
    for week in range(WEEKS):
        closes_on = MONDAY + timedelta(7 * week + 3 - CLOSES_BEFORE)
        timely = [wish for wish in by_week[week] if wish.asked_on <= closes_on]
        weeks.append((closes_on, timely, [wish for wish in by_week[week] if wish.asked_on > closes_on]))
    return weeks


def _request(wish: Wish) -> Request:
    period = Period(wish.slots.start, wish.slots.stop)
    return Request(wish.id, (wish.group,), wish.pool, (period,), wish.asked, wish.asked_least, wish.klass)
