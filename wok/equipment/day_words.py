"""Days of things as the tables show them: a word, and where it leads; each word and address is made once a page."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from flask import current_app, url_for

from wok.equipment import days
from wok.equipment.days import Day, Stretch
from wok.equipment.models import Item
from wok.kernel.values import dataclass
from wok.web.sentences import gettext as _

ASK = "equipment.ask"


@dataclass(frozen=True)
class Cell:
    """One day of a thing; `href` is empty where nobody can ask for it."""

    on: date
    state: str
    word: str
    href: str


@dataclass(frozen=True)
class Line:
    """Days one after another that say the same."""

    first: date
    last: date
    word: str
    href: str


class DayWords:
    """The words and addresses of one page."""

    def __init__(self) -> None:
        self.word = cache(word)
        self._begin = cache(self._address)
        self.endpoint = ASK if ASK in current_app.view_functions else "equipment.item"

    def cells(self, item: Item, found: Iterable[Day]) -> list[Cell]:
        """Each day with its word, and the address that asks for the thing from this day on."""
        begin = self._begin(item)
        return [
            Cell(
                one.on,
                one.state,
                self.word(one.state, one.free, one.of),
                f"{begin}{one.on.isoformat()}" if one.may_be_asked else "",
            )
            for one in found
        ]

    def lines(self, item: Item, found: Iterable[Stretch]) -> list[Line]:
        """The same days in stretches."""
        begin, of = self._begin(item), item.resource.capacity
        rows = []
        for one in found:
            state = days.FREE if one.state == days.PART and one.least_free >= of else one.state
            href = f"{begin}{one.first.isoformat()}" if one.state in days.MAY_BE_ASKED else ""
            rows.append(Line(one.first, one.last, self.word(state, one.least_free, of), href))
        return rows

    def _address(self, item: Item) -> str:
        if self.endpoint == ASK:
            return f"{url_for(ASK, item=item.slug)}&first="
        return f"{url_for(self.endpoint, slug=item.slug)}?from="


def word(state: str, free: int, of: int) -> str:
    """A day of a thing in words: Free, Free 3 of 8, Taken, Closed …"""
    if state == days.FREE:
        return _("Free") if of == 1 else _("Free: %(number)s", number=free)
    if state == days.PART:
        return _("Free: %(number)s of %(all)s", number=free, all=of)
    if state == days.CLOSED:
        return _closed(free, of)
    return {
        days.TAKEN: _("Taken"),
        days.PAST: _("Past"),
        days.AWAY: _("Not lent"),
        days.ENOUGH: _("Enough so far"),
        days.NEARLY: _("Nearly all asked for"),
        days.MORE: _("More asked than we have"),
    }[state]


def _closed(free: int, of: int) -> str:
    """No hand-over that day; what is free counts for loans that go on over it."""
    if free and of == 1:
        return _("Closed, free")
    return _("Closed, %(number)s free", number=free) if free else _("Closed")
