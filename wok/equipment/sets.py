"""Sets of things that are asked for together, as staff keep them. All inside `transaction()`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from wok.db import Texts, db
from wok.equipment.models import ItemSet, SetPart
from wok.equipment.refusals import NothingInSet
from wok.equipment.stock import free_slug
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class SetFacts:
    """What staff say about a set but its parts."""

    name: Texts
    description: Texts
    words: Texts
    purposes: list[str]
    serves: int | None = None


@dataclass(frozen=True)
class Part:
    """So many of an item; without one that is needed the set cannot be lent."""

    item_id: int
    quantity: int
    is_needed: bool = True


def write(row: ItemSet | None, facts: SetFacts, parts: Sequence[Part], *, now: datetime) -> ItemSet:
    """A new set, or new facts of one. The same item twice counts together. Raises NothingInSet."""
    if not parts:
        raise NothingInSet
    if row is None:
        last = db.session.scalar(select(func.max(ItemSet.position)))
        row = ItemSet(slug=free_slug(facts.name, ItemSet), position=0 if last is None else last + 1)
        db.session.add(row)
    row.name, row.description, row.words = facts.name, facts.description, facts.words
    row.purposes, row.serves, row.changed_at = facts.purposes, facts.serves, now
    known = {part.item_id: part for part in row.parts}
    kept = []
    for position, part in enumerate(_together(parts)):
        old = known.get(part.item_id) or SetPart(item_id=part.item_id)
        old.quantity, old.is_needed, old.position = part.quantity, part.is_needed, position
        kept.append(old)
    row.parts = kept
    db.session.flush()
    return row


def _together(parts: Sequence[Part]) -> list[Part]:
    found: dict[int, Part] = {}
    for part in parts:
        before = found.get(part.item_id)
        quantity = part.quantity + (before.quantity if before else 0)
        found[part.item_id] = Part(part.item_id, quantity, part.is_needed or bool(before and before.is_needed))
    return list(found.values())


def retire(row: ItemSet, *, now: datetime) -> None:
    """No longer shown; what was asked for stays."""
    row.retired_at, row.changed_at = row.retired_at or now, now
    db.session.flush()


def bring_back(row: ItemSet, *, now: datetime) -> None:
    """Shown again."""
    row.retired_at, row.changed_at = None, now
    db.session.flush()
