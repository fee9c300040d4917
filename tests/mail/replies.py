"""Answers as calendar programs write them; each shape was drawn after one program's habits."""

import base64
import quopri
from datetime import UTC, datetime

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
EVENT = """\
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp}
ATTENDEE;CN=Amina;PARTSTAT={partstat}:mailto:{attendee}
{more}END:VEVENT
"""
ZONE = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def calendar(method: str = "REPLY", zone: str = "", more: str = "", **given: object) -> str:
    """The calendar part; unless told otherwise Amina says yes to the first invitation, a minute before noon."""
    facts = {
        "uid": "b-17@wok",
        "sequence": 0,
        "stamp": "20261116T115900Z",
        "partstat": "ACCEPTED",
        "attendee": "amina@example.org",
        **given,
    }
    text = f"BEGIN:VCALENDAR\nPRODID:-//X//EN\nVERSION:2.0\nMETHOD:{method}\n{zone}{EVENT.format(more=more, **facts)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def mail(
    body: str | bytes,
    kind: str = 'text/calendar; charset="UTF-8"; method=REPLY',
    coding: str = "base64",
    sender: str = "Amina <amina@example.org>",
    to: str = "wok@example.org",
    name: str = "<1@mail.example.org>",
) -> bytes:
    """A mail with words and a calendar part, as most programs send it."""
    data = body.encode() if isinstance(body, str) else body
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(coding, bytes)(data)
    head = (
        f"From: {sender}\r\nTo: Le Wok <{to}>\r\nSubject: Accepted\r\nMessage-ID: {name}\r\n"
        "Date: Mon, 16 Nov 2026 12:59:30 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="xyz"\r\n\r\n'
        "--xyz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAmina accepted.\r\n"
        f"--xyz\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
    )
    return head.encode() + coded + b"\r\n--xyz--\r\n"


def alone(text: str) -> bytes:
    """A mail that is nothing but the calendar, as some telephones send it."""
    head = (
        "From: AMINA@Example.ORG\r\nTo: wok@example.org\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + text.encode()


WINDOWS = "DTSTART;TZID=W. Europe Standard Time:20261118T120000\nORGANIZER:mailto:wok@example.org\n"
FOLDED = calendar().replace("amina@example.org", "amina@\r\n example.org")
SHAPES = {
    "google": mail(calendar(more="DTSTART:20261118T110000Z\nDTEND:20261118T130000Z\nCREATED:20261110T080000Z\n")),
    "apple_lower_case_mailto": mail(calendar(attendee="Amina@EXAMPLE.org"), coding="quoted-printable"),
    "outlook_windows_zone": mail(calendar(zone=ZONE, more=WINDOWS)),
    "exchange_utf_16": mail(calendar().encode("utf-16"), "text/calendar; charset=utf-16; method=REPLY"),
    "thunderbird_file": mail(FOLDED, 'application/ics; name="invite.ics"'),
    "telephone_alone": alone(calendar()),
    "no_method_in_the_file": mail(calendar().replace("METHOD:REPLY\r\n", "")),
    "no_stamp_no_sequence": mail(calendar(stamp="soon", sequence="")),
    "unix_lines_and_mark": mail(b"\xef\xbb\xbf" + calendar().replace("\r\n", "\n").encode(), coding="8bit"),
    "quoted_name_with_colon": mail(calendar().replace("CN=Amina", 'CN="Amina: the; dancer"')),
    "broken_base64": mail(calendar()).replace(b"\r\n--xyz--", b"=!\r\n--xyz--"),
}
