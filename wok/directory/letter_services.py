"""Letters: written, undone, proved, passed on, answered. No address ever goes from one side to the other."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from wok.db import db
from wok.directory import bars, messages, rules
from wok.directory.locks import lock
from wok.directory.models import Conversation, DirectoryEntry, Letter
from wok.directory.refusals import (
    Barred,
    Closed,
    FewerLinks,
    IsOut,
    ManyCame,
    NoLetters,
    NoLinks,
    Ourselves,
    TooManyLetters,
)
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.people import attempts
from wok.people.models import Association, Membership

PLACE, PROOF = "letters.place", "letters.proof"
PROOFS_A_DAY = 3  # mails to one unproved address, silently


@dataclass(frozen=True)
class Writer:
    """Who writes: a person with an account, for an association or not; or a visitor with an address or a phone."""

    name: str
    language: str
    person_id: int | None = None
    email: str | None = None  # of a person, too: a bar holds for both
    phone: str | None = None
    association_id: int | None = None
    place: str = ""  # the connection a visitor writes from

    @property
    def is_stranger(self) -> bool:
        """Nobody we know."""
        return self.person_id is None


@dataclass(frozen=True)
class Text:
    """What was written, its language, and the form it came by."""

    words: str
    language: str
    token: str


def write(association_id: int, writer: Writer, text: Text, *, now: datetime, undo: timedelta) -> Conversation:
    """A new letter; the same form sent twice is one. Raises NoLetters, Barred, TooManyLetters, NoLinks and others."""
    association = db.session.get_one(Association, association_id, with_for_update=True)
    known = db.session.scalar(select(Letter).where(Letter.form_token == text.token))
    if known is not None:
        return known.conversation
    _may_write(association, writer, now=now)
    conversation = _running(association, writer)
    _check_links(text.words, is_first=conversation is None, is_stranger=writer.is_stranger)
    if conversation is None:
        _not_too_many(association, writer, now=now)
        conversation = _begin(association, writer, now=now)
    letter = _add(conversation, text, author_id=writer.person_id, is_answer=False, now=now)
    if conversation.state == "open":
        _send(letter, now=now, undo=undo)
    elif conversation.state == "unproved":
        _ask_for_proof(conversation, now=now)
    return conversation


def _may_write(association: Association, writer: Writer, *, now: datetime) -> None:
    keys = bars.keys_of(writer.person_id, writer.email, writer.phone)
    if bars.is_barred([*keys, *bars.keys_of_association(writer.association_id)], None):
        raise Barred
    if writer.person_id and db.session.scalar(
        select(Membership.id).where(
            Membership.association_id == association.id,
            Membership.person_id == writer.person_id,
            Membership.ended_at.is_(None),
        )
    ):
        raise Ourselves
    takes = db.session.scalar(
        select(DirectoryEntry.takes_letters).where(DirectoryEntry.association_id == association.id)
    )
    is_blocked = bars.is_barred(keys, association.id)
    if association.status != "accepted" or takes is False or is_blocked or not messages.delegates(association.id):
        raise NoLetters
    written = (Letter.author_id == writer.person_id, Letter.written_at > now - rules.DAY)
    if writer.person_id and _count(Letter, *written) >= rules.LETTERS_A_DAY:
        raise TooManyLetters


def _count(table: type[Letter] | type[Conversation], *chosen: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*chosen)) or 0


def _not_too_many(association: Association, writer: Writer, *, now: datetime) -> None:
    since = now - rules.DAY
    lately = Conversation.created_at > since
    if writer.person_id:
        if _count(Conversation, lately, Conversation.writer_id == writer.person_id) >= rules.NEW_A_DAY:
            raise TooManyLetters
        return
    own = or_(Conversation.writer_email == (writer.email or "?"), Conversation.writer_phone == (writer.phone or "?"))
    if _count(Conversation, lately, own) >= rules.NEW_A_DAY_STRANGER:
        raise TooManyLetters
    if attempts.count(PLACE, writer.place, since=since) >= rules.FROM_ONE_PLACE:
        raise TooManyLetters
    strangers = (Conversation.association_id == association.id, Conversation.writer_id.is_(None))
    if _count(Conversation, lately, *strangers) >= rules.STRANGERS_TO_ONE:
        raise ManyCame
    attempts.note(PLACE, writer.place, now=now)


def _check_links(words: str, *, is_first: bool, is_stranger: bool) -> None:
    most = rules.most_links(is_first=is_first, is_stranger=is_stranger)
    if rules.links_in(words) > most:
        raise FewerLinks if most else NoLinks


def _running(association: Association, writer: Writer) -> Conversation | None:
    """The open conversation of this person with this association, for the same side: a second letter joins the first."""
    if writer.person_id is None:
        return None
    same = (Conversation.association_id == association.id, Conversation.writer_id == writer.person_id)
    side = Conversation.from_association_id == writer.association_id
    if writer.association_id is None:
        side = Conversation.from_association_id.is_(None)
    chosen = select(Conversation).where(*same, side, Conversation.state == "open")
    return db.session.scalar(chosen.order_by(Conversation.id.desc()).limit(1))


def _begin(association: Association, writer: Writer, *, now: datetime) -> Conversation:
    state = "open" if writer.person_id else "unproved" if writer.email else "with_staff"
    conversation = Conversation(
        association=association,
        from_association_id=writer.association_id,
        writer_id=writer.person_id,
        writer_name=writer.name,
        writer_email=writer.email if writer.is_stranger else None,
        writer_phone=writer.phone if writer.is_stranger and not writer.email else None,
        writer_language=writer.language,
        state=state,
        link_token=secrets.token_urlsafe(24),
        created_at=now,
        last_at=now,
    )
    db.session.add(conversation)
    db.session.flush()
    return conversation


def _add(conversation: Conversation, text: Text, *, author_id: int | None, is_answer: bool, now: datetime) -> Letter:
    letter = Letter(
        conversation=conversation,
        is_answer=is_answer,
        author_id=author_id,
        language=text.language,
        words=text.words,
        form_token=text.token,
        written_at=now,
    )
    conversation.last_at = now
    db.session.add(letter)
    db.session.flush()
    return letter


def _send(letter: Letter, *, now: datetime, undo: timedelta) -> None:
    letter.goes_at = now + undo
    messages.deliver(letter, now=now)


def _ask_for_proof(conversation: Conversation, *, now: datetime) -> None:
    address = conversation.writer_email or ""
    if attempts.count(PROOF, address, since=now - rules.DAY) >= PROOFS_A_DAY:
        return
    attempts.note(PROOF, address, now=now)
    messages.ask_for_proof(conversation, now=now)


def send_waiting(conversation: Conversation, *, now: datetime, undo: timedelta) -> None:
    """The mailbox said yes, or the staff pass it on: what waited goes out. Pressed twice it goes once."""
    lock(conversation)
    if conversation.state not in ("unproved", "with_staff"):
        return
    writer = Writer(
        conversation.writer_name,
        conversation.writer_language,
        email=conversation.writer_email,
        phone=conversation.writer_phone,
    )
    _may_write(conversation.association, writer, now=now)
    conversation.state, conversation.last_at = "open", now
    for letter in conversation.letters:
        if letter.goes_at is None and letter.taken_back_at is None:
            _send(letter, now=now, undo=undo)
    db.session.flush()


def answer(
    conversation: Conversation, text: Text, *, is_answer: bool, author_id: int | None, now: datetime, undo: timedelta
) -> Letter:
    """One more letter of either side. Raises Closed, TooManyLetters, FewerLinks, NoLetters."""
    lock(conversation)
    known = db.session.scalar(select(Letter).where(Letter.form_token == text.token))
    if known is not None:
        return known
    if conversation.state != "open":
        raise Closed
    if not is_answer and bars.is_barred(bars.keys_of_writer(conversation), conversation.association_id):
        raise NoLetters
    if bars.is_barred(bars.keys_of_side(conversation, is_answer=is_answer), None):
        raise Barred
    is_stranger = author_id is None and not is_answer
    has_answer = any(one.is_answer and one.taken_back_at is None for one in conversation.letters)
    most = rules.UNANSWERED_A_DAY if is_stranger and not has_answer else rules.LETTERS_A_DAY
    lately = (Letter.conversation_id == conversation.id, Letter.written_at > now - rules.DAY)
    if _count(Letter, *lately, Letter.is_answer.is_(is_answer)) >= most:
        raise TooManyLetters
    _check_links(text.words, is_first=not has_answer, is_stranger=is_stranger)
    mark_read(conversation, is_association=is_answer, now=now)
    letter = _add(conversation, text, author_id=author_id, is_answer=is_answer, now=now)
    _send(letter, now=now, undo=undo)
    db.session.flush()
    return letter


def take_back(letter: Letter, *, now: datetime) -> None:
    """Undo, until it goes out. Its words stay with the writer, to be put right. Raises IsOut."""
    if letter.taken_back_at is not None:
        return
    if letter.goes_at is not None and letter.goes_at <= now:
        raise IsOut
    outbox.void(now=now, cause=messages.cause_of(letter))
    letter.taken_back_at = now
    db.session.flush()


def mark_read(conversation: Conversation, *, is_association: bool, now: datetime) -> None:
    """Somebody on this side says that they have read what came."""
    for letter in conversation.letters:
        came = letter.goes_at is not None and letter.goes_at <= now and letter.taken_back_at is None
        if came and letter.is_answer != is_association and letter.read_at is None:
            letter.read_at = now
    db.session.flush()
