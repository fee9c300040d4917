"""The basket of somebody who asks: things, how many, and the least that is still useful, as they were typed.

Every step carries it in its address or in hidden fields: `q7=4` is four of the item 7, `l7=2` the least of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.db import db
from wok.equipment.free import is_lent_on
from wok.equipment.loan_refusals import NothingAsked, NumberRefused, ThingGone
from wok.equipment.loan_rules import whole_packs
from wok.equipment.models import Item, ItemSet
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import said

MOST_THINGS = 40


@dataclass(frozen=True)
class Wanted:
    """So many of a thing; with fewer than `least` it is of no use."""

    item: Item
    quantity: int
    least: int


@dataclass
class Line:
    """One thing on the page: what was typed, and what is wrong with it."""

    item: Item
    typed: str = ""
    typed_least: str = ""
    errors: list[str] = field(default_factory=list)
    least_errors: list[str] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Something other than nothing was typed."""
        return self.typed.strip() not in ("", "0")

    @property
    def has_least(self) -> bool:
        """Several packs are asked for, so that fewer may be useful as well."""
        typed = self.typed.strip()
        return bool(self.typed_least) or (is_number(typed) and int(typed) > self.item.pack)


@dataclass
class Basket:
    """All things that are lent, those asked for among them."""

    lines: list[Line]
    gone: list[str] = field(default_factory=list)  # names of what was asked for and is no longer lent

    @property
    def asked(self) -> list[Line]:
        """The lines somebody typed a number for."""
        return [line for line in self.lines if line.is_asked]

    def query(self) -> dict[str, str]:
        """The basket as an address carries it."""
        found = {f"q{line.item.id}": line.typed.strip()[:6] for line in self.asked}
        return found | {f"l{line.item.id}": line.typed_least.strip()[:6] for line in self.asked if line.typed_least}

    def wanted(self) -> list[Wanted]:
        """What is asked for. Raises NothingAsked, NumberRefused, ThingGone; every fault is noted at its line."""
        if self.gone:
            raise ThingGone(self.gone[0])
        found: list[Wanted] = []
        faults: list[Refusal] = []
        for line in self.asked:
            try:
                found.append(_wanted(line))
            except NumberRefused as refusal:
                (line.least_errors if (refusal.field or "").startswith("l") else line.errors).append(
                    str(refusal.sentence)
                )
                faults.append(refusal)
        if faults:
            raise faults[0]
        if not found:
            raise NothingAsked
        return found


def read(values: Mapping[str, str], lang: str) -> Basket:
    """The basket of an address or a form, over everything that is lent, in the order of the catalogue."""
    lines = [
        Line(item, values.get(f"q{item.id}", "")[:12], values.get(f"l{item.id}", "")[:12]) for item in on_offer(values)
    ]
    gone = [line for line in lines if line.is_asked and _is_gone(line.item)]
    kept = [line for line in lines if not _is_gone(line.item)]
    return Basket(kept, [said(line.item.name, lang).text for line in gone])


def _is_gone(item: Item) -> bool:
    """Not lent at all, now or later."""
    return not is_lent_on(item, item.paused_until or date.max) or item.resource.capacity == 0


def on_offer(values: Mapping[str, str] | None = None) -> list[Item]:
    """What is lent, and whatever the basket names."""
    named = [int(name[1:]) for name in values or {} if name[:1] == "q" and is_number(name[1:])]
    chosen = (
        select(Item)
        .options(joinedload(Item.resource))
        .where(Item.accepted_at.is_not(None))
        .where(or_(Item.retired_at.is_(None), Item.id.in_(named[:MOST_THINGS])))
        .order_by(Item.position, Item.id)
    )
    return list(db.session.scalars(chosen))


def is_number(text: str) -> bool:
    """Digits that can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _wanted(line: Line) -> Wanted:
    quantity = _number(line.typed, f"q{line.item.id}")
    pack, there = line.item.pack, line.item.resource.capacity
    if quantity > there:
        sentence = ngettext(
            "We have %(num)s. Choose at most %(num)s.", "We have %(num)s. Choose at most %(num)s.", there
        )
        raise NumberRefused(sentence, f"q{line.item.id}")
    _whole(quantity, pack, there, f"q{line.item.id}")
    if not line.typed_least.strip():
        return Wanted(line.item, quantity, min(pack, quantity))
    least = _number(line.typed_least, f"l{line.item.id}")
    if least > quantity:
        words = _("The least that is still useful cannot be more than what you ask for: %(asked)s.", asked=quantity)
        raise NumberRefused(words, f"l{line.item.id}")
    _whole(least, pack, quantity, f"l{line.item.id}")
    return Wanted(line.item, quantity, least)


def _number(typed: str, field_name: str) -> int:
    text = typed.strip()
    if not is_number(text):
        raise NumberRefused(_("Write a whole number, for example 3."), field_name)
    if int(text) == 0:
        raise NumberRefused(_("Ask for at least one, or leave this thing out."), field_name)
    return int(text)


def _whole(quantity: int, pack: int, most: int, field_name: str) -> None:
    lower, higher = whole_packs(quantity, pack)
    if lower == quantity:
        return
    fitting = [number for number in (lower, higher) if 0 < number <= most]
    if len(fitting) == 2:
        words = _(
            "These go out in packs of %(pack)s. Choose %(lower)s or %(higher)s.", pack=pack, lower=lower, higher=higher
        )
    else:
        words = _("These go out in packs of %(pack)s. Choose %(number)s.", pack=pack, number=(fitting or [pack])[0])
    raise NumberRefused(words, field_name)


def of_set(slug: str) -> dict[str, str]:
    """The basket of a set: so many of each part."""
    found = db.session.scalar(select(ItemSet).options(selectinload(ItemSet.parts)).where(ItemSet.slug == slug[:200]))
    if found is None or found.retired_at is not None:
        return {}
    return {f"q{part.item_id}": str(part.quantity) for part in found.parts}


def of_item(slug: str, quantity: str = "") -> dict[str, str]:
    """The basket of one thing: the asked number, else a pack of it."""
    item = db.session.scalar(select(Item).where(Item.slug == slug[:200]))
    return {f"q{item.id}": quantity if is_number(quantity) else str(item.pack)} if item else {}


def carried(wanted: Iterable[Wanted]) -> dict[str, str]:
    """The same things as an address carries them."""
    found: dict[str, str] = {}
    for one in wanted:
        found[f"q{one.item.id}"] = str(one.quantity)
        found[f"l{one.item.id}"] = str(one.least)
    return found
