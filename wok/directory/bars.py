"""Who may not write: to one association, or to nobody. Keys are kept as keyed hashes, so the table names nobody."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from wok.db import db
from wok.directory.models import Conversation, LetterBar
from wok.people import attempts
from wok.people.models import Person


def keys_of(person_id: int | None, email: str | None, phone: str | None) -> list[str]:
    """All by which a writer is known again."""
    known = (("person", person_id), ("email", email), ("phone", phone))
    return [attempts.keyed(f"letters:{kind}:{value}") for kind, value in known if value]


def keys_of_writer(conversation: Conversation) -> list[str]:
    """The keys of who began this conversation; a person's own address counts, too."""
    person = db.session.get(Person, conversation.writer_id) if conversation.writer_id else None
    email = person.email if person else conversation.writer_email
    return keys_of(conversation.writer_id, email, conversation.writer_phone)


def keys_of_side(conversation: Conversation, *, is_answer: bool) -> list[str]:
    """The keys of one side; an association that answers is known by its number."""
    if is_answer:
        return keys_of_association(conversation.association_id)
    return keys_of_writer(conversation) + keys_of_association(conversation.from_association_id)


def keys_of_association(association_id: int | None) -> list[str]:
    """An association is known by its number."""
    return [attempts.keyed(f"letters:association:{association_id}")] if association_id else []


def is_barred(keys: Iterable[str], association_id: int | None) -> bool:
    """Whether one of the keys is barred: by this association, or (None) by the staff."""
    whose = LetterBar.association_id == association_id
    if association_id is None:
        whose = LetterBar.association_id.is_(None)
    chosen = select(LetterBar.id).where(LetterBar.key_hash.in_(list(keys)), whose, LetterBar.ended_at.is_(None))
    return db.session.scalar(chosen.limit(1)) is not None


def bar(keys: Iterable[str], conversation: Conversation, association_id: int | None, *, now: datetime) -> None:
    """From now on these may not write."""
    for key in keys:
        row = LetterBar(key_hash=key, association_id=association_id, conversation_id=conversation.id, barred_at=now)
        db.session.add(row)
    db.session.flush()


def lift(conversation: Conversation, association_id: int | None, *, now: datetime) -> None:
    """They may write again."""
    whose = LetterBar.association_id == association_id
    if association_id is None:
        whose = LetterBar.association_id.is_(None)
    chosen = (LetterBar.conversation_id == conversation.id, LetterBar.ended_at.is_(None), whose)
    db.session.execute(update(LetterBar).where(*chosen).values(ended_at=now))
