"""What can be found in the catalogue, and what of it is free on given days: a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wok.db import db
from wok.equipment import days, free, lacking, sentence, words
from wok.equipment.models import Item, ItemSet, SetPart, Substitute, Unit
from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.web.texts import Words, said

LENT = "lent"
TAKEN = "taken"
PART = "part"
AWAY = "away"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; `first` and `last` are the days the things are out, both included."""

    words: tuple[str, ...] = ()
    people: int = 0
    first: date | None = None
    last: date | None = None
    category: str = ""
    purpose: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but dates narrows the list."""
        return bool(self.words or self.category or self.purpose)


@dataclass(frozen=True)
class Thing:
    """An item in the reader's language with what is free of it on the days asked for."""

    item: Item
    name: Words
    description: Words
    free: int
    of: int
    repairs: int
    needed: int
    state: str  # lent, part (not enough for what is needed), taken, away
    instead: list["Thing"] = field(default_factory=list)
    lacks: list[Words] = field(default_factory=list)  # pieces that are missing: it can be asked for without them

    @property
    def is_enough(self) -> bool:
        """Whether as many are free as are needed."""
        return self.state == LENT


@dataclass(frozen=True)
class PartOfSet:
    """One part of a set: so many of a thing, and whether they are free."""

    thing: Thing
    quantity: int
    is_needed: bool

    @property
    def is_free(self) -> bool:
        """Whether enough of it is free for one set."""
        return self.thing.free >= self.quantity


@dataclass(frozen=True)
class ShownSet:
    """A set in the reader's language: how many whole ones there are, and which parts are missing."""

    row: ItemSet
    name: Words
    description: Words
    parts: list[PartOfSet]
    whole: int

    @property
    def state(self) -> str:
        """free, incomplete (something useful is missing) or taken (something needed is)."""
        if self.whole < 1:
            return "taken"
        return "free" if all(part.is_free and not part.thing.lacks for part in self.parts) else "incomplete"


@dataclass(frozen=True)
class Found:
    """The answer to a search; `is_wider`: nothing had all the words, these have some of them."""

    sets: list[ShownSet]
    groups: list[tuple[str, list[Thing]]]  # by category, in the order of words.CATEGORIES
    is_wider: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        return not self.sets and not self.groups


def items(*, with_retired: bool = False) -> list[Item]:
    """All accepted items in their order, each with its resource, pictures and owner; three statements."""
    chosen = (
        select(Item)
        .join(Item.resource)
        .where(Item.accepted_at.is_not(None))
        .options(contains_eager(Item.resource), selectinload(Item.pictures), joinedload(Item.association))
        .order_by(Item.position, Item.id)
    )
    if not with_retired:
        chosen = chosen.where(Item.retired_at.is_(None))
    return list(db.session.scalars(chosen))


def sets() -> list[ItemSet]:
    """All sets in their order, each with its parts; two statements."""
    chosen = select(ItemSet).where(ItemSet.retired_at.is_(None)).options(selectinload(ItemSet.parts))
    return list(db.session.scalars(chosen.order_by(ItemSet.position, ItemSet.id)))


def repairs() -> dict[int, int]:
    """By item id, how many tagged pieces are in repair."""
    rows = db.session.execute(
        select(Unit.item_id, func.count().label("number")).where(Unit.state == "repair").group_by(Unit.item_id)
    )
    return {row.item_id: row.number for row in rows}


def substitutes() -> dict[int, list[int]]:
    """By item id, what can be asked for instead, the best first."""
    found: dict[int, list[int]] = {}
    for row in db.session.scalars(select(Substitute).order_by(Substitute.item_id, Substitute.position)):
        found.setdefault(row.item_id, []).append(row.other_id)
    return found


def things(rows: Iterable[Item], wanted: Wanted, language: str, *, today: date) -> dict[int, Thing]:
    """By item id, each item as people read it, with its substitutes where there is not enough."""
    rows = list(rows)
    first, last = wanted.first or today, wanted.last or wanted.first or today
    frees, broken, others = free.free_through(rows, first, last), repairs(), substitutes()
    plain = {
        row.id: _thing(row, frees[row.id], broken.get(row.id, 0), wanted, first=first, language=language)
        for row in rows
    }
    for number, short in lacking.missing(plain).items():
        one = plain[number]
        plain[number] = replace(one, lacks=lacking.of(one.item, short, one.needed, language))
    return {
        number: one if one.is_enough else replace(one, instead=_instead(others.get(number, []), plain))
        for number, one in plain.items()
    }


