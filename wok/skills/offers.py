"""Offers of skills: written down, looked at by staff, shown, paused, ended. All inside `transaction()`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.skills import messages, queries
from wok.skills.models import SkillForThing, SkillOffer
from wok.skills.refusals import Answered

TURNS = {
    "pause": (("shown",), "paused"),
    "resume": (("paused",), "shown"),
    "end": (("draft", "checking", "shown", "paused", "declined"), "ended"),
    "send": (("draft", "declined"), "checking"),
}


@dataclass(frozen=True)
class Wording:
    """What an association says of what it can do."""

    skill: str
    title: str
    about: str
    conditions: str
    written_in: str
    languages: list[str]
    days: list[str]
    hours_a_month: int


def offer(
    association_id: int,
    said: Wording,
    by: Person,
    *,
    is_draft: bool,
    form_token: str,
    now: datetime,
    is_checked: bool = False,
) -> SkillOffer:
    """A new offer: a draft, or on its way to the staff; what staff write themselves is shown at once."""
    row = SkillOffer(
        association_id=association_id,
        person_id=None if is_checked else by.id,
        state="draft" if is_draft else "shown" if is_checked else "checking",
        form_token=form_token,
        created_at=now,
        changed_at=now,
        checked_at=now if is_checked else None,
        checked_by_id=by.id if is_checked else None,
        **vars(said),
    )
    db.session.add(row)
    db.session.flush()
    return row


def change(row: SkillOffer, said: Wording, *, is_draft: bool, version: int, now: datetime) -> None:
    """Other words, hours or days; what others read is looked at again. Raises StaleDataError when it changed meanwhile."""
    queries.lock(row)
    if row.version != version:
        raise StaleDataError
    is_same_words = all(getattr(row, name) == getattr(said, name) for name in ("skill", "title", "about", "conditions"))
    for name, value in vars(said).items():
        setattr(row, name, value)
    if is_draft and row.state in ("draft", "declined"):
        row.state = "draft"
    elif not (is_same_words and row.state in ("shown", "paused")):
        row.state = "checking"
    row.changed_at = now
    db.session.flush()


def turn(row: SkillOffer, what: str, *, now: datetime) -> None:
    """Pause, resume, end, or send a draft. Raises Answered when it is in no such state. What was agreed stays."""
    queries.lock(row)
    allowed, becomes = TURNS[what]
    if row.state not in allowed:
        raise Answered
    row.state, row.changed_at = becomes, now
    db.session.flush()


def check(row: SkillOffer, *, is_shown: bool, words: str, by: Person, now: datetime) -> None:
    """Staff show an offer, or say why not. Raises Answered."""
    queries.lock(row)
    if row.state != "checking":
        raise Answered
    row.state = "shown" if is_shown else "declined"
    row.answer, row.checked_at, row.checked_by_id, row.changed_at = words, now, by.id, now
    db.session.flush()
    messages.tell_offer(row, is_shown=is_shown, now=now)


def lock_things(skill: str) -> None:
    """Nobody else writes the things of this skill until we are done."""
    db.session.scalars(select(SkillForThing).where(SkillForThing.skill == skill).with_for_update()).all()


def set_things(skill: str, resource_ids: list[int]) -> None:
    """These things can be set up by somebody with this skill, and no others."""
    db.session.query(SkillForThing).filter_by(skill=skill).delete()
    db.session.add_all(SkillForThing(skill=skill, resource_id=one) for one in sorted(set(resource_ids)))
    db.session.flush()
