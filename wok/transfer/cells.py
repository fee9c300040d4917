"""What one cell means: readers that turn its words into a value, or raise Unreadable with what would be right."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from flask_babel.speaklater import LazyString

from wok.errors import Refusal
from wok.kernel.letters import fold
from wok.people.contact import read_email, read_phone
from wok.people.forms import RCS
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.text import clean
from wok.web.texts import translated

Value = str | int | bool | list[str]
Reader = Callable[[str], Value]

KEPT = 20_000  # cells of the lists in work: each look at a preview reads every line again
YES = frozenset(
    {"1", "x", "yes", "y", "true", "oui", "o", "vrai", "sim", "s", "ja", "j", "wahr", "jo", "gratis", "free"}
)
NO = frozenset({"0", "no", "n", "false", "non", "faux", "nao", "nein", "falsch", "nee"})
DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M")
YEARS = (2000, 2100)
SEVERAL = re.compile(r"[;|\n]")
HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?(?: ?uhr| ?auer)?")
FORMAL = (
    "asbl",
    "formal",
    "formel",
    "verein",
    "eingetragen",
    "offizi",
    "registad",
    "registered",
    "enregistr",
    "association sans but lucratif",
    "fondation",
    "fundacao",
    "stiftung",
    "foundation",
)


class Unreadable(Refusal):
    """The cell does not say what its column asks for."""


def line(most: int) -> Reader:
    """One line of words."""

    def read(cell: str) -> str:
        words = clean(cell)
        if len(words) > most:
            raise Unreadable(_("Please write at most %(max)d characters.", max=most))
        return words

    return read


def lines(most: int) -> Reader:
    """Words that may stand on several lines."""

    def read(cell: str) -> str:
        if len(cell) > most:
            raise Unreadable(_("Please write at most %(max)d characters.", max=most))
        return cell

    return read


@lru_cache(maxsize=KEPT)
def _email(cell: str) -> str | None:
    return read_email(cell)


@lru_cache(maxsize=KEPT)
def _phone(cell: str) -> str | None:
    return read_phone(cell)


def email(cell: str) -> str:
    """An address in lower case."""
    address = _email(cell)
    if address is None or len(address) > 200:
        raise Unreadable(_("Write your e-mail like name@example.org."))
    return address


def phone(cell: str) -> str:
    """A number in E.164, also where a spreadsheet took the 00 or the blanks away."""
    number = _phone(cell) or (_phone(f"+{cell}") if cell[:3] == "352" else None)
    if number is None:
        raise Unreadable(_("Write the phone number like 58 77 11 or +352 621 123 456."))
    return number


def rcs(cell: str) -> str:
    """A letter and digits without blank."""
    number = cell.replace(" ", "").upper()
    if not RCS.fullmatch(number):
        raise Unreadable(_("Write the number like F1234, or leave it empty."))
    return number


def formal(cell: str) -> str:
    """ "asbl", "formal: asbl or foundation" or "informal", in any language."""
    words = fold(cell)
    if words.startswith(("in", "no", "nao")) or {"non", "net", "nicht"} & set(words.split()):
        return "informal"
    if words in YES or any(word in words for word in FORMAL):
        return "formal"
    raise Unreadable(_("Write formal (asbl) or informal."))


def yes_or_no(cell: str) -> bool:
    """Yes or no in five languages, 1 or 0, or a cross."""
    words = fold(cell)
    if words in YES:
        return True
    if words in NO:
        return False
    raise Unreadable(_("Write yes or no."))


def number(low: int, high: int) -> Reader:
    """A whole number in these bounds."""

    def read(cell: str) -> int:
        digits = cell.replace(" ", "").replace("\u202f", "").replace("’", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 9 and low <= int(digits) <= high):
            raise Unreadable(_("Choose a number from %(min)s to %(max)s.", min=low, max=high))
        return int(digits)

    return read


def measured(times: int, most: int) -> Reader:
    """A number with decimals as whole parts: 12,5 kg as 12500 grams, € 20 as 2000 cents."""

    def read(cell: str) -> int:
        plain = cell.lower().replace("kg", "").replace("€", "").replace("eur", "").replace(" ", "").replace(",", ".")
        try:
            found = Decimal(plain) if plain.isascii() and len(plain) < 12 else Decimal("NaN")
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 < found <= most:
            raise Unreadable(_("Choose a number from %(min)s to %(max)s.", min=1, max=most))
        return max(1, int(found * times))

    return read


def one_of(words: Mapping[str, LazyString], more: Mapping[str, str] | None = None) -> Reader:
    """One of our codes: by its code, its words in any of the five languages, or another usual word."""
    codes = tuple(words)

    def read(cell: str) -> str:
        known = _spellings(codes, tuple(words.values())) | {fold(word): code for word, code in (more or {}).items()}
        code = known.get(fold(cell.replace("-", " ").replace("_", " ")))
        if code is None:
            offered = ", ".join(str(one) for one in words.values())
            raise Unreadable(_("Write one of these: %(words)s.", words=offered))
        return code

    return read


@cache
def _spellings(codes: tuple[str, ...], words: tuple[LazyString, ...]) -> dict[str, str]:
    found = {fold(code.replace("_", " ")): code for code in codes}
    for code, word in zip(codes, words, strict=True):
        found |= {fold(text.replace("-", " ")): code for text in translated(word).values()}
    return found


def language(cell: str) -> str:
    """One of the five languages, by its own name, its name in another, or its code."""
    code = _language_names().get(fold(cell)) or (cell[:2].lower() if len(cell) in (2, 5) else "")
    if code not in LANGUAGE_NAMES:
        raise Unreadable(_("Write one of these: %(words)s.", words=", ".join(LANGUAGE_NAMES.values())))
    return code


def languages(cell: str) -> list[str]:
    """Several of the five, with a comma or ; between."""
    found = {language(part) for part in several(cell.replace(",", ";"))}
    return [code for code in LANGUAGE_NAMES if code in found]


@cache
def _language_names() -> dict[str, str]:
    names = {fold(name): code for code, name in LANGUAGE_NAMES.items()}
    for said_in in LANGUAGE_NAMES:
        here = Locale(said_in).languages
        names |= {fold(str(here[code])): code for code in LANGUAGE_NAMES if code in here}
    return names


def several(cell: str) -> list[str]:
    """The parts of a cell that names more than one thing, each once."""
    return list(dict.fromkeys(part for one in SEVERAL.split(cell) if (part := clean(one))))


def day(cell: str) -> str:
    """A date as people write it, or as a spreadsheet keeps it; as 2026-11-25."""
    for form in DAY_FORMS:
        try:
            found = datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if YEARS[0] <= found.year <= YEARS[1]:
            return found.isoformat()
    raise Unreadable(_("Write the date like 25.11.2026."))


def hour(cell: str) -> str:
    """A time of day, 18:30, 18.30, 18h30 or 18h; as 18:30."""
    found = HOUR.fullmatch(cell.strip().lower().removesuffix(":00") if cell.count(":") == 2 else cell.strip().lower())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Unreadable(_("Write the time like 18:30."))
    return time(int(found[1]), int(found[2] or 0)).strftime("%H:%M")


def read_day(value: Any) -> date:
    """The day a read cell holds."""
    return date.fromisoformat(str(value))


def shown(value: Any, words: Mapping[str, Iterable[Any] | LazyString] | None = None) -> str:
    """A value as people read it again, on the preview."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(shown(one, words) for one in value)
    return str((words or {}).get(value, value)) if isinstance(value, str) else str(value or "")
