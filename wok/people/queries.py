"""What is read about people. Every foreign or unknown id answers as not found (PROMISES S1)."""

from typing import Any, NoReturn, TypeVar

from flask import abort
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from wok.db import Base, db
from wok.people import rules
from wok.people.contact import read_phone
from wok.people.models import Association, Login, Membership, Person

Row = TypeVar("Row", bound=Base)
BIGGEST_ID = 2**31 - 1
PAGE = 50


def one_or_404(kind: type[Row], row_id: int) -> Row:
    """The row, or 404; for staff, who may see every one."""
    row = db.session.get(kind, row_id) if 0 < row_id <= BIGGEST_ID else None
    if row is None:
        abort(404)
    return row


def has_fragment(search: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """One of the columns contains the fragment; SQLite knows no capital É, so we name the spellings."""
    spellings = {search, search.lower(), search.upper(), search.title(), search.capitalize()}
    return or_(*(column.icontains(word, autoescape=True) for column in columns for word in sorted(spellings)))


def associations(search: str, status: str) -> list[Association]:
    """Associations in a state, newest request first, with their people; at most 50."""
    found = select(Association).options(selectinload(Association.memberships).joinedload(Membership.person))
    if status:
        found = found.where(Association.status == status)
    if search:
        found = found.where(has_fragment(search, Association.name, Association.purpose))
    return list(db.session.scalars(found.order_by(Association.asked_at.desc(), Association.id.desc()).limit(PAGE)))


def doubles(association: Association) -> list[Association]:
    """Other associations whose names are nearly the same."""
    names = db.session.execute(select(Association.id, Association.name).where(Association.id != association.id)).all()
    close = [row.id for row in names if rules.is_close(row.name, association.name)]
    return list(
        db.session.scalars(select(Association).where(Association.id.in_(close[:PAGE])).order_by(Association.name))
    )


def people(search: str) -> list[Person]:
    """Persons by any fragment of name, address or phone, however the phone is spelt; at most 50, by name."""
    found = select(Person).options(selectinload(Person.memberships).joinedload(Membership.association))
    digits = "".join(char for char in search if char.isdigit())
    ways = [has_fragment(search, Person.name, Person.email)]
    if len(digits) >= 3:
        ways.append(Person.phone.contains(digits, autoescape=True))
        ways.append(Person.phone == (read_phone(search) or "?"))
    if search:
        found = found.where(or_(*ways))
    return list(db.session.scalars(found.where(Person.left_at.is_(None)).order_by(Person.name, Person.id).limit(PAGE)))


def my_memberships(person: Person) -> list[Membership]:
    """What this person belongs to, wants to join, or is invited to; ended ones are left out."""
    mine = (Membership.person_id == person.id, Membership.ended_at.is_(None))
    found = select(Membership).options(joinedload(Membership.association)).where(*mine).order_by(Membership.id)
    return list(db.session.scalars(found))


def my_membership_or_404(person: Person, association_id: int, *, to_change: bool) -> Membership:
    """This person's own running membership; `to_change` asks for a delegate.

    Who asked to join sees and changes the request while it waits; who is only invited sees nothing yet.
    """
    here = [one for one in my_memberships(person) if one.association_id == association_id and is_mine(one)]
    return _first_or_404([one for one in here if one.role == "delegate" or not to_change])


def is_mine(membership: Membership) -> bool:
    """Whether it counts already, or is the delegate's own request that waits."""
    is_waiting = membership.association.status in ("asked", "question", "declined")
    return membership.confirmed_at is not None or (is_waiting and membership.role == "delegate")


def _first_or_404(found: list[Membership]) -> Membership:
    if not found:
        abort(404)
    return found[0]


def invitation_or_404(person: Person, membership_id: int) -> Membership:
    """An invitation of this person that waits for an answer."""
    return _first_or_404([one for one in my_memberships(person) if one.id == membership_id and is_invitation(one)])


def is_invitation(membership: Membership) -> bool:
    """An accepted association asked this person, who has not answered yet."""
    return membership.confirmed_at is None and membership.association.status == "accepted"


def people_of(association: Association) -> list[Membership]:
    """Running memberships, delegates first, the invited last."""
    running = (Membership.association_id == association.id, Membership.ended_at.is_(None))
    found = select(Membership).options(joinedload(Membership.person)).where(*running)
    return list(db.session.scalars(found.order_by(Membership.confirmed_at.is_(None), Membership.role, Membership.id)))


def membership_or_404(association: Association, membership_id: int) -> Membership:
    """A running membership of this association."""
    return _first_or_404([one for one in people_of(association) if one.id == membership_id])


def logins(person: Person) -> list[Login]:
    """Browsers this person is signed in with, the latest first."""
    mine = (Login.person_id == person.id, Login.ended_at.is_(None))
    return list(
        db.session.scalars(select(Login).where(*mine).order_by(Login.seen_at.desc(), Login.id.desc()).limit(PAGE))
    )


def staff() -> list[Person]:
    """Who works at the Wok."""
    return list(
        db.session.scalars(select(Person).where(Person.is_staff, Person.left_at.is_(None)).order_by(Person.name))
    )


def not_found() -> NoReturn:
    """What is another's does not exist for this person."""
    abort(404)


def person_with(email: str | None) -> Person | None:
    """Who has this address, if anybody."""
    return db.session.scalar(select(Person).where(Person.email == email)) if email else None


def association_names() -> dict[int, str]:
    """Numbers and names of the associations that may act, by name."""
    found = select(Association.id, Association.name).where(Association.status == "accepted").order_by(Association.name)
    return {row.id: row.name for row in db.session.execute(found)}


def waiting_counts() -> dict[str, int]:
    """How many associations are in each state."""
    found = select(Association.status, func.count()).group_by(Association.status)
    return {row[0]: row[1] for row in db.session.execute(found)}
