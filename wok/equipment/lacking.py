"""What does not come whole: pieces that did not come back, as whoever asks for the thing must know before."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wok.db import db
from wok.equipment.models import Item
from wok.equipment.movement_models import MissingPiece
from wok.web.texts import Words, said

Missing = dict[int, list[MissingPiece]]


def missing(item_ids: Iterable[int]) -> Missing:
    """By item, the pieces that are missing now; two statements."""
    chosen = select(MissingPiece).where(MissingPiece.item_id.in_(list(item_ids)), MissingPiece.found_at.is_(None))
    found: Missing = {}
    for row in db.session.scalars(chosen.options(selectinload(MissingPiece.piece)).order_by(MissingPiece.id)):
        found.setdefault(row.item_id, []).append(row)
    return found


def of(item: Item, rows: Sequence[MissingPiece], wanted: int, language: str) -> list[Words]:
    """The pieces that so many of a thing would lack; none where enough of them are whole."""
    tagged = {row.unit_id for row in rows if row.unit_id is not None}
    untagged = max((-(-row.quantity // max(1, row.piece.quantity)) for row in rows if row.unit_id is None), default=0)
    if not rows or item.resource.capacity - len(tagged) - untagged >= max(1, wanted):
        return []
    return [said(name, language) for name in {row.piece_id: row.piece.name for row in rows}.values()]
