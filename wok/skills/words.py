"""The words of skills: what can be done, the languages spoken, the days, and how hours are said."""

from collections.abc import Iterable

from wok.skills.models import SkillOffer
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

OTHER = "other"
SKILLS = {
    "translation": _l("Translation and interpreting"),
    "sign_language": _l("Sign language"),
    "sound": _l("Sound and lights"),
    "first_aid": _l("First aid"),
    "event_safety": _l("Safety at events"),
    "bookkeeping": _l("Bookkeeping"),
    "grants": _l("Grant applications"),
    "statutes": _l("Statutes after the law of 2023"),
    "poster": _l("Posters and layout"),
    OTHER: _l("Something else"),
}
INTERPRETING = ("translation", "sign_language")
SPOKEN = {
    "fr": _l("French"),
    "pt": _l("Portuguese"),
    "en": _l("English"),
    "de": _l("German"),
    "lb": _l("Luxembourgish"),
    "ar": _l("Arabic"),
    "uk": _l("Ukrainian"),
    "ru": _l("Russian"),
    "sh": _l("Serbo-Croatian"),
    "it": _l("Italian"),
    "es": _l("Spanish"),
    "fa": _l("Persian"),
    "ti": _l("Tigrinya"),
    "tr": _l("Turkish"),
    "signs": _l("Sign language"),
}
DAYS = {
    "0": _l("Monday"),
    "1": _l("Tuesday"),
    "2": _l("Wednesday"),
    "3": _l("Thursday"),
    "4": _l("Friday"),
    "5": _l("Saturday"),
    "6": _l("Sunday"),
}


def skill_words(code: str) -> str:
    """The skill in the reader's language."""
    return str(SKILLS.get(code, SKILLS[OTHER]))


def language_words(code: str) -> str:
    """The language in the reader's language; empty for none."""
    return str(SPOKEN[code]) if code in SPOKEN else ""


def languages_words(codes: Iterable[str]) -> str:
    """French, Portuguese."""
    return ", ".join(language_words(code) for code in codes if code in SPOKEN)


def hours_words(halves: int) -> str:
    """So many halves of an hour in words: "2 hours", "1½ hours"."""
    whole, rest = divmod(halves, 2)
    if not rest:
        return ngettext("%(num)s hour", "%(num)s hours", whole)
    return _("half an hour") if not whole else _("%(hours)s½ hours", hours=whole)


def name_of(offer: SkillOffer) -> str:
    """The offer's own title, else its skill."""
    return offer.title or skill_words(offer.skill)
