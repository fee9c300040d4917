"""What the preview of an import shows: columns, lines with their state, what would change."""

from collections.abc import Iterable

from wok.kernel.values import dataclass
from wok.transfer import cells
from wok.transfer.kinds import Field, Kind
from wok.transfer.models import SheetImport
from wok.transfer.planning import Plan, Planned
from wok.web.phones import shown_phone
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

PAGE = 50
MOST_PAGES = 500
STATES = {
    "check": _l("To put right"),
    "new": _l("New"),
    "changed": _l("Changed"),
    "same": _l("Already here"),
    "leave": _l("Left out"),
}
TAGS = {
    "error": "cancelled",
    "perhaps": "decision",
    "new": "open",
    "changed": "moved",
    "same": "past",
    "leave": "draft",
}
WORDS = {
    "error": _l("Something is wrong"),
    "perhaps": _l("Perhaps known already"),
    "new": _l("New"),
    "changed": _l("Changed"),
    "same": _l("Already here"),
    "leave": _l("Left out"),
}
LETTERS = {
    "utf-16": _l("The letters were read as UTF-16."),
    "windows-1252": _l("The letters were read as Western European. If names look wrong, save the file as UTF-8."),
}


@dataclass(frozen=True)
class Column:
    """One column of the file, and the field it is taken for."""

    at: int
    heading: str
    example: str
    code: str


@dataclass(frozen=True)
class Cell:
    """One cell of a line that can be put right."""

    at: int
    field: Field
    words: str
    fault: str


@dataclass(frozen=True)
class Shown:
    """One line of the preview."""

    plan: Planned
    title: str
    cells: list[Cell]
    faults: list[str]  # about the line as a whole
    more: str  # the other cells, in one line


def columns(row: SheetImport, sample: Iterable[str]) -> list[Column]:
    """Every column with its heading, or its letter as spreadsheets call it, and what the first line says there."""
    example = list(sample)
    width = max([len(row.header), len(example), *(int(at) + 1 for at in row.matched)])
    return [
        Column(
            at,
            (row.header[at] if at < len(row.header) else "") or _("Column %(letter)s", letter=letter(at)),
            example[at][:60] if at < len(example) else "",
            row.matched.get(str(at), ""),
        )
        for at in range(width)
    ]


def letter(at: int) -> str:
    """A, B, … Z, AA, as a spreadsheet names its columns."""
    first, last = divmod(at, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def chosen(plan: Plan, state: str) -> list[Planned]:
    """The lines of one filter, in order of the file."""
    wanted = ("error", "perhaps") if state == "check" else (state,)
    return [one for one in plan.lines if not state or one.state in wanted]


def lines(kind: Kind, row: SheetImport, planned: Iterable[Planned]) -> list[Shown]:
    """These lines as the page shows them."""
    found = ((int(at), kind.field(code)) for at, code in row.matched.items() if kind.has_field(code))
    matched = sorted(found, key=lambda one: one[0])
    return [_line(one, matched) for one in planned]


def _line(one: Planned, matched: list[tuple[int, Field]]) -> Shown:
    said = {at: one.line.cells[at] if at < len(one.line.cells) else "" for at, _field in matched}
    missing = [words for at, words in one.faults.items() if at not in said]
    first = next((said[at] for at, _field in matched if said[at]), "") or next(filter(None, one.line.cells), "")
    rest = [said[at] for at, _field in matched if said[at] and said[at] != first]
    edited = [Cell(at, field, said[at], one.faults.get(at, "")) for at, field in matched]
    return Shown(one, first[:120], edited, missing, " · ".join(rest)[:200])


def value(field: Field, found: object) -> str:
    """A value in words; a dash where there is nothing."""
    words = cells.shown(found, field.words)
    return (shown_phone(words) if field.read is cells.phone else words) or "–"
