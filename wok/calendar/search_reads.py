"""What the staff's search finds: bookings of all kinds, people, associations, and today's numbers (S3).

Bookings carry a folded line, written with them; people and associations are few, and are folded when read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings import codes
from wok.bookings.models import Booking
from wok.bookings.places import PLACES
from wok.db import db
from wok.kernel import letters
from wok.kernel.values import dataclass
from wok.oncall import queries as oncall
from wok.oncall.models import Visit
from wok.people.contact import read_phone
from wok.people.models import Association, Membership, Person

FOUND = tuple(kind for kind in PLACES if kind != "block")  # what the house keeps for itself is nobody's booking
SHORTEST = 2
PHONE_SIGNS = frozenset("+0123456789 .-/()")
FEWEST_DIGITS = 4
MOST_ASSOCIATIONS = 300  # whose bookings one word may mean


@dataclass(frozen=True)
class Asked:
    """What somebody typed, understood: each way is a list of words that must all be found."""

    text: str
    ways: tuple[tuple[str, ...], ...]
    code: str | None

    @property
    def is_too_short(self) -> bool:
        """One letter would find half the Wok."""
        return not any(sum(map(len, way)) >= SHORTEST for way in self.ways)

    @property
    def words(self) -> list[str]:
        """Every word of every way, for marking."""
        return [word for way in self.ways for word in way]

    def fits(self, *parts: str | None) -> bool:
        """Whether these parts of one person or association hold what was typed."""
        line = "\n".join(letters.fold(part or "") for part in parts)
        return any(letters.has_all(line, list(way)) for way in self.ways)


@dataclass(frozen=True)
class Found:
    """One group of results, and whether there are more."""

    rows: Sequence[Any]
    has_more: bool


def read(text: str) -> Asked:
    """A phone number in any spelling, a code in any spelling, or words."""
    digits = "".join(char for char in text if char.isdecimal()).lstrip("0")
    if set(text) <= PHONE_SIGNS and len(digits) >= FEWEST_DIGITS:
        whole = letters.fold(read_phone(text) or digits)
        ways = [[digits], [whole]] if whole != digits else [[digits]]
    else:
        ways = [letters.words(text)]
    return Asked(text, tuple(map(tuple, ways)), codes.read_code(text))


def booking_of_code(code: str | None) -> Booking | None:
    """The booking of a printed code, if there is one."""
    chosen = (Booking.code == code, Booking.kind.in_(FOUND))
    return db.session.scalar(select(Booking).where(*chosen)) if code else None


def associations(asked: Asked, *, limit: int, offset: int = 0) -> Found:
    """Associations by a part of their name or number, by name."""
    rows = db.session.execute(select(Association.id, Association.name, Association.rcs_number)).all()
    ids = _by_name((row.id, row.name) for row in rows if asked.fits(row.name, row.rcs_number))
    delegates = selectinload(Association.memberships).joinedload(Membership.person)
    return _these(Association, ids, delegates, limit=limit, offset=offset)


def people(asked: Asked, *, limit: int, offset: int = 0) -> Found:
    """People by a part of their name, address or phone, by name."""
    columns = (Person.id, Person.name, Person.email, Person.phone)
    rows = db.session.execute(select(*columns).where(Person.left_at.is_(None))).all()
    ids = _by_name((row.id, row.name) for row in rows if asked.fits(row.name, row.email, row.phone))
    acts_for = selectinload(Person.memberships).joinedload(Membership.association)
    return _these(Person, ids, acts_for, limit=limit, offset=offset)


def _by_name(found: Any) -> list[int]:
    return [row_id for row_id, _name in sorted(found, key=lambda pair: (letters.fold(pair[1]), pair[0]))]


def _these(kind: type[Any], ids: list[int], more: Any, *, limit: int, offset: int) -> Found:
    """The rows of these ids from `offset` on, in their order."""
    wanted = ids[offset : offset + limit]
    rows = {row.id: row for row in db.session.scalars(select(kind).options(more).where(kind.id.in_(wanted)))}
    return Found([rows[row_id] for row_id in wanted if row_id in rows], len(ids) > offset + limit)


def bookings(asked: Asked, *, now: datetime, limit: int, offset: int = 0) -> Found:
    """Bookings of every kind: the nearest that come, then those that are over, latest first."""
    is_over = Booking.ends_at <= now
    order = (is_over, case((is_over, None), else_=Booking.starts_at), Booking.starts_at.desc(), Booking.id.desc())
    rows = list(
        db.session.scalars(
            select(Booking)
            .options(joinedload(Booking.association))
            .where(Booking.kind.in_(FOUND), _is_meant(asked))
            .order_by(*order)
            .offset(offset)
            .limit(limit + 1)
        )
    )
    return Found(rows[:limit], len(rows) > limit)


def _is_meant(asked: Asked) -> ColumnElement[bool]:
    """Each word stands in the booking's own line or in the name of its association."""
    rows = db.session.execute(select(Association.id, Association.name)).all()
    names = [(row.id, letters.fold(row.name)) for row in rows]
    ways = [and_(*(_holds(word, names) for word in way)) for way in asked.ways]
    return or_(*ways, Booking.code == (asked.code or "?"))


def _holds(word: str, names: list[tuple[int, str]]) -> ColumnElement[bool]:
    theirs = [row_id for row_id, name in names if word in name][:MOST_ASSOCIATIONS]
    by_line = Booking.searched.contains(word, autoescape=True)
    return or_(by_line, Booking.association_id.in_(theirs)) if theirs else by_line


def numbers(asked: Asked, *, now: datetime) -> Found:
    """Today's numbers of the on-call, by the number itself, or by the name somebody left."""
    occurrence = oncall.today(now=now)
    visits = oncall.visits_of(occurrence) if occurrence else []
    return Found([visit for visit in visits if _is_number(asked, visit)], has_more=False)


def _is_number(asked: Asked, visit: Visit) -> bool:
    booked = visit.booking.contact_name if visit.booking else ""
    return asked.text.strip() == str(visit.number) or asked.fits(visit.nickname, booked)
