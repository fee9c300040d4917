"""The desk's words: conditions, outcomes, and what a line is called."""

from flask_babel.speaklater import LazyString

from wok.equipment.models import Item
from wok.web.dates import locale
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import said

CONDITIONS = {"good": _l("Good"), "worn": _l("Worn, but works"), "poor": _l("Poor")}
OUTCOMES = {
    "returned": _l("Back"),
    "damaged": _l("Damaged: to repair"),
    "lost": _l("Lost"),
    "used_up": _l("Used up"),
}
CLOSED = {"mended": _l("Mended"), "written_off": _l("Cannot be mended"), "mistake": _l("Nothing was wrong")}


def name_of(item: Item, language: str = "") -> str:
    """The item's name in this language, else in that of the page."""
    return said(item.name, language or locale().language).text


def named(item: Item) -> LazyString:
    """The item's name in the language of the page that says it."""
    return LazyString(name_of, item)
