"""Circles: who shares as one. An association is its own circle from its first use on; staff may link groups."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from wok.bookings import codes
from wok.db import db
from wok.kernel.standing import Params, weight_of
from wok.people.models import Association
from wok.sharing.ledger_models import Contribution, ShareCharge, SharePenalty
from wok.sharing.models import Circle, CircleMember, RequestPartner

PEOPLE = {"up_to_25": 25, "up_to_100": 100, "above": 101}  # what a size band stands for


def circle_of(association_id: int, *, now: datetime) -> Circle:
    """The circle of an association; its own new one on first use."""
    return circles_of([association_id], now=now)[0]


def circles_of(association_ids: Sequence[int], *, now: datetime) -> list[Circle]:
    """The circles of these associations, in their order, each once."""
    known = _known(association_ids)
    if missing := sorted(set(association_ids) - set(known)):
        # The lock lets those wait who ask for the same association at this moment; then its circle may be there.
        chosen = select(Association.id).where(Association.id.in_(missing)).order_by(Association.id)
        db.session.execute(chosen.with_for_update(key_share=True))
        known = _known(association_ids)
    for association_id in missing:
        if association_id not in known:
            known[association_id] = _new_circle(None, [association_id], now=now)
    found = [known[association_id] for association_id in association_ids]
    return list({circle.id: circle for circle in found}.values())


def _known(association_ids: Sequence[int]) -> dict[int, Circle]:
    chosen = select(CircleMember).where(CircleMember.association_id.in_(association_ids))
    return {row.association_id: row.circle for row in db.session.scalars(chosen)}


def lock(circle_ids: Iterable[int]) -> None:
    """Let one ask at a time for a circle; comes before all other locks, and keeps nobody from being charged."""
    chosen = select(Circle.id).where(Circle.id.in_(list(circle_ids))).order_by(Circle.id)
    db.session.execute(chosen.with_for_update(key_share=True))


def of_one_booking(*, now: datetime) -> Circle:
    """A visitor without association shares alone, for this one booking."""
    return _new_circle(None, [], now=now)


def _new_circle(name: str | None, association_ids: Iterable[int], *, now: datetime) -> Circle:
    circle = Circle(name=name, uid=codes.new_link_token(), created_at=now)
    db.session.add(circle)
    db.session.flush()
    db.session.add_all(CircleMember(association_id=one, circle_id=circle.id) for one in association_ids)
    db.session.flush()
    return circle


def link(association_ids: Sequence[int], name: str, *, now: datetime) -> Circle:
    """The same people are behind these: from now on they share as one, with all that each of them had.

    What open wishes and waiting requests say of who asks moves along; drawn rounds keep the circles they were drawn with.
    """
    old = circles_of(association_ids, now=now)
    joined = old[0]
    joined.name = name
    for circle in old[1:]:
        _merge(circle, joined)
    db.session.flush()
    db.session.refresh(joined)
    return joined


def _merge(circle: Circle, into: Circle) -> None:
    for table in (CircleMember, RequestPartner, ShareCharge, SharePenalty, Contribution):
        db.session.execute(update(table).where(table.circle_id == circle.id).values(circle_id=into.id))
    db.session.expire_all()


def unlink(association_id: int, *, now: datetime) -> Circle:
    """An association shares for itself again: what it asked for itself goes along, by the requests it made."""
    new = _new_circle(None, [], now=now)
    member = db.session.get_one(CircleMember, association_id)
    asked = select(RequestPartner.request_id).where(RequestPartner.association_id == association_id)
    own = ShareCharge.circle_id == member.circle_id, ShareCharge.request_id.in_(asked)
    db.session.execute(update(ShareCharge).where(*own).values(circle_id=new.id))
    penalties = SharePenalty.circle_id == member.circle_id, SharePenalty.association_id == association_id
    db.session.execute(update(SharePenalty).where(*penalties).values(circle_id=new.id))
    mine = RequestPartner.association_id == association_id
    db.session.execute(update(RequestPartner).where(mine).values(circle_id=new.id))
    member.circle_id = new.id
    db.session.flush()
    db.session.expire_all()
    return new


def weights_of(circle_ids: Iterable[int], params: Params) -> dict[int, int]:
    """The weight of each circle: of linked groups the largest member's, never the sum."""
    chosen = (
        select(CircleMember.circle_id, Association.size_band)
        .join(Association, Association.id == CircleMember.association_id)
        .where(CircleMember.circle_id.in_(list(circle_ids)))
    )
    most: dict[int, int] = dict.fromkeys(circle_ids, 0)
    for circle_id, band in db.session.execute(chosen):
        most[circle_id] = max(most[circle_id], PEOPLE.get(band, 25))
    return {circle_id: weight_of(people, params) for circle_id, people in most.items()}


def weight_of_circle(circle_id: int, params: Params) -> int:
    """The weight of one circle, in thousandths."""
    return weights_of([circle_id], params)[circle_id]
