"""Tables for the public with their sums: what is hidden so that no figure of few can be worked out from the others.

FACTS.md: public cells from five up, with complementary suppression, the same across successive reports. A table is a
grid of counts with the sums of its rows as last column and the sums of its columns as last row. Everything below five
is hidden, nought too, and so many more cells that whoever knows all that is shown, and that nothing is below nought,
can still not tell 0, 1, 2, 3 and 4 apart for any of them. A hidden cell is an edge of a network in which the flow
is kept (what enters a row leaves it again), so its smallest and greatest value are found exactly by paths.

Longer periods are only added up from what was shown (`added`): they tell nothing that was not public already.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from wok.kernel.small_groups import ENOUGH
from wok.kernel.values import dataclass

FEW = ENOUGH - 1
Place: TypeAlias = tuple[int, int]  # row, column; one beyond the last is the sum
Shown: TypeAlias = list[list[int | None]]
Edge: TypeAlias = tuple[Place, int, int]  # a cell, the node it leads to, and how the cell changes on the way there
NO_PLACES: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Sum:
    """What several reports say together: `is_whole` when none of them hid it, else it is at least so many."""

    least: int
    is_whole: bool


def with_sums(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The grid with the sums of its rows and of its columns."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def protected(
    counts: Sequence[Sequence[int]], *, known: AbstractSet[Place] = NO_PLACES, thin: AbstractSet[Place] = NO_PLACES
) -> Shown:
    """The grid with its sums as it may be shown; None is hidden.

    `known`: cells of which everybody knows that nothing can be in them. `thin`: places behind which are fewer than
    five groups, whatever the count.
    """
    grid = _Grid(with_sums(counts), known)
    few = {at for at in grid.places if grid.values[at] < ENOUGH or at in thin}
    hidden = set(few)
    for at in sorted(few):
        grid.cover(at, hidden)
    for at in sorted(hidden - few, key=grid.worth, reverse=True):
        if grid.is_safe(few, hidden - {at}):
            hidden.remove(at)
    return [
        [None if (row, column) in hidden else value for column, value in enumerate(line)]
        for row, line in enumerate(grid.all)
    ]


def added(reports: Iterable[Mapping[tuple[str, str], int | None]]) -> dict[tuple[str, str], Sum]:
    """Each cell over several reports. What one report does not know is nought there."""
    found: dict[tuple[str, str], Sum] = {}
    for report in reports:
        for name, value in report.items():
            before = found.get(name, Sum(0, is_whole=True))
            found[name] = Sum(before.least + (value or 0), before.is_whole and value is not None)
    return found


class _Grid:
    """The places as edges between nodes: row n is node n, column n is node rows + n; the sums close the circle."""

    def __init__(self, values: Sequence[Sequence[int]], known: AbstractSet[Place]) -> None:
        self.rows, self.columns = len(values), len(values[0])
        self.all = values
        inner = {(row, column) for row in range(self.rows - 1) for column in range(self.columns - 1)} - known
        sums = {end for row, column in inner for end in ((row, self.columns - 1), (self.rows - 1, column))}
        self.places = inner | sums | ({(self.rows - 1, self.columns - 1)} if inner else set())
        self.values = {(row, column): values[row][column] for row, column in self.places}
        most = max(self.values.values(), default=0)
        self.worths = {at: self._worth(at, most) for at in self.places}
        self.near: list[list[Edge]] = [[] for _node in range(self.rows + self.columns)]
        for at in sorted(self.places):
            first, last = self.ends(at)
            self.near[first].append((at, last, 1))
            self.near[last].append((at, first, -1))

    def ends(self, at: Place) -> tuple[int, int]:
        """From which node to which: what is in a cell goes from its row to its column, sums lead it back."""
        row, column = at
        is_back = (row == self.rows - 1) != (column == self.columns - 1)
        return (self.rows + column, row) if is_back else (row, self.rows + column)

    def worth(self, at: Place) -> int:
        """How much is lost when it is hidden: sums are worth more than any cell."""
        return self.worths[at]

    def _worth(self, at: Place, most: int) -> int:
        beyond = (at[0] == self.rows - 1) + (at[1] == self.columns - 1)
        return self.values[at] + beyond * (1 + most)

    def cover(self, at: Place, hidden: set[Place]) -> None:
        """Hide as little as possible beside it until it can be anything from 0 to 4."""
        for is_up in (True, False):
            values = dict(self.values)
            for _step in range(self._steps(at, is_up=is_up)):
                way = self._way(at, values, hidden, is_up=is_up)
                assert way is not None  # with all sums hidden there is always one
                hidden.update(place for place, _change in way)
                for place, change in way:
                    values[place] += change

    def is_safe(self, few: AbstractSet[Place], hidden: AbstractSet[Place]) -> bool:
        """Each of the few can be anything from 0 to 4, as far as what is shown says."""
        return all(self._moves(at, hidden, is_up=is_up) for at in few for is_up in (True, False))

    def _moves(self, at: Place, hidden: AbstractSet[Place], *, is_up: bool) -> bool:
        values, left = dict(self.values), self._steps(at, is_up=is_up)
        while left:
            way = self._open_way(at, values, hidden, is_up=is_up)
            if way is None:
                return False
            by = min([left, *(values[place] for place, change in way if change < 0)])
            for place, change in way:
                values[place] += by * change
            left -= by
        return True

    def _open_way(
        self, at: Place, values: Mapping[Place, int], hidden: AbstractSet[Place], *, is_up: bool
    ) -> list[tuple[Place, int]] | None:
        """Any way through hidden cells to change one of them: which others change, and in which direction."""
        start, end = self.ends(at)[::-1] if is_up else self.ends(at)
        queue, came = deque([start]), {start: (start, at, 0)}
        while queue:
            node = queue.popleft()
            for place, other, change in self.near[node]:
                if other in came or place == at or place not in hidden or (change < 0 and not values[place]):
                    continue
                came[other] = (node, place, change)
                if other == end:
                    return self._back(start, end, came)
                queue.append(other)
        return None

    def _steps(self, at: Place, *, is_up: bool) -> int:
        value = self.values[at]
        return max(FEW - value, 0) if is_up and value < ENOUGH else FEW if is_up else min(value, FEW)

    def _way(
        self, at: Place, values: Mapping[Place, int], hidden: AbstractSet[Place], *, is_up: bool
    ) -> list[tuple[Place, int]] | None:
        """The cheapest way to change one cell by one, hiding what it must: which others change, and in which direction."""
        start, end = self.ends(at)[::-1] if is_up else self.ends(at)
        queue: list[tuple[int, int]] = [(0, start)]
        cost, came = {start: 0}, dict[int, tuple[int, Place, int]]()
        while queue:
            so_far, node = heapq.heappop(queue)
            if node == end:
                return self._back(start, end, came)
            if so_far > cost[node]:
                continue
            for place, other, change in self.near[node]:
                if place == at or (change < 0 and not values[place]):
                    continue
                price = so_far + (0 if place in hidden else 1 + self.worth(place))
                if price < cost.get(other, price + 1):
                    cost[other], came[other] = price, (node, place, change)
                    heapq.heappush(queue, (price, other))
        return None

    def _back(self, start: int, end: int, came: Mapping[int, tuple[int, Place, int]]) -> list[tuple[Place, int]]:
        way, node = [], end
        while node != start:
            node, place, change = came[node]
            way.append((place, change))
        return way
