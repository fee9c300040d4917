"""A message row becomes an e-mail in the receiver's language; the same row gives the same bytes (PROMISES M3).

One template per mail, in plain text, with the blocks `subject` and `body`. The HTML half shows the very
same sentences (wok/mail/plain.py), so the two can never differ. Recipients are address objects: a comma
in a name never adds a recipient (S8). The structure of a mail with a date in it is CALENDAR.md 17.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template

from wok.kernel.entry import CANCELLED, OPAQUE, PRIVATE, TRANSPARENT, Entry, Invitation, method_of
from wok.kernel.values import dataclass
from wok.mail import moments, plain
from wok.web.language import in_language
from wok.web.text import clean

EventWriter = Callable[
    [Entry, Invitation | None], bytes
]  # wok.feeds.ics.event_bytes; feeds stand above us, so they are handed in
WIRE = policy.SMTP.clone(cte_type="7bit", max_line_length=78)  # 7bit: any server takes it
INSTANTS = ("_at", "_until", "_by")  # facts so named are instants in ISO 8601
ONE_ADDRESS = re.compile(r'[^\s,;:<>"()\[\]\\@]+@[^\s,;:<>"()\[\]\\@]+')  # no quoted oddities, no lists

log = logging.getLogger("wok.mail")


@dataclass(frozen=True)
class Letter:
    """One claimed row of the outbox, read at the moment of claiming."""

    id: int
    kind: str
    recipient: str
    name: str
    language: str
    booking_id: int | None
    facts: Mapping[str, Any]
    message_id: str
    due_at: datetime
    tries: int


@dataclass(frozen=True)
class Words:
    """What a letter says: one line of subject, the plain text, and what its date is called in a calendar."""

    subject: str
    body: str
    event: str


def words(letter: Letter) -> Words:
    """The letter's words in its receiver's language, every line trimmed, at most one blank line in a row."""
    with in_language(letter.language):
        return _words(letter)


def _words(letter: Letter) -> Words:
    template = current_app.jinja_env.get_template(f"mail/{letter.kind}.txt")
    given: dict[str, Any] = {"name": letter.name, **read_facts(letter.facts), **moments.WORDS}
    current_app.update_template_context(given)
    context = template.new_context(given)
    body = "".join(template.root_render_func(context))  # also collects the blocks, nearest first
    subject, event = ("".join(context.blocks[block][0](context)) for block in ("subject", "event"))
    return Words(_line(subject), plain.tidy(body), _line(event))


def _line(text: str) -> str:
    return clean(" ".join(text.split()))


def read_facts(facts: Any) -> Any:
    """Facts with their instants read: every text under a name that ends in `_at`, `_until` or `_by`."""
    if isinstance(facts, list):
        return [read_facts(fact) for fact in facts]
    if not isinstance(facts, Mapping):
        return facts
    return {name: _instant(name, read_facts(fact)) for name, fact in facts.items()}


def _instant(name: str, fact: Any) -> Any:
    return datetime.fromisoformat(fact) if isinstance(fact, str) and fact and name.endswith(INSTANTS) else fact


def message(letter: Letter, *, event_writer: EventWriter | None = None) -> EmailMessage:
    """The whole mail. Raises when the row cannot be written: its sender then gives it up, and only it."""
    mail = EmailMessage(policy=WIRE)
    with in_language(letter.language):
        said = _words(letter)
        html = render_template(
            "mail/layout.html", subject=said.subject, language=letter.language, paragraphs=_paragraphs(said.body)
        )
    mail["Subject"] = said.subject
    mail["From"] = Address("Le Wok", addr_spec=current_app.config["MAIL_FROM"])
    mail["To"] = recipient(letter)
    if letter.facts.get("reply_to"):
        mail["Reply-To"] = Address("Le Wok", addr_spec=letter.facts["reply_to"])
    mail["Date"] = format_datetime(letter.due_at.astimezone(UTC))
    mail["Message-ID"] = message_id(letter)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = letter.language
    mail.set_content(said.body)
    mail.add_alternative(html, subtype="html")
    _add_event(mail, letter, said.event, event_writer)
    _fix_boundaries(mail)
    return mail


def wire_bytes(letter: Letter, *, event_writer: EventWriter | None = None) -> bytes:
    """The mail as it goes over the wire."""
    return _stop_headers(letter) + message(letter, event_writer=event_writer).as_bytes(policy=WIRE)


def _stop_headers(letter: Letter) -> bytes:
    """How to stop such mails in one press (RFC 8058). Written here: the library would encode an address longer than a line."""
    address = str(letter.facts.get("stop") or "")
    if not re.fullmatch(r"https?://[!-;=?-~]+", address):
        return b""
    lines = f"List-Unsubscribe: <{address}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return lines.encode("ascii")


def recipient(letter: Letter) -> Address:
    """To whom, as an address object. Raises ValueError for what is not exactly one address."""
    if not ONE_ADDRESS.fullmatch(letter.recipient):
        raise ValueError("not exactly one address")
    local, _at, host = letter.recipient.rpartition("@")
    return Address(clean(letter.name), username=local, domain=host.encode("idna").decode("ascii"))


def message_id(letter: Letter) -> str:
    """The row's own id, at the host of BASE_URL."""
    left = letter.message_id.strip("<>").partition("@")[0]
    return f"<{left}@{urlsplit(current_app.config['BASE_URL']).hostname or 'localhost'}>"


