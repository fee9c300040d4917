"""A word before contacts are erased, and the answer to it: "We are still here" (PROMISES D4).

The last part of its address is a person's number and letters that only we can make: it works for as long as the person
is with us, and all it can do is to keep them. The answer renews their memberships; nothing else of them changes.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from wok.db import db
from wok.mail import outbox
from wok.people import attempts, queries
from wok.people.models import Membership, Person
from wok.people.services import recipient_of
from wok.web.addresses import whole

KIND = "people/still_there"
CAUSE = "unheard:"  # then the person's number and the day
PROOF_LENGTH = 24


def key_of(person: Person) -> str:
    """The last part of the address of this person's answer."""
    return f"{person.id}-{_proof(person)}"


def _proof(person: Person) -> str:
    return attempts.keyed(f"still here {person.id} {person.created_at.isoformat()}")[:PROOF_LENGTH]


def person_of(key: str) -> Person | None:
    """Whose key it is; None when it is none of ours, or they have gone."""
    number = key.partition("-")[0]
    if not (number.isascii() and number.isdigit()) or not 0 < int(number[:12]) <= queries.BIGGEST_ID:
        return None
    person = db.session.get(Person, int(number[:12]))
    return person if person is not None and person.left_at is None and key == key_of(person) else None


def ask(person: Person, *, until: datetime, now: datetime) -> None:
    """Ask once, in their language and on their way; `until`: when they are erased without an answer."""
    facts = {"link": whole(f"/{person.language}/still-here/{key_of(person)}"), "erased_at": until.isoformat()}
    cause = f"{CAUSE}{person.id}:{now:%Y%m%d}"
    outbox.owe(KIND, cause=cause, to=recipient_of(person), facts=facts, now=now, useful_until=until)


def answer(person: Person, *, now: datetime) -> None:
    """They are still here: what they belong to stands anew. Inside `transaction()`; twice does no harm."""
    db.session.refresh(person, with_for_update=True)  # the job that erases waits, and then finds them heard
    db.session.execute(update(Membership).where(*_renewed(person.id)).values(confirmed_at=now))


def answered_at(person: Person) -> datetime | None:
    """When what they belong to was last made, or renewed."""
    latest = select(Membership.confirmed_at).where(*_renewed(person.id)).order_by(Membership.confirmed_at.desc())
    return db.session.scalar(latest.limit(1))


def _renewed(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return Membership.person_id == person_id, Membership.confirmed_at.is_not(None)
