"""Calendar files of the tests: a head and a tail around events."""

from datetime import UTC, date, datetime

from wok.kernel.span import Span
from wok.kernel.weekly import ZONE

NEW_YORK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
FIRST, LAST = date(2026, 10, 19), date(2027, 6, 6)


def calendar(*events: str, zones: str = "") -> bytes:
    """A file of these events; each is its lines without BEGIN and END."""
    inside = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n{zones}{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def shown(spans: list[Span]) -> list[str]:
    """Spans in Luxembourg's words: "Mon 16 Nov 09:00-10:00"; the second day only where it differs."""
    return [_shown(span.start.astimezone(ZONE), span.end.astimezone(ZONE)) for span in spans]


def _shown(start: datetime, end: datetime) -> str:
    late = "%H:%M" if start.date() == end.date() else "%d %b %H:%M"
    return f"{start:%a %d %b %H:%M}-{end.strftime(late)}"


def utc(text: str) -> datetime:
    """An instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
