"""Messages to many: written, tried on oneself, sent once, taken back within ten minutes. All inside `transaction()`."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select

from wok.bookings.told import undo_time
from wok.circulars import filters, rules, stops
from wok.circulars.filters import Chosen
from wok.circulars.models import Circular, CircularRecipient
from wok.circulars.refusals import AlreadyLeft, HasChanged, NobodyToTell, NoDraft, TooManyRecipients
from wok.db import Texts, db
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.mail.models import Message
from wok.mail.outbox import Recipient
from wok.people.models import Person
from wok.web.language import LANGUAGE_NAMES

KIND = "circulars/message"
BATCH = 100  # leave together; the next ones a minute later, so that other mail is not held up
USEFUL = timedelta(days=14)  # a call after that is of no use
KEPT_FOR = timedelta(days=730)


@dataclass(frozen=True)
class Audience:
    """Whom a message would reach: told by mail or by voice, left out because they wished so, not to be reached."""

    told: Sequence[Chosen]
    left_out: Sequence[Chosen]
    unreachable: Sequence[Chosen]

    @property
    def by_channel(self) -> Counter[str]:
        """How many, by the way they are told."""
        return Counter(one.to.channel for one in self.told)

    @property
    def by_language(self) -> Counter[str]:
        """How many, by the language they read."""
        return Counter(one.to.language for one in self.told)


def audience(circular: Circular) -> Audience:
    """Everybody the choice finds, sorted by what becomes of them."""
    stopped = stops.everybody()
    found = filters.find(circular.filter, circular.facts)
    wished: list[Chosen] = []
    rest: list[Chosen] = []
    for one in found:
        (wished if stopped.covers(stops.way_of(one.to.address), one.person_id) else rest).append(one)
    return Audience(
        [one for one in rest if one.to.channel != "none"], wished, [one for one in rest if one.to.channel == "none"]
    )


def write(
    circular: Circular | None,
    subject: Texts,
    body: Texts,
    code: str,
    *,
    facts: dict[str, Any],
    by: Person,
    token: str,
    now: datetime,
) -> Circular:
    """A new draft, or new words of one; the same new form sent twice is one draft. Raises NoDraft."""
    if circular is None:
        known = db.session.scalar(select(Circular).where(Circular.form_token == token))
        circular = known or Circular(written_by_id=by.id, created_at=now, form_token=token)
        db.session.add(circular)
    elif circular.state != "draft":
        raise NoDraft
    circular.subject, circular.body, circular.filter, circular.facts = subject, body, code, facts
    circular.changed_at = now
    db.session.flush()
    return circular


def change_filter(circular: Circular, code: str, *, now: datetime) -> None:
    """Other people for the same words; what the new choice asks is still to be said. Raises NoDraft."""
    if circular.state != "draft":
        raise NoDraft
    circular.filter, circular.facts, circular.changed_at = code, {}, now
    db.session.flush()


def is_ready(circular: Circular) -> bool:
    """Whether everything its choice asks was said."""
    return set(filters.FILTERS[circular.filter].asks) <= set(circular.facts)


def try_on(circular: Circular, person: Person, *, token: str, now: datetime) -> bool:
    """To oneself alone, at once. False for somebody without an address."""
    if not person.email:
        return False
    to = Recipient("email", person.email, person.name, person.language)
    _owe(circular, to, cause=f"circular:{circular.id}:test:{token[:60]}", due_at=now, now=now)
    return True


def send(circular: Circular, *, version: int, count: int, now: datetime) -> None:
    """Owe it to everybody, to leave in ten minutes. Raises NoDraft, HasChanged, NobodyToTell or TooManyRecipients."""
    if circular.state != "draft":
        raise NoDraft
    found = audience(circular)
    if circular.version != version or len(found.told) != count:
        raise HasChanged
    if not found.told:
        raise NobodyToTell
    most = current_app.config["MESSAGE_RECIPIENTS"]
    if len(found.told) > most:
        raise TooManyRecipients(len(found.told), most)
    circular.state, circular.sent_at, circular.due_at = "sent", now, now + undo_time()
    circular.left_out, circular.cause = len(found.left_out), f"circular:{circular.id}:{circular.version}"
    db.session.flush()
    db.session.execute(insert(CircularRecipient), [_row(circular, one) for one in found.told])
    for number, one in enumerate(found.told):
        due_at = circular.due_at + timedelta(minutes=number // BATCH)
        _owe(circular, one.to, cause=circular.cause, due_at=due_at, now=now)


def _row(circular: Circular, one: Chosen) -> dict[str, Any]:
    way = stops.way_of(one.to.address)
    return {"circular_id": circular.id, "way_hash": way, "person_id": one.person_id, "channel": one.to.channel}


def _owe(circular: Circular, to: Recipient, *, cause: str, due_at: datetime, now: datetime) -> None:
    said = rules.written(circular.subject, circular.body, to.language)
    if said is None:
        return
    facts = {
        "subject": said.subject,
        "words": said.body,
        "written_in": LANGUAGE_NAMES[said.language] if said.language != to.language else "",
        "stop": stops.link_for(to.address, to.language),
    }
    outbox.owe(KIND, cause=cause, to=to, facts=facts, now=now, due_at=due_at, useful_until=due_at + USEFUL)


def take_back(circular: Circular, *, now: datetime) -> None:
    """Nobody has it yet: it is a draft again. Raises AlreadyLeft."""
    left = (Message.cause == circular.cause, Message.state.not_in(("due", "void")))
    if circular.state != "sent" or circular.due_at is None or circular.due_at <= now:
        raise AlreadyLeft
    if db.session.scalar(select(Message.id).where(*left).limit(1)) is not None:
        raise AlreadyLeft
    outbox.void(now=now, cause=circular.cause)
    db.session.execute(delete(CircularRecipient).where(CircularRecipient.circular_id == circular.id))
    circular.state, circular.sent_at, circular.due_at = "draft", None, None
    db.session.flush()


def discard(circular: Circular, *, is_kept: bool) -> None:
    """A draft is thrown away, or fetched back. Raises NoDraft."""
    if circular.state not in ("draft", "discarded"):
        raise NoDraft
    circular.state = "draft" if is_kept else "discarded"
    db.session.flush()


def locked(circular_id: int) -> Circular:
    """The message as it stands, with its row locked."""
    chosen = select(Circular).where(Circular.id == circular_id).with_for_update()
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def forget_old(*, now: datetime) -> int:
    """Who got what two years ago is forgotten; the words and their number stay. For the job that tidies."""
    old = select(Circular.id).where(Circular.sent_at < now - KEPT_FOR)
    gone = delete(CircularRecipient).where(CircularRecipient.circular_id.in_(old))
    done = db.session.execute(gone.execution_options(synchronize_session=False))
    thrown = delete(Circular).where(Circular.state == "discarded", Circular.changed_at < now - timedelta(days=90))
    db.session.execute(thrown.execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))
