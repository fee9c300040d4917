"""Matters as staff keep them: written, withdrawn, offered again, put in order. All inside `transaction()`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm.attributes import flag_modified

from wok.appointments.models import Matter, MatterColleague
from wok.appointments.refusals import NobodyHandlesIt
from wok.appointments.rules import MatterFacts as MatterFacts
from wok.db import db

PLACES = ("wok", "phone", "video")


def write(matter: Matter | None, facts: MatterFacts) -> Matter:
    """A new matter, or new facts of one; what was agreed before keeps its time and length. Raises NobodyHandlesIt."""
    places = [place for place in PLACES if place in facts.places]
    if not facts.name or not places or not facts.colleague_ids:
        raise NobodyHandlesIt
    if matter is None:
        last = db.session.scalar(select(func.max(Matter.position)))
        matter = Matter(position=0 if last is None else last + 1)
        db.session.add(matter)
    matter.name, matter.description, matter.places = facts.name, facts.description, places
    matter.minutes, matter.daily_cap, matter.confirmation = facts.minutes, facts.daily_cap, facts.confirmation
    matter.notice_hours, matter.horizon_days = facts.notice_hours, facts.horizon_days
    matter.buffer_before, matter.buffer_after = facts.buffer_before, facts.buffer_after
    flag_modified(matter, "places")  # other colleagues alone are a new version, too
    db.session.flush()
    _handled_by(matter, facts.colleague_ids)
    return matter


def _handled_by(matter: Matter, colleague_ids: Iterable[int]) -> None:
    db.session.execute(delete(MatterColleague).where(MatterColleague.matter_id == matter.id))
    rows = [{"matter_id": matter.id, "colleague_id": number} for number in sorted(set(colleague_ids))]
    db.session.execute(insert(MatterColleague), rows)


def withdraw(matter: Matter, *, now: datetime) -> Matter:
    """No longer offered; what was agreed stays."""
    matter.ended_at = matter.ended_at or now
    db.session.flush()
    return matter


def offer_again(matter: Matter) -> Matter:
    """Offered once more."""
    matter.ended_at = None
    db.session.flush()
    return matter


def put_in_order(matters: Sequence[Matter]) -> None:
    """The order in which people read them."""
    for position, matter in enumerate(matters):
        matter.position = position
    db.session.flush()
