"""What the staff do with associations and people: accept, ask back, decline, take it back, write down."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from wok.db import db
from wok.mail import outbox
from wok.mail.models import Message
from wok.people import sessions, sign_in
from wok.people.facts import AssociationFacts, Contact
from wok.people.models import Association, Membership, Person
from wok.people.refusals import AddressTaken, AlreadyDecided, Clash, MailIsOut, NoCodeForStaff
from wok.people.services import LinkFor, change, recipient_of, tell_member


def accept(association: Association, *, link_for: LinkFor, undo: timedelta, now: datetime) -> None:
    """Welcome an association; its waiting delegates may book from here on."""
    if association.status == "accepted":
        raise AlreadyDecided
    waiting = [one for one in association.memberships if one.confirmed_at is None and one.ended_at is None]
    for membership in waiting:
        membership.confirmed_at = now
    association.status, association.accepted_at, association.staff_note = "accepted", now, ""
    _tell(association, "people/join_accepted", {}, link_for=link_for, undo=undo, now=now)


def ask_back(association: Association, question: str, *, link_for: LinkFor, undo: timedelta, now: datetime) -> None:
    """Ask those who want to join a question before deciding."""
    if association.status not in ("asked", "question"):
        raise AlreadyDecided
    association.status, association.staff_note = "question", question
    _tell(association, "people/join_question", {"question": question}, link_for=link_for, undo=undo, now=now)


def decline(association: Association, reason: str, *, link_for: LinkFor, undo: timedelta, now: datetime) -> None:
    """Say no, with the reason the law asks for."""
    if association.status not in ("asked", "question"):
        raise AlreadyDecided
    association.status, association.staff_note = "declined", reason
    _tell(association, "people/join_declined", {"reason": reason}, link_for=link_for, undo=undo, now=now)


def _tell(
    association: Association,
    kind: str,
    more: dict[str, Any],
    *,
    link_for: Callable[[str], str],
    undo: timedelta,
    now: datetime,
) -> None:
    db.session.flush()  # gives the association its new version
    for membership in association.memberships:
        person = membership.person
        if membership.role == "delegate" and membership.ended_at is None and person.left_at is None:
            facts = {"association": association.name, "link": link_for(person.language), **more}
            outbox.owe(
                kind, cause=cause_of(association), to=recipient_of(person), facts=facts, now=now, due_at=now + undo
            )


def cause_of(association: Association) -> str:
    """What the mails about its present state are caused by."""
    return f"association:{association.id}:{association.version}"


def take_back(association: Association, *, version: int, now: datetime) -> None:
    """Undo the last decision while nobody has been told. Raises MailIsOut or AlreadyDecided."""
    if association.version != version or association.status not in ("accepted", "question", "declined"):
        raise AlreadyDecided
    cause = cause_of(association)
    told = select(Message.id).where(Message.cause == cause, Message.state.in_(("sending", "sent", "done")))
    if db.session.scalar(told.limit(1)) is not None:
        raise MailIsOut
    outbox.void(now=now, cause=cause)
    for membership in association.memberships:
        if association.status == "accepted" and membership.confirmed_at == association.accepted_at:
            membership.confirmed_at = None
    association.status, association.accepted_at, association.staff_note = "asked", None, ""
    db.session.flush()


def change_association(association: Association, facts: AssociationFacts, *, is_listed: bool, version: int) -> None:
    """Put an association right. Raises Clash when somebody else was quicker."""
    if association.version != version:
        raise Clash
    association.is_listed = is_listed
    change(association, facts, version=version)


def add_member(association: Association, person: Person, role: str, *, link_for: LinkFor, now: datetime) -> None:
    """A person acts for an association from now on; staff have seen that it is so. They are told, and may leave."""
    both = (Membership.association_id == association.id, Membership.person_id == person.id)
    membership = db.session.scalar(select(Membership).where(*both))
    if membership is None:
        membership = Membership(association_id=association.id, person_id=person.id)
        db.session.add(membership)
    membership.role, membership.confirmed_at, membership.ended_at = role, now, None
    db.session.flush()
    tell_member("people/added", membership, link_for=link_for, now=now)


def write_down(contact: Contact, *, token: str, now: datetime) -> Person:
    """A new person, with or without e-mail; the same form sent twice is one person (PROMISES B3). Raises AddressTaken."""
    # One statement: between two, the first of equal presses could be written down and look like somebody else.
    same = [Person.form_token == token, *([Person.email == contact.email] if contact.email else [])]
    known = list(db.session.scalars(select(Person).where(or_(*same))))
    for person in known:
        if person.form_token == token:
            return person
    if known:
        raise AddressTaken
    person = Person(**vars(contact), form_token=token, needs=[], diets=[], created_at=now)
    db.session.add(person)
    db.session.flush()
    return person


def correct(person: Person, contact: Contact, *, version: int, now: datetime) -> None:
    """Put a person's data right. A new address ends their logins. Raises Clash or AddressTaken."""
    if person.version != version:
        raise Clash
    _refuse_taken(contact.email, person.id)
    if person.email != contact.email:
        sessions.end_all(person, now=now)
    for name, value in vars(contact).items():
        setattr(person, name, value)
    db.session.flush()


def _refuse_taken(email: str | None, own_id: int | None) -> None:
    holder = db.session.scalar(select(Person.id).where(Person.email == email)) if email else None
    if holder is not None and holder != own_id:
        raise AddressTaken


def hand_code(person: Person, *, now: datetime) -> str:
    """A single-use code for somebody who cannot get mail. Raises NoCodeForStaff for colleagues with an address."""
    if person.is_staff and person.email:
        raise NoCodeForStaff
    return sign_in.give_code(person, now=now)


def make_staff(email: str, name: str, language: str, *, now: datetime) -> Person:
    """Somebody starts at the Wok; who is known already keeps name and data."""
    person = db.session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(name=name, email=email, reach="email", language=language, needs=[], diets=[], created_at=now)
        db.session.add(person)
    person.is_staff, person.left_at = True, None
    db.session.flush()
    return person


def end_staff(email: str, *, now: datetime) -> Person | None:
    """Somebody stops at the Wok: no desk any more, every login ended. None when no staff has this address."""
    person = db.session.scalar(select(Person).where(Person.email == email, Person.is_staff))
    if person is not None:
        person.is_staff = False
        sessions.end_all(person, now=now)
        db.session.flush()
    return person
