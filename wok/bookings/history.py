"""A booking's history in words, oldest first (FLOWS.md, common to every booking)."""

from collections.abc import Iterable
from datetime import datetime

from wok.bookings.models import BookingEvent
from wok.bookings.services import STAFF, WOK
from wok.kernel.values import dataclass
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

WORDS = {
    "booked": _l("Booked"),
    "held": _l("Places kept"),
    "waiting": _l("Joined the waiting list"),
    "offered": _l("Places offered"),
    "confirmed": _l("Confirmed"),
    "asked": _l("Asked for"),
    "granted": _l("Granted"),
    "released": _l("Given free: nobody had come"),
    "drawn": _l("Decided by the rule"),
    "taken": _l("Offer taken"),
    "passed": _l("Offer passed on"),
    "displaced": _l("Needed for something else"),
    "overridden": _l("Decided by staff"),
    "withdrawn": _l("Withdrawn"),
    "left": _l("Left the waiting list"),
    "list_ended": _l("Left the waiting list"),
    "joined": _l("Another group asks together with them"),
    "declined": _l("The other group does not ask together with them"),
    "together": _l("Two requests became one"),
    "review": _l("Asked us to look at the answer again"),
    "reviewed": _l("Looked at the answer again"),
    "klass": _l("The kind of use was decided"),
    "other_dates": _l("Other dates proposed"),
    "asked_to_share": _l("Asked whether they would share"),
    "extended": _l("Kept longer"),
    "changed": _l("Changed"),
    "moved": _l("Moved to another date or time"),
    "cancelled": _l("Cancelled"),
    "undone": _l("Cancelling undone"),
    "proposed": _l("Other times proposed"),
    "lapsed": _l("The offer ended without an answer"),
    "every_week": _l("Every Wednesday from here on"),
    "reconfirmed": _l("Still coming"),
    "tentative": _l("May come"),
    "arrived": _l("Arrived"),
    "came": _l("Came"),
    "no_show": _l("Did not come"),
    "forgiven": _l("The missed lunch does not count"),
    "handed_over": _l("Handed over"),
    "handover_undone": _l("Not handed over after all"),
    "taken_back": _l("Came back"),
    "late": _l("Overdue"),
    "not_collected": _l("Not collected"),
}


@dataclass(frozen=True)
class Line:
    """One line: when, what, and by whom when it was not the booker."""

    at: datetime
    words: str
    by: str


def lines(events: Iterable[BookingEvent]) -> list[Line]:
    """The history as people read it."""
    return [Line(event.at, _words(event), _by(event.by)) for event in events]


def _words(event: BookingEvent) -> str:
    words = str(WORDS.get(event.what) or _("Changed"))
    numbers = event.facts.get("quantity") if event.facts else None
    if isinstance(numbers, list) and len(numbers) == 2:
        return str(_("%(what)s: %(now)s instead of %(before)s", what=words, now=numbers[1], before=numbers[0]))
    return words


def _by(who: str) -> str:
    return {STAFF: str(_("by the staff")), WOK: str(_("by the Wok"))}.get(who, "")
