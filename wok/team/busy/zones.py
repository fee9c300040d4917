"""Which clock a TZID means: the machine's own list, Outlook's names, or the VTIMEZONE in the file."""

import re
from bisect import bisect_right
from collections import deque
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from wok.kernel.values import dataclass
from wok.team.busy import dates
from wok.team.busy.limits import MOST_DATES, BadEvent, Budget
from wok.team.busy.lines import Component, Property
from wok.team.busy.rule import rule
from wok.team.busy.values import GREENWICH, HERE, Clock, Moment, Zone, moment, parts

OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?", re.ASCII)
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Onset:
    """From this local time on, in the old offset's words, the clocks show `offset` more than UTC."""

    local: datetime
    offset: timedelta


@dataclass(frozen=True)
class OwnZone:
    """A zone described in the file itself."""

    onsets: list[Onset]  # in order
    before: timedelta

    def instant(self, local: datetime) -> datetime:
        """What the clocks skip is read before the change, of a time shown twice it is the first."""
        at = bisect_right(self.onsets, local, key=lambda onset: onset.local)
        offset = self.onsets[at - 1].offset if at else self.before
        return (local - offset).replace(tzinfo=UTC)


class Zones:
    """The clocks of one file, each found once."""

    def __init__(self, described: list[Component], *, first: date, last: date, budget: Budget) -> None:
        self._described = {one.tzid: one for one in map(_Described, described)}
        self._found: dict[str, Clock] = {}
        self._window = (first - YEAR * 2, last + YEAR)
        self._budget = budget

    def clock_of(self, prop: Property) -> Clock:
        """The clock of a property; without a TZID it floats, which is here. Raises BadEvent for a zone nobody knows."""
        name = prop.parameters.get("TZID", "").strip()
        if not name:
            return HERE
        if name not in self._found:
            self._budget.check()
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Clock:
        zone = _listed(name) or _listed(_windows_name(name))
        if zone:
            return zone
        if name in self._described:
            return _own_zone(self._described[name].component, self._window, self._budget)
        zone = _listed("/".join(name.split("/")[-2:]))
        if zone:
            return zone
        raise BadEvent


@dataclass(frozen=True)
class _Described:
    """A VTIMEZONE by its name."""

    component: Component

    @property
    def tzid(self) -> str:
        """The TZID it is known by."""
        found = self.component.first("TZID")
        return found.value.strip() if found else ""


def _listed(name: str) -> Clock | None:
    if name.upper() in ("UTC", "GMT", "Z"):
        return GREENWICH
    try:
        return Zone(ZoneInfo(name)) if name and len(name) < 80 else None
    except (ValueError, OSError, LookupError):  # a name with ../, of a folder, of nothing
        return None


def _windows_name(name: str) -> str:
    # Here, not above: the library takes a fifth of a second to load, and only Outlook's files need its list.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return str(WINDOWS_TO_OLSON.get(name, ""))


def _own_zone(described: Component, window: tuple[date, date], budget: Budget) -> OwnZone:
    """The changes of the clocks around the asked days. Raises BadEvent where nothing can be read."""
    kinds = [one for one in described.children if one.name in ("STANDARD", "DAYLIGHT")]
    if not kinds:
        raise BadEvent
    onsets = [onset for kind in kinds for onset in _onsets(kind, window, budget)]
    first = min(kinds, key=lambda kind: kind.word("DTSTART"))
    return OwnZone(sorted(onsets, key=lambda onset: onset.local), _offset(first, "TZOFFSETFROM"))


def _onsets(kind: Component, window: tuple[date, date], budget: Budget) -> list[Onset]:
    begin = kind.first("DTSTART")
    if begin is None:
        raise BadEvent
    start = moment(begin.value, GREENWICH)
    to, back = _offset(kind, "TZOFFSETTO"), _offset(kind, "TZOFFSETFROM")
    skipped = max(timedelta(), to - back)  # these local times do not exist and are read before the change
    found = [start, *(moment(part, GREENWICH) for prop in kind.all("RDATE") for part in parts(prop)[:MOST_DATES])]
    for prop in kind.all("RRULE")[:1]:
        found += _repeated(prop.value, start, window, budget)
    return [Onset(one.local + skipped, to) for one in found]


def _repeated(text: str, start: Moment, window: tuple[date, date], budget: Budget) -> list[Moment]:
    """The rule's starts around the asked days; of one that ended before, its last ones."""
    known = rule(text, start)
    first, last = window
    if known.until and known.until.local.date() < first:
        first = known.until.local.date() - YEAR
    return list(deque(dates.starts(known, start, last, first=first, budget=budget), maxlen=MOST_DATES))


def _offset(kind: Component, name: str) -> timedelta:
    found = OFFSET.fullmatch(kind.word(name))
    if not found:
        raise BadEvent
    hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4))
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= timedelta(days=1):
        raise BadEvent
    return -offset if found.group(1) == "-" else offset
