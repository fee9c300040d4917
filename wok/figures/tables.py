"""A table of figures before and after it is decided what of it may be shown. Pure.

Hours are counted in minutes and money in cents, so that sums stay true; `words.py` says them.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Any, TypeAlias

from wok.kernel import cells
from wok.kernel.cells import Sum
from wok.kernel.small_groups import ENOUGH
from wok.kernel.values import dataclass

SUM = "sum"
Spot: TypeAlias = tuple[str, str]  # row, column


@dataclass(frozen=True)
class Table:
    """Counts by row and column. Codes as rows and columns; what is not in `counts` is nought.

    `is_crossed`: columns are kinds of one thing, so that rows have sums; else each column is a measure of its own.
    `adds_up`: the figures of two quarters are the sum of both; not so where the same group would count twice.
    `open`: measures that anybody can count on the agenda. `behind`: a measure of hours -> how many gave them.
    `groups`: which associations stand behind a cell. `known`: cells that everybody knows to be empty.
    """

    key: str
    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[Spot, int]
    is_crossed: bool = False
    has_total: bool = True
    adds_up: bool = True
    is_public: bool = True
    open: AbstractSet[str] = frozenset()
    behind: Mapping[str, str] = field(default_factory=dict)
    for_staff: AbstractSet[str] = frozenset()
    groups: Mapping[Spot, AbstractSet[int]] | None = None
    known: AbstractSet[Spot] = frozenset()


@dataclass(frozen=True)
class Grid:
    """A table as it is shown, its sums in it. What is not whole was hidden, or is at least so many."""

    key: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[Spot, Sum]
    adds_up: bool = True

    def at(self, row: str, column: str) -> Sum:
        """One cell; nought where there is none."""
        return self.cells.get((row, column), Sum(0, is_whole=True))

    @property
    def is_empty(self) -> bool:
        """Nothing at all was counted."""
        return all(one == Sum(0, is_whole=True) for one in self.cells.values())


def full(table: Table) -> Grid:
    """Everything, for staff."""
    whole = {spot: Sum(value, is_whole=True) for spot, value in _with_sums(table).items()}
    return Grid(table.key, _rows(table), _columns(table), whole, table.adds_up)


def public(table: Table) -> Grid:
    """What may be published of it."""
    columns = [one for one in _columns(table) if one not in table.for_staff]
    if not table.rows:
        return Grid(table.key, [], columns, {}, table.adds_up)
    shown = _crossed(table) if table.is_crossed else _measures(table, columns)
    found = {spot: Sum(value or 0, is_whole=value is not None) for spot, value in shown.items()}
    return Grid(table.key, _rows(table), columns, found, table.adds_up)


def together(grids: Sequence[Grid], *, of: int = 0) -> Grid:
    """Several published quarters: their sum, or the greatest where they do not add up; both from what was shown.

    `of`: how many quarters there are; those that do not have the table hide all of it.
    """
    rows, columns = _every(one.rows for one in grids), _every(one.columns for one in grids)
    if all(one.adds_up for one in grids):
        reports = [{spot: one.least if one.is_whole else None for spot, one in grid.cells.items()} for grid in grids]
        found = cells.added(reports)
        if len(grids) < of:
            found = {spot: Sum(one.least, is_whole=False) for spot, one in found.items()}
        return Grid(grids[0].key, rows, columns, found)
    most = {spot: max(grid.at(*spot).least for grid in grids) for grid in grids for spot in grid.cells}
    is_whole = len(grids) == 1 and of <= 1
    found = {spot: Sum(value, is_whole and grids[0].at(*spot).is_whole) for spot, value in most.items()}
    return Grid(grids[0].key, rows, columns, found, adds_up=False)


def stored(grid: Grid) -> dict[str, Any]:
    """As JSON keeps it; what is hidden is not in it."""
    lines = [
        [one.least if (one := grid.at(row, column)).is_whole else None for column in grid.columns] for row in grid.rows
    ]
    heads = {"rows": list(grid.rows), "columns": list(grid.columns), "adds_up": grid.adds_up}
    return {"key": grid.key, "lines": lines, **heads}


def read(document: Mapping[str, Any]) -> Grid:
    """The grid that was stored."""
    found = {
        (row, column): Sum(value or 0, is_whole=value is not None)
        for row, line in zip(document["rows"], document["lines"], strict=True)
        for column, value in zip(document["columns"], line, strict=True)
    }
    return Grid(document["key"], document["rows"], document["columns"], found, document["adds_up"])


def _every(codes: Iterable[Sequence[str]]) -> list[str]:
    """Every code once, as they come; the sum stays last."""
    found = list(dict.fromkeys(code for some in codes for code in some))
    return [code for code in found if code != SUM] + [SUM] * (SUM in found)


def _rows(table: Table) -> list[str]:
    return [*table.rows, SUM] if table.has_total else list(table.rows)


def _columns(table: Table) -> list[str]:
    return [*table.columns, SUM] if table.is_crossed else list(table.columns)


def _with_sums(table: Table) -> dict[Spot, int]:
    found = dict(table.counts)
    for column in table.columns:
        found[SUM, column] = sum(table.counts.get((row, column), 0) for row in table.rows)
    if table.is_crossed:
        for row in _rows(table):
            found[row, SUM] = sum(found.get((row, column), 0) for column in table.columns)
    return {spot: value for spot, value in found.items() if spot[0] in _rows(table)}


def _crossed(table: Table) -> dict[Spot, int | None]:
    rows, columns = [*table.rows, SUM], [*table.columns, SUM]
    counts = [[table.counts.get((row, column), 0) for column in table.columns] for row in table.rows]
    at = {(row, column): (y, x) for y, row in enumerate(rows) for x, column in enumerate(columns)}
    known = frozenset(at[spot] for spot in table.known)
    thin = frozenset(at[spot] for spot in at if _is_thin(table, *spot))
    shown = cells.protected(counts, known=known, thin=thin)
    return {spot: shown[y][x] for spot, (y, x) in at.items()}


def _measures(table: Table, columns: Sequence[str]) -> dict[Spot, int | None]:
    found: dict[Spot, int | None] = {}
    whole = _with_sums(table)
    for column in columns:
        base = table.behind.get(column, column)
        shown = None if column in table.open else _one_measure(table, base)
        for row in _rows(table):
            is_shown = shown is None or shown[row] is not None
            found[row, column] = whole.get((row, column), 0) if is_shown else None
    return found


def _one_measure(table: Table, column: str) -> dict[str, int | None]:
    """One column by itself; without a total nothing can be worked out, so only the small are hidden."""
    counts = {row: table.counts.get((row, column), 0) for row in table.rows}
    if not table.has_total:
        return {row: None if value < ENOUGH or _is_thin(table, row, column) else value for row, value in counts.items()}
    rows = [*table.rows, SUM]
    thin = {(y, x) for y, row in enumerate(rows) if _is_thin(table, row, column) for x in (0, 1)}
    known = frozenset((y, 0) for y, row in enumerate(table.rows) if (row, column) in table.known)
    shown = cells.protected([[value] for value in counts.values()], known=known, thin=thin)
    return {row: line[0] for row, line in zip(rows, shown, strict=True)}


def _is_thin(table: Table, row: str, column: str) -> bool:
    """Fewer than five associations stand behind it."""
    if table.groups is None:
        return False
    rows = table.rows if row == SUM else [row]
    columns = table.columns if column == SUM else [column]
    behind: set[int] = set()
    for one in rows:
        for other in columns:
            behind |= table.groups.get((one, other), frozenset())
    return len(behind) < ENOUGH
