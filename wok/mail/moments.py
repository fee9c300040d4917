"""Dates and numbers in a mail's words: always with the year, so that the same row says the same for ever."""

from datetime import datetime

from babel.dates import format_date

from wok.web.dates import PATTERNS, local, locale, say_clock, say_clock_span
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


def day(instant: datetime) -> str:
    """ "Thursday 4 March 2027"."""
    value = local(instant)
    said = str(format_date(value, PATTERNS[locale().language][1], locale=locale()))
    return said.replace(" 1 ", " 1er ", 1) if locale().language == "fr" and value.day == 1 else said


def moment(instant: datetime) -> str:
    """ "Thursday 4 March 2027, 12:00"."""
    return _("%(day)s, %(time)s", day=day(instant), time=say_clock(instant))


def when(start: datetime, end: datetime | None = None) -> str:
    """ "Thursday 4 March 2027, 12:00 to 14:00"; both days are named when it goes over midnight."""
    if not end:
        return moment(start)
    if day(start) == day(end):
        return _("%(day)s, %(time)s", day=day(start), time=say_clock_span(start, end))
    return _("%(start)s to %(end)s", start=moment(start), end=moment(end))


def how_many(adults: int = 0, children: int = 0, prams: int = 0, quantity: int = 0) -> str:
    """ "2 adults, 1 child, 1 pram"; "3 people" where nothing finer is known."""
    parts = []
    if adults:
        parts.append(ngettext("%(num)s adult", "%(num)s adults", adults))
    if children:
        parts.append(ngettext("%(num)s child", "%(num)s children", children))
    if not parts:
        parts.append(ngettext("%(num)s person", "%(num)s people", quantity))
    if prams:
        parts.append(ngettext("%(num)s pram", "%(num)s prams", prams))
    return ", ".join(parts)


WORDS = {"day": day, "moment": moment, "when": when, "how_many": how_many}
