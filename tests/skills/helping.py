"""Offers and asks for the tests; NOW is Monday 16 November 2026, 10:00."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.make import NOW
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.people.models import Association, Membership, Person
from wok.skills import asking
from wok.skills.asking import Wish
from wok.skills.models import SkillAsk, SkillCall, SkillOffer

FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=NOW.tzinfo)  # 18:00 in Luxembourg
SPAN = Span(FRIDAY, FRIDAY + timedelta(minutes=150))


def association_of(person: Person) -> Association:
    """The association this person is the delegate of."""
    chosen = select(Association).join(Membership).where(Membership.person_id == person.id)
    return db.session.scalars(chosen).one()


def offer(person: Person, skill: str = "translation", **given: Any) -> SkillOffer:
    """Shown, in Portuguese, ten hours a month, unless told otherwise."""
    facts: dict[str, Any] = {
        "skill": skill,
        "languages": ["pt"],
        "days": ["4"],
        "hours_a_month": 10,
        "state": "shown",
        "created_at": NOW,
        "changed_at": NOW,
    }
    row = SkillOffer(association_id=association_of(person).id, person_id=person.id, **{**facts, **given})
    with transaction():
        db.session.add(row)
    return row


def ask(person: Person, **given: Any) -> SkillAsk:
    """Two and a half hours of translation on Friday, of whoever can."""
    facts: dict[str, Any] = {"skill": "translation", "span": SPAN, "halves": 5, "purpose": "Parents' evening"}
    with transaction():
        return asking.ask(Wish(association_of(person).id, person.id, **{**facts, **given}), now=given.pop("now", NOW))


def call_of(ask: SkillAsk, offer: SkillOffer) -> SkillCall:
    """The question this offer was asked."""
    return db.session.scalars(select(SkillCall).where(SkillCall.ask_id == ask.id, SkillCall.offer_id == offer.id)).one()


def told(kind: str) -> list[str]:
    """Who is owed this kind of message, in order."""
    chosen = select(Message.recipient).where(Message.kind == f"skills/{kind}", Message.state != "void")
    return list(db.session.scalars(chosen.order_by(Message.id)))
