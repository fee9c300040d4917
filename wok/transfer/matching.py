"""Which column is which: headings in five languages, and the words people use instead of ours."""

from collections.abc import Sequence

from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.transfer.kinds import Field
from wok.web.sheet_files import Row
from wok.web.texts import translated

LOOKED_AT = 15  # lines among which the headings are looked for: lists often begin with a title


@dataclass(frozen=True)
class Header:
    """The line of the headings, and which column (as text, it is kept as JSON) is which field."""

    at: int  # place among the rows
    matched: dict[str, str]


def find_header(rows: Sequence[Row], fields: Sequence[Field]) -> Header:
    """The line that names the most fields; the first line where none names any."""
    spellings = _spellings(fields)
    best = Header(0, {})
    for at, row in enumerate(rows[:LOOKED_AT]):
        matched = match(row.cells, spellings)
        if len(matched) > len(best.matched):
            best = Header(at, matched)
    return best


def _spellings(fields: Sequence[Field]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields:
        for word in (field.code.replace("_", " "), *field.synonyms, *translated(field.label).values()):
            found.setdefault(fold(word), field.code)
    return found


def match(cells: Sequence[str], spellings: dict[str, str]) -> dict[str, str]:
    """Column -> field: headings that are a known word as a whole; each field once, the first column wins."""
    matched: dict[str, str] = {}
    for at, cell in enumerate(cells):
        code = spellings.get(fold(cell.replace("_", " ").replace("-", " ").replace("*", "").partition("(")[0]))
        code = code or spellings.get(fold(cell.replace("_", " ")))
        if code and code not in matched.values():
            matched[str(at)] = code
    return matched
