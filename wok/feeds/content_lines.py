"""The content lines of iCalendar (RFC 5545, 3.1 and 3.3): what is said, escaped and folded.

The icalendar library, which tests compare these lines with, takes half a second to load and half a millisecond for
each event, a hundred times as long as writing the lines down (SPEED.md 1).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from wok.kernel.weekly import ZONE

ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"})
OCTETS = 74  # with the space that begins the next line, the 75 of the RFC

Line = tuple[str, str]  # the name with its parameters, the value as it is written


def text(words: str) -> str:
    """A TEXT value."""
    return words.replace("\r\n", "\n").translate(ESCAPED)


def utc(instant: datetime) -> str:
    """An instant as a DATE-TIME in UTC."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(name: str, when: date) -> Line:
    """A property that is an instant in Luxembourg's time, or a whole day. Raises ValueError for a floating time."""
    if not isinstance(when, datetime):
        return f"{name};VALUE=DATE", f"{when:%Y%m%d}"
    if when.tzinfo is None:
        raise ValueError("floating times have no place in a feed")
    return f"{name};TZID={ZONE.key}", f"{when.astimezone(ZONE):%Y%m%dT%H%M%S}"


def written(lines: Iterable[Line]) -> bytes:
    """The lines, each folded and ended by CRLF."""
    return b"".join(_folded(f"{name}:{value}".encode()) for name, value in lines)


def _folded(line: bytes) -> bytes:
    """Never folded within a character, nor between a backslash and what it escapes."""
    parts = []
    while len(line) > OCTETS:
        end = OCTETS
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        parts.append(line[:end])
        line = line[end:]
    return b"\r\n ".join((*parts, line)) + b"\r\n"
