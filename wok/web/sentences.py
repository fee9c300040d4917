"""The sentences people read, in the present language: Flask-Babel's four functions, and nothing between them and it.

Flask-Babel looks for its domain and then for the locale, through Flask's proxies, for each sentence; a page has a
hundred of them (SPEED.md). The names, the arguments and what comes back are Flask-Babel's.
"""

from typing import Any

from flask import Flask
from flask_babel.speaklater import LazyString

from wok.web.language import present_catalogue, present_language

PARTED = {"fr": "\xa0"}  # what stands between a word and its colon; nothing in our other languages


def gettext(sentence: str, **given: Any) -> str:
    """The sentence, with `%(name)s` filled in from what is given by name."""
    said = present_catalogue().gettext(sentence)
    return said % given if given else said


def ngettext(one: str, many: str, num: int, **given: Any) -> str:
    """The sentence for this number, which stands in it as `%(num)s`."""
    return present_catalogue().ngettext(one, many, num) % {"num": num, **given}


def lazy_gettext(sentence: str, **given: Any) -> LazyString:
    """The sentence, said in the language of whoever reads it."""
    return LazyString(gettext, sentence, **given)


def lazy_ngettext(one: str, many: str, num: int, **given: Any) -> LazyString:
    """The sentence for this number, said in the language of whoever reads it."""
    return LazyString(ngettext, one, many, num, **given)


def colon(language: str = "") -> str:
    """The colon between a label and what it says, with what the language writes before and after it."""
    return f"{PARTED.get(language or present_language(), '')}: "


def _ngettext(one: str, many: str, count: int) -> str:
    return present_catalogue().ngettext(one, many, count)


def bind(app: Flask) -> None:
    """Let templates ask the catalogue itself; Jinja fills in what is given, and escapes it."""
    app.jinja_env.install_gettext_callables(gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
