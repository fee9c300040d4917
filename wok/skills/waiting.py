"""What waits for an answer of ours among skills (A1), and what the Wok keeps of a person there (PROMISES D3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select

from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Membership, Person
from wok.skills import queries
from wok.skills.models import SkillAsk, SkillCall, SkillOffer
from wok.skills.words import skill_words

SHOWN = 5


@dataclass(frozen=True)
class ToSay:
    """Hours that one side has not said: of what, when, and the page for it."""

    what: str
    starts_at: datetime
    address: str


@dataclass(frozen=True)
class Waiting:
    """Asks to answer, hours to say."""

    to_answer: list[SkillCall]
    to_say: list[ToSay]


def waits_for(memberships: Iterable[Membership], *, now: datetime) -> Waiting:
    """For those this person acts for."""
    ours = [one.association_id for one in memberships if one.role == "delegate"]
    if not ours:
        return Waiting([], [])
    calls = queries.help_of(ours, now=now)
    open_calls = [one for one in calls if one.state == "asked"]
    given = [one for one in calls if one.state == "yes" and one.ask.ends_at <= now and one.ask.helper_halves is None]
    got = [
        one
        for one in queries.asks_of(ours, now=now)
        if one.state == "confirmed" and one.ends_at <= now and one.asker_halves is None
    ]
    said = [
        *(ToSay(skill_words(one.ask.skill), one.ask.starts_at, _answer(one)) for one in given),
        *(ToSay(skill_words(one.skill), one.starts_at, _asked(one)) for one in got),
    ]
    return Waiting(open_calls[:SHOWN], said[:SHOWN])


def _answer(one: SkillCall) -> str:
    return url_for("skills.answer", token=one.token)


def _asked(one: SkillAsk) -> str:
    return url_for("skills.asked", token=one.link_token)


OFFER = "skill title about conditions written_in languages days hours_a_month state created_at"
ASK = "skill language purpose place starts_at ends_at state asker_halves helper_halves agreed_halves created_at"


def data_of(person: Person) -> dict[str, Any]:
    """What this person offered and asked for, for their own file."""
    offered = select(SkillOffer).where(SkillOffer.person_id == person.id).order_by(SkillOffer.id)
    asked = select(SkillAsk).where(SkillAsk.person_id == person.id).order_by(SkillAsk.id)
    return {
        "skills_offered": [_plain(one, OFFER) for one in db.session.scalars(offered)],
        "help_asked_for": [_plain(one, ASK) for one in db.session.scalars(asked)],
    }


def _plain(row: Any, names: str) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names.split()}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
