"""Contacts of associations that we have not heard from for 24 months are erased, as the privacy page says (PROMISES D4).

Whoever booked, asked, wrote or signed in, alone or with an association of theirs, has been heard. A clock that was set
ahead erases nobody (M7): that holds only while the house was in use in most of the months between.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased, selectinload

from wok.bookings.models import Booking
from wok.calendar import erased_again
from wok.db import db, transaction
from wok.directory.models import Letter
from wok.mail.models import Message
from wok.people import erasing, still_here
from wok.people.models import Association, Login, Membership, Person
from wok.projects.models import ProjectChange
from wok.skills.models import SkillAsk, SkillOffer

MONTH = timedelta(days=30)
MONTHS = 24
IN_USE = 18  # of these months
AT_ONCE = 5  # each sweeps the whole database
ASKED_AT_ONCE = 50
SILENCE = MONTHS * MONTH + timedelta(days=10)
WARNING = timedelta(days=30)
REMEMBERED = timedelta(days=90)  # a mail is kept for so long (tidy.py)


def ask(*, now: datetime) -> int:
    """Ask those whose silence lasts a month less whether they are still there; returns how many."""
    silent = _unheard(now - SILENCE + WARNING).where(_belongs(), ~_is_asked(now=now))
    found = list(db.session.scalars(silent.order_by(Person.id).limit(ASKED_AT_ONCE)))
    if not found or not _was_in_use(now=now):
        return 0
    for number in found:
        with transaction():
            still_here.ask(db.session.get_one(Person, number), until=now + WARNING, now=now)
    return len(found)


def forget(*, now: datetime) -> int:
    """Erase a few of those who gave no answer; returns how many."""
    silent = _unheard(now - SILENCE).where(or_(~_belongs(), _was_asked(now=now)))
    found = list(db.session.scalars(silent.order_by(Person.id).limit(AT_ONCE)))
    if not found or not _was_in_use(now=now):
        return 0
    return sum(_erase(number, silent, now=now) for number in found)


def _erase(number: int, silent: Select[int], *, now: datetime) -> bool:
    """Unless they answered this very moment."""
    with transaction():
        person = db.session.get_one(Person, number, with_for_update=True)
        if db.session.scalar(silent.where(Person.id == number)) is None:
            return False
        line = erased_again.line_of(person, now=now)
        erasing.erase(person, {}, now=now)
    erased_again.keep(line)
    return True


def soon(*, now: datetime) -> list[Person]:
    """Who was asked, has not answered yet, and will be erased; by name."""
    silent = _unheard(now - SILENCE + WARNING).where(_is_asked(now=now))
    found = select(Person).options(selectinload(Person.memberships).joinedload(Membership.association))
    return list(db.session.scalars(found.where(Person.id.in_(silent)).order_by(Person.name, Person.id)))


def _belongs() -> ColumnElement[bool]:
    """They once said yes to an association: whoever never did has nothing that an answer could renew."""
    return exists().where(Membership.person_id == Person.id, Membership.confirmed_at.is_not(None))


def _word() -> tuple[ColumnElement[bool], ...]:
    """The words that were to reach this person."""
    begins = literal(still_here.CAUSE) + cast(Person.id, String) + literal(":%")
    return Message.kind == still_here.KIND, Message.cause.like(begins)


def _is_asked(*, now: datetime) -> ColumnElement[bool]:
    """Lately, whether it has reached them or not."""
    return exists().where(*_word(), Message.created_at > now - REMEMBERED, Message.state != "void")


def _was_asked(*, now: datetime) -> ColumnElement[bool]:
    """In time, and the word left the house; somebody without e-mail stood on the call list."""
    then = Message.created_at.between(now - REMEMBERED, now - WARNING)
    left = or_(Message.channel != "email", Message.state.in_(("sent", "failed")))
    return exists().where(*_word(), then, left)


def _unheard(before: datetime) -> Select[int]:
    known = (Person.created_at < before, Person.left_at.is_(None), ~Person.is_staff)
    return select(Person.id).where(*known, exists().where(Membership.person_id == Person.id), ~_is_heard(before))


def _is_heard(before: datetime) -> ColumnElement[bool]:
    """Since then: they, or an association they belong to."""
    person = (
        exists().where(Login.person_id == Person.id, Login.seen_at > before),
        exists().where(Booking.person_id == Person.id, Booking.changed_at > before),
        exists().where(Letter.author_id == Person.id, Letter.written_at > before),
        exists().where(Membership.person_id == Person.id, Membership.confirmed_at > before),
    )
    theirs, mates, renewed = aliased(Membership), aliased(Membership), aliased(Membership)
    group = theirs.association_id
    deeds = or_(
        exists().where(Association.id == group, or_(Association.asked_at > before, Association.accepted_at > before)),
        exists().where(Booking.association_id == group, Booking.changed_at > before),
        exists().where(ProjectChange.association_id == group, ProjectChange.at > before),
        exists().where(SkillAsk.association_id == group, SkillAsk.changed_at > before),
        exists().where(SkillOffer.association_id == group, SkillOffer.changed_at > before),
        exists().where(mates.association_id == group, mates.person_id == Login.person_id, Login.seen_at > before),
        exists().where(renewed.association_id == group, renewed.confirmed_at > before),
    )
    return or_(*person, exists().where(theirs.person_id == Person.id, theirs.ended_at.is_(None), deeds))


def _was_in_use(*, now: datetime) -> bool:
    """Something was booked in most of the months since then."""
    months = [(now - MONTH * (count + 1), now - MONTH * count) for count in range(MONTHS)]
    made = (select(exists().where(Booking.created_at > first, Booking.created_at <= last)) for first, last in months)
    return sum(bool(db.session.scalar(one)) for one in made) >= IN_USE
