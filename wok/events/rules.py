"""Pure decisions about events: which days, which hours, which texts are missing or old."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span

MOST_DATES = 200
LATEST = timedelta(days=550)  # as far ahead as dates are stored
AROUND = timedelta(hours=6)  # helpers come before and stay after
TEXTS = ("title", "summary", "text", "place", "price")


class CannotBe(ValueError):
    """These hours do not exist on this day, or do not end after they begin."""


def span_on(day: date, starts: time, ends: time) -> Span:
    """From `starts` to `ends` in Luxembourg; an end not after the start is the day after. Raises CannotBe."""
    end_day = day if ends > starts else day + weekly.DAY
    try:
        return Span(weekly.instant(day, starts), weekly.instant(end_day, ends))
    except (ValueError, OverflowError) as wrong:
        raise CannotBe from wrong


def weekly_days(first: date, last: date) -> list[date]:
    """The same weekday from `first` to `last`, both included."""
    return weekly.dates(first.weekday(), first, last)


def new_days(wanted: Collection[date], known: Collection[date], *, today: date) -> list[date]:
    """Those of the wanted days that are to come, within what is stored, and no date yet; in order, each once."""
    latest = today + LATEST
    return sorted({day for day in wanted if today <= day <= latest} - set(known))


def older(written_at: Mapping[str, str], first_language: str) -> list[str]:
    """Languages whose words are older than those of the language it was first written in."""
    first = written_at.get(first_language)
    if first is None:
        return []
    at = datetime.fromisoformat(first)
    return [code for code, said in written_at.items() if code != first_language and datetime.fromisoformat(said) < at]


def rewritten(
    before: Mapping[str, Mapping[str, str]],
    after: Mapping[str, Mapping[str, str]],
    written_at: Mapping[str, str],
    *,
    now: datetime,
) -> dict[str, str]:
    """When each language's words last changed: those that differ now, now. A language emptied is forgotten."""
    found = dict(written_at)
    codes = {code for texts in (*before.values(), *after.values()) for code in texts}
    for code in codes:
        if any(before[name].get(code, "") != after[name].get(code, "") for name in after):
            found[code] = now.isoformat()
    return {code: at for code, at in found.items() if any(texts.get(code) for texts in after.values())}


def missing(written: Collection[Mapping[str, str]], first: str, codes: Collection[str]) -> list[str]:
    """Languages in which something is missing that the first language has."""
    needed = [texts for texts in written if texts.get(first)]
    return [code for code in codes if code != first and any(not texts.get(code) for texts in needed)]


def is_near(shift: Span, whole: Span) -> bool:
    """A shift belongs to a date when it lies within six hours around it."""
    return whole.start - AROUND <= shift.start and shift.end <= whole.end + AROUND
