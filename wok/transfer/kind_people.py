"""People from a list, with the associations they belong to. No file gives the right to book or to work at the Wok."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from wok.db import db
from wok.kernel.letters import fold
from wok.people import services
from wok.people.models import Association, Membership, Person
from wok.people.rules import plain_name
from wok.people.words import STAFF_REACHES
from wok.transfer import cells
from wok.transfer.cells import Value
from wok.transfer.kinds import Field, Keys, Kind, Known, Made, Resolved, Values, Way
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

FACTS = ("name", "email", "phone", "language", "reach")

FIELDS = (
    Field(
        "name",
        _l("Their name"),
        cells.line(150),
        ("name", "nom", "nom et prénom", "nom complet", "prénom et nom", "nome", "vor und nachname", "numm", "person"),
        is_required=True,
        example="Zoë d’Almeida",
    ),
    Field(
        "email",
        _l("E-mail address"),
        cells.email,
        ("email", "mail", "courriel", "adresse mail", "e-mail-adresse", "correio eletrónico", "mailadress"),
        is_fixed=True,
        example="zoe@example.org",
    ),
    Field(
        "phone",
        _l("Phone number"),
        cells.phone,
        ("téléphone", "tél", "tel", "gsm", "portable", "mobile", "phone", "telefon", "handy", "telefone", "telemóvel"),
        example="621 123 456",
    ),
    Field(
        "language",
        _l("Language"),
        cells.language,
        ("langue", "sprache", "língua", "idioma", "sprooch"),
        example="Français",
        words=LANGUAGE_NAMES,
    ),
    Field(
        "reach",
        _l("How may we reach them?"),
        cells.one_of(STAFF_REACHES, {"mail": "email", "phone": "phone", "telephone": "phone", "telefon": "phone"}),
        ("contact", "reach", "kontakt", "contacto", "contact par"),
        example="",
        words=STAFF_REACHES,
    ),
    Field(
        "associations",
        _l("Their associations"),
        cells.several,
        (
            "association",
            "associations",
            "verein",
            "vereine",
            "associação",
            "associações",
            "club",
            "membre de",
            "veräin",
        ),
        is_added=True,
        example="Les danseurs asbl; Cercle de lecture",
    ),
)


def known(_language: str) -> list[Known]:
    """Everybody who has not left; who works at the Wok cannot be changed by a file."""
    rows = db.session.execute(
        select(Membership.person_id, Association.name)
        .join(Association, Association.id == Membership.association_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    belongs: dict[int, list[str]] = {}
    for row in rows:
        belongs.setdefault(row.person_id, []).append(row.name)
    chosen = select(Person).where(Person.left_at.is_(None)).order_by(Person.id)
    locked = _("Works at the Wok: changed on their own page only.")
    return [
        Known(one.id, one.name, _values(one, belongs.get(one.id, [])), locked if one.is_staff else "")
        for one in db.session.scalars(chosen)
    ]


def _values(one: Person, associations: list[str]) -> Values:
    said: Values = {code: value for code in FACTS if (value := getattr(one, code)) is not None}
    return {**said, "associations": list(associations)}


def keys(values: Values) -> Keys:
    """The same address, or the same name and number; perhaps the same: the same number, or the same name."""
    name, email, phone = fold(str(values.get("name", ""))), values.get("email"), values.get("phone")
    sure = [f"email:{email}"] if email else []
    sure += [f"both:{name}|{phone}"] if phone else []
    perhaps = [f"phone:{phone}"] if phone else []
    return Keys(tuple(sure), (*perhaps, f"name:{' '.join(sorted(name.split()))}"))


def resolver(_way: Way) -> Callable[[Values], Resolved]:
    """Associations are found by name, as it is written or nearly so; an unknown one is a fault."""
    chosen = select(Association.name).where(Association.status == "accepted").order_by(Association.id.desc())
    names = list(db.session.scalars(chosen))
    found = {plain_name(name): name for name in names} | {fold(name): name for name in names}

    def resolve(values: Values) -> Resolved:
        typed = values.get("associations")
        if not isinstance(typed, list):
            return Resolved(values)
        named = {name: found.get(fold(name)) or found.get(plain_name(name)) for name in typed}
        unknown = ", ".join(name for name, known_as in named.items() if not known_as)
        words = _("There is no association called %(name)s. Import the associations first.", name=unknown)
        belongs = list(dict.fromkeys(name for name in named.values() if name))
        return Resolved({**values, "associations": belongs}, {"associations": words} if unknown else {})

    return resolve


def make(lines: list[Made], way: Way) -> list[int]:
    """People, reached by e-mail where one is given, else by phone."""
    rows = [_person(one.values, way) for one in lines]
    db.session.add_all(rows)
    db.session.flush()
    belongs = {row.id: one.values.get("associations") or [] for row, one in zip(rows, lines, strict=True)}
    _join({number: names for number, names in belongs.items() if isinstance(names, list)}, way)
    return [row.id for row in rows]


def _person(values: Values, way: Way) -> Person:
    email, phone = values.get("email"), values.get("phone")
    reach = values.get("reach") or ("email" if email else "phone" if phone else "none")
    language = values.get("language") or way.language
    said = {"name": values["name"], "email": email, "phone": phone, "reach": reach, "language": language}
    return Person(**said, needs=[], diets=[], created_at=way.now)


def _join(belongs: dict[int, list[str]], way: Way) -> None:
    """These people belong to these associations from now on."""
    chosen = select(Association.id, Association.name).where(Association.status == "accepted")
    ids = {row.name: row.id for row in db.session.execute(chosen.order_by(Association.id.desc()))}
    pairs = {(number, ids[name]) for number, names in belongs.items() for name in names if name in ids}
    there = select(Membership).where(Membership.person_id.in_(belongs))
    known_pairs = {(one.person_id, one.association_id): one for one in db.session.scalars(there)} if pairs else {}
    made: list[Membership] = []
    for person_id, association_id in sorted(pairs):
        one = known_pairs.get((person_id, association_id))
        if one is None:
            one = Membership(person_id=person_id, association_id=association_id)
            db.session.add(one)
        elif one.ended_at is None:
            continue
        one.role, one.confirmed_at, one.ended_at = "delegate" if way.may_book else "member", way.now, None
        made.append(one)
    db.session.flush()
    _tell(made, way)


def _tell(made: list[Membership], way: Way) -> None:
    for one in made if way.tells and way.link_for else ():
        person = db.session.get_one(Person, one.person_id)
        if person.email and person.reach == "email" and way.link_for:
            services.tell_member("people/added", one, link_for=way.link_for, now=way.now)


def change(row_id: int, values: Values, way: Way) -> None:
    """Put these fields right; associations are added."""
    row = db.session.get_one(Person, row_id)
    for code, value in values.items():
        if code != "associations":
            setattr(row, code, value)
    names = values.get("associations")
    if isinstance(names, list):
        _join({row_id: names}, way)


def restore(row_id: int, values: Mapping[str, Value | None], way: Way) -> None:
    """What stood there before; memberships that only the import made go."""
    row = db.session.get_one(Person, row_id)
    for code, value in values.items():
        if code != "associations":
            setattr(row, code, value)
    if isinstance(kept := values.get("associations"), list):
        for one in _of([row_id]):
            if one.association.name not in kept and not _is_used(one, way.now):
                db.session.delete(one)
    db.session.flush()


def _of(ids: list[int]) -> list[Membership]:
    chosen = select(Membership).options(joinedload(Membership.association)).where(Membership.person_id.in_(ids))
    return list(db.session.scalars(chosen.order_by(Membership.id)))


def _is_used(one: Membership, made_at: datetime) -> bool:
    return one.confirmed_at != made_at or one.ended_at is not None


def touched(ids: list[int], made_at: datetime) -> set[int]:
    """Those whose memberships somebody gave, ended or confirmed otherwise since."""
    return {one.person_id for one in _of(ids) if _is_used(one, made_at)}


def remove(ids: list[int]) -> None:
    """People who were never anything but a line of a file; their memberships go with them."""
    db.session.execute(delete(Membership).where(Membership.person_id.in_(ids)))
    db.session.execute(delete(Person).where(Person.id.in_(ids)))


PEOPLE = Kind(
    code="people",
    words=_l("People"),
    counted=lambda number: ngettext("%(num)s person", "%(num)s people", number),
    fields=FIELDS,
    table=Person,
    known=known,
    keys=keys,
    resolver=resolver,
    make=make,
    change=change,
    restore=restore,
    remove=remove,
    page="people.staff_show",
    page_argument="person_id",
    own_tables=frozenset({"membership"}),
    touched=touched,
)
