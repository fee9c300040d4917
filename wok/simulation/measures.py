"""What is measured of a policy in a town (FAIRNESS.md sections 11 and 12), over contested wishes alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from statistics import fmean

from wok.kernel.evenness import at_95, fair_shares, gini, jain, lowest_tenth, waits
from wok.kernel.fairness import cost
from wok.kernel.values import dataclass
from wok.simulation.policies import POOL, Grants
from wok.simulation.town import MONDAY, WEEKS, Town, Wish

ENOUGH_ASKED = 3
"""Circles with fewer contested wishes say nothing about a policy."""


@dataclass(frozen=True)
class Figures:
    """One row of the table."""

    served: float
    units: float
    jain_served: float
    jain_fair_share: float
    lowest_tenth: float
    """Nine circles in ten are served at least this share."""
    never_served: float
    gini: float
    wait_p95_weeks: float
    small_served: float
    large_served: float
    newcomers_served: float
    lead_and_success: float


def mean(rows: Sequence[Figures]) -> Figures:
    """The means of several towns."""
    return Figures(**{one.name: fmean(getattr(row, one.name) for row in rows) for one in fields(Figures)})


def measure(town: Town, grants: Grants, measured: frozenset[str]) -> Figures:
    """All figures of one policy in one town."""
    wishes = [wish for wish in town.wishes if wish.id in measured]
    by_group: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_group[wish.group].append(wish)
    often = {name: asked for name, asked in by_group.items() if len(asked) >= ENOUGH_ASKED}
    rates = [_rate(asked, grants) for asked in often.values()]
    use = {name: sum(_points(wish, grants[wish.id]) for wish in asked) for name, asked in by_group.items()}
    asked_for = {name: sum(_points(wish, wish.need) for wish in asked) for name, asked in by_group.items()}
    weights = {name: group.size.weight for name, group in town.groups.items()}
    shares = fair_shares(sum(use.values()), asked_for, weights)
    return Figures(
        served=_rate(wishes, grants),
        units=sum(useful(wish, grants[wish.id]) for wish in wishes) / max(1, sum(wish.need for wish in wishes)),
        jain_served=jain(rates),
        jain_fair_share=jain([min(1.0, use[name] / shares[name]) for name in often]),
        lowest_tenth=lowest_tenth(rates),
        never_served=sum(1 for rate in rates if rate == 0),
        gini=gini([use[name] / weights[name] for name in often]),
        wait_p95_weeks=at_95([wait for asked in by_group.values() for wait in _waits(asked, grants)]),
        small_served=_rate([one for one in wishes if town.groups[one.group].size.name == "small"], grants),
        large_served=_rate([one for one in wishes if town.groups[one.group].size.name == "large"], grants),
        newcomers_served=_rate([one for one in wishes if town.groups[one.group].joins_in_week], grants),
        lead_and_success=_correlation([(one.lead_days, is_served(one, grants[one.id])) for one in wishes]),
    )


def is_served(wish: Wish, units: int) -> bool:
    """It got what is useful at least."""
    return units >= wish.least


def useful(wish: Wish, units: int) -> int:
    """The units that serve a true need: none below the least, none above the need."""
    return min(units, wish.need) if is_served(wish, units) else 0


def _points(wish: Wish, units: int) -> float:
    return cost(POOL[wish.pool], units, wish.days) / 1000


def _rate(wishes: Sequence[Wish], grants: Grants) -> float:
    return sum(is_served(wish, grants[wish.id]) for wish in wishes) / len(wishes) if wishes else 0.0


def _waits(wishes: list[Wish], grants: Grants) -> list[float]:
    """Weeks from a first refusal to the next time served; a wait still open ends with the year."""
    decided = [(wish.first_on, is_served(wish, grants[wish.id])) for wish in wishes]
    return [days / 7 for days in waits(decided, MONDAY + timedelta(weeks=WEEKS))]


def _correlation(pairs: list[tuple[int, bool]]) -> float:
    if not pairs:
        return 0.0
    ours, theirs = fmean(one for one, _other in pairs), fmean(other for _one, other in pairs)
    both = sum((one - ours) * (other - theirs) for one, other in pairs)
    spread = sum((one - ours) ** 2 for one, _other in pairs) * sum((other - theirs) ** 2 for _one, other in pairs)
    return both / spread**0.5 if spread else 0.0
