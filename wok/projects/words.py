"""The words for what stands in the tables about projects."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from babel.numbers import format_currency
from flask_babel.speaklater import LazyString

from wok.kernel import weekly
from wok.projects import dates
from wok.projects.models import DatePoll
from wok.projects.rules import Meter
from wok.web.dates import locale
from wok.web.language import present_language
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

VALUE = "%Y-%m-%dT%H:%MZ"
STATES = {
    "idea": _l("An idea"),
    "looking": _l("Looking for partners"),
    "under_way": _l("Under way"),
    "done": _l("Done"),
    "given_up": _l("Given up"),
}
TAGS = {"idea": "draft", "looking": "few", "under_way": "open", "done": "past", "given_up": "cancelled"}
KINDS = {
    "people": _l("People"),
    "materials": _l("Things"),
    "know_how": _l("Know-how"),
    "money": _l("Money"),
}
ANSWERS = {"yes": _l("Yes"), "maybe": _l("If need be"), "no": _l("No")}
PARTNERS = {
    "invited": _l("Invited"),
    "asked": _l("Asks to join"),
    "in": _l("Takes part"),
    "left": _l("Left"),
    "declined": _l("Not this time"),
}


def amount(kind: str, number: int, unit: str = "") -> str:
    """An amount as people read it: "€250.00", "12 tables", "3 people"."""
    if kind == "money":
        pattern = None if number % 100 else "¤#,##0" if present_language() == "en" else "#,##0 ¤"
        return str(format_currency(number / 100, "EUR", format=pattern, locale=locale(), currency_digits=False))
    if unit:
        return f"{number} {unit}"
    return str(ngettext("%(num)s person", "%(num)s people", number)) if kind == "people" else str(number)


def meter(kind: str, unit: str, one: Meter) -> str:
    """How much of a need is brought, in one sentence."""
    facts = {
        "brought": amount(kind, one.brought) if kind == "money" else str(one.brought),
        "needed": amount(kind, one.amount, unit),
        "missing": amount(kind, one.missing, unit),
    }
    return {
        "none": lambda: _("Nothing yet. Needed: %(needed)s.", **facts),
        "some": lambda: _("%(brought)s of %(needed)s. Still missing: %(missing)s.", **facts),
        "almost": lambda: _("Almost there: %(brought)s of %(needed)s. Still missing: %(missing)s.", **facts),
        "covered": lambda: _("Covered: %(needed)s.", **facts),
        "over": lambda: _("More than needed: %(brought)s instead of %(needed)s.", **facts),
    }[one.word]()


def _brought(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "amount": amount(facts["kind"], facts["amount"], facts.get("unit", "")),
        "what": facts["need"],
    }


RECORD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "opened": lambda facts: _("The project was opened."),
    "changed": lambda facts: _("The words were changed."),
    "state": lambda facts: _("Now: %(state)s.", state=STATES[facts["state"]]),
    "invited": lambda facts: _("Invited %(who)s.", who=facts["who"]),
    "asked": lambda facts: _("Asked to take part."),
    "joined": lambda facts: _("Takes part now."),
    "declined": lambda facts: _("Will not take part."),
    "left": lambda facts: _("Takes part no longer."),
    "passed_on": lambda facts: _("Leads the project now."),
    "need": lambda facts: _("New need: %(what)s, %(amount)s.", **_brought(facts)),
    "need_changed": lambda facts: _("Changed need: %(what)s, %(amount)s.", **_brought(facts)),
    "need_gone": lambda facts: _("No longer needed: %(what)s.", what=facts["need"]),
    "brings": lambda facts: _("Brings %(amount)s: %(what)s.", **_brought(facts)),
    "takes_back": lambda facts: _("Took back %(amount)s: %(what)s.", **_brought(facts)),
    "used": lambda facts: _("Used: %(amount)s, %(what)s.", **_brought(facts)),
    "link": lambda facts: _("Added a link."),
    "link_gone": lambda facts: _("Removed a link."),
    "poll": lambda facts: _("Asked for a date."),
    "date": lambda facts: _("A date was found."),
    "poll_ended": lambda facts: _("Stopped looking for a date."),
    "tied": lambda facts: _("A booking was added."),
    "untied": lambda facts: _("A booking was taken out."),
    "thanks": lambda facts: _("Said thank you."),
    "hidden": lambda facts: _("The Wok’s team took it off the public list."),
    "shown": lambda facts: _("The Wok’s team put it back on the public list."),
}


def record(what: str, facts: Mapping[str, Any]) -> str:
    """One line of the record as a sentence."""
    return RECORD[what](facts)


def tag_words(state: str) -> LazyString:
    """The state as a tag says it."""
    return STATES[state]


def read_day(text: str) -> date | None:
    """A local day as an address carries it; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


def read_clock(text: str) -> time | None:
    """A time of day as people type it: 18:30, 18.30, 18h30, 18."""
    hours, _sign, minutes = text.replace(".", ":").replace("h", ":").partition(":")
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes or "0")):
        return None
    return time(int(hours), int(minutes or 0)) if int(hours) < 24 and int(minutes or 0) < 60 else None


def write_instant(at: datetime) -> str:
    """An instant as a form carries it."""
    return at.astimezone(UTC).strftime(VALUE)


def read_instant(text: str) -> datetime | None:
    """The instant somebody chose; None for anything else."""
    try:
        found = datetime.strptime(text, VALUE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


def local_clock(at: datetime) -> str:
    """The local time of an instant, as the room's form reads it."""
    return f"{weekly.local_time(at):%H:%M}"


def end_of(poll: DatePoll) -> datetime:
    """When the date that was found ends; midnight counts as the day itself."""
    return dates.end_of(poll.chosen_at or poll.opened_at, poll.minutes)


def brought_back(poll: DatePoll) -> datetime:
    """When what was borrowed for the date that was found comes back, unless somebody says otherwise: the day after."""
    return end_of(poll) + weekly.DAY
