"""Who wants no messages to many: by a press in the mail itself (RFC 8058), or in one's own profile.

The address in a mail is the keyed hash of the way it went, and a few letters only we can make: nobody can be looked up by
it, it works for as long as the mail exists, and all it can do is to stop these messages or to allow them again.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select

from wok.circulars.models import CircularRecipient, CircularStop
from wok.db import db
from wok.kernel.values import dataclass
from wok.people import attempts
from wok.people.models import Person
from wok.web.addresses import whole

WAY_LENGTH, PROOF_LENGTH = 24, 6


@dataclass(frozen=True)
class Stops:
    """All who want none."""

    ways: frozenset[str]
    people: frozenset[int]

    def covers(self, way: str, person_id: int | None) -> bool:
        """Whether this way or this person is among them."""
        return way in self.ways or person_id in self.people


def way_of(address: str) -> str:
    """How an address, a number or a person is known here."""
    return attempts.keyed(f"messages to {address}")[:WAY_LENGTH]


def key_of(address: str) -> str:
    """The last part of the address that stops messages to this way."""
    way = way_of(address)
    return way + _proof(way)


def link_for(address: str, language: str) -> str:
    """The whole address, as it stands in a mail and its headers."""
    return whole(f"/{language}/stop/{key_of(address)}")


def read_key(key: str) -> str | None:
    """The way behind a key, when it is one of ours."""
    way, proof = key[:WAY_LENGTH], key[WAY_LENGTH:]
    return way if key.isascii() and proof == _proof(way) else None


def _proof(way: str) -> str:
    return attempts.keyed(f"stop {way}")[:PROOF_LENGTH]


def everybody() -> Stops:
    """All of them, read once."""
    rows = db.session.execute(select(CircularStop.way_hash, CircularStop.person_id)).all()
    return Stops(
        frozenset(row.way_hash for row in rows if row.way_hash),
        frozenset(row.person_id for row in rows if row.person_id),
    )


def is_stopped(way: str) -> bool:
    """Whether this way gets none."""
    return db.session.scalar(select(CircularStop.id).where(CircularStop.way_hash == way)) is not None


def wants_none(person: Person) -> bool:
    """Whether this person said no, in their profile or from their mail."""
    return db.session.scalar(select(CircularStop.id).where(or_(*_of(person))).limit(1)) is not None


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return CircularStop.person_id == person.id, CircularStop.way_hash.in_(ways_of(person))


def ways_of(person: Person) -> list[str]:
    """Every way that is this person's."""
    return [way_of(way) for way in (person.email, person.phone, f"person:{person.id}") if way]


def stop(way: str, *, now: datetime) -> None:
    """No more messages to this way, nor to the person it was. Inside `transaction()`; twice does no harm."""
    if not is_stopped(way):
        _add(CircularStop(way_hash=way, at=now))
    whose = select(CircularRecipient.person_id).where(CircularRecipient.way_hash == way)
    for person_id in sorted({one for one in db.session.scalars(whose) if one}):
        _stop_person(person_id, now=now)


def start(way: str) -> None:
    """They are welcome again."""
    whose = select(CircularRecipient.person_id).where(CircularRecipient.way_hash == way)
    people = [one for one in db.session.scalars(whose) if one]
    _forget(CircularStop.way_hash == way, CircularStop.person_id.in_(people))


def choose(person: Person, *, is_wanted: bool, now: datetime) -> None:
    """In one's own profile: yes or no, whatever a mail said before."""
    if is_wanted:
        _forget(*_of(person))
    else:
        _stop_person(person.id, now=now)


def _stop_person(person_id: int, *, now: datetime) -> None:
    if db.session.scalar(select(CircularStop.id).where(CircularStop.person_id == person_id)) is None:
        _add(CircularStop(person_id=person_id, at=now))


def _add(row: CircularStop) -> None:
    db.session.add(row)
    db.session.flush()


def _forget(*conditions: ColumnElement[bool]) -> None:
    db.session.execute(delete(CircularStop).where(or_(*conditions)))
