"""Spreadsheets in and out: nothing becomes a formula, nothing typed is lost, nothing sent can hurt."""

import io
import time as stopwatch
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from wok.web import sheet_files, sheets
from wok.web.sheet_files import BadSheet

NAMES = [
    ["Nom", "Téléphone", "Code"],
    ["Zoë d’Almeida O'Neil", "+352 621 123 456", "04001"],
    ["أمينة حداد", "=1+1", "Ж"],
]


def test_what_begins_like_a_formula_leaves_as_words_and_comes_back_as_it_was():
    at = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    rows = [*NAMES, ['@x "quoted"\nsecond line', "-5", -5, date(2026, 3, 4), at, None]]
    text = sheets.csv_bytes(rows).decode("utf-8-sig")
    assert "'=1+1" in text and "'+352" in text and ";'-5;-5;2026-03-04;2026-11-25 12:00;" in text
    read = sheet_files.read(sheets.csv_bytes(rows))
    assert [list(row.cells) for row in read.rows[:3]] == NAMES and read.separator == ";"
    assert read.rows[3].cells[0] == '@x "quoted"\nsecond line'
    made = sheets.xlsx_bytes({"Gens: tous/?": rows, "=2": [["a"]]})
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} == {"s", "n", "d"}
    assert book.sheetnames == ["Gens  tous", "=2"] and book.active["B3"].quotePrefix
    assert [list(row.cells) for row in sheet_files.read(made).rows[:3]] == NAMES
    assert sheet_files.read(made).rows[3].cells[2:5] == ("-5", "2026-03-04", "2026-11-25 12:00")


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_usual_letters_and_separators_are_seen(letters, said, separator):
    read = sheet_files.read(sheets.csv_bytes(NAMES, separator=separator)[3:].decode().encode(letters))
    assert (read.letters, read.separator) == (said, separator)
    assert [list(row.cells) for row in read.rows] == NAMES


def test_western_letters_are_guessed_and_said_so_and_empty_lines_keep_the_count():
    read = sheet_files.read('sep=;\r\nNom;Rue\r\n\r\n;;\r\n"Zoë ""Z""";1, rue de l’Église\r\n'.encode("cp1252"))
    assert read.letters == "windows-1252" and read.is_guessed
    assert [row.line for row in read.rows] == [1, 4] and read.rows[1].cells == ('Zoë "Z"', "1, rue de l’Église")


def workbook(**cells: object) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for name, value in cells.items():
        book.active[name] = value
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_what_one_sees_in_it():
    book = workbook(A1="List of 2026", A3="Code", B3="Day", C3="Sum", A4=4001, B4=date(2026, 3, 4), C4="=1+1", D4=2.0)
    book.active["A4"].number_format = "00000"
    book.active.merge_cells("A1:D1")
    hidden = book.create_sheet("hidden", 0)
    hidden["A1"], hidden.sheet_state = "secret", "hidden"
    read = sheet_files.read(saved(book))
    assert [(row.line, row.cells) for row in read.rows] == [
        (1, ("List of 2026",)),
        (3, ("Code", "Day", "Sum")),
        (4, ("04001", "2026-03-04", "", "2")),  # a formula whose result was never computed is empty
    ]


def replaced(data: bytes, part: str, text: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NEST = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
BOMB = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + NEST + b"]><worksheet><sheetData>&a9;</sheetData></worksheet>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
GOOD = saved(workbook(A1="Name"))
BAD = {
    "entities that grow": replaced(GOOD, SHEET, BOMB),
    "a file from outside": replaced(GOOD, SHEET, OUTSIDE),
    "one cell a million lines down": replaced(GOOD, SHEET, FAR),
    "a zip that unfolds": replaced(GOOD, SHEET, b" " * (sheet_files.MOST_UNZIPPED + 1)),
    "half a file": GOOD[: len(GOOD) // 2],
    "another zip": replaced(GOOD, "xl/workbook.xml", b"<x/>"),
    "an old Excel file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0" + bytes(range(1, 255)) * 9,
    "nothing": b"\xef\xbb\xbf ;\r\n;;\r\n",
    "a quotation mark that never closes": b'name;city\n"Zoe;' + b"x;y\n" * 60_000,
    "100,000 lines": b"name;city\n" + b"Zoe;Oberkorn\n" * 100_000,
    "too many bytes": b"x" * (sheet_files.MOST_BYTES + 1),
    "too many cells": b";".join([b"x"] * 60) + b"\n" + (b";".join([b"x"] * 60) + b"\n") * 8000,
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_refused_at_once(data):
    began = stopwatch.process_time()
    with pytest.raises(BadSheet):
        sheet_files.read(data)
    assert stopwatch.process_time() - began < 5


def test_five_thousand_lines_are_written_and_read():
    rows = [["Name", "Place"], *([f"Zoë {number}", "Oberkorn"] for number in range(5_000))]
    assert len(sheet_files.read(sheets.csv_bytes(rows)).rows) == len(rows)
    assert len(sheet_files.read(sheets.xlsx_bytes({"People": rows})).rows) == len(rows)
