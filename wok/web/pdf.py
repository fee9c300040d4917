"""Pages for paper as PDF: tagged for readers who listen (PDF/UA-1), in one look, always the same bytes for the same words.

A caller says what is on the page: headings, paragraphs, lists, tables, pictures. People's words travel as data and are
never read as markup. Typst sets the type (paper.typ); the fonts are its own and those of the machine.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from wok.kernel.values import dataclass

LOOK = Path(__file__).with_name("paper.typ")
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # the same for every PDF: the same words give the same bytes
KEPT = "\n\u200c\u200d"  # line break; what joins or parts letters in Persian, Arabic and Indic scripts


@dataclass(frozen=True)
class Run:
    """Some words: `language` when it is not the document's, `href` an absolute address."""

    text: str
    language: str = ""
    is_strong: bool = False
    href: str = ""


Words: TypeAlias = str | Run | Sequence[Run]


@dataclass(frozen=True)
class Heading:
    """Level 1 is the document's own title and comes first; no level is left out below it."""

    words: Words
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    words: Words


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: Sequence[Words]


@dataclass(frozen=True)
class Table:
    """A real table: caption and head are asked for. `widths` are shares; `numbers` the columns set to the end."""

    caption: str
    head: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    widths: Sequence[float] = ()
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A drawing of ours as SVG; `alt` says it in words, `width` is per cent of the line."""

    svg: str
    alt: str
    width: int = 100


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Part:
    """What follows one another in another language than the document's, on pages of its own."""

    language: str
    blocks: "Sequence[Block]"


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Figure | NewPage | Part


@dataclass(frozen=True)
class Document:
    """What is printed. `foot` stands at the foot of each page beside the page's number."""

    title: str
    language: str
    blocks: Sequence[Block]
    foot: str = ""
    author: str = ""
    is_wide: bool = False


def pdf_bytes(document: Document) -> bytes:
    """The document as PDF/UA-1; still tagged, but without that promise, when no font has one of its letters."""
    import typst  # slow to load, and most requests never make a PDF

    given = {"document": json.dumps(_facts(document))}
    look, compiler = LOOK.read_bytes(), typst.Compiler(font_paths=_fonts(), sys_inputs=given)
    try:
        made = compiler.compile(look, format="pdf", pdf_standards="ua-1", timestamp=MADE)
    except typst.TypstError:
        made = compiler.compile(look, format="pdf", timestamp=MADE)
    assert isinstance(made, bytes)  # a PDF is one file, however many pages it has
    return made


@cache
def _fonts() -> Any:
    """Found once a process: looking through the machine's folders takes long."""
    import typst  # as above

    return typst.Fonts()


def _facts(document: Document) -> dict[str, Any]:
    return {
        "title": _clean(document.title),
        "author": _clean(document.author),
        "language": document.language,
        "foot": _clean(document.foot),
        "is_wide": document.is_wide,
        "blocks": _blocks(document.blocks),
    }


def _blocks(blocks: Sequence[Block]) -> list[Mapping[str, Any]]:
    return [_block(one) for one in blocks if not _is_blank(one)]


def _is_blank(block: Block) -> bool:
    """A heading or a paragraph without words: a reader who listens would stop at nothing."""
    return isinstance(block, Heading | Paragraph) and not any(run["text"].strip() for run in _runs(block.words))


def _block(block: Block) -> Mapping[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "words": _runs(block.words)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "words": _runs(block.words)}
    if isinstance(block, Bullets):
        return {"kind": "list", "items": [_runs(item) for item in block.items]}
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Figure):
        return {"kind": "figure", "svg": block.svg, "alt": _clean(block.alt), "width": block.width}
    if isinstance(block, Part):
        return {"kind": "part", "language": block.language, "blocks": _blocks(block.blocks)}
    return {"kind": "break"}


def _table(table: Table) -> Mapping[str, Any]:
    columns = range(len(table.head))
    return {
        "kind": "table",
        "caption": _clean(table.caption),
        "head": [_runs(cell) for cell in table.head],
        "rows": [[{"words": _runs(cell)} for cell in row] for row in table.rows],
        "widths": list(table.widths) or [1 for _column in columns],
        "align": ["end" if column in table.numbers else "start" for column in columns],
    }


def _runs(words: Words) -> list[Mapping[str, Any]]:
    runs = [Run(words)] if isinstance(words, str) else [words] if isinstance(words, Run) else list(words)
    return [
        {"text": _clean(run.text), "language": run.language, "strong": run.is_strong, "href": run.href} for run in runs
    ]


def _clean(text: str) -> str:
    """Without characters that print nothing and that no font has: controls, lone surrogates, directional marks."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in KEPT or unicodedata.category(sign)[0] != "C")
