"""What staff see of the things: all of them, pieces by state, who lends what, coming loans."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import Item, ItemSet, LoanLine, SetPart, Substitute, Unit
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.web.texts import said


@dataclass(frozen=True)
class Line:
    """One thing in the staff's list; `units`: tagged pieces by state."""

    item: Item
    units: dict[str, int]


@dataclass(frozen=True)
class Lists:
    """The staff's list: offered and not answered yet, by category, no longer lent."""

    offered: list[Item]
    groups: list[tuple[str, list[Line]]]
    retired: list[Item]


def lists(categories: dict[str, object]) -> Lists:
    """Everything there is; two statements."""
    rows = list(
        db.session.scalars(
            select(Item)
            .join(Item.resource)
            .options(contains_eager(Item.resource), joinedload(Item.association))
            .order_by(Item.position, Item.id)
        )
    )
    counts = units_by_state()
    lent = [row for row in rows if row.accepted_at and row.retired_at is None]
    groups = [
        (code, [Line(row, counts.get(row.id, {})) for row in lent if row.category == code]) for code in categories
    ]
    return Lists(
        offered=[row for row in rows if row.accepted_at is None and row.declined_at is None and row.offered_at],
        groups=[(code, lines) for code, lines in groups if lines],
        retired=[row for row in rows if row.accepted_at and row.retired_at is not None],
    )


def units_by_state() -> dict[int, dict[str, int]]:
    """By item id, the number of tagged pieces in each state."""
    chosen = select(Unit.item_id, Unit.state, func.count().label("number")).group_by(Unit.item_id, Unit.state)
    found: dict[int, dict[str, int]] = {}
    for row in db.session.execute(chosen):
        found.setdefault(row.item_id, {})[row.state] = row.number
    return found


def unit(tag: str) -> Unit | None:
    """The piece with this tag, with its item."""
    chosen = select(Unit).where(Unit.tag == tag.upper()).options(joinedload(Unit.item).joinedload(Item.resource))
    return db.session.scalar(chosen)


def units(items: list[int]) -> list[Unit]:
    """The pieces of these items that may carry a label, by tag."""
    chosen = select(Unit).where(Unit.item_id.in_(items), Unit.state.in_(("service", "repair")))
    return list(db.session.scalars(chosen.options(joinedload(Unit.item)).order_by(Unit.tag)))


def tagged() -> list[Item]:
    """Things whose pieces have tags and that are still lent."""
    chosen = select(Item).where(Item.is_tagged, Item.retired_at.is_(None), Item.accepted_at.is_not(None))
    return list(db.session.scalars(chosen.options(selectinload(Item.units)).order_by(Item.position, Item.id)))


def coming_loans(item: Item, *, today: date) -> int:
    """How many loans of it, granted or asked for, are not over yet."""
    chosen = select(func.count()).select_from(LoanLine)
    chosen = chosen.where(LoanLine.item_id == item.id, LoanLine.last_on >= today)
    return db.session.scalar(chosen.where(LoanLine.state.in_(("asked", "granted", "partly")))) or 0


def choices(language: str, *, without: int = 0) -> list[tuple[int, str]]:
    """Things that are lent, by name: what a set or a substitute is chosen from."""
    chosen = select(Item.id, Item.name).where(Item.accepted_at.is_not(None), Item.retired_at.is_(None))
    rows = db.session.execute(chosen.order_by(Item.position, Item.id))
    return [(row.id, said(row.name, language).text) for row in rows if row.id != without]


def substitutes_of(item: Item) -> list[Item]:
    """What can be asked for instead, the best first."""
    chosen = select(Item).join(Substitute, Substitute.other_id == Item.id).where(Substitute.item_id == item.id)
    return list(db.session.scalars(chosen.order_by(Substitute.position)))


def sets_of(item: Item) -> list[ItemSet]:
    """The sets this item is a part of."""
    chosen = select(ItemSet).join(ItemSet.parts).where(SetPart.item_id == item.id, ItemSet.retired_at.is_(None))
    return list(db.session.scalars(chosen.order_by(ItemSet.position, ItemSet.id)))


def sets() -> list[ItemSet]:
    """All sets, retired ones last, with their parts' items."""
    chosen = select(ItemSet).options(selectinload(ItemSet.parts).joinedload(SetPart.item))
    rows = list(db.session.scalars(chosen.order_by(ItemSet.position, ItemSet.id)))
    return [row for row in rows if row.retired_at is None] + [row for row in rows if row.retired_at is not None]


def associations() -> list[Association]:
    """Whose things can be lent, by name."""
    chosen = select(Association).where(Association.status == "accepted").order_by(Association.name, Association.id)
    return list(db.session.scalars(chosen))


def to_come(item_ids: Iterable[int], *, now: datetime) -> dict[int, list[LoanLine]]:
    """By item, its confirmed loans that are not over, the soonest first, with who borrows."""
    chosen = (
        select(LoanLine)
        .join(Booking, Booking.id == LoanLine.booking_id)
        .options(contains_eager(LoanLine.booking).joinedload(Booking.association))
        .where(LoanLine.item_id.in_(list(item_ids)), LoanLine.got > 0)
        .where(Booking.status == "confirmed", Booking.ends_at > now)
        .order_by(LoanLine.first_on, LoanLine.id)
    )
    found: dict[int, list[LoanLine]] = {}
    for line in db.session.scalars(chosen):
        found.setdefault(line.item_id, []).append(line)
    return found


def offered_by(association_ids: list[int]) -> list[Item]:
    """What these associations lend or offer to lend, the newest first."""
    chosen = select(Item).where(Item.association_id.in_(association_ids), Item.owner == "association")
    return list(db.session.scalars(chosen.options(joinedload(Item.resource)).order_by(Item.id.desc())))
