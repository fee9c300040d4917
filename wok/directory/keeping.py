"""Letters are kept two years after the last one, belong to whoever wrote them, and can be erased (PROMISES D3, D4)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import selectinload

from wok.db import db, transaction
from wok.directory.messages import cause_of
from wok.directory.models import Conversation, DirectoryEntry, Letter, LetterBar, LetterReport
from wok.mail.models import Message
from wok.people.erasing import Gone
from wok.people.models import Person

KEPT = timedelta(days=730)
UNPROVED = timedelta(days=7)
TAKEN_BACK = timedelta(days=1)
BATCH = 500


def tidy(*, now: datetime) -> int:
    """Old conversations go for good, unproved ones after a week, words that were taken back after a day."""
    old = or_(
        Conversation.last_at < now - KEPT,
        (Conversation.state == "unproved") & (Conversation.created_at < now - UNPROVED),
    )
    gone = list(db.session.scalars(select(Conversation.id).where(old).order_by(Conversation.id).limit(BATCH)))
    draft = select(Letter.id).where(Letter.taken_back_at < now - TAKEN_BACK)
    drafts = list(db.session.scalars(draft.order_by(Letter.id).limit(BATCH)))
    lifted = LetterBar.barred_at < now - KEPT
    bars = list(db.session.scalars(select(LetterBar.id).where(lifted).order_by(LetterBar.id).limit(BATCH)))
    if gone or drafts or bars:
        with transaction():
            db.session.execute(delete(Conversation).where(Conversation.id.in_(gone)))
            db.session.execute(delete(Letter).where(Letter.id.in_(drafts)))
            db.session.execute(delete(LetterBar).where(LetterBar.id.in_(bars)))
            empty = Conversation.id.not_in(select(Letter.conversation_id)) & (Conversation.last_at < now - TAKEN_BACK)
            db.session.execute(delete(Conversation).where(empty))
    return len(gone) + len(drafts)


def _theirs(person: Person) -> ColumnElement[bool]:
    own = Conversation.writer_id == person.id
    own = or_(own, Conversation.id.in_(select(Letter.conversation_id).where(Letter.author_id == person.id)))
    return or_(own, Conversation.writer_email == person.email) if person.email else own


def data_of(person: Person) -> list[dict[str, Any]]:
    """Every conversation of this person: their own words, and when the others wrote."""
    rows = select(Conversation).options(selectinload(Conversation.letters)).where(_theirs(person))
    return [
        {
            "with": one.association.name,
            "began_at": one.created_at.isoformat(),
            "state": one.state,
            "letters": [_letter(letter, one, person) for letter in one.letters],
        }
        for one in db.session.scalars(rows.order_by(Conversation.id))
    ]


def _letter(letter: Letter, conversation: Conversation, person: Person) -> dict[str, Any]:
    began = not letter.is_answer and letter.author_id is None and conversation.writer_email == person.email
    is_own = letter.author_id == person.id or (began and person.email is not None)
    said = {"written_at": letter.written_at.isoformat(), "language": letter.language, "is_own": is_own}
    return {**said, "words": letter.words} if is_own else said


def erase_all(gone: Gone, now: datetime) -> None:
    """Their letters, and their address and number where an association shows them."""
    erase(db.session.get_one(Person, gone.person_id), now=now)
    ways = [DirectoryEntry.contact_email == gone.email] if gone.email else []
    ways += [DirectoryEntry.contact_phone == gone.phone] if gone.phone else []
    for entry in db.session.scalars(select(DirectoryEntry).where(or_(*ways))) if ways else ():
        entry.contact_email = None if entry.contact_email == gone.email else entry.contact_email
        entry.contact_phone = None if entry.contact_phone == gone.phone else entry.contact_phone
    db.session.flush()


def erase(person: Person, *, now: datetime) -> None:
    """Name, address and words of this person go, from the mails that carried them, too; that letters were, stays."""
    conversations = list(db.session.scalars(select(Conversation).where(_theirs(person))))
    for one in conversations:
        began = one.writer_id == person.id or (person.email and one.writer_email == person.email)
        for letter in one.letters:
            if letter.author_id == person.id or (began and not letter.is_answer):
                letter.words, letter.author_id = "", None
                _blank_mails(cause_of(letter))
        if began:
            one.writer_name, one.writer_email, one.writer_phone, one.writer_id = "", None, None, None
            one.state = "closed"
            _blank_mails(f"conversation:{one.id}")
    ids = [one.id for one in conversations]
    reported = (LetterReport.conversation_id.in_(ids), LetterReport.by_id == person.id)
    db.session.execute(update(LetterReport).where(*reported).values(words="", by_id=None))
    db.session.flush()


def _blank_mails(cause: str) -> None:
    """What mails of this cause say about somebody; those not sent are void."""
    for mail in db.session.scalars(select(Message).where(Message.cause == cause)):
        mail.facts = {**mail.facts, "words": "", "sender": "", "sender_for": ""}
        mail.state = "void" if mail.state == "due" else mail.state
