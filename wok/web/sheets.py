"""Tables for spreadsheet programs: CSV and XLSX that hold words and figures, and never a formula (PROMISES S8)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import ModuleType
from typing import Any

from wok.kernel.weekly import ZONE
from wok.web.text import clean

Value = str | int | float | Decimal | bool | date | time | None  # an instant is aware, and shown in Luxembourg's time

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BOM = b"\xef\xbb\xbf"  # spreadsheets read the accents right with it
SEPARATOR = ";"  # what a spreadsheet set to French, Portuguese or German opens in columns
MOST_LETTERS = 32_000  # Excel holds 32,767 in a cell
WIDTHS = (9, 60)
WIDTH_FROM = 200  # rows that a column's width is taken from
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes with: a quote mark stands before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_bytes(rows: Iterable[Sequence[Value]], *, separator: str = SEPARATOR) -> bytes:
    """The rows as one CSV file, the first with the headings."""
    return b"".join(csv_parts(rows, separator=separator))


def csv_parts(rows: Iterable[Sequence[Value]], *, separator: str = SEPARATOR) -> Iterator[bytes]:
    """The same file row by row, for an answer that is sent while it is made."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=separator, lineterminator="\r\n")
    yield BOM
    for row in rows:
        writer.writerow([_said(value) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _said(value: Value) -> str:
    """A value as a CSV file says it; only words can begin like a formula, figures keep their minus."""
    if isinstance(value, str):
        return harmless(clean(value, lines=True))
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else str(value)


def _local(at: datetime) -> datetime:
    return at.astimezone(ZONE).replace(tzinfo=None) if at.tzinfo else at


def xlsx_bytes(sheets: Mapping[str, Iterable[Sequence[Value]]]) -> bytes:
    """Sheet name -> rows, the first with the headings: bold, and standing while one scrolls."""
    xl = _openpyxl()
    book = xl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(_sheet_name(name))
        sheet.freeze_panes = "A2"
        listed = [list(row) for row in rows]
        for at, width in enumerate(_widths(listed), start=1):
            sheet.column_dimensions[xl.utils.get_column_letter(at)].width = width
        for at, row in enumerate(listed):
            sheet.append([_cell(sheet, value, is_heading=at == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _openpyxl() -> ModuleType:
    import openpyxl  # slow to import (SPEED.md): only where a spreadsheet is made or read

    return openpyxl


def _sheet_name(name: str) -> str:
    """What Excel takes as a sheet's name: 31 letters, some signs not."""
    return "".join(" " if char in "[]:*?/\\" else char for char in clean(name)).strip("' ")[:31] or "1"


def _widths(rows: list[list[Value]]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    least, most = WIDTHS
    seen = rows[:WIDTH_FROM]
    return [min(most, max(least, *(len(_said(row[at])) + 2 for row in seen if at < len(row)))) for at in range(columns)]


def _cell(sheet: Any, value: Value, *, is_heading: bool) -> Any:
    """Figures and dates as themselves; words as words, whatever they begin with."""
    if not isinstance(value, str):
        return _local(value) if isinstance(value, datetime) else value
    words = clean(value, lines=True)[:MOST_LETTERS]
    if not is_heading and not words.startswith(FORMULA):
        return words
    xl = _openpyxl()
    cell = xl.cell.WriteOnlyCell(sheet, value=words)
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(FORMULA)  # stays words when somebody edits the cell
    if is_heading:
        cell.font = xl.styles.Font(bold=True)
    return cell
