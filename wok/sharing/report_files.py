"""The report's figures as a file for spreadsheets; words that a spreadsheet would compute with are made harmless."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from wok.sharing.report_shown import Family, Reasoned, Table
from wok.sharing.staff_words import FAMILIES
from wok.web.sentences import gettext as _

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
MARK = "\ufeff"  # spreadsheets read the accents right with it


def table_file(families: Sequence[Family], called: Mapping[int, str]) -> str:
    """One line a figure: what is shared, which table, which line, which figure, its value."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("What is shared"), _("Months"), _("Table"), _("Line"), _("Figure"), _("Value")])
    for family in families:
        head = (str(FAMILIES[family.code]), family.period)
        writer.writerows([harmless(one) for one in (*head, *line)] for line in _lines(family, called))
    return MARK + text.getvalue()


def harmless(text: str) -> str:
    """No cell begins like a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(family: Family, called: Mapping[int, str]) -> Iterator[tuple[str, str, str, str]]:
    if not family.figures:
        yield "", "", _("Too little has been asked for yet to say anything."), ""
    for one in (*family.figures, *family.beside):
        yield _("Figures"), one.plain, one.name, one.value
    for table in family.tables:
        yield from _of_table(table)
    for said, reasons in _reasoned(family):
        yield from ((said, one.month, called[one.pool_id], one.reason) for one in reasons)


def _reasoned(family: Family) -> list[tuple[str, list[Reasoned]]]:
    return [
        (_("Kept for the town’s or our own need"), family.blocks),
        (_("Decided by staff, not by the rule"), family.overrides),
    ]


def _of_table(table: Table) -> Iterator[tuple[str, str, str, str]]:
    for line in table.lines:
        if table.has_all:
            yield table.caption, line.label, _("Requests"), str(line.asked)
        yield table.caption, line.label, _("When there was too little"), str(line.contested)
        yield table.caption, line.label, _("Got it all the same"), str(line.served)
        yield table.caption, line.label, _("Of 100"), line.of_100
