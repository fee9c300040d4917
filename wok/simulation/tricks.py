"""What one circle gains by a trick (FAIRNESS.md section 8): useful units with it against useful units without."""

import random
from collections.abc import Callable
from dataclasses import replace

from wok.kernel.values import dataclass
from wok.simulation.measures import useful
from wok.simulation.policies import POOL, Grants, contested, fair, first_come, lottery
from wok.simulation.town import SIZES, Group, Town, Wish

POLICIES: dict[str, Callable[[Town], Grants]] = {"first-come": first_come, "lottery": lottery, "this rule": fair}
PLAYERS = 8
"""Circles of a town that try the tricks, one at a time."""
Played = tuple[list[Wish], list[Group]]


@dataclass(frozen=True)
class Tried:
    """One trick in one town under one policy, in typical loans: with it, and without."""

    trick: str
    policy: str
    with_it: float
    without: float


def early(wishes: list[Wish], _group: Group) -> Played:
    return [replace(wish, lead_days=wish.lead_days + 30) for wish in wishes], []


def twice(wishes: list[Wish], _group: Group) -> Played:
    return [replace(wish, asked=min(POOL[wish.pool].capacity, 2 * wish.need)) for wish in wishes], []


def overstate(wishes: list[Wish], _group: Group) -> Played:
    return [replace(wish, asked_least=wish.asked) for wish in wishes], []


def in_three(wishes: list[Wish], _group: Group) -> Played:
    return [piece for wish in wishes for piece in _pieces(wish)], []


def both_names(wishes: list[Wish], group: Group) -> Played:
    other = _second_name(group)
    copies = [replace(wish, id=f"{wish.id}-again", group=other.name) for wish in wishes]
    return [*wishes, *copies], [other]


def shared_out(wishes: list[Wish], group: Group) -> Played:
    other = _second_name(group)
    moved = [replace(wish, group=other.name) if at % 2 else wish for at, wish in enumerate(wishes)]
    return moved, [other]


def _second_name(group: Group) -> Group:
    """A new name begins as a small group, whatever the first one is."""
    return replace(group, name=f"{group.name}-again", size=SIZES[-1])


TRICKS: dict[str, Callable[[list[Wish], Group], Played]] = {
    "ask 30 days earlier": early,
    "ask for twice as much": twice,
    "overstate the minimum": overstate,
    "cut the request in three": in_three,
    "two names, both ask": both_names,
    "two names, wishes shared out": shared_out,
}
WATCHED = tuple(TRICKS)[:5]
"""The tricks that must not pay; the last one is stopped by people, who link the names."""


def try_all(town: Town) -> list[Tried]:
    """Every trick under every policy, summed over some circles of the town: settled ones that are honest otherwise."""
    measured = contested(town)
    settled = [one for one in town.groups.values() if one.exaggerates == 1 and not one.misses and not one.joins_in_week]
    players = random.Random(f"tricks {town.seed}").sample([one.name for one in settled], PLAYERS)
    tried = []
    for policy, decide in POLICIES.items():
        grants = decide(town)
        without = sum(_useful(town, name, grants, measured) for name in players)
        for trick in TRICKS:
            with_it = sum(_useful(town, name, decide(played(town, name, trick)), measured) for name in players)
            tried.append(Tried(trick, policy, with_it, without))
    return tried


def played(town: Town, name: str, trick: str) -> Town:
    """The town with one circle playing the trick all year."""
    own = [wish for wish in town.wishes if wish.group == name]
    others = [wish for wish in town.wishes if wish.group != name]
    wishes, more = TRICKS[trick](own, town.groups[name])
    groups = town.groups | {group.name: group for group in more}
    return Town(town.seed, groups, tuple(sorted([*others, *wishes], key=lambda wish: wish.id)))


def _useful(town: Town, name: str, grants: Grants, measured: frozenset[str]) -> float:
    """What the circle could use of all it got for its true wishes, in typical loans."""
    sums = dict.fromkeys((wish.id for wish in town.wishes if wish.group == name and wish.id in measured), 0)
    for given, units in grants.items():
        origin = given if given in sums else given.removesuffix("-again").split("+")[0]
        if origin in sums:
            sums[origin] += units
    wishes = {wish.id: wish for wish in town.wishes if wish.id in sums}
    return sum(useful(wishes[wish], units) / POOL[wishes[wish].pool].q_ref for wish, units in sums.items())


def _pieces(wish: Wish) -> list[Wish]:
    """The wish in up to three parts of whole packs, each useful from one pack on."""
    pack = POOL[wish.pool].lot
    packs = wish.asked // pack
    parts = [packs // 3 + (at < packs % 3) for at in range(3)]
    return [
        replace(wish, id=f"{wish.id}+{at}", asked=many * pack, asked_least=pack)
        for at, many in enumerate(parts)
        if many
    ]
