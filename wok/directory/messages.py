"""The mails around letters: each in its receiver's language, people's words as written, no address of anybody."""

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select

from wok.db import db
from wok.directory import rules
from wok.directory.models import Conversation, Letter, LetterReport
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.people.models import Membership, Person
from wok.people.services import recipient_of
from wok.web.addresses import whole


def cause_of(letter: Letter) -> str:
    """What ties the mails of a letter to it."""
    return f"letter:{letter.id}"


def _link(endpoint: str, language: str, **parts: Any) -> str:
    return whole(url_for(endpoint, lang=language, **parts))


def delegates(association_id: int) -> list[Person]:
    """Who gets the letters of an association, the longest there first."""
    chosen = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.association_id == association_id, Membership.role == "delegate", Person.left_at.is_(None))
        .where(Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    return list(db.session.scalars(chosen.limit(rules.MOST_DELEGATES)))


def writers_people(conversation: Conversation) -> list[Person]:
    """Who of the writer's side has an account: the writer; who left is followed by the association's delegates."""
    person = db.session.get(Person, conversation.writer_id) if conversation.writer_id else None
    if person is not None and person.left_at is None:
        return [person]
    return delegates(conversation.from_association_id) if conversation.from_association_id else []


def deliver(letter: Letter, *, now: datetime) -> None:
    """Owe the letter to everybody on the other side, for the moment when it can no longer be undone."""
    conversation = letter.conversation
    if not letter.is_answer:
        _to_people(delegates(conversation.association_id), letter, now=now)
    elif conversation.writer_email or conversation.writer_phone:
        _to_visitor(letter, now=now)
    else:
        _to_people(writers_people(conversation), letter, now=now)


def _to_people(people: list[Person], letter: Letter, *, now: datetime) -> None:
    """By mail with its words; who has no e-mail is told that a letter waits: the staff do not read it."""
    for person in people:
        to = recipient_of(person)
        kind = "directory/letter" if to.channel == "email" else "directory/letter_waits"
        link = _link("directory.my_letter", person.language, conversation_id=letter.conversation_id)
        _owe(kind, letter, to, link, now=now)


def _to_visitor(letter: Letter, *, now: datetime) -> None:
    conversation = letter.conversation
    language = conversation.writer_language
    link = _link("directory.letter", language, token=conversation.link_token)
    if conversation.writer_email:
        to = Recipient("email", conversation.writer_email, conversation.writer_name, language)
        _owe("directory/letter", letter, to, link, now=now)
    else:
        to = Recipient("phone", conversation.writer_phone or "", conversation.writer_name, language)
        _owe("directory/answer_by_phone", letter, to, link, now=now)


def _owe(kind: str, letter: Letter, to: Recipient, link: str, *, now: datetime) -> None:
    facts: dict[str, Any] = {**names_of(letter), "words": letter.words, "written_in": letter.language, "link": link}
    facts |= {"is_private": kind == "directory/letter", "is_answer": letter.is_answer}  # staff do not read those
    if kind == "directory/letter_waits":
        facts["words"] = ""
    outbox.owe(kind, cause=cause_of(letter), to=to, facts=facts, now=now, due_at=letter.goes_at)


def names_of(letter: Letter) -> dict[str, str]:
    """Who writes and to whom. An answer speaks for the association alone (FACTS.md, Law)."""
    conversation = letter.conversation
    association = conversation.association.name
    if letter.is_answer:
        return {"sender": association, "sender_for": "", "association": association}
    sender_for = conversation.from_association.name if conversation.from_association else ""
    return {"sender": conversation.writer_name, "sender_for": sender_for, "association": association}


def ask_for_proof(conversation: Conversation, *, now: datetime) -> None:
    """A visitor's mailbox says yes before anything goes on; the letter itself is not in that mail."""
    to = Recipient("email", conversation.writer_email or "", conversation.writer_name, conversation.writer_language)
    link = _link("directory.letter", conversation.writer_language, token=conversation.link_token)
    facts = {"association": conversation.association.name, "link": link}
    outbox.owe("directory/prove", cause=f"conversation:{conversation.id}", to=to, facts=facts, now=now)


def tell_decision(report: LetterReport, *, now: datetime, due_at: datetime) -> None:
    """Who reported hears what was decided; who is barred hears it with the reason."""
    conversation = report.conversation
    facts: dict[str, Any] = {"decision": report.decision, "reason": report.reason}
    facts["other"] = conversation.writer_name if report.is_by_association else conversation.association.name
    _tell(report, "directory/decided", is_association=report.is_by_association, facts=facts, now=now, due_at=due_at)
    if report.decision == "barred":
        is_other = not report.is_by_association
        _tell(report, "directory/barred", is_association=is_other, facts=facts, now=now, due_at=due_at)


def _tell(
    report: LetterReport, kind: str, *, is_association: bool, facts: dict[str, Any], now: datetime, due_at: datetime
) -> None:
    conversation, cause = report.conversation, f"letter_report:{report.id}:{report.version}"
    people = delegates(conversation.association_id) if is_association else writers_people(conversation)
    found = [recipient_of(person) for person in people]
    if not is_association and (conversation.writer_email or conversation.writer_phone):
        channel = "email" if conversation.writer_email else "phone"
        address = conversation.writer_email or conversation.writer_phone or ""
        found = [Recipient(channel, address, conversation.writer_name, conversation.writer_language)]
    for to in found:
        outbox.owe(kind, cause=cause, to=to, facts=facts, now=now, due_at=due_at)
