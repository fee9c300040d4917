"""What each feed is made from, in a few counts: while its mark stands still, its bytes need not be made again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select

from wok.appointments.models import Appointment, Matter
from wok.bookings.models import Booking, Closure, Occurrence, Series
from wok.db import db
from wok.feeds import followed, helping, programme, taken_marks
from wok.feeds.models import FeedAddress
from wok.feeds.queries import PUBLIC_FEEDS, FeedKey
from wok.kernel import weekly
from wok.people.models import LANGUAGES, Association, Membership, Person
from wok.skills.models import SkillAsk
from wok.team.models import Duty
from wok.web.models import HouseText

Mark = tuple[Any, ...]


def marks(*, now: datetime) -> dict[FeedKey, Mark]:
    """Every feed that must be published, with its mark. The date belongs to it: past cancelled entries leave at midnight."""
    house = (
        weekly.local_day(now),
        *_counts(func.max(HouseText.changed_at), func.count(HouseText.key)),
        *_counts(func.sum(Matter.version)),
    )
    public = (
        *house,
        *_state_of(Series),
        *_state_of(Occurrence),
        *_counts(func.max(Closure.changed_at), func.count(Closure.id), func.sum(Closure.sequence)),
        *programme.mark(),
    )
    found: dict[FeedKey, Mark] = {FeedKey(kind, language): public for kind in PUBLIC_FEEDS for language in LANGUAGES}
    found |= dict.fromkeys(followed.stored(), public)
    for key, mark in taken_marks.marks(now=now).items():
        found[key] = (*house, *mark)
    lent = taken_marks.of_lines()
    events = (*programme.mark(), *_state_of(Occurrence))
    for key, mark in _private_marks().items():
        found[key] = (*house, *lent, *mark, *(events if key.kind == "association" else ()))
    return found


def is_living() -> ColumnElement[bool]:
    """Not revoked, its person still with us, and for an association's feed the membership still running."""
    member = (
        exists()
        .where(
            Membership.association_id == FeedAddress.association_id,
            Membership.person_id == FeedAddress.person_id,
            Membership.confirmed_at.is_not(None),
            Membership.ended_at.is_(None),
            Association.id == Membership.association_id,
            Association.status == "accepted",
        )
        .correlate(FeedAddress)
    )
    person = exists().where(Person.id == FeedAddress.person_id, Person.left_at.is_(None)).correlate(FeedAddress)
    return and_(FeedAddress.revoked_at.is_(None), person, or_(FeedAddress.scope == "mine", member))


def key_of(address: FeedAddress) -> FeedKey:
    """The feed a private address leads to."""
    of = address.person_id if address.scope == "mine" else address.association_id
    return FeedKey(address.scope, address.language, of, address.detail)


def key_text() -> ColumnElement[str]:
    """`key_of(address).text`, said by the database, so that a poll is one read."""
    of = case((FeedAddress.scope == "mine", FeedAddress.person_id), else_=FeedAddress.association_id)
    detail = case((FeedAddress.detail == "full", literal("")), else_=literal(".") + FeedAddress.detail)
    return FeedAddress.scope + ":" + cast(of, String) + "." + FeedAddress.language + detail


def _private_marks() -> dict[FeedKey, Mark]:
    """The bookings' state behind each living private address, in one statement per scope."""
    of_person = or_(Booking.person_id == Person.id, Booking.contact_email == Person.email)
    mine = select(FeedAddress, *_booking_state(), Person.version, *_desk_state(), *_help_state(Person)).join(
        Person, Person.id == FeedAddress.person_id
    )
    mine = mine.outerjoin(Booking, of_person).where(FeedAddress.scope == "mine").group_by(FeedAddress.id, Person.id)
    ours = select(FeedAddress, *_booking_state(), Association.version, *_help_state(Association)).join(
        Association, Association.id == FeedAddress.association_id
    )
    ours = ours.outerjoin(Booking, Booking.association_id == Association.id).where(FeedAddress.scope == "association")
    ours = ours.group_by(FeedAddress.id, Association.id)
    found: dict[FeedKey, Mark] = {}
    for statement in (mine, ours):
        rows = db.session.execute(
            statement.outerjoin(Occurrence, Occurrence.id == Booking.occurrence_id).where(is_living())
        )
        for address, *state in rows:
            found[key_of(address)] = tuple(state)
    return found


def _desk_state() -> tuple[ColumnElement[Any], ...]:
    """The appointments others have with this person, and their duties (desk.py)."""
    meetings = Appointment.colleague_id == Person.id, Booking.id == Appointment.booking_id
    duties = Duty.colleague_id == Person.id, Occurrence.id == Duty.occurrence_id
    sums = (func.count(Booking.id), func.max(Booking.changed_at), func.sum(Booking.version))
    dates = (func.count(Duty.id), func.max(Duty.changed_at), func.max(Occurrence.changed_at))
    return (
        *(_alone(one, *meetings) for one in sums),
        *(_alone(one, *duties) for one in dates),
    )


def _help_state(whose: helping.Whose) -> tuple[ColumnElement[Any], ...]:
    """What they asked of others and were asked to do (helping.py)."""
    sums = (func.count(SkillAsk.id), func.max(SkillAsk.changed_at), func.sum(SkillAsk.version))
    return tuple(select(one).where(helping.touching(whose)).correlate(whose).scalar_subquery() for one in sums)


def _alone(value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(value).where(*conditions).correlate(Person).scalar_subquery()


def _booking_state() -> tuple[ColumnElement[Any], ...]:
    return (
        func.count(Booking.id),
        func.max(Booking.changed_at),
        func.sum(Booking.version),
        func.max(Occurrence.changed_at),
        func.sum(Occurrence.version),
    )


def _state_of(table: type[Series] | type[Occurrence]) -> Mark:
    return _counts(func.max(table.changed_at), func.count(table.id), func.sum(table.version))


def _counts(*columns: ColumnElement[Any]) -> Mark:
    return tuple(db.session.execute(select(*columns)).one())
