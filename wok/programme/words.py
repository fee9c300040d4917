"""The words of the programme: kinds of dates, what must hold, in which state a date is."""

from wok.events.words import KINDS as EVENT_KINDS
from wok.web.sentences import lazy_gettext as _l

KINDS = {"lunch": _l("Lunch"), "oncall": _l("On-call"), "event": _l("Events"), **EVENT_KINDS}
FLAGS = {"free": _l("Free of charge"), "step_free": _l("Step-free"), "children": _l("With children")}
STATES = {
    "cancelled": _l("Cancelled"),
    "decision": _l("To be confirmed"),
    "moved": _l("Moved"),
    "full": _l("Full"),
}
