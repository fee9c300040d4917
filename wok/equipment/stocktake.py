"""Counting what is there: pieces ticked or scanned, things without tags counted; what is missing is lost, with Undo.

Pieces out on loan are expected elsewhere and are not missing. All changes inside `transaction()`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.db import db
from wok.equipment import stock
from wok.equipment.models import Item, Stocktake, StocktakeCount, StocktakeFind, Unit
from wok.equipment.movement_models import Movement
from wok.equipment.refusals import StocktakeOver
from wok.kernel.values import dataclass
from wok.people.models import Person


@dataclass(frozen=True)
class Tally:
    """One thing in a count: pieces here, out on loan, not found yet; or how many were counted of how many expected."""

    item: Item
    units: list[Unit]
    found: frozenset[int]
    out: frozenset[int]
    lent: int  # pieces without tags that are out on loan
    counted: int | None

    @property
    def missing(self) -> list[Unit]:
        """Tagged pieces in service that are neither found nor out."""
        return [
            one for one in self.units if one.state == "service" and one.id not in self.found and one.id not in self.out
        ]

    @property
    def expected(self) -> int:
        """How many should be here of a thing without tags."""
        return max(0, self.item.resource.capacity - self.lent)

    @property
    def short(self) -> int:
        """How many of a thing without tags are missing, 0 while it has not been counted."""
        return max(0, self.expected - self.counted) if self.counted is not None else 0


def begin(by: Person | None, *, now: datetime) -> Stocktake:
    """A new count, or the one that is open."""
    row = open_one()
    if row is None:
        row = Stocktake(began_at=now, began_by_id=by.id if by else None)
        db.session.add(row)
        db.session.flush()
    return row


def open_one() -> Stocktake | None:
    """The count that is open."""
    chosen = select(Stocktake).where(Stocktake.closed_at.is_(None)).order_by(Stocktake.id.desc()).limit(1)
    return db.session.scalar(chosen)


def past() -> list[Stocktake]:
    """The last counts, the newest first."""
    chosen = select(Stocktake).where(Stocktake.closed_at.is_not(None)).order_by(Stocktake.id.desc()).limit(10)
    return list(db.session.scalars(chosen))


def is_found(row: Stocktake, unit: Unit) -> bool:
    """Whether this piece was seen in this count."""
    return db.session.get(StocktakeFind, (row.id, unit.id)) is not None


def find(row: Stocktake, unit_ids: Iterable[int], *, now: datetime) -> int:
    """These pieces are here. Returns how many were found so far."""
    known = set(db.session.scalars(select(StocktakeFind.unit_id).where(StocktakeFind.stocktake_id == row.id)))
    for number in sorted(set(unit_ids) - known):
        db.session.add(StocktakeFind(stocktake_id=row.id, unit_id=number, at=now))
    db.session.flush()
    return len(known | set(unit_ids))


def note(
    row: Stocktake, ticked: Iterable[int], shown: Iterable[int], counts: Mapping[int, int | None], *, now: datetime
) -> None:
    """What a page says: of the pieces shown, the ticked ones are here and no others; things without tags counted."""
    ticked, shown = set(ticked), set(shown)
    for one in db.session.scalars(select(StocktakeFind).where(StocktakeFind.stocktake_id == row.id)):
        if one.unit_id in shown - ticked:
            db.session.delete(one)
    db.session.flush()
    find(row, ticked & shown, now=now)
    for item_id, counted in counts.items():
        known = db.session.get(StocktakeCount, (row.id, item_id))
        if known is not None and counted is None:
            db.session.delete(known)
        elif counted is not None:
            known = known or StocktakeCount(stocktake_id=row.id, item_id=item_id)
            known.counted, known.at = counted, now
            db.session.add(known)
    db.session.flush()


def tallies(row: Stocktake) -> list[Tally]:
    """All things in their order; a fixed number of statements."""
    chosen = select(Item).where(Item.accepted_at.is_not(None), Item.retired_at.is_(None), Item.owner != "association")
    items = list(
        db.session.scalars(
            chosen.options(joinedload(Item.resource), selectinload(Item.units)).order_by(Item.position, Item.id)
        )
    )
    found = frozenset(db.session.scalars(select(StocktakeFind.unit_id).where(StocktakeFind.stocktake_id == row.id)))
    counts = {
        one.item_id: one.counted
        for one in db.session.scalars(select(StocktakeCount).where(StocktakeCount.stocktake_id == row.id))
    }
    out, lent = _out()
    return [
        Tally(
            one,
            [unit for unit in one.units if unit.state in ("service", "lost", "repair")],
            found,
            out,
            lent.get(one.id, 0),
            counts.get(one.id),
        )
        for one in items
    ]


def _out() -> tuple[frozenset[int], dict[int, int]]:
    """What is out on loan now: tagged pieces, and by item how many without a tag."""
    chosen = select(Movement.unit_id, Movement.item_id, Movement.count)
    units, counts = set(), dict[int, int]()
    for row in db.session.execute(chosen.where(Movement.back_at.is_(None), Movement.undone_at.is_(None))):
        if row.unit_id is not None:
            units.add(row.unit_id)
        else:
            counts[row.item_id] = counts.get(row.item_id, 0) + row[2]
    return frozenset(units), counts


def close(row: Stocktake, *, now: datetime, undo: timedelta) -> int:
    """End the count: missing pieces are lost, found ones that were lost are in service, counts hold. Returns how many are lost."""
    before: dict[str, Any] = {"units": {}, "capacities": {}}
    lost = 0
    for one in tallies(row):
        missing = {unit.id for unit in one.missing} if one.found & {unit.id for unit in one.units} else set()
        for unit in one.units:
            state = "lost" if unit.id in missing else "service" if _is_back(unit, one.found) else unit.state
            if unit.id in one.found:
                unit.seen_at = now
            if state != unit.state:
                before["units"][str(unit.id)] = unit.state
                stock.set_unit_state(unit, state, unit.note, now=now)
        lost += len(missing)
        if one.counted is not None and not one.item.is_tagged and one.counted != one.expected:
            before["capacities"][str(one.item.id)] = one.item.resource.capacity
            lost += one.short
            stock.set_quantity(one.item, one.counted + one.lent, now=now)
    row.closed_at, row.before, row.undo_until = now, before, now + undo
    db.session.flush()
    return lost


def _is_back(unit: Unit, found: frozenset[int]) -> bool:
    return unit.state == "lost" and unit.id in found


def undo_close(row: Stocktake, *, now: datetime) -> None:
    """The count is open again and all is as before, within ten minutes. Raises StocktakeOver."""
    if row.before is None or row.undo_until is None or row.undo_until < now:
        raise StocktakeOver
    for number, state in row.before["units"].items():
        unit = db.session.get(Unit, int(number))
        if unit is not None:
            stock.set_unit_state(unit, state, unit.note, now=now)
    for number, capacity in row.before["capacities"].items():
        item = db.session.get(Item, int(number))
        if item is not None:
            stock.set_quantity(item, capacity, now=now)
    row.closed_at = row.before = row.undo_until = None
    db.session.flush()
