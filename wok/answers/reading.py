"""One mail that came in, as far as the Wok needs it. Whatever the bytes are, `read` answers and never raises."""

import hashlib
import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from wok.answers import calendar_reply
from wok.answers.calendar_reply import MOST_WORDS, Reply
from wok.kernel.values import dataclass
from wok.web.text import clean

MOST_BYTES = 1024 * 1024
MOST_HEADER = 2000  # characters of one head line that are looked at
MOST_BOUNDARIES, MOST_PARTS, MOST_ADDRESSES = 20, 60, 50
ADDRESS = re.compile(r"[^\s<>,;:\"'()]{1,200}@[^\s<>,;:\"'()]{1,200}")
TAGS = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
RECEIVERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


@dataclass(frozen=True)
class Incoming:
    """`fingerprint` knows the same mail again; `addresses` are all to whom it says it goes."""

    fingerprint: str
    sender: str = ""
    addresses: tuple[str, ...] = ()
    sent_at: datetime | None = None
    reply: Reply | None = None
    words: str = ""
    is_broken: bool = False


def read(source: bytes) -> Incoming:
    """The mail; one that is too large, too full or makes no sense is broken, and only its head is looked at."""
    head = re.split(rb"\r?\n\r?\n", source[: MOST_BYTES // 8], maxsplit=1)[0]
    try:
        top = _head(message_from_bytes(head), source)
        is_whole = len(source) <= MOST_BYTES and source.lower().count(b"boundary") <= MOST_BOUNDARIES
        return _whole(top, message_from_bytes(source)) if is_whole else top
    except Exception:  # the mail library itself stumbles over some bytes: they are noted, and nothing is lost
        return broken(source)


def broken(source: bytes) -> Incoming:
    """A mail of which nothing could be read."""
    return Incoming(hashlib.sha256(source).hexdigest(), is_broken=True)


def _head(mail: Message, source: bytes) -> Incoming:
    """What the head lines say; broken until the rest is read."""
    name = _header(mail, "Message-ID")
    sender = parseaddr(_header(mail, "From"))[1].lower() if len(mail.get_all("From", [])) == 1 else ""
    known = f"{name}\n{sender}".encode("utf-8", "replace") if name else source
    told = (found for name in RECEIVERS for line in mail.get_all(name, [])[:5] for found in addresses_in(str(line)))
    return Incoming(
        fingerprint=hashlib.sha256(known).hexdigest(),
        sender=clean(sender)[:200],
        addresses=tuple(told)[:MOST_ADDRESSES],
        sent_at=_sent_at(_header(mail, "Date")),
        is_broken=True,
    )


def _header(mail: Message, name: str) -> str:
    return str(mail.get(name, ""))[:MOST_HEADER].strip()


def addresses_in(text: str) -> list[str]:
    """Everything that looks like an address."""
    return [found.lower() for found in ADDRESS.findall(text[: 2 * MOST_HEADER])]


def _sent_at(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _whole(top: Incoming, mail: Message) -> Incoming:
    """The mail with its reply and its words."""
    parts = [part for part, _number in zip(mail.walk(), range(MOST_PARTS), strict=False) if not part.is_multipart()]
    reply = _reply(parts)
    return Incoming(
        fingerprint=top.fingerprint,
        sender=top.sender,
        addresses=(*top.addresses, *([reply.organizer] if reply else [])),
        sent_at=top.sent_at,
        reply=reply,
        words=_words(parts),
    )


def _reply(parts: Iterable[Message]) -> Reply | None:
    """The first calendar part that is a reply: text/calendar, or a file that says so."""
    for part in parts:
        kind, file = part.get_content_type(), str(part.get_filename() or "").lower()
        if kind in ("text/calendar", "application/ics") or file.endswith(".ics"):
            method = str(part.get_param("method", "") or "")
            found = calendar_reply.read(calendar_reply.decode(_bytes(part), _charset(part)), method)
            if found:
                return found
    return None


def _words(parts: list[Message]) -> str:
    """What a person wrote, without what they quote: of the plain text, else of the page."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text = calendar_reply.decode(_bytes(part), _charset(part))[: 10 * MOST_WORDS]
                text = html.unescape(TAGS.sub(" ", text)) if kind == "text/html" else text
                return _own(clean(text, lines=True))
    return ""


def _own(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n") if not line.startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MOST_WORDS]


def _charset(part: Message) -> str:
    return str(part.get_content_charset() or "")[:40]


def _bytes(part: Message) -> bytes:
    """The part's bytes; broken base64 gives what can be had of it."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