def _thing(row: Item, units: int, broken: int, wanted: Wanted, *, first: date, language: str) -> Thing:
    needed = days.needed(wanted.people, row.serves, row.pack)
    if not free.is_lent_on(row, first):
        state = AWAY
    elif units < 1:
        state = TAKEN
    else:
        state = PART if units < needed else LENT
    name, description = said(row.name, language), said(row.description, language)
    return Thing(row, name, description, units, row.resource.capacity, broken, needed, state)


def _instead(numbers: Sequence[int], plain: dict[int, Thing]) -> list[Thing]:
    """What is free instead, at most two."""
    return [plain[number] for number in numbers if number in plain and plain[number].is_enough][:2]


def find(wanted: Wanted, language: str, *, today: date) -> Found:
    """What has all the words; where nothing has, what has most of them."""
    known = things(items(), wanted, language, today=today)
    shown = [show_set(row, known, language) for row in sets()]
    shown = [one for one in shown if _fits(one.row.purposes, "", wanted) and not wanted.category]
    chosen = [one for one in known.values() if _fits(one.item.purposes, one.item.category, wanted)]
    if not wanted.words:
        return Found(_by_size(shown, wanted.people), _grouped(chosen))
    item_scores = {one.item.id: sentence.score(item_line(one.item), wanted.words) for one in chosen}
    set_scores = {one.row.id: sentence.score(set_line(one.row), wanted.words) for one in shown}
    best = max([*item_scores.values(), *set_scores.values()], default=0)
    if best == 0:
        return Found([], [])
    return Found(
        _by_size([one for one in shown if set_scores[one.row.id] == best], wanted.people),
        _grouped([one for one in chosen if item_scores[one.item.id] == best]),
        is_wider=best < len(wanted.words),
    )


def _fits(purposes: Sequence[str], category: str, wanted: Wanted) -> bool:
    return (not wanted.category or category == wanted.category) and (not wanted.purpose or wanted.purpose in purposes)


def _by_size(found: list[ShownSet], people: int) -> list[ShownSet]:
    """Sets that are enough for so many people first."""
    return sorted(found, key=lambda one: bool(people and one.row.serves and one.row.serves < people))


def _grouped(found: Sequence[Thing]) -> list[tuple[str, list[Thing]]]:
    groups = {code: [one for one in found if one.item.category == code] for code in words.CATEGORIES}
    return [(code, ones) for code, ones in groups.items() if ones]


def show_set(row: ItemSet, known: dict[int, Thing], language: str) -> ShownSet:
    """A set as people read it; parts that are no longer lent are left out."""
    parts = [
        PartOfSet(known[part.item_id], part.quantity, part.is_needed) for part in row.parts if part.item_id in known
    ]
    name, description = said(row.name, language), said(row.description, language)
    return ShownSet(row, name, description, parts, _whole(row.parts, known))


def _whole(parts: Sequence[SetPart], known: dict[int, Thing]) -> int:
    counts = {part.item_id: part.quantity for part in parts if part.is_needed}
    return days.whole_sets(counts, {number: one.free for number, one in known.items()})


def item_line(row: Item) -> str:
    """What an item is found by, folded: its words in every language, its kind, what it is for."""
    own = " ".join(text for texts in (row.name, row.words, row.description, row.included) for text in texts.values())
    known = [words.searched("category", row.category), *(words.searched("purpose", code) for code in row.purposes)]
    return " ".join([fold(own), *known])


def set_line(row: ItemSet) -> str:
    """What a set is found by, folded."""
    own = " ".join(text for texts in (row.name, row.words, row.description) for text in texts.values())
    return " ".join([fold(own), *(words.searched("purpose", code) for code in row.purposes)])


def set_names(row: Item, language: str) -> list[Words]:
    """The names of the sets this item is a part of."""
    chosen = select(ItemSet).join(ItemSet.parts).where(SetPart.item_id == row.id, ItemSet.retired_at.is_(None))
    return [said(one.name, language) for one in db.session.scalars(chosen.order_by(ItemSet.position, ItemSet.id))]
