"""How evenly something was shared: the measures of FAIRNESS.md 11, for the public report and for the simulation."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def jain(values: Sequence[float]) -> float:
    """1 when all have the same, 1/n when one has all."""
    squares = sum(value * value for value in values) * len(values)
    return sum(values) ** 2 / squares if squares else 1.0


def gini(values: Iterable[float]) -> float:
    """0 when all have the same, nearly 1 when one has all."""
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return 0.0
    many = len(ordered)
    return sum((2 * at - many - 1) * value for at, value in enumerate(ordered, 1)) / (many * total)


def fair_shares(given: float, asked: Mapping[Name, float], weights: Mapping[Name, float]) -> dict[Name, float]:
    """What was given out, poured over all by weight, nobody getting more than they asked for."""
    shares: dict[Name, float] = {}
    open_, left = dict(asked), given
    while open_:
        level = left / sum(weights[name] for name in open_)
        full = {name: most for name, most in open_.items() if most <= level * weights[name]}
        for name, most in full.items():
            shares[name] = most
            left -= open_.pop(name)
        if not full:
            shares |= {name: level * weights[name] for name in open_}
            break
    return shares


def lowest_tenth(values: Iterable[float]) -> float:
    """Nine in ten have at least this."""
    ordered = sorted(values)
    return ordered[len(ordered) // 10] if ordered else 0.0


def at_95(values: Iterable[float]) -> float:
    """Nineteen in twenty are no greater."""
    ordered = sorted(values)
    return ordered[int(0.95 * (len(ordered) - 1))] if ordered else 0.0


def waits(decided: Iterable[tuple[date, bool]], until: date) -> list[int]:
    """Days from a first refusal to the next time served, in order; a wait still open ends with `until`."""
    found: list[int] = []
    since: date | None = None
    for day, is_served in sorted(decided, key=lambda one: one[0]):
        if not is_served:
            since = since or day
        elif since is not None:
            found.append((day - since).days)
            since = None
    if since is not None:
        found.append((until - since).days)
    return found
