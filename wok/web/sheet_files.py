"""Spreadsheets as people send them: CSV in any usual letters and separator, and XLSX, read into rows of plain words.

Nothing in a file is run, followed or computed: macros, links and formulas stay where they are (PROMISES S10).
Raises BadSheet with what to do, before a file costs much.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.web.sentences import lazy_gettext as _l
from wok.web.text import clean

MOST_BYTES = 8 * 1024 * 1024
MOST_UNZIPPED = 80 * 1024 * 1024
MOST_PARTS = 2000  # files inside an XLSX
MOST_ROWS = 20_000
MOST_CELLS = 400_000
MOST_COLUMNS = 60
MOST_DRAWN = 1_000_000  # cells of an XLSX, the empty ones before the last of a row too
MOST_SCANNED = 100_000  # rows looked at, the empty ones too
MOST_LETTERS = 10_000  # in one cell
SEPARATORS = (";", ",", "\t", "|")
TRIED_LINES = 30
FORMULA = ("'=", "'+", "'-", "'@", "'|", "'%")  # the quote mark of our own files


class BadSheet(Refusal):
    """The file cannot be read; the sentence says what to do instead."""


@dataclass(frozen=True)
class Row:
    """One line that is not empty; `line` counts from 1 as the spreadsheet does."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What a file holds, and how it was read: its letters and separator (none for XLSX)."""

    rows: tuple[Row, ...]
    letters: str  # utf-8, utf-16, windows-1252, xlsx
    separator: str
    is_guessed: bool  # the letters could be others


def read(data: bytes, *, most_rows: int = MOST_ROWS) -> Sheet:
    """The rows of a file; what it is, is seen in its bytes and not in its name."""
    if len(data) > MOST_BYTES:
        raise BadSheet(_l("This file is too large. Split it into several."))
    if data[:4] == b"PK\x03\x04":
        return Sheet(_bounded(_xlsx_rows(data), most_rows), "xlsx", "", False)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadSheet(_l("This is an old Excel file, or one with a password. Save it as .xlsx without password."))
    text, letters, is_guessed = _text_of(data)
    separator, text = _separator_of(text)
    return Sheet(_bounded(_csv_rows(text, separator), most_rows), letters, separator, is_guessed)


def _bounded(rows: Iterator[Row], most_rows: int) -> tuple[Row, ...]:
    found: list[Row] = []
    cells = 0
    for row in rows:
        if row.line > MOST_SCANNED:
            break
        cells += len(row.cells)
        if any(row.cells):
            found.append(row)
        if len(found) > most_rows or cells > MOST_CELLS:
            raise BadSheet(_too_many(most_rows))
    if not found:
        raise BadSheet(_l("There is nothing in this file."))
    return tuple(found)


def _too_many(most_rows: int) -> Any:
    return _l("There are more than %(number)s lines in this file. Split it into several.", number=most_rows)


def _text_of(data: bytes) -> tuple[str, str, bool]:
    """The text, the name of its letters, and whether they are a guess."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff"), "utf-16", False
    start = data[:400]
    if len(start) > 3 and b"\0" in start:
        ends = "le" if start[1::2].count(0) >= start[::2].count(0) else "be"
        if start.count(0) * 5 < len(start):
            raise BadSheet(_l("We cannot read this file. Save it as .xlsx or .csv and try again."))
        return data.decode(f"utf-16-{ends}", errors="replace"), "utf-16", True
    try:
        return data.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "windows-1252", True


def _separator_of(text: str) -> tuple[str, str]:
    """The separator, and the text without Excel's own line that names it."""
    if text[:4].lower() == "sep=" and len(text) > 5 and text[5] in "\r\n":
        return text[4], text[5:].lstrip("\r").removeprefix("\n")
    return max(SEPARATORS, key=lambda sign: _evenness(text, sign)), text


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines agree on more than one column, and how many columns."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator):
            widths += [len(row)] if any(row) else []
            if len(widths) == TRIED_LINES:
                break
    except csv.Error:
        return 0, 0
    many = [width for width in widths if width > 1]
    usual = max(set(many), key=many.count, default=0)
    return many.count(usual) if usual else 0, usual


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 0
    try:
        for line, cells in enumerate(reader, start=1):
            yield Row(line, tuple(_plain(cell, line) for cell in cells[:MOST_COLUMNS]))
    except csv.Error:
        raise BadSheet(_unclosed(line + 1)) from None


def _unclosed(line: int) -> Any:
    return _l("Line %(line)s is far too long. Perhaps a quotation mark is missing there.", line=line)


def _plain(cell: str, line: int) -> str:
    if len(cell) > MOST_LETTERS:
        raise BadSheet(_unclosed(line))
    if cell.isascii() and cell.isprintable():  # most cells: the long way takes ten times as long
        words = cell.strip()
    else:
        words = clean(cell, lines=True)
    return words[1:] if words.startswith(FORMULA) else words


def _xlsx_rows(data: bytes) -> Iterator[Row]:
    """The first sheet that holds something, of those that are shown."""
    import openpyxl  # slow to import (SPEED.md): only where a spreadsheet is read

    try:
        _check_parts(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its own size is not believed
            rows = _of_sheet(sheet)
            first = next((row for row in rows if any(row.cells)), None)
            if first is not None:
                yield first
                yield from rows
                return
    except BadSheet:
        raise
    except Exception as fault:  # a broken file fails in as many ways as there are readers of XML and zip
        raise BadSheet(_l("We cannot read this file. Save it as .xlsx or .csv and try again.")) from fault


def _check_parts(data: bytes) -> None:
    """A zip that would unfold into far more than a spreadsheet is refused before it is read."""
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNZIPPED:
        raise BadSheet(_l("This file is too large. Split it into several."))
    if not any(one.filename == "xl/workbook.xml" for one in parts):
        raise BadSheet(_l("We cannot read this file. Save it as .xlsx or .csv and try again."))


def _of_sheet(sheet: Any) -> Iterator[Row]:
    drawn = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        drawn += len(cells)
        if drawn > MOST_DRAWN:
            raise BadSheet(_l("This file is too large. Split it into several."))
        if line > MOST_SCANNED:
            return
        words = [_plain(_words_of(cell), line) for cell in cells[:MOST_COLUMNS]]
        while words and not words[-1]:
            words.pop()
        yield Row(line, tuple(words))


def _words_of(cell: Any) -> str:
    """A value as somebody would type it: dates as 2026-11-25, whole numbers without point, zeros in front kept."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.strftime("%Y-%m-%d") if at_midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)
    zeros = len(cell.number_format) if set(cell.number_format) == {"0"} else 0
    return str(value).zfill(zeros) if isinstance(value, int) and not isinstance(value, bool) else str(value)
