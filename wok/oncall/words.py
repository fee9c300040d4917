"""The words of the on-call: topics with their pictograms, outcomes, reasons of the order, languages by their own names."""

from flask_babel.speaklater import LazyString

from wok.kernel.values import dataclass
from wok.oncall import rules
from wok.team.words import SPOKEN as SPOKEN
from wok.team.words import spoken as spoken
from wok.web.sentences import lazy_gettext as _l


@dataclass(frozen=True)
class Topic:
    """What somebody comes for: a pictogram (macros/icons.html) and a few words."""

    icon: str
    words: LazyString


TOPICS = {
    "association": Topic("people", _l("Our association")),
    "project": Topic("star", _l("An idea or a party")),
    "room": Topic("door", _l("A room")),
    "things": Topic("hand", _l("Borrow things")),
    "money": Topic("coin", _l("Money and grants")),
    "papers": Topic("pencil", _l("A letter or a form")),
    "languages": Topic("globe", _l("Learn a language")),
    "other": Topic("speech", _l("Something else")),
}
OUTCOMES = {
    "answered": _l("Answered"),
    "appointment": _l("Needs an appointment"),
    "elsewhere": _l("Sent to another office"),
    "returns": _l("Comes back with more"),
}
REASONS = {
    rules.HANDED: _l("handed on by a colleague"),
    rules.BOOKED: _l("booked, and it is time"),
    rules.BOOKED_LATE: _l("booked, came late: behind the next who walked in"),
    rules.FIRST: _l("first visit this month"),
    rules.AGAIN: _l("by arrival"),
    rules.BOOKED_EARLY: _l("booked, called at the booked time"),
}
STATES = {
    "waiting": _l("Waiting"),
    "out": _l("Stepped out"),
    "called": _l("Called"),
    "with_us": _l("With us now"),
    "parked": _l("Put aside"),
    "seen": _l("Seen"),
    "left": _l("Left"),
    "next_week": _l("Next week"),
}
