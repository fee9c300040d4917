"""The programme as blocks of a PDF: days as headings, dates as lists, everybody's words marked with their language."""

from collections.abc import Callable, Sequence

from flask import g, request, url_for

from wok.kernel import weekly
from wok.programme import words
from wok.programme.lines import Day, Line
from wok.web.addresses import whole
from wok.web.dates import say_clock_span, say_day, say_day_span
from wok.web.house import house
from wok.web.language import LANGUAGES, in_language
from wok.web.pdf import Block, Bullets, Document, Heading, Paragraph, Part, Run
from wok.web.sentences import gettext as _
from wok.web.texts import Words

Written = Callable[[], tuple[str, Sequence[Block]]]  # a title and what follows, in the language in force


def document(languages: Sequence[str], written: Written) -> Document:
    """A paper of the Wok, once in each language, each on pages of its own: its title, its address under it, what follows.

    Where the newest can be read stands at the foot.
    """
    parts, first = [], languages[0]
    for code in languages:
        with in_language(code):
            title, blocks = written()
            parts.append(Part(code, [Heading(title, 1), Paragraph(address()), *blocks]))
            if code == first:
                called, foot = title, f"{house('name')} · {web_address()}"
    blocks = parts if len(parts) > 1 else parts[0].blocks
    return Document(called, first, blocks, foot=foot, author=house("name"))


def chosen_languages() -> list[str]:
    """Those ticked ("in" in the address), in the order of the house; none: the language of the page."""
    ticked = request.args.getlist("in")
    return [code for code in LANGUAGES if code in ticked] or [g.lang]


def address() -> str:
    """The Wok's name, street, town and phone in one line."""
    return ", ".join(str(house(key)) for key in ("name", "street", "town", "phone") if house(key))


def web_address(path: str = "") -> str:
    """The absolute address of a page; without one, that of the agenda."""
    return whole(path or url_for("agenda.show"))


def day_blocks(days: Sequence[Day], *, level: int = 2) -> list[Block]:
    """Each day with a heading, whether the Wok is closed, and its dates."""
    blocks: list[Block] = []
    for one in days:
        blocks.append(Heading(_capital(say_day(one.day)), level))
        closed = [Paragraph(_("The Wok is closed: %(reason)s", reason=one.closed))] if one.closed else []
        blocks += [*closed, Bullets([line_runs(line) for line in one.entries])] if one.entries else closed
    return blocks


def line_runs(line: Line) -> list[Run]:
    """One date in words: when, what, who, where; and whether it still takes place."""
    runs = [Run(f"{hours(line)}  ", is_strong=True), _said(line.name, is_strong=True, href=web_address(line.href))]
    state = words.STATES.get(line.state)
    if state:
        runs.append(Run(f" ({state})", is_strong=True))
    parts = [str(words.KINDS[line.kind])] if line.kind not in ("lunch", "oncall", "other") else []
    parts += [part for part in (line.organiser, line.place) if part]
    parts += [str(words.FLAGS[name]) for name, holds in _flags(line).items() if holds]
    runs += [Run("\n" + " · ".join(parts))] if parts else []
    runs += [Run("\n"), _said(line.more)] if line.more else []
    return runs


def hours(line: Line) -> str:
    """From when to when; with the days where it goes over midnight."""
    is_one_day = (
        weekly.local_day(line.start) == weekly.local_day(line.end) or (line.end - line.start).total_seconds() < 43_200
    )
    return say_clock_span(line.start, line.end) if is_one_day else say_day_span(line.start, line.end)


def _flags(line: Line) -> dict[str, bool]:
    is_event = line.flavour == "event"
    return {"free": is_event and line.is_free, "step_free": is_event and line.is_step_free}


def _said(words: Words, *, is_strong: bool = False, href: str = "") -> Run:
    return Run(words.text, words.language if words.language != g.lang else "", is_strong, href)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
