"""What is read for the directory: who is shown, with all that a line or a page needs in few statements."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import and_, exists, or_, select

from wok.db import db
from wok.directory.models import DirectoryEntry
from wok.kernel.values import dataclass
from wok.people import neighbourhoods
from wok.people.models import Association, Membership, Person
from wok.people.neighbourhood_models import Neighbourhood
from wok.people.queries import BIGGEST_ID
from wok.web.texts import Words, said

CAN_BE_REACHED = exists().where(
    Membership.association_id == Association.id,
    Membership.role == "delegate",
    Membership.confirmed_at.is_not(None),
    Membership.ended_at.is_(None),
    Membership.person_id == Person.id,
    Person.left_at.is_(None),
)


@dataclass(frozen=True)
class Card:
    """One association as everybody sees it. `entry` is missing where only the name is shown."""

    association: Association
    entry: DirectoryEntry | None
    place: Neighbourhood | None
    can_be_written_to: bool

    def words(self, name: str, language: str) -> Words:
        """One of its texts, in this language or the next best."""
        return said(getattr(self.entry, name) if self.entry else None, language)

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        is_hidden = self.entry is not None and self.entry.hidden_at is not None
        return self.association.status == "accepted" and self.association.is_listed and not is_hidden


def cards(ids: Sequence[int]) -> list[Card]:
    """These associations, in the order of the numbers."""
    chosen = (
        select(Association, DirectoryEntry, CAN_BE_REACHED.label("is_reached"))
        .outerjoin(DirectoryEntry, DirectoryEntry.association_id == Association.id)
        .where(Association.id.in_(ids))
    )
    places = neighbourhoods.all_of_them()
    found = {
        row.Association.id: Card(
            row.Association,
            row.DirectoryEntry,
            neighbourhoods.matching(row.Association.neighbourhood, places),
            row.is_reached and (row.DirectoryEntry is None or row.DirectoryEntry.takes_letters),
        )
        for row in db.session.execute(chosen)
    }
    return [found[number] for number in ids if number in found]


def card_or_404(association_id: int) -> Card:
    """One of them, shown or not."""
    found = cards([association_id]) if 0 < association_id <= BIGGEST_ID else []
    return found[0] if found else abort(404)


def public_or_404(association_id: int) -> Card:
    """One that everybody may see; 404 for what is not there or not shown."""
    card = card_or_404(association_id)
    return card if card.is_public else abort(404)


def alike(card: Card) -> list[Association]:
    """Other associations that show the same website or contact: perhaps one that has two names (FAIRNESS.md 8)."""
    entry = card.entry
    if entry is None:
        return []
    same = [
        and_(column == value, column != "")
        for column, value in (
            (DirectoryEntry.website, entry.website),
            (DirectoryEntry.contact_email, entry.contact_email),
            (DirectoryEntry.contact_phone, entry.contact_phone),
        )
        if value
    ]
    if not same:
        return []
    others = select(Association).join(DirectoryEntry).where(or_(*same), DirectoryEntry.id != entry.id)
    return list(db.session.scalars(others.order_by(Association.name, Association.id).limit(20)))
