"""Entries to iCalendar bytes (RFC 5545, 7986): a pure function that keeps the rules of CALENDAR.md.

The same entries give the same bytes, and no UID or DTSTAMP is invented.
"""

import logging
from collections.abc import Iterable
from datetime import UTC

from wok.feeds.content_lines import Line, local, text, utc, written
from wok.kernel.entry import Entry, Invitation, method_of
from wok.web.text import clean

PRODID = "-//Differdange//Wok//{language}"
REFRESH = "PT1H"
ORGANIZER_NAME = "Le Wok"
ASKED = "CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

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
    name = text(clean(name))
    head = [
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        ("X-PUBLISHED-TTL", REFRESH),
        ("COLOR", clean(color)),
    ]
    return _calendar(head, texts, has_times=has_times, language=language)


def event_bytes(entry: Entry, invitation: Invitation | None = None) -> bytes:
    """One event as a file for a mail; with ORGANIZER and ATTENDEE only when answers are read. Raises when it cannot be written."""
    head = [("METHOD", method_of(entry, invitation))]
    return _calendar(head, [event_text(entry, invitation)], has_times=not entry.is_all_day, language="en")


def event_text(entry: Entry, invitation: Invitation | None = None) -> bytes:
    """One VEVENT, folded and ended by CRLF: what a program looks at first comes first, the rest by its name."""
    first = _first_lines(entry)
    return b"".join(
        (b"BEGIN:VEVENT\r\n", written([*first, *sorted(_other_lines(entry, invitation))]), b"END:VEVENT\r\n")
    )


def text_or_none(entry: Entry) -> bytes | None:
    """One VEVENT; None, and logged, for one that cannot be written."""
    try:
        return event_text(entry)
    except Exception:  # the rim of a job: one bad record breaks nothing else (PROMISES F7)
        log.exception("calendar entry %s cannot be written and is left out", entry.uid)
        return None


def _written(entries: Iterable[Entry], ready: Iterable[tuple[str, bytes]]) -> tuple[list[bytes], bool]:
    """Each event's text, in steady order, and whether any has a time of the day.

    Without those that fail, and without overrides of a failed master.
    """
    found = [((uid, ""), event) for uid, event in ready]
    has_times, failed = bool(found), set()
    for entry in sorted(entries, key=_order):
        if entry.recurrence_id and entry.uid in failed:
            continue
        event = text_or_none(entry)
        if event is None:
            failed.add(entry.uid)
        else:
            found.append((_order(entry), event))
            has_times = has_times or not entry.is_all_day
    return [event for _at, event in sorted(found)], has_times


def _order(entry: Entry) -> tuple[str, str]:
    """By UID, the master before its overrides: the bytes do not depend on the order of the rows."""
    return entry.uid, entry.recurrence_id.astimezone(UTC).isoformat() if entry.recurrence_id else ""


def _calendar(head: list[Line], texts: list[bytes], *, has_times: bool, language: str) -> bytes:
    prodid = PRODID.format(language=language.upper())
    first = [("VERSION", "2.0"), ("PRODID", prodid), ("CALSCALE", "GREGORIAN"), *head]
    zone = [TIME_ZONE] if has_times else []
    return b"".join([b"BEGIN:VCALENDAR\r\n", written(first), *zone, *texts, b"END:VCALENDAR\r\n"])


def _first_lines(entry: Entry) -> Iterable[Line]:
    yield "SUMMARY", text(clean(entry.summary))
    yield local("DTSTART", entry.dtstart)
    yield local("DTEND", entry.dtend)
    yield "DTSTAMP", utc(entry.dtstamp)
    yield "UID", text(clean(entry.uid))
    if entry.recurrence_id:
        yield local("RECURRENCE-ID", entry.recurrence_id)
    yield "SEQUENCE", f"{entry.sequence:d}"
    if entry.rrule:
        until = f"UNTIL={utc(entry.rrule.until)};" if entry.rrule.until else ""
        yield "RRULE", f"FREQ=WEEKLY;{until}BYDAY={WEEKDAYS[entry.rrule.weekday]}"
    for exdate in sorted(entry.exdates):
        yield local("EXDATE", exdate)


def _other_lines(entry: Entry, invitation: Invitation | None) -> Iterable[Line]:
    if invitation is not None:
        yield f"ATTENDEE;{ASKED}", f"mailto:{clean(invitation.attendee)}"
        yield f'ORGANIZER;CN="{ORGANIZER_NAME}"', f"mailto:{clean(invitation.organizer)}"
    if entry.categories:
        yield "CATEGORIES", ",".join(text(clean(category)) for category in entry.categories)
    if entry.description:
        yield "DESCRIPTION", text(clean(entry.description, lines=True))
    if entry.location:
        yield "LOCATION", text(clean(entry.location))
    yield "CLASS", entry.class_
    yield "LAST-MODIFIED", utc(entry.last_modified)
    yield "STATUS", entry.status
    yield "TRANSP", entry.transp
    yield "URL", clean(entry.url)
