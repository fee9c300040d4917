"""The days on which a rule falls: period by period, beginning near the days that are asked for."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from wok.team.busy.limits import Budget
from wok.team.busy.rule import Rule, Weekday
from wok.team.busy.values import Moment

DAY = timedelta(days=1)
LAST_YEAR = 9990


def starts(rule: Rule, start: Moment, last: date, *, first: date, budget: Budget) -> Iterator[Moment]:
    """When the event starts, in order, from about `first` up to and including `last`; the first start always counts.

    Without COUNT what lies before `first` is leapt over; with it everything has to be counted.
    """
    yield start
    left = (rule.count - 1) if rule.count else None
    number = 0 if rule.count else _leap(rule, start.local.date(), first)
    while True:
        budget.check()
        period = _period(rule, start.local.date(), number)
        if period is None or period[0] > last:
            return
        for day in _days(rule, start.local.date(), period):
            here = start.on(day)
            if day <= start.local.date():
                continue
            if day > last or left == 0 or not rule.includes(here):
                return
            left = None if left is None else left - 1
            yield here
        number += 1


def _leap(rule: Rule, begin: date, first: date) -> int:
    """The number of the last period that begins surely before `first`."""
    if first <= begin:
        return 0
    days, months = (first - begin).days, (first.year - begin.year) * 12 + first.month - begin.month
    passed = {"DAILY": days, "WEEKLY": days // 7, "MONTHLY": months, "YEARLY": months // 12}[rule.unit]
    return max(0, passed // rule.interval - 1)


def _period(rule: Rule, begin: date, number: int) -> tuple[date, date] | None:
    """First and last day of the `number`th period, or None past the end of all calendars."""
    steps = number * rule.interval
    if rule.unit in ("DAILY", "WEEKLY"):
        week = rule.unit == "WEEKLY"
        first = begin.toordinal() + steps * (7 if week else 1)
        if week:
            first -= (begin.weekday() - rule.week_starts) % 7
        if not 1 <= first <= date(LAST_YEAR, 1, 1).toordinal():
            return None
        return date.fromordinal(first), date.fromordinal(first + (6 if week else 0))
    month = begin.year * 12 + begin.month - 1 + steps if rule.unit == "MONTHLY" else (begin.year + steps) * 12
    if month // 12 > LAST_YEAR:
        return None
    last_month = month if rule.unit == "MONTHLY" else month + 11
    return _first_of(month), _first_of(last_month + 1) - DAY


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _days(rule: Rule, begin: date, period: tuple[date, date]) -> list[date]:
    """The days of one period on which the rule falls, in order."""
    days = [day for day in _whole(rule, begin, period) if _fits(rule, begin, day)]
    if rule.positions and days:
        count = len(days)
        chosen = {at - 1 if at > 0 else count + at for at in rule.positions}
        days = [day for at, day in enumerate(days) if at in chosen]
    return days


def _whole(rule: Rule, begin: date, period: tuple[date, date]) -> Iterator[date]:
    """All days of the period; where nothing but the first start says which (most rules), that day alone."""
    first, last = period
    if not (rule.months or rule.month_days or rule.year_days or rule.weekdays):
        first = last = _same_day(rule, begin, first)
    return (first + DAY * count for count in range((last - first).days + 1))


def _same_day(rule: Rule, begin: date, first: date) -> date:
    """The day of a period that begins at `first` which may be like the first start; the 31st may not exist."""
    if rule.unit == "DAILY":
        return first
    if rule.unit == "WEEKLY":
        return first + DAY * ((begin.weekday() - first.weekday()) % 7)
    month = begin.month if rule.unit == "YEARLY" else first.month
    return date(first.year, month, min(begin.day, monthrange(first.year, month)[1]))


def _fits(rule: Rule, begin: date, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _is_month_day(rule, day):
        return False
    if rule.year_days and not _is_year_day(rule, day):
        return False
    if rule.weekdays:
        return any(_is_weekday(rule, one, day) for one in rule.weekdays)
    return bool(rule.month_days or rule.year_days) or _as_begun(rule, begin, day)


def _as_begun(rule: Rule, begin: date, day: date) -> bool:
    """Nothing says which day of the period: the one of the first start."""
    if rule.unit == "DAILY":
        return True
    if rule.unit == "WEEKLY":
        return day.weekday() == begin.weekday()
    is_day = day.day == begin.day
    return is_day if rule.unit == "MONTHLY" or rule.months else is_day and day.month == begin.month


def _is_month_day(rule: Rule, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    return day.day in rule.month_days or day.day - length - 1 in rule.month_days


def _is_year_day(rule: Rule, day: date) -> bool:
    number, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    return number in rule.year_days or number - length - 1 in rule.year_days


def _is_weekday(rule: Rule, wanted: Weekday, day: date) -> bool:
    """True on this weekday; the ordinal counts within the month, of a yearly rule without BYMONTH within the year."""
    if day.weekday() != wanted.weekday:
        return False
    if not wanted.ordinal:
        return True
    in_year = rule.unit == "YEARLY" and not rule.months
    number = day.timetuple().tm_yday if in_year else day.day
    length = date(day.year, 12, 31).timetuple().tm_yday if in_year else monthrange(day.year, day.month)[1]
    return wanted.ordinal in ((number - 1) // 7 + 1, -((length - number) // 7 + 1))
