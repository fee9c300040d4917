"""Whom staff may pick by typing a few letters: people for their association, or an association alone."""

from sqlalchemy import select

from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person

MOST_NAMES = 1000


@dataclass(frozen=True)
class Known:
    """Somebody staff may pick by typing: a person, perhaps for an association, or an association alone."""

    label: str
    person: Person | None
    association: Association | None


def known() -> list[Known]:
    """Who can be picked by typing: delegates and members with their association, associations alone; by name."""
    rows = db.session.execute(
        select(Person, Association)
        .join(Membership, Membership.person_id == Person.id)
        .join(Association, Association.id == Membership.association_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.confirmed_at.is_not(None),
            Association.status == "accepted",
            Person.left_at.is_(None),
        )
        .order_by(Person.name, Person.id, Association.name)
        .limit(MOST_NAMES)
    )
    people = [Known(f"{person.name} ({association.name})", person, association) for person, association in rows]
    accepted = select(Association).where(Association.status == "accepted").order_by(Association.name).limit(MOST_NAMES)
    return [*people, *(Known(one.name, None, one) for one in db.session.scalars(accepted))]


def pick(label: str) -> Known | None:
    """Whom exactly this label means; None when it is nobody's or more than one's."""
    found = [one for one in known() if one.label.casefold() == label.casefold()]
    return found[0] if len(found) == 1 else None
