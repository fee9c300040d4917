"""The words of events: kinds, states, what sign-up asks, ready reasons."""

from flask_babel.speaklater import LazyString

from wok.web.sentences import lazy_gettext as _l

KINDS: dict[str, LazyString] = {
    "course": _l("Course"),
    "workshop": _l("Workshop"),
    "party": _l("Party"),
    "outing": _l("Outing"),
    "meeting": _l("Meeting"),
    "newspaper": _l("Neighbourhood newspaper"),
    "other": _l("Something else"),
}
STATES: dict[str, LazyString] = {
    "draft": _l("Draft"),
    "asked": _l("Being checked"),
    "published": _l("Published"),
    "cancelled": _l("Cancelled"),
    "over": _l("Over"),
}
ASKS: dict[str, LazyString] = {
    "needs": _l("What people need: interpreter, step-free access, hearing loop"),
    "children": _l("Children, counted apart"),
    "diets": _l("What people eat"),
}
REGISTRATIONS: dict[str, LazyString] = {
    "open": _l("People sign up"),
    "none": _l("No sign-up: come by"),
}
READY: dict[str, tuple[LazyString, LazyString]] = {
    "ill": (_l("Somebody is ill"), _l("Somebody who leads it is ill. We are sorry.")),
    "holiday": (_l("Holiday"), _l("The Wok is closed on this day because of a holiday.")),
    "weather": (_l("Weather"), _l("Because of the weather it is not safe to come on this day.")),
    "few": (_l("Too few people"), _l("Too few people have signed up. We are sorry.")),
}
