"""Dates, times and durations as a calendar file writes them (RFC 5545, 3.3)."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

from wok.kernel.values import dataclass
from wok.kernel.weekly import ZONE
from wok.team.busy.limits import BadEvent
from wok.team.busy.lines import Property

STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?", re.ASCII)
DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.ASCII
)
YEARS = range(2, 9998)  # room for a day and a zone on either side


class Clock(Protocol):
    """What shows local time somewhere."""

    def instant(self, local: datetime) -> datetime:
        """The instant, in UTC, of a naive local time; what the clocks skip is read before the change."""


@dataclass(frozen=True)
class Zone:
    """A zone of the machine's own list."""

    zone: tzinfo

    def instant(self, local: datetime) -> datetime:
        """Of a time shown twice the first, as RFC 5545 has it."""
        return local.replace(tzinfo=self.zone).astimezone(UTC)


HERE = Zone(ZONE)
GREENWICH = Zone(UTC)


@dataclass(frozen=True)
class Moment:
    """A wall time and its clock, or with `is_day` a whole day in Luxembourg."""

    local: datetime
    clock: Clock
    is_day: bool = False

    @property
    def at(self) -> datetime:
        """The instant in UTC; of a whole day its midnight."""
        return self.clock.instant(self.local)

    def on(self, day: date) -> "Moment":
        """The same time on another day."""
        return Moment(datetime.combine(day, self.local.time()), self.clock, self.is_day)


@dataclass(frozen=True)
class Length:
    """How long an event lasts: nominal days, then exact time (RFC 5545, 3.3.6 and 3.8.5.3)."""

    days: int = 0
    exact: timedelta = timedelta()

    def end(self, start: Moment, begins: datetime) -> datetime:
        """The instant at which what starts then, which is at `begins`, is over."""
        if not self.days:
            return begins + self.exact
        return start.clock.instant(start.local + timedelta(days=self.days)) + self.exact

    @property
    def about(self) -> timedelta:
        """The length, give or take a change of the clocks."""
        return timedelta(days=self.days) + self.exact


def moment(text: str, clock: Clock) -> Moment:
    """One DATE or DATE-TIME; `clock` is that of its TZID. Raises BadEvent."""
    found = STAMP.fullmatch(text.strip())
    if not found:
        raise BadEvent
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    try:
        if found.group(4) is None:
            local, is_day = datetime(year, month, day), True  # noqa: DTZ001 - local on purpose
        else:
            hour, minute, second = (int(part) for part in found.group(4, 5, 6))
            local = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - local on purpose
            is_day = False
    except ValueError:
        raise BadEvent from None
    if year not in YEARS:
        raise BadEvent
    return Moment(local, HERE if is_day else GREENWICH if found.group(7) else clock, is_day)


def duration(text: str) -> Length:
    """A DURATION that is not negative. Raises BadEvent."""
    found = DURATION.fullmatch(text.strip().upper())
    if not found or found.group(1) == "-" or not any(found.groups()[1:]):
        raise BadEvent
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return Length(weeks * 7 + days, timedelta(hours=hours, minutes=minutes, seconds=seconds))


def parts(prop: Property) -> list[str]:
    """The values of a list such as EXDATE."""
    return [part for part in prop.value.split(",") if part.strip()]
