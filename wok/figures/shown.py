"""Figures as the page, the spreadsheet and the paper show them: the same words and the same numbers."""

from collections.abc import Mapping, Sequence

from wok.figures import words
from wok.figures.tables import SUM, Grid
from wok.kernel.cells import Sum
from wok.kernel.values import dataclass
from wok.sharing import report_charts
from wok.sharing.report_charts import Picture
from wok.web.sentences import colon
from wok.web.sentences import gettext as _
from wok.web.sheets import Value


@dataclass(frozen=True)
class Line:
    """One line of a table; an empty value is not shown to protect people."""

    label: str
    values: list[str]
    amounts: list[Value]
    is_sum: bool


@dataclass(frozen=True)
class TableShown:
    """One table with its picture. `few`: lines and columns of which nothing may be shown."""

    key: str
    caption: str
    note: str
    head: list[str]
    lines: list[Line]
    measure: str  # what the bars are
    picture: Picture
    few: list[str]
    has_hidden: bool


@dataclass(frozen=True)
class Section:
    """Some tables under one heading."""

    key: str
    heading: str
    flavour: str
    tables: list[TableShown]


def sections(grids: Sequence[Grid], names: Mapping[str, str]) -> list[Section]:
    """All that is not empty, in the order of the words."""
    by_key = {one.key: one for one in grids if not one.is_empty}
    found = [
        Section(
            key,
            str(heading),
            words.FLAVOURS.get(key, "event"),
            [_table(by_key[one], names) for one in keys if one in by_key],
        )
        for key, (heading, keys) in words.SECTIONS.items()
    ]
    return [one for one in found if one.tables]


def rows_of(sections: Sequence[Section]) -> dict[str, list[list[Value]]]:
    """Each table as a sheet of its own."""
    return {
        f"{number} {table.caption}": [[*table.head], *([line.label, *line.amounts] for line in table.lines)]
        for number, table in enumerate((table for one in sections for table in one.tables), 1)
    }


def list_of(sections: Sequence[Section]) -> list[list[Value]]:
    """One line a figure, for one sheet of everything."""
    rows: list[list[Value]] = [[_("Section"), _("Table"), _("Line"), _("Figure"), _("Value")]]
    for section in sections:
        for table in section.tables:
            for line in table.lines:
                told = zip(table.head[1:], line.amounts, strict=True)
                rows += [[section.heading, table.caption, line.label, head, amount] for head, amount in told]
    return rows


def _table(grid: Grid, names: Mapping[str, str]) -> TableShown:
    said = words.TABLES[grid.key]
    rows, few_rows = _told([(row, [grid.at(row, column) for column in grid.columns]) for row in grid.rows])
    columns, few_columns = _told([(column, [grid.at(row, column) for row in grid.rows]) for column in grid.columns])
    columns.sort(key=lambda one: one != SUM)  # the sum stands where a narrow page still shows it
    lines = [_line(grid, row, columns, names) for row in rows]
    few = [words.row_words(grid.key, one, names) for one in few_rows if one != SUM]
    few += [words.column_words(grid.key, one) for one in few_columns if one != SUM]
    bar = SUM if SUM in columns else columns[0] if columns else ""
    return TableShown(
        grid.key,
        str(said.caption),
        str(said.note),
        [str(said.lines), *(words.column_words(grid.key, one) for one in columns)],
        lines,
        words.column_words(grid.key, bar) if bar not in ("", SUM) else str(said.caption),
        report_charts.bars(_bars(grid, [row for row in rows if row != SUM], bar, names)),
        few if lines else [],
        has_hidden=bool(few) or any(value == "" for line in lines for value in line.values),
    )


def _told(found: Sequence[tuple[str, Sequence[Sum]]]) -> tuple[list[str], list[str]]:
    """What has something to show, and what has only hidden figures; what is empty is in neither."""
    nought = Sum(0, is_whole=True)
    told = [code for code, sums in found if any(one.least for one in sums)]
    few = [code for code, sums in found if code not in told and any(one != nought for one in sums)]
    return told, few


def _line(grid: Grid, row: str, columns: Sequence[str], names: Mapping[str, str]) -> Line:
    sums = [(column, grid.at(row, column)) for column in columns]
    values = [words.say(column, one) for column, one in sums]
    amounts: list[Value] = [
        words.amount(column, one.least) if one.is_whole else value
        for (column, one), value in zip(sums, values, strict=True)
    ]
    return Line(words.row_words(grid.key, row, names), values, amounts, is_sum=row == SUM)


def _bars(grid: Grid, rows: Sequence[str], column: str, names: Mapping[str, str]) -> list[tuple[str, int, int]]:
    found = [(row, grid.at(row, column)) for row in rows]
    return [
        (f"{words.row_words(grid.key, row, names)}{colon()}{words.say(column, one)}", one.least, one.least)
        for row, one in found
        if one.least
    ]
