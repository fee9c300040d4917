"""What there is to lend changes: items, how many, tagged pieces, pauses. All inside `transaction()`."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from wok.bookings import services as bookings
from wok.bookings.models import Resource, Taking
from wok.db import Texts, db
from wok.equipment.models import Item, ItemSet, Piece, Substitute, Unit
from wok.equipment.refusals import TagTaken, TooManyPieces
from wok.kernel import weekly
from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.sharing import offers, pools
from wok.sharing.models import SharePool

KIND = "equipment"
NO_SLUGS = frozenset({"ask", "loan", "free", "offer", "mine", "set", "picture"})
MOST_UNITS = 500


@dataclass(frozen=True)
class ItemFacts:
    """All that staff say about an item but how many there are."""

    name: Texts
    description: Texts
    included: Texts
    rules: Texts
    insurance: Texts
    conditions: Texts
    words: Texts
    category: str
    purposes: list[str]
    serves: int | None = None
    pack: int = 1
    weight_grams: int | None = None
    deposit_cents: int | None = None
    cleanup_days: int = 0
    owner: str = "wok"
    association_id: int | None = None
    needs_introduction: bool = False
    lends_from: date | None = None


@dataclass(frozen=True)
class Surplus:
    """From `first` to `last` more is promised than there is, by `over` pieces on the worst day."""

    first: date
    last: date
    over: int


def add_item(facts: ItemFacts, quantity: int, *, now: datetime, **columns: Any) -> Item:
    """A new thing to lend with its resource and its share pool, accepted at once unless told otherwise."""
    last = db.session.scalar(select(func.max(Item.position)))
    resource = Resource(kind=KIND, name=_plain_name(facts.name), capacity=quantity)
    item = Item(resource=resource, slug=free_slug(facts.name), position=0 if last is None else last + 1)
    item.accepted_at = item.changed_at = now
    for name, value in columns.items():
        setattr(item, name, value)
    db.session.add(item)
    describe(item, facts, now=now)
    pools.open_pool(resource.id, KIND, lot=facts.pack, q_ref=typical(quantity))
    return item


def describe(item: Item, facts: ItemFacts, *, now: datetime) -> None:
    """These facts hold from now on; loans that were agreed keep their days."""
    for field in fields(facts):
        setattr(item, field.name, getattr(facts, field.name))
    item.changed_at = now
    item.resource.name = _plain_name(facts.name)
    db.session.flush()
    pool = pool_of(item)
    if pool is not None:
        pool.lot = facts.pack
        db.session.flush()


def pool_of(item: Item) -> SharePool | None:
    """How this item is shared."""
    return pools.pool_of(item.resource_id)


def typical(quantity: int) -> int:
    """A typical loan: a quarter of what there is, at least one piece."""
    return max(1, quantity // 4)


def set_quantity(item: Item, quantity: int, *, now: datetime) -> list[Surplus]:
    """So many are there now; nobody's loan is taken back. Returns the days on which more is promised than there is."""
    resource = bookings.lock([item.resource_id], now=now)[item.resource_id]
    pool, before = pool_of(item), resource.capacity
    if pool is not None and pool.q_ref == typical(before):
        pool.q_ref = typical(quantity)
    bookings.set_capacity(resource, quantity)
    item.changed_at = now
    db.session.flush()
    if quantity > before:
        offers.units_freed([item.resource_id], now=now)
    return surplus(item, now=now)


def surplus(item: Item, *, now: datetime) -> list[Surplus]:
    """Coming stretches of days on which more is promised than there is, in order."""
    changes: dict[datetime, int] = {}
    rows = db.session.execute(
        select(Taking.starts_at, Taking.ends_at, Taking.quantity).where(
            Taking.resource_id == item.resource_id, Taking.ends_at > now
        )
    )
    for row in rows:
        changes[row.starts_at] = changes.get(row.starts_at, 0) + row.quantity
        changes[row.ends_at] = changes.get(row.ends_at, 0) - row.quantity
    found: list[Surplus] = []
    load, began, worst = 0, None, 0
    for at in sorted(changes):
        load += changes[at]
        over = load - item.resource.capacity
        if over > 0:
            began, worst = began or at, max(worst, over)
        elif began is not None:
            found.append(Surplus(weekly.local_day(max(began, now)), _day_before(at), worst))
            began, worst = None, 0
    return found


def _day_before(end: datetime) -> date:
    """The last day of a stretch that ends at this instant."""
    return weekly.local_day(end - datetime.resolution)


