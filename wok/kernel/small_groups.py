"""What may be published of few: a figure stands for nobody or for five at least, also when figures are taken apart.

FACTS.md: public cells from five up. Cells that are too small are never left blank, for a blank could be worked out
from the sum and the others: they are put together with a neighbour until five stand behind what is shown.
"""

from collections.abc import Iterable, Sequence

from wok.kernel.values import dataclass

ENOUGH = 5


@dataclass(frozen=True)
class Cell:
    """One figure to publish: what it is of (several names once put together), and which circles stands behind it."""

    names: tuple[str, ...]
    who: frozenset[int]


def may_show(*parts: Iterable[int]) -> bool:
    """Each part stands for nobody, or for five at least."""
    return all(not many or many >= ENOUGH for many in (len(set(part)) for part in parts))


def merged(cells: Sequence[Cell]) -> list[Cell]:
    """The cells in their order, small ones put together with the smaller neighbour; none when all have too few.

    Neighbours in which nobody is are no cover: who knows that they are empty could take the rest apart.
    """
    found = list(cells)
    while any(not may_show(one.who) for one in found):
        if sum(bool(one.who) for one in found) < 2:
            return []
        at = min((at for at, one in enumerate(found) if not may_show(one.who)), key=lambda at: len(found[at].who))
        found = _joined(found, at, _neighbour(found, at))
    return found


def _neighbour(found: Sequence[Cell], at: int) -> int:
    """The nearest cell on either side in which somebody is; the one with fewer."""
    before = next((one for one in range(at - 1, -1, -1) if found[one].who), None)
    after = next((one for one in range(at + 1, len(found)) if found[one].who), None)
    return min((one for one in (before, after) if one is not None), key=lambda one: len(found[one].who))


def _joined(found: Sequence[Cell], one: int, other: int) -> list[Cell]:
    first, last = min(one, other), max(one, other)
    inside = found[first : last + 1]
    names = tuple(name for cell in inside for name in cell.names)
    whole = Cell(names, frozenset[int]().union(*(cell.who for cell in inside)))
    return [*found[:first], whole, *found[last + 1 :]]


def in_turn(steps: Iterable[tuple[str, Sequence[Iterable[int]]]]) -> list[tuple[str, ...]]:
    """Months put together, from the first one on, until every part of what is shown has nobody or five behind it.

    What is still too small at the end is left out until more have come, so that a later report never cuts months
    differently: the months of an earlier report are the first of a later one.
    """
    found: list[tuple[str, ...]] = []
    names: list[str] = []
    parts: list[set[int]] = []
    for name, who in steps:
        names.append(name)
        parts = [before | set(more) for before, more in zip(parts or [set[int]() for _one in who], who, strict=True)]
        if may_show(*parts):
            found.append(tuple(names))
            names, parts = [], []
    return found
