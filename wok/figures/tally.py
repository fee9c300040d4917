"""What was counted within a stretch of time, before tables are made of it. Pure.

A sum stands under a neighbourhood (0: none is known), a figure, a line and a column. Stretches add up to longer ones;
what does not add up is kept as the groups behind it, so that each counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Any, TypeVar

from wok.figures.tables import Spot
from wok.kernel.values import dataclass

Value = TypeVar("Value")
NO_PLACE = 0
BAR = "|"
TOOK_PART = f"{NO_PLACE}{BAR}took_part{BAR}{BAR}"


@dataclass
class Tally:
    """Sums by "neighbourhood|figure|line|column", and the associations behind some of them."""

    counts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, place: int, figure: str, spot: Spot, number: int) -> None:
        """So many more."""
        self.counts[BAR.join((str(place), figure, *spot))] += number

    def behind(self, place: int, figure: str, spot: Spot, group: int) -> None:
        """This association stands behind it."""
        self.groups[BAR.join((str(place), figure, *spot))].add(group)

    def take(self, other: "Tally") -> None:
        """Add another stretch of time."""
        self.counts.update(other.counts)
        for key, who in other.groups.items():
            self.groups[key] |= who

    @property
    def took_part(self) -> set[int]:
        """The associations that booked, organised or helped."""
        return self.groups.get(TOOK_PART, set())


def stored(one: Tally) -> dict[str, Any]:
    """As a closed month is kept: all sums, and of the groups those that took part."""
    sums = {key: number for key, number in sorted(one.counts.items()) if number}
    return {"counts": sums, "took_part": sorted(one.took_part)}


def read(document: Mapping[str, Any]) -> Tally:
    """What was stored."""
    return Tally(Counter(document["counts"]), defaultdict(set, {TOOK_PART: set(document["took_part"])}))


@dataclass(frozen=True)
class Sums:
    """A tally, ready for its tables: of one neighbourhood, or of all together (None)."""

    spots: Mapping[str, Mapping[tuple[int, Spot], int]]
    who: Mapping[str, Mapping[Spot, AbstractSet[int]]]

    def of(self, figure: str) -> dict[Spot, int]:
        """A figure's cells, whatever the neighbourhood."""
        found: Counter[Spot] = Counter()
        for (_place, spot), number in self.spots.get(figure, {}).items():
            found[spot] += number
        return dict(found)

    def by_place(self, figure: str) -> Mapping[tuple[int, Spot], int]:
        """A figure's cells by neighbourhood."""
        return self.spots.get(figure, {})

    def groups(self, figure: str) -> Mapping[Spot, AbstractSet[int]]:
        """The associations behind a figure's cells."""
        return self.who.get(figure, {})


def sums(tally: Tally, place: int | None) -> Sums:
    """Taken apart once, for every table."""
    spots: dict[str, dict[tuple[int, Spot], int]] = defaultdict(dict)
    who: dict[str, dict[Spot, set[int]]] = defaultdict(dict)
    for number, figure, spot, count in _apart(tally.counts.items()):
        if place in (None, number):
            spots[figure][number, spot] = count
    for number, figure, spot, found in _apart(tally.groups.items()):
        if place in (None, number):
            who[figure][spot] = who[figure].get(spot, set()) | found
    return Sums(spots, who)


def _apart(items: Iterable[tuple[str, Value]]) -> Iterable[tuple[int, str, Spot, Value]]:
    for key, value in items:
        number, figure, row, column = key.split(BAR)
        yield int(number), figure, (row, column), value
