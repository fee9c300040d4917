"""The words for places and languages of a meeting, and how an instant is written in a form."""

from datetime import UTC, datetime

from babel import Locale, UnknownLocaleError

from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

OTHER = "other"  # a language that nobody here speaks: with an interpreter
PLACES = {"wok": _l("At the Wok"), "phone": _l("By phone"), "video": _l("By video")}
VALUE = "%Y%m%dT%H%MZ"


def place_name(code: str) -> str:
    """Where, in words."""
    return str(PLACES.get(code, code))


def language_name(code: str) -> str:
    """A language by its own name."""
    if code == OTHER:
        return _("Another language")
    if code in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[code]
    try:
        return Locale.parse(code).get_language_name() or code
    except (UnknownLocaleError, ValueError):
        return code


def write_instant(at: datetime) -> str:
    """An instant as a form and an address carry it."""
    return at.astimezone(UTC).strftime(VALUE)


def read_instant(text: str) -> datetime | None:
    """The instant somebody chose; None for anything else."""
    try:
        found = datetime.strptime(text, VALUE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 and write_instant(found) == text else None
