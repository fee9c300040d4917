"""The words of the team: languages by their own names, and why somebody is not here."""

from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import lazy_gettext as _l

SPOKEN = {
    **LANGUAGE_NAMES,
    "es": "Español",
    "it": "Italiano",
    "ar": "العربية",
    "uk": "Українська",
    "sr": "Srpski",
    "tr": "Türkçe",
    "fa": "فارسی",
    "ti": "ትግርኛ",
}  # each by its own name, so it needs no translation
KINDS = {"away": _l("Away"), "ill": _l("Ill"), "extra": _l("Extra hours")}


def spoken(code: str) -> str:
    """A language by its own name; a code we have no name for stays as it is."""
    return SPOKEN.get(code, code)
