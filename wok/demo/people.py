"""The demonstration's associations, their contacts and the staff, written at once."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from wok.bookings.services import Contact
from wok.db import db
from wok.demo import cast
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person


@dataclass(frozen=True)
class Regular:
    """Somebody who comes to lunch: their contact, what they eat, and how often they come (0 to 1)."""

    contact: Contact
    diets: tuple[str, ...]
    needs: tuple[str, ...]
    often: float


def write(count: int, rng: random.Random, *, now: datetime) -> list[Regular]:
    """Staff, associations, delegates and members; returns those who come to lunch. Runs inside `transaction()`."""
    for name, email, language in cast.STAFF:
        db.session.add(_person(name, email, None, language, since=now - timedelta(days=900), is_staff=True))
    groups = cast.groups(count, rng)
    regulars: list[Regular] = []
    for number, group in enumerate(groups, start=1):
        is_joining = number > len(groups) - cast.JOINING
        association = _association(group, now - timedelta(days=2 if is_joining else 800), is_accepted=not is_joining)
        db.session.add(association)
        members = [_contact(name, group, number * 10 + place, rng, now=now) for place, name in enumerate(group.people)]
        for place, person in enumerate(members):
            confirmed_at = None if is_joining else association.accepted_at
            role = "delegate" if place == 0 else "member"
            db.session.add(Membership(association=association, person=person, role=role, confirmed_at=confirmed_at))
        db.session.flush()
        if not is_joining:
            regulars += [_regular(person, association, rng) for person in members]
    return regulars


def _association(group: cast.Group, asked_at: datetime, *, is_accepted: bool) -> Association:
    has_number = group.form == "formal" and is_accepted
    return Association(
        name=group.name,
        form=group.form,
        rcs_number=f"F{sum(at * ord(char) for at, char in enumerate(group.name, 1)) % 9000 + 1000}"
        if has_number
        else None,
        purpose=group.purpose,
        size_band=group.size_band,
        neighbourhood=group.neighbourhood,
        status="accepted" if is_accepted else "asked",
        is_listed=group.form == "formal" and is_accepted,
        asked_at=asked_at,
        accepted_at=asked_at + timedelta(days=3) if is_accepted else None,
    )


def _contact(name: str, group: cast.Group, number: int, rng: random.Random, *, now: datetime) -> Person:
    """Three in four have e-mail, half of the rest a telephone alone, the others neither."""
    draw = rng.random()
    email = cast.address(name, number) if draw < 0.75 or name == cast.AMINA else None
    phone = cast.phone(number) if 0.5 < draw < 0.88 else None
    if name == cast.AMINA:
        email = cast.AMINA_EMAIL
    return _person(name, email, phone, group.language, since=now - timedelta(days=700))


def _person(
    name: str, email: str | None, phone: str | None, language: str, *, since: datetime, is_staff: bool = False
) -> Person:
    reach = "email" if email else "phone" if phone else "association"
    return Person(
        name=name, email=email, phone=phone, reach=reach, language=language, is_staff=is_staff, created_at=since
    )


def _regular(person: Person, association: Association, rng: random.Random) -> Regular:
    contact = Contact(
        name=person.name,
        language=person.language,
        reach=person.reach,
        email=person.email,
        phone=person.phone,
        association_said=association.name,
        association_id=association.id,
        person_id=person.id,
    )
    diets = ("halal", "vegetarian", "vegan", "gluten", "milk", "nuts", "kosher")
    needs = ("step_free", "interpreter", "childcare", "hearing_loop", "quiet_place")
    eats = (rng.choice(diets),) if rng.random() < 0.45 else ()
    wants = (rng.choice(needs),) if rng.random() < 0.15 else ()
    return Regular(contact, eats, wants, rng.choice((0.05, 0.1, 0.2, 0.4)))


def delegates(most: int) -> list[tuple[Person, Association]]:
    """One delegate with e-mail of each accepted association, the oldest associations first."""
    chosen = (
        select(Person, Association)
        .join(Membership, Membership.person_id == Person.id)
        .join(Association, Association.id == Membership.association_id)
        .where(Association.status == "accepted", Membership.role == "delegate", Membership.confirmed_at.is_not(None))
        .where(Membership.ended_at.is_(None), Person.email.is_not(None))
        .order_by(Association.id, Person.id)
    )
    found: dict[int, tuple[Person, Association]] = {}
    for person, association in db.session.execute(chosen):
        found.setdefault(association.id, (person, association))
    return list(found.values())[:most]
