"""Phone numbers: stored in E.164, shown as people write them."""

from functools import cache, lru_cache
from types import ModuleType

from flask import Flask
from markupsafe import escape

KEPT = 500  # numbers in words; a list shows the same ones each time it is read


class Number(str):
    """A phone number: on a page one press calls it, and it never breaks across lines; in mails it is plain text."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """Only its words, for inside a link."""
        return str(self)

    @property
    def dialled(self) -> str:
        """What a phone dials from anywhere: +352 before a number of the country."""
        digits = "".join(one for one in self if one.isdigit())
        return f"+{digits}" if self.startswith("+") else f"+352{digits}"

    def __html__(self) -> str:
        return f'<a class="keep" href="tel:{self.dialled}">{escape(self.plain)}</a>'


@cache
def library() -> ModuleType:
    """The phone numbers of all countries."""
    import phonenumbers  # slow to import (SPEED.md): only where a phone number is first read or shown

    return phonenumbers


def shown_phone(number: str | None) -> Number | str:
    """A stored number in the groups of its country, after the country's code: +352 621 123 456; empty where there is none."""
    return _shown(number) if number else ""


@lru_cache(maxsize=KEPT)
def _shown(number: str) -> Number:
    phones = library()
    try:
        parsed = phones.parse(number, "LU")
    except phones.NumberParseException:
        return Number(number)
    return Number(phones.format_number(parsed, phones.PhoneNumberFormat.INTERNATIONAL))


def bind(app: Flask) -> None:
    """Give templates the filter `phone`."""
    app.jinja_env.filters["phone"] = shown_phone
