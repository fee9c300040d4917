"""busy_spans(): a calendar file and a stretch of days in, busy spans out; no title, no place, nobody's name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import date, datetime

from wok.kernel import span as kernel
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import DAY, ZONE, day_span
from wok.team.busy import dates, limits, lines
from wok.team.busy.limits import BadEvent, Budget, Fault
from wok.team.busy.lines import Component, Property
from wok.team.busy.rule import rule
from wok.team.busy.values import Length, Moment, duration, moment, parts
from wok.team.busy.zones import Zones


@dataclass(frozen=True)
class Reading:
    """What a file says: busy spans (in order, joined, within the asked days), entries read, entries not understood."""

    spans: list[Span]
    events: int
    skipped: int


@dataclass(frozen=True)
class _Asked:
    """The days asked for, and what reading has at its disposal."""

    span: Span
    zones: Zones
    budget: Budget


@dataclass
class _Except:
    """Starts of a series that stand elsewhere or fall out: as instants, and as days in the series' own zone."""

    instants: set[datetime] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    def add(self, one: Moment, *, by_day: bool) -> None:
        if one.is_day or by_day:
            self.days.add(one.local.date())
        else:
            self.instants.add(one.at)

    def has(self, one: Moment) -> bool:
        return one.local.date() in self.days or (bool(self.instants) and not one.is_day and one.at in self.instants)


def busy_spans(data: bytes, *, first: date, last: date, budget_seconds: float = limits.BUDGET_SECONDS) -> Reading:
    """When the owner of this calendar is busy from `first` to `last`, both included, in Luxembourg's days.

    Transparent and cancelled events are not busy, tentative ones are. Floating times are Luxembourg's.
    An event that makes no sense is counted and passed over. Raises Fault when the file as a whole cannot be taken.
    """
    budget = Budget(budget_seconds)
    inside = lines.components(data, budget)
    zones = Zones(_children(inside, "VTIMEZONE"), first=first, last=last, budget=budget)
    asked = _Asked(Span(day_span(first).start, day_span(last).end), zones, budget)
    events = _children(inside, "VEVENT")
    moved = _moved(events, asked)
    found: list[Span] = []
    skipped = 0
    for event in events:
        budget.check()
        try:
            found += _spans_of(event, moved.get(_uid(event)), asked)
        except (BadEvent, OverflowError):
            skipped += 1
    spans = kernel.join(sorted(found, key=lambda span: (span.start, span.end)))  # the key is the faster way
    if len(spans) > limits.MOST_SPANS:
        raise Fault("too_many")
    return Reading(spans, len(events), skipped)


def _children(calendars: Sequence[Component], name: str) -> list[Component]:
    return [child for calendar in calendars for child in calendar.children if child.name == name]


def _uid(event: Component) -> str:
    found = event.first("UID")
    return found.value.strip() if found else ""


def _moved(events: Sequence[Component], asked: _Asked) -> dict[str, list[Moment]]:
    """UID -> the starts that have an event of their own (RECURRENCE-ID)."""
    found: dict[str, list[Moment]] = defaultdict(list)
    for event in events:
        asked.budget.check()
        prop = event.first("RECURRENCE-ID")
        if prop and _uid(event) and not prop.parameters.get("RANGE"):
            with suppress(BadEvent):
                found[_uid(event)].append(moment(prop.value, asked.zones.clock_of(prop)))
    return found


def _spans_of(event: Component, moved: list[Moment] | None, asked: _Asked) -> list[Span]:
    """The busy spans of one event within the asked days."""
    start = _start(event, asked)
    length = _length(event, start, asked)
    own = event.first("RECURRENCE-ID")
    if own and own.parameters.get("RANGE"):
        raise BadEvent
    if event.word("TRANSP") == "TRANSPARENT" or event.word("STATUS") == "CANCELLED":
        return []
    if own:
        return list(_cut([(start, length)], asked))
    gone = _except(event, start, moved or [], asked)
    return list(_cut(((one, extent) for one, extent in _all(event, start, length, asked) if not gone.has(one)), asked))


def _start(event: Component, asked: _Asked) -> Moment:
    prop = event.first("DTSTART")
    if prop is None:
        raise BadEvent
    return moment(prop.value, asked.zones.clock_of(prop))


def _length(event: Component, start: Moment, asked: _Asked) -> Length:
    """Up to DTEND, or for DURATION; else a whole day lasts a day and a moment nothing (RFC 5545, 3.6.1)."""
    end, lasts = event.first("DTEND"), event.first("DURATION")
    if end:
        return _between(start, moment(end.value, asked.zones.clock_of(end)))
    if lasts:
        return duration(lasts.value)
    return Length(days=1) if start.is_day else Length()


def _between(start: Moment, end: Moment) -> Length:
    if start.is_day != end.is_day or end.at < start.at:
        raise BadEvent
    if start.is_day:  # some programs end a day on itself
        return Length(days=max(1, (end.local - start.local).days))
    return Length(exact=end.at - start.at)


def _except(event: Component, start: Moment, moved: list[Moment], asked: _Asked) -> _Except:
    gone = _Except()
    for prop in event.all("EXDATE"):
        for part in parts(prop):
            asked.budget.check()
            gone.add(moment(part, asked.zones.clock_of(prop)), by_day=start.is_day)
    for one in moved:
        gone.add(one, by_day=start.is_day)
    return gone


def _all(event: Component, start: Moment, length: Length, asked: _Asked) -> Iterator[tuple[Moment, Length]]:
    """Every start near the asked days, with its length. Raises BadEvent when they are more than a rule may have."""
    first = max(asked.span.start - length.about - DAY, asked.span.end - limits.LOOK_BACK).astimezone(ZONE).date()
    last = asked.span.end.astimezone(ZONE).date() + DAY
    rules = event.all("RRULE")
    if len(rules) > 1:
        raise BadEvent
    near = 0
    for one, extent in _every(event, start, length, _Days(first, last, asked)):
        if one is start or first <= one.local.date() <= last:
            near += 1
            if near > limits.MOST_DATES:
                raise BadEvent
            yield one, extent


@dataclass(frozen=True)
class _Days:
    first: date
    last: date
    asked: _Asked


def _every(event: Component, start: Moment, length: Length, days: _Days) -> Iterator[tuple[Moment, Length]]:
    yield start, length
    for prop in event.all("RRULE"):
        known = rule(prop.value, start)
        for one in dates.starts(known, start, days.last, first=days.first, budget=days.asked.budget):
            if one is not start:
                yield one, length
    for prop in event.all("RDATE"):
        for part in parts(prop):
            days.asked.budget.check()
            yield _extra(prop, part, length, days.asked)


def _extra(prop: Property, part: str, length: Length, asked: _Asked) -> tuple[Moment, Length]:
    """One RDATE: a start, or a PERIOD with an end or a duration of its own."""
    begin, slash, end = part.partition("/")
    start = moment(begin, asked.zones.clock_of(prop))
    if not slash:
        return start, length
    if end.strip().upper().startswith(("P", "+P")):
        return start, duration(end)
    return start, _between(start, moment(end, asked.zones.clock_of(prop)))


def _cut(found: Iterator[tuple[Moment, Length]] | list[tuple[Moment, Length]], asked: _Asked) -> Iterator[Span]:
    """What of these lies within the asked days."""
    for start, length in found:
        begins = start.at
        ends = length.end(start, begins)
        if begins < ends and begins < asked.span.end and asked.span.start < ends:
            yield Span(max(begins, asked.span.start), min(ends, asked.span.end))
