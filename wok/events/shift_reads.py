"""Shifts as others look at them: how many hands are missing on a date, and what one has promised oneself."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Occurrence
from wok.db import db
from wok.events.models import Event, Shift, ShiftHelper
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.web.texts import said

MOST = 8


@dataclass(frozen=True)
class OwnShift:
    """One shift to come of this person, and the page where they change or withdraw it."""

    what: str
    event: str
    starts_at: datetime
    ends_at: datetime
    href: str


def missing(occurrence_ids: Collection[int]) -> dict[int, int]:
    """By date, how many helpers are still looked for; only dates that miss somebody. One statement, none for none."""
    if not occurrence_ids:
        return {}
    coming = select(func.count(ShiftHelper.id)).where(ShiftHelper.shift_id == Shift.id, ShiftHelper.state == "coming")
    wanted = select(Shift.occurrence_id, Shift.wanted, coming.correlate(Shift).scalar_subquery().label("coming"))
    found: dict[int, int] = defaultdict(int)
    for row in db.session.execute(wanted.where(Shift.occurrence_id.in_(occurrence_ids), Shift.ended_at.is_(None))):
        found[row.occurrence_id] += max(0, row.wanted - row.coming)
    return {number: count for number, count in found.items() if count}


def own(person: Person, language: str, *, now: datetime) -> list[OwnShift]:
    """What this person has said they help with, soonest first. One statement."""
    chosen = (
        select(ShiftHelper, Event.id, Event.title)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .join(Event, Event.series_id == Occurrence.series_id)
        .options(joinedload(ShiftHelper.shift))
        .where(ShiftHelper.person_id == person.id, ShiftHelper.state == "coming", Shift.ends_at > now)
    )
    rows = db.session.execute(chosen.order_by(Shift.starts_at, ShiftHelper.id).limit(MOST))
    return [
        OwnShift(
            row.ShiftHelper.shift.what,
            said(row.title, language).text,
            row.ShiftHelper.shift.starts_at,
            row.ShiftHelper.shift.ends_at,
            url_for("events.helper", link=row.ShiftHelper.link_token),
        )
        for row in rows
    ]
