"""Plain text, read back into paragraphs and links, so that the HTML half of a mail says exactly the same."""

import re

from wok.kernel.values import dataclass

LINK = re.compile(r"^(?P<words>.+?): (?P<address>https?://\S+)$")
ITEM = "- "


@dataclass(frozen=True)
class Line:
    """One line: its words, the address it leads to (or none), and whether it is an item of a list."""

    words: str
    address: str = ""
    is_item: bool = False


def tidy(text: str) -> str:
    """Lines trimmed, at most one blank line in a row, one line break at the end."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def paragraphs(text: str, *, base_url: str) -> list[list[Line]]:
    """The paragraphs of a tidy text. Only our own addresses become links; what people typed never does."""
    return [[_line(line, base_url) for line in part.split("\n")] for part in text.strip().split("\n\n")]


def _line(text: str, base_url: str) -> Line:
    is_item = text.startswith(ITEM)
    text = text.removeprefix(ITEM)
    found = LINK.match(text)
    if found and base_url and found["address"].startswith(base_url.rstrip("/") + "/"):
        return Line(found["words"], found["address"], is_item)
    return Line(text, is_item=is_item)
