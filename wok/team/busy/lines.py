"""Bytes into components and properties (RFC 5545, 3.1): unfolded, only what busy times need, never recursive."""

import re
from dataclasses import field

from wok.kernel.values import dataclass
from wok.team.busy.limits import DEEPEST, MOST_BYTES, MOST_CHARACTERS, MOST_EVENTS, Budget, Fault

FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
NAME = re.compile(r"[A-Za-z0-9-]+")
KEPT = frozenset(
    (
        "BEGIN",
        "END",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "TRANSP",
        "STATUS",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
    )
)


@dataclass(frozen=True)
class Property:
    """One content line: its name in capitals, parameters by name in capitals, value as written."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of this name, in order."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        return next((one for one in self.properties if one.name == name), None)

    def word(self, name: str) -> str:
        """A property's value in capitals, "" when it is missing."""
        found = self.first(name)
        return found.value.strip().upper() if found else ""


def components(data: bytes, budget: Budget) -> list[Component]:
    """The calendars of a file. Raises Fault for what is no calendar, too big, too deep or too full."""
    root = Component("")
    open_ones, events = [root], 0
    for line in _lines(data):
        budget.check()
        prop = _property(line)
        if prop is None:
            continue
        if prop.name == "BEGIN":
            events += prop.value.strip().upper() == "VEVENT"
            _begin(open_ones, prop, events)
        elif prop.name == "END":
            _end(open_ones, prop)
        else:
            open_ones[-1].properties.append(prop)
    if len(open_ones) > 1:
        raise Fault("odd_file")
    calendars = [one for one in root.children if one.name == "VCALENDAR"]
    if not calendars:
        raise Fault("no_calendar")
    return calendars


def _begin(open_ones: list[Component], prop: Property, events: int) -> None:
    if events > MOST_EVENTS:
        raise Fault("too_many")
    if len(open_ones) > DEEPEST:
        raise Fault("odd_file")
    inner = Component(prop.value.strip().upper())
    open_ones[-1].children.append(inner)
    open_ones.append(inner)


def _end(open_ones: list[Component], prop: Property) -> None:
    if open_ones[-1].name != prop.value.strip().upper() or len(open_ones) == 1:
        raise Fault("odd_file")
    open_ones.pop()


def _lines(data: bytes) -> list[str]:
    """The unfolded lines. A fold may cut a character in two, so it is undone before the bytes become text."""
    if len(data) > MOST_BYTES:
        raise Fault("too_big")
    whole = FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in whole:
        raise Fault("no_calendar")
    try:
        lines = [line.decode("utf-8") for line in whole.splitlines()]
    except UnicodeDecodeError:
        raise Fault("no_text") from None
    if any(len(line) > MOST_CHARACTERS for line in lines):
        raise Fault("odd_file")
    return lines


def _property(line: str) -> Property | None:
    """The content line, or None when nobody needs it or it is not one."""
    found = NAME.match(line)
    if not found or (name := found.group().upper()) not in KEPT:
        return None
    rest, parameters = line[found.end() :], {}
    while rest.startswith(";"):
        key, equals, tail = rest[1:].partition("=")
        if not equals:
            return None
        value, rest = _parameter(tail)
        parameters[key.strip().upper()] = value
    return Property(name, parameters, rest[1:]) if rest.startswith(":") else None


def _parameter(text: str) -> tuple[str, str]:
    """The value in front of `text`, and what follows it; quotes may hold colons and semicolons."""
    if text.startswith('"'):
        value, _quote, rest = text[1:].partition('"')
        return value, rest
    end = min((at for at in (text.find(";"), text.find(":")) if at >= 0), default=len(text))
    return text[:end], text[end:]
