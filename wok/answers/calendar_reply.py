"""The calendar part of an answer, read leniently: of all it says only who, which event, yes or no, and a comment.

Programs differ: some leave out ORGANIZER, DTSTART or DTSTAMP, some name zones as Windows does. None of that is
asked for here, so nothing of it can be wrong (RFC 5546, 3.2.3).
"""

import re
from datetime import UTC, datetime

from wok.kernel.values import dataclass

MOST_LINES = 5000
MOST_WORDS = 2000
FOLD, BYTE_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]"), re.compile(rb"(?:\r\n|\n|\r)[ \t]")
NAME = re.compile(r"[A-Za-z0-9-]+")
STAMP = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)
PLAIN_LETTERS = re.compile(
    r"us-ascii|iso-8859-\d+|(windows-|cp)125\d|koi8-[ru]|gb18030|shift_jis|iso-2022-jp", re.ASCII
)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Attendee:
    """Who answers (an address without mailto:) and how: ACCEPTED, DECLINED, TENTATIVE or something else."""

    address: str
    partstat: str


@dataclass(frozen=True)
class Reply:
    """One METHOD:REPLY. `stamped_at` is when it was given, as far as it says."""

    uid: str
    attendees: tuple[Attendee, ...]
    sequence: int
    stamped_at: datetime | None
    comment: str
    organizer: str


@dataclass(frozen=True)
class _Line:
    name: str
    parameters: dict[str, str]
    value: str


def decode(data: bytes, charset: str = "") -> str:
    """Bytes as text: UTF-16 by its mark or name, else UTF-8, else the old Western letters. Folds are undone."""
    charset = charset.lower()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or charset.startswith("utf-16"):
        is_big = charset == "utf-16be" or data[:2] == b"\xfe\xff"
        return FOLD.sub("", data.decode("utf-16-be" if is_big else "utf-16-le", "replace").lstrip("\ufeff"))
    whole = BYTE_FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    for name in (charset if PLAIN_LETTERS.fullmatch(charset) else "utf-8", "utf-8"):
        try:
            return whole.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return whole.decode("latin-1")


def read(text: str, method: str = "") -> Reply | None:
    """The reply in this calendar; None when it is something else. `method` is what the mail said, if the file does not."""
    found, method = _event(text, method)
    uid = _first(found, "UID").strip()
    if method.strip().upper() != "REPLY" or not uid:
        return None
    number = NUMBER.fullmatch(_first(found, "SEQUENCE").strip())
    return Reply(
        uid=uid,
        attendees=tuple(
            Attendee(_address(line.value), line.parameters.get("PARTSTAT", "").strip().upper())
            for line in found
            if line.name == "ATTENDEE"
        ),
        sequence=int(number.group()) if number else 0,
        stamped_at=_instant(_first(found, "DTSTAMP")),
        comment=_text(_first(found, "COMMENT"))[:MOST_WORDS],
        organizer=_address(_first(found, "ORGANIZER")),
    )


def _event(text: str, method: str) -> tuple[list[_Line], str]:
    """The first event's own lines, and METHOD."""
    open_ones: list[str] = []
    found: list[_Line] = []
    for raw in text.splitlines()[:MOST_LINES]:
        line = _line(raw)
        if line is None:
            continue
        if line.name == "BEGIN":
            open_ones.append(line.value.strip().upper())
        elif line.name == "END":
            if open_ones and open_ones.pop() == "VEVENT" and found:
                break
        elif line.name == "METHOD" and "VEVENT" not in open_ones:
            method = line.value
        elif open_ones[-1:] == ["VEVENT"]:
            found.append(line)
    return found, method


def _line(text: str) -> _Line | None:
    """One content line; quotes may hold colons and semicolons."""
    name = NAME.match(text)
    if name is None:
        return None
    rest, parameters = text[name.end() :], {}
    while rest.startswith(";"):
        key, equals, tail = rest[1:].partition("=")
        if not equals:
            return None
        value, rest = _parameter(tail)
        parameters[key.strip().upper()] = value
    return _Line(name.group().upper(), parameters, rest[1:]) if rest.startswith(":") else None


def _parameter(text: str) -> tuple[str, str]:
    if text.startswith('"'):
        value, _quote, rest = text[1:].partition('"')
        return value, rest
    end = min((at for at in (text.find(";"), text.find(":")) if at >= 0), default=len(text))
    return text[:end], text[end:]


def _first(lines: list[_Line], name: str) -> str:
    return next((line.value for line in lines if line.name == name), "")


def _address(value: str) -> str:
    """An address as it is compared: without mailto:, in lower case."""
    value = value.strip()
    return (value[7:] if value[:7].lower() == "mailto:" else value).strip().lower()


def _text(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _instant(value: str) -> datetime | None:
    """DTSTAMP is in UTC; who writes it otherwise is read as if it were: it only orders the answers of one person."""
    found = STAMP.fullmatch(value.strip())
    try:
        return datetime.strptime(found.group().rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
