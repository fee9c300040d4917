"""Contacts of associations that we have not heard from for 24 months are erased, as the privacy page says (PROMISES D4).

Whoever booked, asked, wrote or signed in, alone or with an association of theirs, has been heard. A clock that was set
ahead erases nobody (M7): that holds only while the house was in use in most of the months between.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from wok.bookings.models import Booking
from wok.calendar import erased_again
from wok.db import db, transaction
from wok.directory.models import Letter
from wok.people import erasing
from wok.people.models import Association, Login, Membership, Person
from wok.projects.models import ProjectChange
from wok.skills.models import SkillAsk, SkillOffer

MONTH = timedelta(days=30)
MONTHS = 24
IN_USE = 18  # of these months
AT_ONCE = 5  # each sweeps the whole database


def forget(now: datetime) -> int:
    """Erase a few of them; returns how many."""
    before = now - MONTHS * MONTH - timedelta(days=10)
    found = list(db.session.scalars(_unheard(before).order_by(Person.id).limit(AT_ONCE)))
    if not found or not _was_in_use(now):
        return 0
    for number in found:
        with transaction():
            person = db.session.get_one(Person, number)
            line = erased_again.line_of(person, now=now)
            erasing.erase(person, {}, now=now)
        erased_again.keep(line)
    return len(found)


def _unheard(before: datetime) -> Select[int]:
    known = (Person.created_at < before, Person.left_at.is_(None), ~Person.is_staff)
    return select(Person.id).where(*known, exists().where(Membership.person_id == Person.id), ~_is_heard(before))


def _is_heard(before: datetime) -> ColumnElement[bool]:
    """Since then: they, or an association they belong to."""
    person = (
        exists().where(Login.person_id == Person.id, Login.seen_at > before),
        exists().where(Booking.person_id == Person.id, Booking.changed_at > before),
        exists().where(Letter.author_id == Person.id, Letter.written_at > before),
    )
    theirs, mates = aliased(Membership), aliased(Membership)
    group = theirs.association_id
    deeds = or_(
        exists().where(Association.id == group, or_(Association.asked_at > before, Association.accepted_at > before)),
        exists().where(Booking.association_id == group, Booking.changed_at > before),
        exists().where(ProjectChange.association_id == group, ProjectChange.at > before),
        exists().where(SkillAsk.association_id == group, SkillAsk.changed_at > before),
        exists().where(SkillOffer.association_id == group, SkillOffer.changed_at > before),
        exists().where(mates.association_id == group, mates.person_id == Login.person_id, Login.seen_at > before),
    )
    return or_(*person, exists().where(theirs.person_id == Person.id, theirs.ended_at.is_(None), deeds))


def _was_in_use(now: datetime) -> bool:
    """Something was booked in most of the months since then."""
    months = [(now - MONTH * (count + 1), now - MONTH * count) for count in range(MONTHS)]
    made = (select(exists().where(Booking.created_at > first, Booking.created_at <= last)) for first, last in months)
    return sum(bool(db.session.scalar(one)) for one in made) >= IN_USE
