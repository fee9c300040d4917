"""Dates in people's words, in five languages, always in Luxembourg time (UX.md 4).

Filters take an aware datetime or a date; those in IN_WORDS may be told the language (web/templating.py does). Weeks start on Monday in every language.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel import dates as babel_dates
from flask import Flask
from flask_babel import pgettext
from markupsafe import Markup

from wok import clock
from wok.web.language import present_language
from wok.web.sentences import gettext as _

LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
LOCALES = {
    language: Locale.parse(name)
    for language, name in {"fr": "fr", "pt": "pt_PT", "en": "en_GB", "de": "de", "lb": "lb"}.items()
}
IN_WORDS = frozenset({"day", "month_name", "weekday_name", "short_month", "stamp", "stamp_span"})
PATTERNS = {
    "fr": ("EEEE d MMMM", "EEEE d MMMM y"),
    "pt": ("EEEE, d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y"),
    "en": ("EEEE d MMMM", "EEEE d MMMM y"),
    "de": ("EEEE, d. MMMM", "EEEE, d. MMMM y"),
    "lb": ("EEEE, d. MMMM", "EEEE, d. MMMM y"),
}


def locale() -> Locale:
    """Babel's locale for the current language; French where none is known."""
    return LOCALES.get(present_language(), LOCALES["fr"])


def local(value: date) -> date:
    """An instant in Luxembourg time; a plain date as it is. Raises ValueError for a naive instant."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("an instant without time zone cannot be said")
    return value.astimezone(LUXEMBOURG)


def say_day(value: date, language: str = "") -> str:
    """ "Thursday 4 March"; the year follows when it is not this year."""
    value, language = local(value), language or locale().language
    this_year = value.year == clock.now().astimezone(LUXEMBOURG).year
    said = _format(value, PATTERNS[language][0 if this_year else 1], language)
    return said.replace(" 1 ", " 1er ", 1) if language == "fr" and value.day == 1 else said


def say_clock(value: datetime) -> str:
    """ "12:00", or "2:30 (summer time)" in the hour that comes twice."""
    instant = value.astimezone(LUXEMBOURG)
    said = f"{instant.hour}:{instant:%M}"
    if instant.replace(fold=0).utcoffset() == instant.replace(fold=1).utcoffset():
        return said
    return str(_("%(time)s (winter time)", time=said) if instant.fold else _("%(time)s (summer time)", time=said))


def say_day_clock(value: datetime) -> str:
    """ "Thursday 4 March, 12:00"."""
    return str(_("%(day)s, %(time)s", day=say_day(value), time=say_clock(value)))


def say_clock_span(start: datetime, end: datetime) -> str:
    """ "12:00 to 14:00"."""
    return str(pgettext("hours", "%(start)s to %(end)s", start=say_clock(start), end=say_clock(end)))


def say_hours(stretches: str) -> str:
    """ "9:00 to 12:00, 13:30 to 17:00" of "9:00–12:00, 13:30–17:00": listeners hear no dash."""
    return _in_hours(stretches, "{0}")


def mark_hours(stretches: str) -> Markup:
    """The same for a page, each time in its <time>."""
    return Markup(_in_hours(stretches, Markup('<time datetime="{0:0>5}">{0}</time>')))


def _in_hours(stretches: str, frame: str) -> str:
    pairs = (one.partition("–")[::2] for one in stretches.split(", ") if one)
    return ", ".join(
        str(pgettext("hours", "%(start)s to %(end)s", start=frame.format(start), end=frame.format(end)))
        for start, end in pairs
    )


def say_day_span(start: datetime, end: datetime) -> str:
    """ "Thursday 4 March, 12:00 to 14:00"; both days are named when it goes over midnight."""
    if local(start).timetuple()[:3] == local(end).timetuple()[:3]:
        return str(_("%(day)s, %(time)s", day=say_day(start), time=say_clock_span(start, end)))
    return str(_("%(start)s to %(end)s", start=say_day_clock(start), end=say_day_clock(end)))


def stamp(value: datetime, language: str = "") -> Markup:
    """ "12:00" in its <time>."""
    return _stamped(_instant(value), None, language or locale().language)


def stamp_span(start: datetime, end: datetime, language: str = "") -> Markup:
    """ "12:00 to 14:00" in the <time> of its start."""
    return _stamped(_instant(start), _instant(end), language or locale().language)


def _instant(value: datetime) -> datetime:
    """In UTC: in Luxembourg's time the hour that comes twice is equal to itself."""
    if value.tzinfo is None:
        raise ValueError("an instant without time zone cannot be said")
    return value.astimezone(UTC)


@lru_cache(maxsize=20_000)  # a week of 640 entries begins at a few dozen instants
def _stamped(start: datetime, end: datetime | None, _language: str) -> Markup:
    words = say_clock(start) if end is None else say_clock_span(start, end)
    return Markup('<time datetime="{}">{}</time>').format(iso(start), words)


def month_name(value: date, language: str = "") -> str:
    """ "March 2027"."""
    language = language or locale().language
    return _format(local(value), "LLLL y" if language != "pt" else "LLLL 'de' y", language)


def weekday_name(value: "date | int", language: str = "") -> str:
    """ "Thursday"; a number counts from Monday as 0."""
    if isinstance(value, int):
        value = date(2024, 1, 1) + timedelta(days=value)  # the first of January 2024 is a Monday
    return _format(local(value), "EEEE", language)


def short_month(value: date, language: str = "") -> str:
    """ "Mar", only beside the full date."""
    return _format(local(value), "LLL", language).rstrip(".")


def day_number(value: date) -> int:
    """The day of the month."""
    return local(value).day


def iso(value: date) -> str:
    """What stands in <time datetime>: "2027-03-04" or "2027-03-04T12:00+01:00"."""
    value = local(value)
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def iso_day(value: date) -> str:
    """The date alone, "2027-03-04", also of an instant."""
    return local(value).strftime("%Y-%m-%d")


def _format(value: date, pattern: str, language: str = "") -> str:
    day = value.date() if isinstance(value, datetime) else value
    return _formatted(day, pattern, language or locale().language)


@lru_cache(maxsize=20_000)  # a month page says a hundred days; Babel takes 30 microseconds for each
def _formatted(day: date, pattern: str, language: str) -> str:
    return str(babel_dates.format_date(day, pattern, locale=LOCALES[language]))


def bind(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        day=say_day,
        clock=say_clock,
        day_clock=say_day_clock,
        clock_span=say_clock_span,
        day_span=say_day_span,
        said_hours=say_hours,
        marked_hours=mark_hours,
        month_name=month_name,
        weekday_name=weekday_name,
        short_month=short_month,
        day_number=day_number,
        stamp=stamp,
        stamp_span=stamp_span,
        iso=iso,
        iso_day=iso_day,
    )
