"""Entries to iCalendar bytes (RFC 5545, 7986): a pure function that keeps the rules of CALENDAR.md.

The icalendar library writes each event; what it gets wrong (CALENDAR.md 10) is written here: the time
zone, NAME, REFRESH-INTERVAL, and no invented UID or DTSTAMP. The same entries give the same bytes.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from wok.alone import where
from wok.kernel.entry import Entry, Invitation, method_of
from wok.kernel.weekly import ZONE
from wok.web.text import clean

PRODID = "-//Differdange//Wok//{language}"
REFRESH = "PT1H"
ORGANIZER_NAME = "Le Wok"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KEPT_TEXTS = 5_000  # entries whose text is kept in memory: making it is slow (SPEED.md 1); events have a table

# Two yearly rules from 1970 on: generated zones are lists of dates with a late onset, and some
# programs then show every summer event one hour off (CALENDAR.md 8).
TIME_ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Europe/Luxembourg\r\n"
    b"BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    b"TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
    b"BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
    b"END:VTIMEZONE\r\n"
)

log = logging.getLogger("wok.feeds")


def calendar_bytes(
    entries: Iterable[Entry], *, name: str, language: str, color: str, ready: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """The whole feed: no METHOD, no ORGANIZER, no UID on the calendar. An entry that fails is logged and left out.

    `ready` are events whose text is made already, each with its UID.
    """
    texts, has_times = _written(entries, ready)
    name = clean(name)
    head = [
        _line("NAME", name),
        _line("X-WR-CALNAME", name),
        _line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"}),
        _line("X-PUBLISHED-TTL", REFRESH),
        _line("COLOR", clean(color)),
    ]
    return _calendar(head, texts, has_times=has_times, language=language)


def event_bytes(entry: Entry, invitation: Invitation | None = None) -> bytes:
    """One event as a file for a mail; with ORGANIZER and ATTENDEE only when answers are read. Raises when it cannot be written."""
    head = [_line("METHOD", method_of(entry, invitation))]
    text = event_text(entry) if invitation is None else _event(entry, invitation)
    return _calendar(head, [text], has_times=not entry.is_all_day, language="en")


@lru_cache(maxsize=KEPT_TEXTS)
def event_text(entry: Entry) -> bytes:
    """One VEVENT, folded and ended by CRLF; made once for the same entry."""
    return _event(entry)


def _event(entry: Entry, invitation: Invitation | None = None) -> bytes:
    event = _library().Event()
    for name, value in _properties(entry):
        event.add(name, value)
    if invitation is not None:
        event.add("organizer", _address(invitation.organizer, CN=ORGANIZER_NAME))
        asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        event.add("attendee", _address(invitation.attendee, **asked))
    return bytes(event.to_ical())


def _address(mailbox: str, **parameters: str) -> Any:
    address = _library().vCalAddress(f"mailto:{clean(mailbox)}")
    for name, text in parameters.items():
        address.params[name] = text
    return address


def text_or_none(entry: Entry) -> bytes | None:
    """One VEVENT; None, and logged, for one that cannot be written."""
    try:
        return event_text(entry)
    except Exception as fault:  # the rim of a job: one bad record breaks nothing else (PROMISES F7)
        log.error("calendar entry %s cannot be written and is left out: %s", entry.uid, where(fault))
        return None


def _written(entries: Iterable[Entry], ready: Iterable[tuple[str, bytes]]) -> tuple[list[bytes], bool]:
    """Each event's text, in steady order, and whether any has a time of the day.

    Without those that fail, and without overrides of a failed master.
    """
    found = [((uid, ""), text) for uid, text in ready]
    has_times, failed = bool(found), set()
    for entry in sorted(entries, key=_order):
        if entry.recurrence_id and entry.uid in failed:
            continue
        text = text_or_none(entry)
        if text is None:
            failed.add(entry.uid)
        else:
            found.append((_order(entry), text))
            has_times = has_times or not entry.is_all_day
    return [text for _at, text in sorted(found)], has_times


def _order(entry: Entry) -> tuple[str, str]:
    """By UID, the master before its overrides: the bytes do not depend on the order of the rows."""
    return entry.uid, entry.recurrence_id.astimezone(UTC).isoformat() if entry.recurrence_id else ""


def _calendar(head: list[bytes], texts: list[bytes], *, has_times: bool, language: str) -> bytes:
    prodid = PRODID.format(language=language.upper())
    first = [b"BEGIN:VCALENDAR\r\n", _line("VERSION", "2.0"), _line("PRODID", prodid), _line("CALSCALE", "GREGORIAN")]
    zone = [TIME_ZONE] if has_times else []
    return b"".join([*first, *head, *zone, *texts, b"END:VCALENDAR\r\n"])


def _properties(entry: Entry) -> Iterable[tuple[str, Any]]:
    """The event's properties as the library wants them; text is cleaned before it gets there."""
    yield "uid", clean(entry.uid)
    yield "sequence", entry.sequence
    yield "dtstamp", entry.dtstamp.astimezone(UTC)
    yield "last-modified", entry.last_modified.astimezone(UTC)
    yield "dtstart", _local(entry.dtstart)
    yield "dtend", _local(entry.dtend)
    yield "summary", clean(entry.summary)
    yield "url", clean(entry.url)
    yield "status", entry.status
    yield "transp", entry.transp
    yield "class", entry.class_
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            yield name, clean(text, lines=name == "description")
    if entry.categories:
        yield "categories", [clean(category) for category in entry.categories]
    yield from _recurrence(entry)


def _recurrence(entry: Entry) -> Iterable[tuple[str, Any]]:
    if entry.rrule:
        rule: dict[str, Any] = {"freq": "weekly", "byday": WEEKDAYS[entry.rrule.weekday]}
        if entry.rrule.until:
            rule["until"] = entry.rrule.until.astimezone(UTC)
        yield "rrule", rule
    for exdate in sorted(entry.exdates):
        yield "exdate", _local(exdate)
    if entry.recurrence_id:
        yield "recurrence-id", _local(entry.recurrence_id)


def _local(value: date) -> date:
    """An instant with TZID=Europe/Luxembourg; a date as it is. Raises ValueError for a floating time."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("floating times have no place in a feed")
    return value.astimezone(ZONE).replace(microsecond=0)


def _line(name: str, text: str, parameters: dict[str, str] | None = None) -> bytes:
    """One property of the calendar itself: text escaped once, folded, ended by CRLF."""
    library = _library()
    value = library.vText(text) if name in ("NAME", "X-WR-CALNAME") else text
    line = library.parser.Contentline.from_parts(name, library.Parameters(parameters or {}), value)
    return bytes(line.to_ical()) + b"\r\n"


@cache
def _library() -> Any:
    import icalendar  # half a second to import, and no page needs it: cold start (SPEED.md)
    import icalendar.parser

    return icalendar
