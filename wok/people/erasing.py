"""Erasing a person (PROMISES D3): a placeholder takes their place everywhere; what they did stays, who they were goes.

Each feature hands in one function (contents.py writes the list out). What is left after them, in words that others wrote,
goes in a sweep through every text of the database (swept.py).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, select, update

from wok.db import db
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.people import attempts, queries, sessions, swept
from wok.people.models import Association, Attempt, EmailChange, Login, Membership, Person, SignInMail
from wok.record import acts
from wok.record.models import Act
from wok.web.sentences import lazy_gettext as _l

EXTENSION = "wok-erasing"
NOBODY = "–"


class StaffStay(Refusal):
    """Who works at the Wok is on record for what they decided."""

    def __init__(self) -> None:
        super().__init__(_l("Who works at the Wok leaves the team first."))


class NotTheirs(Refusal):
    """The person named to follow does not belong to the association."""

    def __init__(self) -> None:
        super().__init__(_l("Please choose somebody of your association, or the Wok’s team."))


@dataclass(frozen=True)
class Gone:
    """Who is erased, as they were known until now."""

    person_id: int
    name: str
    email: str | None
    phone: str | None

    @property
    def ways(self) -> list[str]:
        """How messages reached them."""
        return [way for way in (self.email, self.phone, f"person:{self.person_id}") if way]


Eraser = Callable[[Gone, datetime], None]


def bind(erasers: Sequence[Eraser], extensions: dict[str, object]) -> None:
    """Tell the application what every feature does (contents.py writes the list out)."""
    extensions[EXTENSION] = tuple(erasers)


def sole_delegate_of(person: Person) -> list[Association]:
    """Associations for which nobody else could book, by name."""
    own = [one for one in queries.my_memberships(person) if one.role == "delegate" and one.confirmed_at]
    alone = [one.association for one in own if one.association.status == "accepted" and not _other_delegates(one)]
    return sorted(alone, key=lambda one: one.name.casefold())


def _other_delegates(own: Membership) -> int:
    others = (Membership.association_id == own.association_id, Membership.person_id != own.person_id)
    chosen = select(func.count(Membership.id)).join(Person).where(*others, *_living(), Membership.role == "delegate")
    return db.session.scalar(chosen) or 0


def _living() -> tuple[ColumnElement[bool], ...]:
    return Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None), Person.left_at.is_(None)


def may_follow(association: Association, person: Person) -> list[Person]:
    """Who of the association can take over, by name."""
    chosen = select(Person).join(Membership, Membership.person_id == Person.id).where(*_living())
    own = (Membership.association_id == association.id, Person.id != person.id)
    return list(db.session.scalars(chosen.where(*own).order_by(Person.name, Person.id)))


def left_alone() -> list[Association]:
    """Accepted associations whose last delegate has gone: the Wok's team looks for the next one."""
    had = select(Membership.association_id).where(Membership.role == "delegate", Membership.ended_at.is_not(None))
    has = select(Membership.association_id).join(Person).where(*_living(), Membership.role == "delegate")
    chosen = select(Association).where(Association.status == "accepted", Association.id.in_(had))
    return list(db.session.scalars(chosen.where(Association.id.not_in(has)).order_by(Association.name)))


def erase(person: Person, followers: Mapping[int, int], *, now: datetime) -> None:
    """Replace this person everywhere, inside `transaction()`; `followers`: association -> who books from here on.

    Raises StaffStay, NotTheirs, and what cancelling their bookings raises.
    """
    acts.name_no_rows()
    db.session.refresh(person, with_for_update=True)
    if person.is_staff:
        raise StaffStay
    if person.left_at is not None and person.name == NOBODY:
        return
    gone = Gone(person.id, person.name, person.email, person.phone)
    _hand_over(person, followers)
    sessions.end_all(person, now=now)
    erasers: tuple[Eraser, ...] = current_app.extensions[EXTENSION]
    for one in erasers:
        one(gone, now)
    _forget(person, gone, now=now)
    if gone.name != NOBODY:
        swept.sweep([gone.email, gone.phone], None if _has_namesake(gone) else gone.name)


def _hand_over(person: Person, followers: Mapping[int, int]) -> None:
    for association in sole_delegate_of(person):
        follower = followers.get(association.id)
        if follower is None:
            continue
        if follower not in {one.id for one in may_follow(association, person)}:
            raise NotTheirs
        theirs = (Membership.association_id == association.id, Membership.person_id == follower)
        db.session.execute(update(Membership).where(*theirs).values(role="delegate"))


def _forget(person: Person, gone: Gone, *, now: datetime) -> None:
    running = (Membership.person_id == gone.person_id, Membership.ended_at.is_(None))
    db.session.execute(update(Membership).where(*running).values(ended_at=now))
    db.session.execute(update(Login).where(Login.person_id == gone.person_id).values(browser=""))
    db.session.execute(update(Act).where(Act.person_id == gone.person_id).values(person_id=None))
    for table in (SignInMail, EmailChange):
        db.session.execute(delete(table).where(table.person_id == gone.person_id))
    hashed = [attempts.keyed(way) for way in gone.ways]
    db.session.execute(delete(Attempt).where(Attempt.key_hash.in_(hashed)))
    person.name, person.email, person.phone, person.reach = NOBODY, None, None, "none"
    person.needs, person.diets, person.form_token = [], [], None
    person.left_at = now
    db.session.flush()
    db.session.expire_all()


def _has_namesake(gone: Gone) -> bool:
    """Somebody else of that name is with us: the name alone says nothing of who is gone, and stays theirs."""
    others = select(Person.id).where(func.lower(Person.name) == gone.name.lower(), Person.left_at.is_(None))
    return db.session.scalar(others.where(Person.id != gone.person_id).limit(1)) is not None
