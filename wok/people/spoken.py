"""The languages people speak, beside the five of the pages; never taken for a nationality (FACTS.md, Law)."""

from wok.web.sentences import lazy_gettext as _l

SPOKEN = {
    "lb": _l("Luxembourgish"),
    "fr": _l("French"),
    "de": _l("German"),
    "pt": _l("Portuguese"),
    "en": _l("English"),
    "it": _l("Italian"),
    "es": _l("Spanish"),
    "ar": _l("Arabic"),
    "uk": _l("Ukrainian"),
    "ru": _l("Russian"),
    "sh": _l("Serbo-Croatian"),
    "fa": _l("Persian"),
    "ti": _l("Tigrinya"),
    "tr": _l("Turkish"),
    "signs": _l("Sign language"),
}
