"""RRULE read and checked (RFC 5545, 3.3.10). What could go on without end is refused with the whole file."""

import re

from wok.kernel.values import dataclass
from wok.team.busy.limits import BadEvent, Fault
from wok.team.busy.values import GREENWICH, Clock, Moment, moment

UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
KNOWN = frozenset(
    [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYDAY",
        "BYSETPOS",
        "BYHOUR",
        "BYMINUTE",
        "BYSECOND",
    ]
)


@dataclass(frozen=True)
class Weekday:
    """A weekday (Monday 0), and which one: 0 every, 1 the first, -1 the last."""

    weekday: int
    ordinal: int = 0


@dataclass(frozen=True)
class Rule:
    """How something repeats. Empty sets say nothing."""

    unit: str
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    week_starts: int = 0
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weekdays: frozenset[Weekday] = frozenset()
    positions: frozenset[int] = frozenset()

    def includes(self, start: Moment) -> bool:
        """True unless the rule has ended before `start`."""
        if self.until is None:
            return True
        if self.until.is_day or start.is_day:
            return start.local.date() <= self.until.local.date()
        if self.until.clock is GREENWICH:
            return start.at <= self.until.at
        return start.local <= self.until.local


def rule(text: str, start: Moment) -> Rule:
    """The rule of an event that starts at `start`. Raises Fault for a bomb, BadEvent for nonsense."""
    given = _given(text)
    unit = given.get("FREQ", "")
    if unit in TOO_OFTEN:
        raise Fault("repeats")
    if unit not in UNITS or set(given) - KNOWN:
        raise BadEvent
    interval = _number(given.get("INTERVAL", "1"))
    if interval < 1:
        raise Fault("repeats")
    _same_time(given, start)
    return Rule(
        unit=unit,
        interval=interval,
        count=_count(given),
        until=_until(given, start.clock),
        week_starts=_week_start(given.get("WKST", "MO")),
        months=_numbers(given, "BYMONTH", 12, may_be_negative=False),
        month_days=_numbers(given, "BYMONTHDAY", 31),
        year_days=_numbers(given, "BYYEARDAY", 366),
        weekdays=_weekdays(given, unit),
        positions=_numbers(given, "BYSETPOS", 366),
    )


def _given(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.strip().upper().split(";") if part]
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise BadEvent
    return int(text)


def _count(given: dict[str, str]) -> int | None:
    if "COUNT" not in given:
        return None
    count = _number(given["COUNT"])
    if count < 1:
        raise BadEvent
    return count


def _until(given: dict[str, str], clock: Clock) -> Moment | None:
    """The end of the rule; "until the year 9999" is none."""
    text = given.get("UNTIL", "")
    return None if not text or text.startswith("999") else moment(text, clock)


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise BadEvent
    return WEEKDAYS.index(text)


def _numbers(given: dict[str, str], name: str, most: int, *, may_be_negative: bool = True) -> frozenset[int]:
    if name not in given:
        return frozenset()
    found = frozenset(_number(part.strip()) for part in given[name].split(","))
    if any(abs(one) > most or one == 0 or (one < 0 and not may_be_negative) for one in found):
        raise BadEvent
    return found


def _weekdays(given: dict[str, str], unit: str) -> frozenset[Weekday]:
    if "BYDAY" not in given:
        return frozenset()
    found = [WEEKDAY.fullmatch(part.strip()) for part in given["BYDAY"].split(",")]
    days = {Weekday(WEEKDAYS.index(one.group(2)), int(one.group(1) or 0)) if one else None for one in found}
    if None in days or any(one and abs(one.ordinal) > 53 for one in days):
        raise BadEvent
    ordinal_means_something = unit in ("MONTHLY", "YEARLY")
    return frozenset(one if ordinal_means_something else Weekday(one.weekday) for one in days if one)


def _same_time(given: dict[str, str], start: Moment) -> None:
    """Several times a day are not read; some programs repeat the start's own time, which changes nothing."""
    for name, own in (("BYHOUR", start.local.hour), ("BYMINUTE", start.local.minute), ("BYSECOND", start.local.second)):
        if name in given and _numbers_of_time(given[name]) != {own}:
            raise BadEvent


def _numbers_of_time(text: str) -> set[int]:
    return {_number(part.strip()) for part in text.split(",")}
