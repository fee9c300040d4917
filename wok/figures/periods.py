"""Periods of a report: a month, a quarter, half a year, a year, or any days. All in Luxembourg's days. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

FIRST_YEAR, LAST_YEAR = 2020, 2099
LONGEST = timedelta(days=20 * 366)
MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}
CODE = re.compile(r"(?P<year>20[2-9]\d)(?:-(?:(?P<kind>[QH])(?P<part>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
FROZEN_AFTER = timedelta(days=14)  # staff still mark who came


@dataclass(frozen=True)
class Period:
    """From one day to another, both in it. `code`: "2026-11", "2026-Q3", "2026-H2", "2026"; empty for any days."""

    code: str
    first: date
    last: date

    @property
    def span(self) -> Span:
        """The same as instants, half-open."""
        return Span(weekly.day_span(self.first).start, weekly.day_span(self.last).end)


def read(code: str) -> Period | None:
    """The period a code names; None for anything else."""
    found = CODE.fullmatch(code)
    if not found:
        return None
    year, kind = int(found["year"]), "M" if found["month"] else found["kind"] or "Y"
    part = int(found["month"] or found["part"] or 1)
    return _period(kind, year, part) if part * MONTHS[kind] <= 12 else None


def between(first: date, last: date) -> Period | None:
    """Any days; None when they are the wrong way round, too many or too far away."""
    sensible = first.year >= FIRST_YEAR and last.year <= LAST_YEAR and first <= last and last - first <= LONGEST
    return Period("", first, last) if sensible else None


def quarter_of(day: date) -> Period:
    """The quarter a day lies in."""
    return _period("Q", day.year, (day.month + 2) // 3)


def year_of(day: date) -> Period:
    """The calendar year a day lies in."""
    return _period("Y", day.year, 1)


def closed_quarters(first: date, today: date) -> Iterator[Period]:
    """The quarters from that of `first` on that are over for long enough to be published, in order."""
    one = quarter_of(first)
    while one.last + FROZEN_AFTER < today:
        yield one
        one = quarter_of(one.last + timedelta(days=1))


def offered(kind: str, first: date, today: date) -> list[Period]:
    """The periods of a kind (M, Q, H, Y) that have begun, the latest first."""
    per_year, found = 12 // MONTHS[kind], []
    for year in range(today.year, max(first.year, FIRST_YEAR) - 1, -1):
        for part in range(per_year, 0, -1):
            one = _period(kind, year, part)
            if one.first <= today and one.last >= first:
                found.append(one)
    return found


def quarters_in(period: Period) -> list[str]:
    """The codes of the quarters a period is made of; none when it is not made of whole ones."""
    one, found = quarter_of(period.first), []
    if one.first != period.first:
        return []
    while one.last <= period.last:
        found.append(one.code)
        one = quarter_of(one.last + timedelta(days=1))
    return found if one.first == period.last + timedelta(days=1) else []


def months_in(period: Period) -> list[Period]:
    """The whole months inside a period, in order."""
    one, found = _period("M", period.first.year, period.first.month), []
    while one.last <= period.last:
        if one.first >= period.first:
            found.append(one)
        after = one.last + timedelta(days=1)
        one = _period("M", after.year, after.month)
    return found


def _period(kind: str, year: int, part: int) -> Period:
    months = MONTHS[kind]
    first = date(year, (part - 1) * months + 1, 1)
    after = date(year + 1, 1, 1) if part * months == 12 else date(year, part * months + 1, 1)
    code = {"M": f"{year}-{part:02}", "Y": str(year)}.get(kind, f"{year}-{kind}{part}")
    return Period(code, first, after - timedelta(days=1))
