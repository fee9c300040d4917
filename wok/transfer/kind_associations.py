"""Associations from a list: accepted at once, since staff bring them; an accepted one keeps its state."""

from collections.abc import Callable, Mapping

from sqlalchemy import delete, select

from wok.db import db
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.rules import plain_name
from wok.people.words import FORMS, SIZES
from wok.transfer import cells
from wok.transfer.cells import Value
from wok.transfer.kinds import Field, Keys, Kind, Known, Made, Resolved, Values, Way
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

FACTS = ("name", "form", "rcs_number", "purpose", "size_band", "neighbourhood", "is_listed")
MORE_SIZES = {"25": "up_to_25", "1 25": "up_to_25", "26 100": "up_to_100", "100": "up_to_100", "100+": "above"}

FIELDS = (
    Field(
        "name",
        _l("Name of the association"),
        cells.line(150),
        ("name", "nom", "nom de l'association", "association", "nome", "associação", "verein", "vereinsname", "numm"),
        is_required=True,
        example="Les danseurs asbl",
    ),
    Field(
        "form",
        _l("Formal or informal"),
        cells.formal,
        ("forme", "forme juridique", "statut", "form", "rechtsform", "forma", "forma jurídica", "legal form", "asbl"),
        example="asbl",
        words=FORMS,
    ),
    Field("rcs_number", _l("RCS number"), cells.rcs, ("rcs", "rcsl", "numéro rcs", "rcs nummer"), example="F1234"),
    Field(
        "purpose",
        _l("What they do"),
        cells.lines(2000),
        (
            "objet",
            "but",
            "activité",
            "activités",
            "description",
            "zweck",
            "tätigkeit",
            "objetivo",
            "atividade",
            "zweck",
        ),
        example="Danse pour tous les âges",
    ),
    Field(
        "size_band",
        _l("How many they are"),
        cells.one_of(SIZES, MORE_SIZES),
        ("taille", "membres", "nombre de membres", "size", "members", "größe", "mitglieder", "tamanho", "membros"),
        example="26 – 100",
        words=SIZES,
    ),
    Field(
        "neighbourhood",
        _l("Where they are at home"),
        cells.line(100),
        ("quartier", "localité", "neighbourhood", "ortsteil", "viertel", "bairro", "quartéier", "stadtteil", "lieu"),
        example="Oberkorn",
    ),
    Field(
        "is_listed",
        _l("May be named on public pages"),
        cells.yes_or_no,
        ("public", "publique", "liste publique", "öffentlich", "público", "listed", "ëffentlech"),
        example="oui",
    ),
)


def known(_language: str) -> list[Known]:
    """Every association, declined ones too."""
    chosen = select(Association).order_by(Association.id)
    return [
        Known(one.id, one.name, {code: value for code in FACTS if (value := getattr(one, code)) is not None})
        for one in db.session.scalars(chosen)
    ]


def keys(values: Values) -> Keys:
    """The same number, or the same name at the same place; perhaps the same: the same name elsewhere."""
    name, place = plain_name(str(values.get("name", ""))), plain_name(str(values.get("neighbourhood", "")))
    number = values.get("rcs_number")
    sure = [f"rcs:{number}"] if number else []
    exact = " ".join(str(values.get("name", "")).casefold().split())
    return Keys((*sure, f"exact:{exact}|{place}"), (f"name:{name}",))


def resolver(_way: Way) -> Callable[[Values], Resolved]:
    """A neighbourhood is written as the list has it; one that is not on the list stays as it was typed."""
    places = neighbourhoods.all_of_them()

    def resolve(values: Values) -> Resolved:
        typed = str(values.get("neighbourhood", ""))
        place = neighbourhoods.matching(typed, places) if typed else None
        return Resolved({**values, "neighbourhood": neighbourhoods.word_of(place)} if place else values)

    return resolve


def make(lines: list[Made], way: Way) -> list[int]:
    """Accepted associations."""
    rows = [
        Association(**one.values, status="accepted", asked_at=way.now, accepted_at=way.now, staff_note="")
        for one in lines
    ]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


def change(row_id: int, values: Values, _way: Way) -> None:
    """Put these fields right."""
    row = db.session.get_one(Association, row_id)
    for code, value in values.items():
        setattr(row, code, value)


def restore(row_id: int, values: Mapping[str, Value | None], _way: Way) -> None:
    """What stood there before."""
    row = db.session.get_one(Association, row_id)
    for code, value in values.items():
        setattr(row, code, value)


def remove(ids: list[int]) -> None:
    """Associations that nobody used."""
    db.session.execute(delete(Association).where(Association.id.in_(ids)))


ASSOCIATIONS = Kind(
    code="associations",
    words=_l("Associations"),
    counted=lambda number: ngettext("%(num)s association", "%(num)s associations", number),
    fields=FIELDS,
    table=Association,
    known=known,
    keys=keys,
    resolver=resolver,
    make=make,
    change=change,
    restore=restore,
    remove=remove,
    page="associations.staff_show",
    page_argument="association_id",
)
