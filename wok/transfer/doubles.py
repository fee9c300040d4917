"""Who may be there twice: associations of nearly the same name, people of the same number or name."""

from collections.abc import Iterable
from itertools import combinations

from sqlalchemy import select

from wok.db import db
from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.people.models import Association, Person
from wok.people.rules import plain_name
from wok.transfer.models import Joining

MOST = 50
LARGEST = 5  # of one name; more are a common name, not doubles


@dataclass(frozen=True)
class Pair:
    """Two that may be one; the first is the one to keep."""

    first_id: int
    first: str
    second_id: int
    second: str


@dataclass(frozen=True)
class _One:
    id: int
    name: str
    key: str
    may_be_kept: bool


def associations() -> list[Pair]:
    """Pairs of nearly the same name, those that were joined left out; the accepted one first, then the older."""
    gone = set(
        db.session.scalars(select(Joining.left_id).where(Joining.kind == "association", Joining.undone_at.is_(None)))
    )
    rows = db.session.execute(select(Association.id, Association.name, Association.status).order_by(Association.id))
    return _pairs(
        _One(row.id, row.name, plain_name(row.name), row.status == "accepted")
        for row in rows
        if row.id not in gone and row.status != "declined"
    )


def people() -> list[Pair]:
    """Pairs of the same phone number, then of the same name; who works at the Wok first, then the older."""
    chosen = select(Person.id, Person.name, Person.phone, Person.is_staff).where(Person.left_at.is_(None))
    rows = db.session.execute(chosen.order_by(Person.id)).all()
    by_phone = _pairs(_One(row.id, row.name, row.phone, row.is_staff) for row in rows if row.phone)
    by_name = _pairs(_One(row.id, row.name, " ".join(sorted(fold(row.name).split())), row.is_staff) for row in rows)
    return list(dict.fromkeys([*by_phone, *by_name]))[:MOST]


def _pairs(found: Iterable[_One]) -> list[Pair]:
    same: dict[str, list[_One]] = {}
    for one in found:
        same.setdefault(one.key, []).append(one)
    pairs = [
        Pair(first.id, first.name, second.id, second.name)
        for key, group in same.items()
        if key and 1 < len(group) <= LARGEST
        for first, second in combinations(sorted(group, key=lambda one: (not one.may_be_kept, one.id)), 2)
    ]
    return pairs[:MOST]