def _paragraphs(body: str) -> list[list[plain.Line]]:
    return plain.paragraphs(body, base_url=current_app.config["BASE_URL"])


def _add_event(mail: EmailMessage, letter: Letter, summary: str, event_writer: EventWriter | None) -> None:
    """The date for the receiver's own calendar, unless it is past. When it cannot be written the mail goes without (PROMISES F7)."""
    if event_writer is None or not letter.facts.get("entry"):
        return
    try:
        entry, invitation = entry_of({"summary": summary, **letter.facts["entry"]}), invitation_of(letter)
        if isinstance(entry.dtend, datetime) and entry.dtend <= letter.due_at:
            return
        event, method = event_writer(entry, invitation), method_of(entry, invitation)
    except Exception as fault:  # one bad record breaks nothing else
        log.error("message %s goes without its calendar file: %s", letter.id, type(fault).__name__)
        return
    mail.add_alternative(
        event, maintype="text", subtype="calendar", params={"method": method, "charset": "utf-8"}, cte="base64"
    )
    mail.add_attachment(event, maintype="application", subtype="ics", filename="invite.ics", cte="base64")


def entry_of(facts: Mapping[str, Any]) -> Entry:
    """The calendar entry that its facts (JSON) stand for."""
    read: dict[str, Any] = dict(facts)
    read.update({name: _read_at(facts[name]) for name in ("dtstamp", "last_modified", "dtstart", "dtend")})
    read["categories"] = tuple(facts.get("categories", ()))
    transp = TRANSPARENT if facts.get("status") == CANCELLED else OPAQUE
    return Entry(**{"class_": PRIVATE, "transp": transp, **read})


def _read_at(text: str) -> date:
    """An instant, or a whole day."""
    return date.fromisoformat(text) if len(text) == len("2026-11-18") else datetime.fromisoformat(text)


def invitation_of(letter: Letter) -> Invitation | None:
    """The letter's reader, asked to answer to the booking's own mailbox; None when no mailbox is read (CALENDAR.md 18)."""
    organizer = letter.facts.get("reply_to")
    return Invitation(organizer, recipient(letter).addr_spec) if organizer else None


def _fix_boundaries(mail: EmailMessage) -> None:
    """The library draws boundaries at random; ours come from the Message-ID, so that the same row gives the same bytes."""
    seed = hashlib.sha256(mail["Message-ID"].encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_wok_{seed}_{number}")
