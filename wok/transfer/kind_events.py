"""Events from a list, one line a date: always drafts, which somebody reads and publishes. Dates there already stay."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import delete, select

from wok.bookings import codes
from wok.bookings.models import Occurrence, Resource, Series
from wok.db import db
from wok.events import dates, rules, services
from wok.events.facts import EventFacts, NewDates, Organiser
from wok.events.models import Event, Organisation
from wok.events.words import KINDS
from wok.kernel import weekly
from wok.kernel.letters import fold
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.rules import plain_name
from wok.transfer import cells
from wok.transfer.cells import Value
from wok.transfer.kinds import Field, Keys, Kind, Known, Made, Part, Resolved, Values, Way
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext
from wok.web.texts import said

TEXTS = ("title", "summary", "text", "place", "price")

FIELDS = (
    Field(
        "title",
        _l("Title"),
        cells.line(120),
        ("titre", "title", "titel", "título", "événement", "event", "veranstaltung", "evento", "nom", "name"),
        is_required=True,
        example="Cours de luxembourgeois",
    ),
    Field(
        "day",
        _l("Day"),
        cells.day,
        ("date", "jour", "datum", "tag", "data", "dia", "day", "dag"),
        is_required=True,
        example="2026-12-05",
    ),
    Field(
        "starts",
        _l("From"),
        cells.hour,
        ("début", "heure", "de", "start", "beginn", "von", "uhrzeit", "início", "hora", "time", "vun", "ab"),
        is_required=True,
        example="18:30",
    ),
    Field(
        "ends",
        _l("Until"),
        cells.hour,
        ("fin", "jusqu'à", "à", "end", "ende", "bis", "fim", "até", "to", "bis"),
        is_required=True,
        example="20:00",
    ),
    Field("kind", _l("Kind"), cells.one_of(KINDS), ("type", "genre", "art", "tipo"), example="course", words=KINDS),
    Field(
        "organiser",
        _l("Organised by"),
        cells.line(150),
        ("organisateur", "organiser", "organizer", "veranstalter", "organizador", "association", "verein"),
        example="Les danseurs asbl",
    ),
    Field("summary", _l("In one sentence"), cells.line(200), ("résumé", "summary", "kurz", "resumo", "sous-titre")),
    Field("text", _l("Text"), cells.lines(4000), ("description", "texte", "beschreibung", "descrição", "details")),
    Field(
        "place", _l("Place"), cells.line(200), ("lieu", "adresse", "ort", "local", "where", "plaz"), example="Oberkorn"
    ),
    Field(
        "neighbourhood",
        _l("Neighbourhood"),
        cells.line(100),
        ("quartier", "ortsteil", "viertel", "bairro", "quartéier"),
    ),
    Field(
        "seats", _l("Places"), cells.number(0, 2000), ("places", "capacité", "plätze", "lugares", "seats"), example="20"
    ),
    Field("price", _l("Price, if it is not free"), cells.line(120), ("prix", "tarif", "price", "preis", "preço")),
    Field(
        "is_step_free", _l("Step-free"), cells.yes_or_no, ("accessible", "sans marches", "barrierefrei", "acessível")
    ),
    Field(
        "languages", _l("Languages spoken"), cells.languages, ("langue", "langues", "sprachen", "línguas", "language")
    ),
)


def known(language: str) -> list[Known]:
    """Every date of every event that was not cancelled."""
    organisers = _organiser_names()
    chosen = select(Event, Occurrence.starts_at).join(Occurrence, Occurrence.series_id == Event.series_id)
    rows = db.session.execute(chosen.where(Event.state != "cancelled").order_by(Event.id, Occurrence.starts_at))
    return [
        Known(
            event.id,
            said(event.title, language).text,
            {
                "title": said(event.title, language).text,
                "day": weekly.local_day(starts_at).isoformat(),
                "organiser": organisers.get((event.association_id, event.organisation_id), ""),
            },
        )
        for event, starts_at in rows
    ]


def _organiser_names() -> dict[tuple[int | None, int | None], str]:
    associations = db.session.execute(select(Association.id, Association.name).where(Association.status == "accepted"))
    partners = db.session.execute(select(Organisation.id, Organisation.name))
    return {(row.id, None): row.name for row in associations} | {(None, row.id): row.name for row in partners}


def keys(values: Values) -> Keys:
    """The same title, organiser and day."""
    title, organiser = fold(str(values.get("title", ""))), plain_name(str(values.get("organiser", "")))
    return Keys((f"{title}|{organiser}|{values.get('day', '')}",))


def resolver(way: Way) -> Callable[[Values], Resolved]:
    """Organiser and neighbourhood are found by name; the date must be to come and its hours must exist."""
    names = {plain_name(name): name for name in _organiser_names().values()}
    places = neighbourhoods.all_of_them()
    today = weekly.local_day(way.now)

    def resolve(values: Values) -> Resolved:
        faults: dict[str, str] = {}
        organiser, place = str(values.get("organiser", "")), str(values.get("neighbourhood", ""))
        name = names.get(plain_name(organiser))
        if organiser and not name:
            faults["organiser"] = _("Nobody is called %(name)s here. Bring the organiser in first.", name=organiser)
        if place and neighbourhoods.matching(place, places) is None:
            faults["neighbourhood"] = _("%(name)s is not on the list of neighbourhoods.", name=place)
        if "day" in values and not today <= cells.read_day(values["day"]) <= today + rules.LATEST:
            faults["day"] = _("This day is over, or too far ahead.")
        elif {"day", "starts", "ends"} <= values.keys() and not _exists(values):
            faults["starts"] = _("These hours do not exist on this day.")
        return Resolved({**values, "organiser": name} if name else values, faults)

    return resolve


def _exists(values: Values) -> bool:
    try:
        rules.span_on(cells.read_day(values["day"]), _hour(values["starts"]), _hour(values["ends"]))
    except rules.CannotBe:
        return False
    return True


def _hour(value: Value) -> time:
    return time.fromisoformat(str(value))


def make(lines: list[Made], way: Way) -> list[int]:
    """Drafts with their dates; lines of one title and organiser are dates of one event."""
    organisers = {name: key for key, name in _organiser_names().items()}
    places = neighbourhoods.all_of_them()
    events: dict[str, Event] = {}
    for one in lines:
        key = _event_key(one.values)
        if key not in events:
            place = neighbourhoods.matching(str(one.values.get("neighbourhood", "")), places)
            organiser = Organiser(*organisers.get(str(one.values.get("organiser", "")), (None, None)))
            facts = _facts(one.values, organiser, place.id if place else None, way)
            events[key] = services.make(facts, way.by, form_token=codes.new_link_token(), now=way.now)
        wanted = NewDates(_hour(one.values["starts"]), _hour(one.values["ends"]), (cells.read_day(one.values["day"]),))
        dates.add(events[key], wanted, now=way.now)
    db.session.flush()
    return [events[_event_key(one.values)].id for one in lines]


def _event_key(values: Values) -> str:
    return f"{fold(str(values['title']))}|{values.get('organiser', '')}"


def _facts(values: Values, organiser: Organiser, place: int | None, way: Way) -> EventFacts:
    spoken, seats = values.get("languages"), int(str(values.get("seats", 0)))
    words: dict[str, Any] = {code: {way.language: str(values[code])} if code in values else {} for code in TEXTS}
    return EventFacts(
        **words,
        kind=str(values.get("kind", "other")),
        first_language=way.language,
        organiser=organiser,
        neighbourhood_id=place,
        is_free="price" not in values,
        is_step_free=bool(values.get("is_step_free", False)),
        languages=tuple(spoken) if isinstance(spoken, list) else (),
        registration="open" if seats else "none",
        seats=seats,
    )


def change(_row_id: int, _values: Values, _way: Way) -> None:
    """Dates that are there stay as they are."""


def restore(_row_id: int, _values: Mapping[str, Value | None], _way: Way) -> None:
    """Nothing was changed."""


def parts(ids: list[int]) -> list[Part]:
    """An event has a series; its dates have places."""
    chosen = (
        select(Event.id, Event.series_id, Occurrence.id, Occurrence.resource_id)
        .join(Occurrence, Occurrence.series_id == Event.series_id)
        .where(Event.id.in_(ids))
    )
    found: set[Part] = set()
    for row in db.session.execute(chosen):
        found |= {Part(Series, row[1] or 0, row[0]), Part(Occurrence, row[2], row[0]), Part(Resource, row[3], row[0])}
    return sorted(found, key=lambda one: (one.table.__tablename__, one.id))


def remove(ids: list[int]) -> None:
    """Drafts that nobody touched, with their dates."""
    belongs = parts(ids)
    db.session.execute(delete(Event).where(Event.id.in_(ids)))
    for table in (Occurrence, Series, Resource):
        numbers = [one.id for one in belongs if one.table is table]
        db.session.execute(delete(table).where(table.id.in_(numbers)))


EVENTS = Kind(
    code="events",
    words=_l("Events"),
    counted=lambda number: ngettext("%(num)s date", "%(num)s dates", number),
    fields=FIELDS,
    table=Event,
    known=known,
    keys=keys,
    resolver=resolver,
    make=make,
    change=change,
    restore=restore,
    remove=remove,
    page="events_staff.show",
    page_argument="event_id",
    is_add_only=True,
    parts=parts,
    own_tables=frozenset({"event", "series", "occurrence"}),
)
