"""Linking and unlinking groups: one of the staff proposes, another confirms, and the groups are told (FAIRNESS.md 8)."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from wok.db import db
from wok.people.models import Association
from wok.sharing import circles, staff_messages
from wok.sharing.models import CircleMember
from wok.sharing.staff_models import CircleChange
from wok.sharing.staff_refusals import AlreadyProposed, AlreadySettled, NeedsAnother, NotLinkable


def propose(
    what: str, association_id: int, other_id: int | None, reason: str, *, by_id: int, token: str, now: datetime
) -> CircleChange:
    """A link or its end, for a colleague to confirm. Raises NotLinkable, AlreadyProposed."""
    known = db.session.scalar(select(CircleChange).where(CircleChange.form_token == token))
    if known is not None:
        return known
    _refuse_pointless(what, association_id, other_id, now=now)
    pair = {association_id, other_id}
    waiting = db.session.scalars(
        select(CircleChange).where(CircleChange.state == "proposed", CircleChange.what == what)
    )
    if any({one.association_id, one.other_id} == pair for one in waiting):
        raise AlreadyProposed
    row = CircleChange(
        what=what,
        association_id=association_id,
        other_id=other_id,
        reason=reason,
        form_token=token,
        proposed_by_id=by_id,
        proposed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _refuse_pointless(what: str, association_id: int, other_id: int | None, *, now: datetime) -> None:
    own = circles.circle_of(association_id, now=now)
    if what == "link" and other_id is not None and circles.circle_of(other_id, now=now).id == own.id:
        raise NotLinkable(is_linking=True)
    if what == "unlink" and len(members_of(own.id)) < 2:
        raise NotLinkable(is_linking=False)


def members_of(circle_id: int) -> list[Association]:
    """The groups of one circle, by name."""
    chosen = select(Association).join(CircleMember, CircleMember.association_id == Association.id)
    return list(db.session.scalars(chosen.where(CircleMember.circle_id == circle_id).order_by(Association.name)))


def confirm(change: CircleChange, by_id: int, *, now: datetime) -> None:
    """The second of the staff agrees: it is done, and told to the groups. Raises NeedsAnother, AlreadySettled, NotLinkable."""
    _settle(change, "done", by_id, now=now)
    if change.proposed_by_id == by_id:
        raise NeedsAnother
    _refuse_pointless(change.what, change.association_id, change.other_id, now=now)
    own = circles.circle_of(change.association_id, now=now)
    if change.what == "unlink":
        touched = members_of(own.id)
        circles.unlink(change.association_id, now=now)
    else:
        other = circles.circle_of(change.other_id or 0, now=now)
        touched = members_of(own.id) + members_of(other.id)
        name = " + ".join(one.name for one in touched)[:200]
        circles.link([one.id for one in touched], name, now=now)
    staff_messages.tell_groups(change, touched, now=now)


def withdraw(change: CircleChange, by_id: int, *, now: datetime) -> None:
    """Nothing comes of it. Raises AlreadySettled."""
    _settle(change, "withdrawn", by_id, now=now)


def _settle(change: CircleChange, state: str, by_id: int, *, now: datetime) -> None:
    db.session.refresh(change, with_for_update=True)
    if change.state != "proposed":
        raise AlreadySettled
    change.state, change.settled_by_id, change.settled_at = state, by_id, now
    db.session.flush()


def changes(state: str, *, of: list[int] | None = None) -> list[CircleChange]:
    """Proposals in a state, the latest first; of some groups alone, or of all."""
    chosen = (
        select(CircleChange)
        .options(
            joinedload(CircleChange.association),
            joinedload(CircleChange.other),
            joinedload(CircleChange.proposed_by),
            joinedload(CircleChange.settled_by),
        )
        .where(CircleChange.state == state)
        .order_by(CircleChange.proposed_at.desc(), CircleChange.id.desc())
        .limit(100)
    )
    if of is not None:
        chosen = chosen.where(or_(CircleChange.association_id.in_(of), CircleChange.other_id.in_(of)))
    return list(db.session.scalars(chosen))
