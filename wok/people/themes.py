"""What associations, projects and events are about: a short list of themes, kept as codes."""

from wok.web.sentences import lazy_gettext as _l

THEMES = {
    "integration": _l("Living together"),
    "social": _l("Social work"),
    "help": _l("Help for one another"),
    "languages": _l("Languages"),
    "learning": _l("Learning and homework"),
    "children": _l("Children"),
    "youth": _l("Young people"),
    "elderly": _l("Older people"),
    "disability": _l("Living with a disability"),
    "women": _l("Women"),
    "culture": _l("Culture and heritage"),
    "music": _l("Music"),
    "dance": _l("Dance"),
    "theatre": _l("Theatre and film"),
    "art": _l("Art and crafts"),
    "food": _l("Cooking and food"),
    "sport": _l("Sport"),
    "environment": _l("Nature and environment"),
    "neighbours": _l("Neighbourhood life"),
    "solidarity": _l("Solidarity with the world"),
}


def known(codes: list[str]) -> list[str]:
    """Those codes that are themes, each once, in the order of the list."""
    return [code for code in THEMES if code in codes]