def add_units(item: Item, prefix: str, count: int, *, now: datetime) -> list[Surplus]:
    """Give so many pieces a tag each, PREFIX-01 and on; from then on the tagged ones count. Raises TooManyPieces."""
    known = set(db.session.scalars(select(Unit.tag).where(Unit.tag.startswith(f"{prefix}-", autoescape=True))))
    if len(item.units) + count > MOST_UNITS:
        raise TooManyPieces
    number = 0
    for _one in range(count):
        number += 1
        while f"{prefix}-{number:02d}" in known:
            number += 1
        item.units.append(Unit(tag=f"{prefix}-{number:02d}", serial="", state="service", note="", changed_at=now))
    item.is_tagged = True
    db.session.flush()
    return _count_units(item, now=now)


def rename_unit(unit: Unit, tag: str, serial: str, *, now: datetime) -> None:
    """Another tag or serial number. Raises TagTaken."""
    if tag != unit.tag and db.session.scalar(select(Unit.id).where(Unit.tag == tag)):
        raise TagTaken(tag)
    unit.tag, unit.serial, unit.changed_at = tag, serial, now
    db.session.flush()


def set_unit_state(unit: Unit, state: str, note: str, *, now: datetime) -> list[Surplus]:
    """In service, in repair, lost or retired; what can be lent follows. Returns the surplus there is then."""
    unit.state, unit.note, unit.changed_at = state, note, now
    db.session.flush()
    return _count_units(unit.item, now=now)


def _count_units(item: Item, *, now: datetime) -> list[Surplus]:
    in_service = select(func.count()).select_from(Unit).where(Unit.item_id == item.id, Unit.state == "service")
    return set_quantity(item, int(db.session.scalar(in_service) or 0), now=now)


def pause(item: Item, until: date | None, reason: Texts, *, now: datetime) -> None:
    """Not lent for a while; what was agreed stays."""
    item.paused_at, item.paused_until, item.pause_reason, item.changed_at = now, until, reason, now
    db.session.flush()


def resume(item: Item, *, now: datetime) -> None:
    """Lent again."""
    item.paused_at = item.paused_until = None
    item.pause_reason, item.changed_at = {}, now
    db.session.flush()


def retire(item: Item, *, now: datetime) -> None:
    """No longer lent; its page says so, what was agreed stays."""
    item.retired_at, item.changed_at = item.retired_at or now, now
    db.session.flush()


def bring_back(item: Item, *, now: datetime) -> None:
    """Lent after all."""
    item.retired_at, item.changed_at = None, now
    db.session.flush()


def answer_offer(item: Item, answer: str, *, is_yes: bool, now: datetime) -> None:
    """Take what an association offers into the catalogue, or say no; `answer` is what it reads."""
    item.accepted_at, item.declined_at = (now, None) if is_yes else (None, now)
    item.answer, item.changed_at = answer, now
    db.session.flush()


def add_pieces(item: Item, pieces: Sequence[tuple[Texts, int]], *, now: datetime) -> None:
    """What else belongs to each piece of the item, ticked at hand-over, in this order."""
    begin = 1 + max((one.position for one in item.pieces), default=-1)
    for at, (name, count) in enumerate(pieces):
        db.session.add(Piece(item_id=item.id, name=name, quantity=count, position=begin + at))
    item.changed_at = now
    db.session.flush()
    db.session.expire(item, ["pieces"])


def turn_piece(piece: Piece, *, is_there: bool, now: datetime) -> None:
    """It no longer belongs to the item, or does again."""
    piece.removed_at = None if is_there else now
    piece.item.changed_at = now
    db.session.flush()
    db.session.expire(piece.item, ["pieces"])


def set_substitutes(item: Item, others: Sequence[int], *, now: datetime) -> None:
    """What can be asked for instead, the best first."""
    for row in db.session.scalars(select(Substitute).where(Substitute.item_id == item.id)):
        db.session.delete(row)
    db.session.flush()
    for at, other in enumerate(dict.fromkeys(number for number in others if number != item.id)):
        db.session.add(Substitute(item_id=item.id, other_id=other, position=at))
    item.changed_at = now
    db.session.flush()


def _plain_name(name: Texts) -> str:
    return (name.get("fr") or next(iter(name.values()), ""))[:200]


def free_slug(name: Texts, kind: type[Item] | type[ItemSet] = Item) -> str:
    """The French name in small letters with hyphens; a number follows where another thing or set has it."""
    folded = fold(_plain_name(name).replace("-", " ")).encode("ascii", "ignore").decode()
    stem = "-".join("".join(char if char.isalnum() else " " for char in folded).split())[:60] or "item"
    known = set(db.session.scalars(select(kind.slug).where(kind.slug.startswith(stem, autoescape=True)))) | NO_SLUGS
    number, slug = 1, stem
    while slug in known:
        number += 1
        slug = f"{stem}-{number}"
    return slug
