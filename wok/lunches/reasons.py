"""Ready reasons for a lunch that does not take place or moves, in five languages; staff may change every word."""

from flask_babel.speaklater import LazyString

from wok.bookings.models import Occurrence
from wok.db import Texts
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import translated

READY: dict[str, tuple[LazyString, LazyString]] = {
    "ill": (_l("Somebody is ill"), _l("Somebody of our team is ill, so we cannot cook this time. We are sorry.")),
    "holiday": (_l("Holiday"), _l("The Wok is closed on this day because of a holiday.")),
    "kitchen": (_l("Kitchen"), _l("The kitchen cannot be used on this day. We are sorry.")),
    "house": (_l("Another event"), _l("The house hosts another event on this day, so there is no room for our lunch.")),
    "weather": (_l("Weather"), _l("Because of the weather it is not safe to come on this day.")),
}


def ready_reason(chosen: str, occurrence: Occurrence) -> Texts:
    """The words for a chosen reason; without a choice those of the closure on this day, if there is one."""
    if chosen in READY:
        return translated(READY[chosen][1])
    return dict(occurrence.closure.reason) if occurrence.closure else {}
