"""What people change about themselves and their association: join, keep it right, invite, leave."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from wok.db import db
from wok.mail import outbox
from wok.people import attempts
from wok.people.facts import AssociationFacts, Contact, Profile
from wok.people.models import Association, Membership, Person
from wok.people.refusals import AlreadyDecided, Clash, LastDelegate

MAILS_AN_HOUR = 5
LinkFor = Callable[[str], str]  # language -> the whole address


def recipient_of(person: Person) -> outbox.Recipient:
    """Where this person is told; somebody without address stands on the call list by name."""
    address = {"email": person.email, "phone": person.phone}.get(person.reach)
    if address:
        return outbox.Recipient(person.reach, address, person.name, person.language)
    channel = "none" if person.reach in ("email", "phone") else person.reach
    return outbox.Recipient(channel, f"person:{person.id}", person.name, person.language)


def join(
    facts: AssociationFacts, contact: Contact | Person, *, token: str, link_for: LinkFor, now: datetime
) -> Association:
    """Ask to join; the same form sent twice is one request (PROMISES B3).

    A contact whose address is known is that person, unchanged: nobody's data is overwritten by a stranger.
    The delegate counts for nothing until staff confirm them.
    """
    known = db.session.scalar(select(Association).where(Association.form_token == token))
    if known is not None:
        return known
    association = Association(**vars(facts), status="asked", form_token=token, asked_at=now)
    person = contact if isinstance(contact, Person) else _person_of(contact, now=now)
    db.session.add_all([association, person])
    db.session.flush()
    db.session.add(Membership(association_id=association.id, person_id=person.id, role="delegate"))
    db.session.flush()
    _thank(person, association, link_for=link_for, now=now)
    return association


def _person_of(contact: Contact, *, now: datetime) -> Person:
    known = db.session.scalar(select(Person).where(Person.email == contact.email)) if contact.email else None
    return known or Person(**vars(contact), needs=[], diets=[], created_at=now)


def _thank(person: Person, association: Association, *, link_for: LinkFor, now: datetime) -> None:
    if person.reach != "email" or not person.email or person.left_at is not None:
        return
    if attempts.count("join.mail", person.email, since=now - timedelta(hours=1)) >= MAILS_AN_HOUR:
        return
    attempts.note("join.mail", person.email, now=now)
    facts = {"association": association.name, "link": link_for(person.language)}
    cause = f"association:{association.id}:asked"
    outbox.owe("people/join_received", cause=cause, to=recipient_of(person), facts=facts, now=now)


def answer(association: Association, facts: AssociationFacts, *, version: int) -> None:
    """Send an asked-about request again with what was changed. Raises Clash or AlreadyDecided."""
    if association.status not in ("asked", "question"):
        raise AlreadyDecided
    change(association, facts, version=version)
    association.status = "asked"
    db.session.flush()


def change(association: Association, facts: AssociationFacts, *, version: int) -> None:
    """Change what an association says about itself. Raises Clash when somebody else was quicker."""
    if association.version != version:
        raise Clash
    for name, value in vars(facts).items():
        setattr(association, name, value)
    db.session.flush()


def change_profile(person: Person, profile: Profile, *, version: int) -> None:
    """Keep one's own profile right. Raises Clash when another browser was quicker."""
    if person.version != version:
        raise Clash
    for name, value in vars(profile).items():
        setattr(person, name, list(value) if isinstance(value, tuple) else value)
    db.session.flush()


def invite(association: Association, email: str, role: str, *, language: str, link_for: LinkFor, now: datetime) -> None:
    """Ask somebody to act for the association, by mail; it counts once they have signed in and said yes.

    Known and unknown addresses look the same to whoever invites (PROMISES S6).
    """
    contact = Contact(name=email, reach="email", email=email, phone=None, language=language)
    person = _person_of(contact, now=now)
    db.session.add(person)
    db.session.flush()
    membership = _membership(association, person)
    if membership is None:
        membership = Membership(association_id=association.id, person_id=person.id)
        db.session.add(membership)
    elif membership.ended_at is None and membership.confirmed_at is not None:
        if role == "delegate":
            change_role(membership, role)
        return
    membership.role, membership.ended_at, membership.confirmed_at = role, None, None
    db.session.flush()
    tell_member("people/invited", membership, link_for=link_for, now=now)


def tell_member(kind: str, membership: Membership, *, link_for: LinkFor, now: datetime) -> None:
    """Tell somebody that an association asks for them ("invited") or that they now act for it ("added"), where to
    say yes or no. At most five such mails an hour go to one address, and one an hour about one association."""
    person, association = db.session.get_one(Person, membership.person_id), membership.association_id
    to, hour_ago = recipient_of(person), now - timedelta(hours=1)
    this_one = f"{to.address}:{association}:{kind}"
    if person.left_at is not None or attempts.count("invite.one", this_one, since=hour_ago):
        return
    if attempts.count("invite.mail", to.address, since=hour_ago) >= MAILS_AN_HOUR:
        return
    for purpose, key in (("invite.one", this_one), ("invite.mail", to.address)):
        attempts.note(purpose, key, now=now)
    name = db.session.get_one(Association, association).name
    greeting = "" if person.name == person.email else person.name
    facts = {"association": name, "role": membership.role, "link": link_for(person.language), "name": greeting}
    cause = f"membership:{membership.id}:{secrets.token_hex(8)}"
    outbox.owe(kind, cause=cause, to=replace(to, name=greeting), facts=facts, now=now)


def _membership(association: Association, person: Person) -> Membership | None:
    both = (Membership.association_id == association.id, Membership.person_id == person.id)
    return db.session.scalar(select(Membership).where(*both))


def say_yes(membership: Membership, *, now: datetime) -> None:
    """The invited person agrees. Only what an accepted association offered can be agreed to."""
    if membership.association.status != "accepted" or membership.ended_at is not None:
        raise AlreadyDecided
    membership.confirmed_at = membership.confirmed_at or now
    db.session.flush()


def leave(membership: Membership, *, now: datetime) -> None:
    """End a membership. Raises LastDelegate when nobody could book any more; staff may do it all the same."""
    db.session.scalar(select(Association).where(Association.id == membership.association_id).with_for_update())
    if (
        membership.role == "delegate"
        and membership.confirmed_at is not None
        and _delegates(membership.association_id) <= 1
    ):
        raise LastDelegate
    end(membership, now=now)


def change_role(membership: Membership, role: str) -> None:
    """A member may book from now on, or only see again. Raises LastDelegate when nobody could book any more."""
    db.session.scalar(select(Association).where(Association.id == membership.association_id).with_for_update())
    db.session.refresh(membership)
    if role == "member" and membership.role == "delegate" and _delegates(membership.association_id) <= 1:
        raise LastDelegate
    if membership.ended_at is None and membership.confirmed_at is not None:
        membership.role = role
    db.session.flush()


def end(membership: Membership, *, now: datetime) -> None:
    """End a membership, whatever follows; its history stays."""
    membership.ended_at = membership.ended_at or now
    db.session.flush()


def _delegates(association_id: int) -> int:
    counted = (
        Membership.association_id == association_id,
        Membership.role == "delegate",
        Membership.confirmed_at.is_not(None),
        Membership.ended_at.is_(None),
    )
    return db.session.scalar(select(func.count()).select_from(Membership).where(*counted)) or 0
