"""The words of the figures: sections, tables, lines and measures, and how an amount is said."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from flask_babel import format_decimal
from flask_babel.speaklater import LazyString

from wok.events.words import KINDS
from wok.figures.tables import SUM
from wok.figures.waits import LONGER
from wok.kernel.cells import Sum
from wok.kernel.values import dataclass
from wok.oncall.words import TOPICS
from wok.people.spoken import SPOKEN
from wok.projects import words as projects
from wok.skills.words import SKILLS
from wok.team.words import spoken
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

Word = str | LazyString


@dataclass(frozen=True)
class TableWords:
    """A table's heading, what its lines are, and what one must know to read it."""

    caption: LazyString
    lines: LazyString
    note: Word = ""


SECTIONS: dict[str, tuple[LazyString, tuple[str, ...]]] = {
    "done": (_l("What took place"), ("activities", "places", "quarters")),
    "came": (_l("Who came"), ("attendance", "newcomers", "lunches")),
    "groups": (_l("Associations together"), ("associations", "projects", "pooled")),
    "languages": (_l("Languages"), ("spoken", "interpreting")),
    "helping": (_l("Helping hands"), ("helpers", "skills")),
    "lending": (_l("Equipment and rooms"), ("requests", "rooms")),
    "talks": (_l("On-call and appointments"), ("visits", "waits", "waiting", "matters")),
}
FLAVOURS = {"lending": "equipment", "talks": "oncall", "came": "lunch", "languages": "appointment"}
_ONCE = _l("Each group counts once. Over several quarters, groups are not added up.")
TABLES = {
    "activities": TableWords(_l("Dates by kind"), _l("Kind")),
    "places": TableWords(_l("Events by neighbourhood"), _l("Neighbourhood")),
    "quarters": TableWords(_l("Quarters with at least one event"), _l("Quarter")),
    "attendance": TableWords(
        _l("People at events"),
        _l("Neighbourhood"),
        _l(
            "Counted at the door; where nobody counted, those ticked on the list and those who came without signing up."
        ),
    ),
    "newcomers": TableWords(
        _l("For the first time"),
        _l("People"),
        _l(
            "Only where people were counted at the door. Nobody is asked for a name; who says it is the first time counts."
        ),
    ),
    "lunches": TableWords(_l("People at Wednesday lunches"), _l("People")),
    "associations": TableWords(_l("Associations taking part, by form and size"), _l("Form of the group"), _ONCE),
    "projects": TableWords(
        _l("Projects"),
        _l("State today"),
        _l("A joint project is carried by two associations or more."),
    ),
    "pooled": TableWords(_l("What projects brought together"), _l("What"), _ONCE),
    "spoken": TableWords(
        _l("Languages spoken at events"),
        _l("Language"),
        _l("A date with two languages counts for both."),
    ),
    "interpreting": TableWords(_l("Appointments by language"), _l("Language")),
    "helpers": TableWords(_l("Helpers at events"), _l("Kind")),
    "skills": TableWords(_l("Skills lent by associations"), _l("Skill")),
    "requests": TableWords(
        _l("What was asked for, and what became of it"),
        _l("What became of it"),
        _l("Counted in the period in which it was asked."),
    ),
    "rooms": TableWords(_l("Use of the rooms"), _l("Room")),
    "visits": TableWords(_l("Visits on Thursdays, by topic and language"), _l("Topic")),
    "waits": TableWords(_l("How long people waited on Thursdays"), _l("Those who came without a booked time")),
    "waiting": TableWords(_l("Waiting on Thursdays"), _l("Those who came without a booked time")),
    "matters": TableWords(_l("Appointments by topic"), _l("Topic")),
}
HOURS, MONEY = "hours", "cents"
COLUMNS: dict[str, Word] = {
    SUM: _l("Together"),
    "dates": _l("Dates"),
    HOURS: _l("Hours in all"),
    "people": _l("People"),
    "joint": _l("Joint projects"),
    "all": _l("All projects"),
    "groups": _l("Associations"),
    "partners": _l("Partners"),
    "times": _l("Times"),
    "heads": _l("People"),
    MONEY: _l("Euros"),
    "interpreted": _l("With an interpreter"),
    "not_interpreted": _l("Without"),
    "helpers": _l("Helpers"),
    "equipment": _l("Equipment"),
    "room": _l("Rooms"),
    "uses": _l("Uses"),
    "expected": _l("People expected"),
    "minutes": _l("Minutes"),
    "meetings": _l("Agreed"),
    "cancelled": _l("Cancelled"),
    "up_to_25": _l("Up to 25 people"),
    "up_to_100": _l("Up to 100 people"),
    "above": _l("More than 100 people"),
    "else": _l("Another language"),
}
ROWS: dict[str, Word] = {
    SUM: _l("Together"),
    "nowhere": _l("No neighbourhood said"),
    "lunch": _l("Wednesday lunch"),
    "oncall": _l("On-call"),
    "first_time": _l("Here for the first time"),
    "known": _l("Had been here before, or did not say"),
    "signed": _l("Had signed up"),
    "walk_in": _l("Came without signing up"),
    "formal": _l("Registered (asbl, foundation)"),
    "informal": _l("Not registered"),
    "granted": _l("Served"),
    "partly": _l("Served in part"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
    "open": _l("Not decided yet"),
    "middle": _l("Half of them waited at most"),
    "nine_in_ten": _l("Nine in ten waited no longer than"),
    "else": _l("Another language"),
}
OWN: dict[str, Callable[[str], Word | None]] = {
    "projects": projects.STATES.get,
    "pooled": projects.KINDS.get,
    "spoken": SPOKEN.get,
    "skills": SKILLS.get,
    "visits": lambda code: TOPICS[code].words if code in TOPICS else None,
    "activities": lambda code: KINDS.get(code),
    "helpers": KINDS.get,
    "interpreting": lambda code: None if code in ROWS else spoken(code),
}


def _length(code: str) -> str:
    """ "Up to 15 minutes"."""
    return _("Longer") if code == LONGER else _("Up to %(num)s minutes", num=code[1:])


def row_words(key: str, code: str, names: Mapping[str, str]) -> str:
    """A line's words; `names` are of neighbourhoods, rooms and matters."""
    own = OWN[key](code) if key in OWN else None
    if key == "quarters" and code != SUM:
        return quarter(code)
    if key == "waits" and code != SUM:
        return _length(code)
    return str(own or ROWS.get(code) or names.get(code) or _("No longer listed"))


def column_words(key: str, code: str) -> str:
    """A measure's words, or those of the kind that a column is."""
    if key == "attendance" and code in KINDS:
        return str(KINDS[code])
    return str(COLUMNS.get(code) or spoken(code))


def quarter(code: str) -> str:
    """ "Quarter 3 of 2026"."""
    year, _dash, part = code.partition("-Q")
    return _("Quarter %(part)s of %(year)s", part=part, year=year)


def amount(column: str, minutes_or_so: int) -> int | Decimal:
    """What a spreadsheet gets: hours and euros with their fractions."""
    if column == HOURS:
        return round(Decimal(minutes_or_so) / 60, 1)
    return Decimal(minutes_or_so) / 100 if column == MONEY else minutes_or_so


def say(column: str, one: Sum) -> str:
    """ "12", "at least 12", or nothing where it was hidden."""
    if not one.is_whole and not one.least:
        return ""
    said = str(format_decimal(amount(column, one.least)))
    return said if one.is_whole else _("at least %(num)s", num=said)
