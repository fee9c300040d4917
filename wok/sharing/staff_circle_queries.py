"""What staff read about the groups that share: who is linked, who looks like the same people, what counts for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person
from wok.people.queries import has_fragment
from wok.sharing.ledger_models import Contribution, ShareCharge, SharePenalty
from wok.sharing.models import Circle, CircleMember, ShareRequest

PAGE = 200
LOOK_BACK = timedelta(days=365)
CROWD = 8  # an address that so many share is the town's or the staff's, and proves nothing
WHYS = ("person", "email", "phone", "number")


@dataclass(frozen=True)
class Group:
    """One circle, or an accepted association that never used one (then `circle_id` is None)."""

    circle_id: int | None
    associations: list[Association]


@dataclass(frozen=True)
class Flag:
    """Two groups that do not share as one, and what they have in common: person, email, phone, number."""

    one: Association
    other: Association
    whys: list[str]


@dataclass(frozen=True)
class Ledger:
    """All that counts for or against a circle in one family, the latest first."""

    charges: list[ShareCharge]
    penalties: list[SharePenalty]
    contributions: list[Contribution]

    @property
    def is_empty(self) -> bool:
        """True when nothing ever counted."""
        return not (self.charges or self.penalties or self.contributions)


def associations() -> list[Association]:
    """Every accepted group, by name."""
    chosen = select(Association).where(Association.status == "accepted").order_by(Association.name, Association.id)
    return list(db.session.scalars(chosen))


def circle_ids() -> dict[int, int]:
    """Which circle each association belongs to."""
    return {
        row.association_id: row.circle_id
        for row in db.session.execute(select(CircleMember.association_id, CircleMember.circle_id))
    }


def groups(search: str, *, only_linked: bool) -> list[Group]:
    """Circles and accepted associations by name; linked ones alone, or those a fragment of a name finds."""
    chosen = select(Association).where(Association.status == "accepted")
    if search:
        chosen = chosen.where(has_fragment(search, Association.name))
    found = list(db.session.scalars(chosen.order_by(Association.name, Association.id)))
    of, known = circle_ids(), {one.id: one for one in associations()}
    members: dict[int, list[Association]] = defaultdict(list)
    for association_id, circle_id in of.items():
        if association_id in known:
            members[circle_id].append(known[association_id])
    shown: dict[object, Group] = {}
    for one in found:
        own = of.get(one.id)
        key = own or f"alone-{one.id}"
        together = sorted(members[own], key=lambda row: row.name) if own else [one]
        if len(together) > 1 or not only_linked:
            shown.setdefault(key, Group(own, together))
    return list(shown.values())[:PAGE]


def flags(*, now: datetime) -> list[Flag]:
    """Pairs of accepted groups with people, an e-mail, a phone or an RCS number in common that are not linked."""
    known = {one.id: one for one in associations()}
    of = circle_ids()
    whys: dict[tuple[int, int], set[str]] = defaultdict(set)
    for (why, _value), holders in _common(known, now=now).items():
        if 1 < len(holders) <= CROWD:
            for pair in combinations(sorted(holders), 2):
                if not of.get(pair[0]) or of.get(pair[0]) != of.get(pair[1]):
                    whys[pair].add(why)
    pairs = sorted(whys, key=lambda pair: (-len(whys[pair]), known[pair[0]].name, known[pair[1]].name))
    return [Flag(known[one], known[other], [why for why in WHYS if why in whys[one, other]]) for one, other in pairs]


def _common(known: dict[int, Association], *, now: datetime) -> dict[tuple[str, str], set[int]]:
    """Who holds each address, number or person."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)

    def note(why: str, value: str | None, association_id: int) -> None:
        if value and association_id in known:
            holders[why, value].add(association_id)

    for one in known.values():
        note("number", (one.rcs_number or "").replace(" ", "").upper(), one.id)
    acting = select(Membership.association_id, Membership.person_id, Person.email, Person.phone).join(Person)
    for row in db.session.execute(acting.where(Membership.ended_at.is_(None), Person.is_staff.is_(False))):
        note("person", str(row.person_id), row.association_id)
        note("email", row.email, row.association_id)
        note("phone", row.phone, row.association_id)
    booked = select(Booking.association_id, Booking.contact_email, Booking.contact_phone).distinct()
    lately = booked.where(Booking.association_id.is_not(None), Booking.created_at > now - LOOK_BACK)
    for association_id, email, phone in db.session.execute(lately):
        note("email", email, association_id or 0)
        note("phone", phone, association_id or 0)
    return holders


def circle(circle_id: int) -> Circle | None:
    """One circle with its associations."""
    chosen = select(Circle).options(selectinload(Circle.members).joinedload(CircleMember.association))
    return db.session.scalar(chosen.where(Circle.id == circle_id))


def ledgers(circle_id: int, families: Iterable[str]) -> dict[str, Ledger]:
    """What counts, family by family."""
    charges = db.session.scalars(
        select(ShareCharge)
        .options(joinedload(ShareCharge.request).joinedload(ShareRequest.pool))
        .where(ShareCharge.circle_id == circle_id)
        .order_by(ShareCharge.on.desc(), ShareCharge.id.desc())
    ).all()
    penalties = db.session.scalars(
        select(SharePenalty)
        .where(SharePenalty.circle_id == circle_id)
        .order_by(SharePenalty.on.desc(), SharePenalty.id.desc())
    ).all()
    given = db.session.scalars(
        select(Contribution)
        .where(Contribution.circle_id == circle_id)
        .order_by(Contribution.on.desc(), Contribution.id.desc())
    ).all()
    return {
        family: Ledger(
            [one for one in charges if one.family == family],
            [one for one in penalties if one.family == family],
            [one for one in given if one.family == family],
        )
        for family in families
    }
