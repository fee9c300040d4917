"""What cannot be lent for now: in repair, lost, or used up; and pieces that are missing. All inside `transaction()`.

The capacity is what can be lent, so each of these lowers it, and the loans to come are looked at again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wok.bookings import services as core
from wok.bookings import told
from wok.db import db
from wok.equipment import risks, stock
from wok.equipment.desk_refusals import NotThatMany, TooLateHere, UnitNotHere
from wok.equipment.models import Item, Unit
from wok.equipment.movement_models import MissingPiece, Movement, Repair
from wok.kernel.values import dataclass
from wok.sharing import offers


@dataclass(frozen=True)
class Broken:
    """What is broken: one tagged unit or so many alike things, why, and who says so."""

    item: Item
    reason: str
    unit: Unit | None = None
    count: int = 1
    movement: Movement | None = None
    staff_id: int | None = None
    form_token: str | None = None


def out_of_service(item: Item, unit: Unit | None, count: int, state: str, *, note: str, now: datetime) -> None:
    """So many less can be lent. `state` is the unit's: repair, lost or retired. Raises NotThatMany, UnitNotHere."""
    if unit is not None:
        if unit.state != "service":
            raise UnitNotHere(unit.tag)
        stock.set_unit_state(unit, state, note, now=now)
        return
    resource = core.lock([item.resource_id], now=now)[item.resource_id]
    if resource.capacity < count:
        raise NotThatMany
    stock.set_quantity(item, resource.capacity - count, now=now)


def back_in_service(item: Item, unit: Unit | None, count: int, *, now: datetime) -> None:
    """They can be lent again."""
    if unit is not None:
        stock.set_unit_state(unit, "service", "", now=now)
        return
    resource = core.lock([item.resource_id], now=now)[item.resource_id]
    stock.set_quantity(item, resource.capacity + count, now=now)


def open_repair(broken: Broken, *, now: datetime) -> Repair:
    """It cannot be lent until somebody has mended it. Raises NotThatMany, UnitNotHere."""
    out_of_service(broken.item, broken.unit, broken.count, "repair", note=broken.reason, now=now)
    row = Repair(
        item_id=broken.item.id,
        unit_id=broken.unit.id if broken.unit else None,
        count=broken.count,
        movement_id=broken.movement.id if broken.movement else None,
        reason=broken.reason,
        opened_at=now,
        opened_by_id=broken.staff_id,
        form_token=broken.form_token,
        undo_until=now + told.undo_time(),
    )
    db.session.add(row)
    db.session.flush()
    risks.refresh({broken.item.id}, now=now)
    return row


def close_repair(repair: Repair, outcome: str, note: str, *, now: datetime, staff_id: int | None) -> None:
    """Mended, not to be mended, or nothing was wrong; undoable for ten minutes. Raises TooLateHere when it is closed."""
    if repair.closed_at is not None:
        raise TooLateHere
    repair.closed_at, repair.closed_by_id, repair.outcome, repair.note = now, staff_id, outcome, note
    repair.undo_until = now + told.undo_time()
    if outcome == "written_off":
        if repair.unit is not None:
            stock.set_unit_state(repair.unit, "retired", note, now=now)
    else:
        back_in_service(repair.item, repair.unit, repair.count, now=now)
    _looked_at(repair.item, now=now)


def undo(repair: Repair, *, now: datetime, staff_id: int | None) -> None:
    """Take the last press back: a closed repair opens again, one just opened never was. Raises TooLateHere."""
    if repair.undo_until is None or repair.undo_until < now or repair.outcome == "mistake":
        raise TooLateHere
    if repair.closed_at is None:
        close_repair(repair, "mistake", "", now=now, staff_id=staff_id)
    elif repair.outcome == "written_off":
        if repair.unit is not None:
            stock.set_unit_state(repair.unit, "repair", repair.reason, now=now)
        repair.closed_at = repair.outcome = None
    else:
        out_of_service(repair.item, repair.unit, repair.count, "repair", note=repair.reason, now=now)
        repair.closed_at = repair.outcome = None
    repair.undo_until = None
    db.session.flush()
    risks.refresh({repair.item_id}, now=now)


def _looked_at(item: Item, *, now: datetime) -> None:
    db.session.flush()
    risks.refresh({item.id}, now=now)
    offers.units_freed([item.resource_id], now=now)


def repairs(*, now: datetime, is_open: bool = True) -> list[Repair]:
    """Open repairs, the oldest first; or the last fifty that are closed."""
    chosen = select(Repair).options(selectinload(Repair.item).selectinload(Item.resource), selectinload(Repair.unit))
    if is_open:
        return list(db.session.scalars(chosen.where(Repair.closed_at.is_(None)).order_by(Repair.opened_at, Repair.id)))
    closed = chosen.where(Repair.closed_at <= now).order_by(Repair.closed_at.desc(), Repair.id)
    return list(db.session.scalars(closed.limit(50)))


def note_missing(movement: Movement, missing: dict[str, int], *, now: datetime) -> None:
    """These pieces did not come back with it."""
    for number, quantity in missing.items():
        db.session.add(
            MissingPiece(
                item_id=movement.item_id, unit_id=movement.unit_id, piece_id=int(number),
                movement_id=movement.id, quantity=quantity, since=now,
            )
        )  # fmt: skip
    db.session.flush()


def missing_of(item_ids: Iterable[int] | None = None) -> dict[int, list[MissingPiece]]:
    """By item, the pieces missing now, longest first; of all items when none is named."""
    chosen = select(MissingPiece).where(MissingPiece.found_at.is_(None)).order_by(MissingPiece.since, MissingPiece.id)
    if item_ids is not None:
        chosen = chosen.where(MissingPiece.item_id.in_(list(item_ids)))
    found: dict[int, list[MissingPiece]] = defaultdict(list)
    whole = (selectinload(MissingPiece.item), selectinload(MissingPiece.unit), selectinload(MissingPiece.piece))
    for row in db.session.scalars(chosen.options(*whole)):
        found[row.item_id].append(row)
    return dict(found)


def found_piece(row: MissingPiece, *, now: datetime) -> None:
    """Found, or replaced: complete again."""
    row.found_at = row.found_at or now
    db.session.flush()
