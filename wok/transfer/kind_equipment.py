"""Things to lend from a list: tents, benches, projectors. Words are in the language the list was brought in."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Resource
from wok.db import db
from wok.equipment import stock
from wok.equipment.models import Item
from wok.equipment.stock import ItemFacts
from wok.equipment.words import CATEGORIES
from wok.kernel.letters import fold
from wok.people.models import Association
from wok.people.rules import plain_name
from wok.sharing.models import SharePool
from wok.transfer import cells
from wok.transfer.cells import Value
from wok.transfer.kinds import Field, Keys, Kind, Known, Made, Part, Resolved, Values, Way
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext
from wok.web.texts import said

TEXTS = ("name", "description", "conditions")
PLAIN = ("category", "serves", "pack", "weight_grams", "deposit_cents", "cleanup_days")

FIELDS = (
    Field(
        "name",
        _l("Name of the thing"),
        cells.line(80),
        ("name", "nom", "objet", "article", "matériel", "bezeichnung", "gegenstand", "nome", "artigo", "item", "numm"),
        is_required=True,
        example="Tente 3 × 3 m",
    ),
    Field(
        "quantity",
        _l("How many are there?"),
        cells.number(0, 5000),
        ("quantité", "nombre", "quantity", "number", "anzahl", "menge", "quantidade", "stock", "pieces", "unzuel"),
        is_fixed=True,
        is_required=True,
        example="8",
    ),
    Field(
        "category",
        _l("Kind"),
        cells.one_of(CATEGORIES),
        ("catégorie", "category", "kategorie", "categoria", "type", "art"),
        is_required=True,
        example="outdoors",
        words=CATEGORIES,
    ),
    Field("description", _l("Description"), cells.lines(600), ("beschreibung", "descrição", "détails", "details")),
    Field("conditions", _l("Conditions"), cells.lines(1000), ("bedingungen", "condições", "règles")),
    Field("pack", _l("Lent in packs of"), cells.number(1, 1000), ("lot", "pack", "paket", "lote"), example="1"),
    Field("serves", _l("Enough for how many people?"), cells.number(1, 5000), ("personnes", "personen", "pessoas")),
    Field(
        "weight_grams",
        _l("Weight in kg"),
        cells.measured(1000, 5000),
        ("poids", "poids kg", "weight", "kg", "gewicht", "peso"),
        example="12,5",
    ),
    Field(
        "deposit_cents",
        _l("Deposit in euros"),
        cells.measured(100, 10_000),
        ("caution", "deposit", "kaution", "caução", "kautioun"),
        example="50",
    ),
    Field("cleanup_days", _l("Days to clean afterwards"), cells.number(0, 14), ("nettoyage", "reinigung", "limpeza")),
    Field(
        "association",
        _l("Shared by the association"),
        cells.line(150),
        ("association", "propriétaire", "owner", "verein", "besitzer", "associação", "proprietário"),
        is_fixed=True,
    ),
)


def known(language: str) -> list[Known]:
    """Everything that is lent."""
    chosen = select(Item).options(joinedload(Item.resource), joinedload(Item.association))
    rows = db.session.scalars(chosen.where(Item.retired_at.is_(None)).order_by(Item.id)).unique()
    return [Known(one.id, said(one.name, language).text, _values(one, language)) for one in rows]


def _values(one: Item, language: str) -> Values:
    texts: Values = {code: text for code in TEXTS if (text := getattr(one, code).get(language))}
    texts.setdefault("name", said(one.name, language).text)
    plain: Values = {code: value for code in PLAIN if (value := getattr(one, code)) is not None}
    owner: Values = {"association": one.association.name} if one.association else {}
    return {**texts, **plain, **owner, "quantity": one.resource.capacity}


def keys(values: Values) -> Keys:
    """The same name and owner; perhaps the same: the same name, shared by somebody else."""
    name, owner = fold(str(values.get("name", ""))), plain_name(str(values.get("association", "")))
    return Keys((f"{name}|{owner}",), (name,))


def resolver(_way: Way) -> Callable[[Values], Resolved]:
    """The association that shares it is found by name."""
    names = list(db.session.scalars(select(Association.name).where(Association.status == "accepted")))
    found = {plain_name(name): name for name in names} | {fold(name): name for name in names}

    def resolve(values: Values) -> Resolved:
        typed = str(values.get("association", ""))
        name = found.get(fold(typed)) or found.get(plain_name(typed))
        if not typed:
            return Resolved(values)
        words = _("There is no association called %(name)s. Import the associations first.", name=typed)
        return Resolved({**values, "association": name or typed}, {} if name else {"association": words})

    return resolve


def make(lines: list[Made], way: Way) -> list[int]:
    """Things that can be lent at once."""
    chosen = select(Association.name, Association.id).where(Association.status == "accepted").order_by(Association.id)
    owners = {row.name: row.id for row in db.session.execute(chosen)}
    return [_add(one.values, owners, way) for one in lines]


def _add(values: Values, owners: Mapping[str, int], way: Way) -> int:
    owner_id = owners.get(str(values.get("association", "")))
    words: dict[str, Any] = {code: {way.language: str(values[code])} if code in values else {} for code in TEXTS}
    numbers: dict[str, Any] = {code: int(str(values[code])) for code in PLAIN[1:] if code in values}
    facts = ItemFacts(
        **words,
        included={},
        rules={},
        insurance={},
        words={},
        category=str(values["category"]),
        purposes=[],
        owner="association" if owner_id else "wok",
        association_id=owner_id,
        **numbers,
    )
    return stock.add_item(facts, int(str(values["quantity"])), now=way.now).id


def change(row_id: int, values: Values, way: Way) -> None:
    """Put these fields right; words in the language of the file."""
    restore(row_id, values, way)


def restore(row_id: int, values: Mapping[str, Value | None], way: Way) -> None:
    """These fields; an empty one loses what it has."""
    item = db.session.get_one(Item, row_id)
    for code, value in values.items():
        if code in TEXTS:
            texts = {**getattr(item, code), way.language: str(value or "")}
            setattr(item, code, {language: text for language, text in texts.items() if text})
        else:
            setattr(item, code, value)
    item.changed_at = way.now


def parts(ids: list[int]) -> list[Part]:
    """Each thing has a resource and a pool."""
    chosen = select(Item.id, Item.resource_id, SharePool.id).join(
        SharePool, SharePool.resource_id == Item.resource_id, isouter=True
    )
    rows = db.session.execute(chosen.where(Item.id.in_(ids)).order_by(Item.id)).all()
    pools = [Part(SharePool, row[2], row[0]) for row in rows if row[2] is not None]
    return [*pools, *(Part(Resource, row[1], row[0]) for row in rows)]


def remove(ids: list[int]) -> None:
    """Things that nobody asked for yet."""
    belongs = parts(ids)
    db.session.execute(delete(Item).where(Item.id.in_(ids)))
    for table in (SharePool, Resource):
        numbers = [one.id for one in belongs if one.table is table]
        db.session.execute(delete(table).where(table.id.in_(numbers)))


EQUIPMENT = Kind(
    code="equipment",
    words=_l("Equipment"),
    counted=lambda number: ngettext("%(num)s thing to lend", "%(num)s things to lend", number),
    fields=FIELDS,
    table=Item,
    known=known,
    keys=keys,
    resolver=resolver,
    make=make,
    change=change,
    restore=restore,
    remove=remove,
    page="equipment_staff.thing",
    page_argument="item_id",
    parts=parts,
    own_tables=frozenset({"item", "share_pool"}),
)
