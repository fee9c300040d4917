"""What is counted of events: dates, hours, who came, newcomers, languages, helpers. A few statements in all."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, func, select

from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db
from wok.events.door_models import DoorCount, EventWalkIn
from wok.events.models import Event, Shift, ShiftHelper
from wok.events.words import KINDS
from wok.figures import periods
from wok.figures.tables import Table
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.spoken import SPOKEN

NOWHERE = "nowhere"  # no neighbourhood was said
OPEN = frozenset({"dates", "hours"})


@dataclass(frozen=True)
class Held:
    """One date that took place."""

    id: int
    minutes: int
    kind: str
    place: str
    quarter: str
    languages: Sequence[str]


@dataclass(frozen=True)
class Where:
    """The neighbourhood that is looked at: its number and its names; None is the whole town."""

    id: int | None = None
    names: frozenset[str] = frozenset()


def tables(span: Span, where: Where, places: Sequence[int]) -> list[Table]:
    """Everything of events within the span, of one neighbourhood or of all `places`."""
    held = _held(span, where)
    houses = [] if where.id else _house_dates(span)
    here = [f"n{number}" for number in places if where.id in (None, number)] + ([] if where.id else [NOWHERE])
    door, came = _door(span), _came(span)
    return [
        _dates("activities", [*KINDS, "lunch", "oncall"], [*held, *houses], lambda one: one.kind),
        _dates("places", here, held, lambda one: one.place),
        _attendance(held, here, {**came, **{number: one.all for number, one in door.items()}}),
        _newcomers([door[one.id] for one in held if one.id in door]),
        _spoken(held),
        _dates("quarters", sorted({one.quarter for one in held}), held, lambda one: one.quarter),
        _helpers(span, where),
    ]


def _held(span: Span, where: Where) -> list[Held]:
    # The list of languages comes as text: the same few lists stand behind thousands of dates.
    columns = (Event.kind, Event.neighbourhood_id, cast(Event.languages, String).label("languages"))
    chosen = (
        select(Occurrence.id, Occurrence.starts_at, Occurrence.ends_at, *columns)
        .join(Event, Event.series_id == Occurrence.series_id)
        .where(Event.state == "published", *_took_place(span))
    )
    if where.id:
        chosen = chosen.where(Event.neighbourhood_id == where.id)
    rows, quarters = db.session.execute(chosen).all(), dict[tuple[int, int], str]()
    languages = {text: json.loads(text) for text in {row.languages for row in rows}}
    return [
        Held(
            row.id,
            _minutes(row.starts_at, row.ends_at),
            row.kind,
            f"n{row.neighbourhood_id}" if row.neighbourhood_id else NOWHERE,
            _quarter(row.starts_at, quarters),
            languages[row.languages],
        )
        for row in rows
    ]


def _took_place(span: Span) -> list[ColumnElement[bool]]:
    return [Occurrence.status != "cancelled", Occurrence.starts_at >= span.start, Occurrence.starts_at < span.end]


def _quarter(at: datetime, known: dict[tuple[int, int], str]) -> str:
    day = weekly.local_day(at)
    month = (day.year, day.month)
    if month not in known:
        known[month] = periods.quarter_of(day).code
    return known[month]


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _house_dates(span: Span) -> list[Held]:
    """Lunches and mornings on call: they are held in the Wok, and in no neighbourhood."""
    chosen = (
        select(Occurrence.id, Occurrence.starts_at, Occurrence.ends_at, Series.kind)
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind.in_(("lunch", "oncall")), *_took_place(span))
    )
    return [
        Held(row.id, _minutes(row.starts_at, row.ends_at), row.kind, NOWHERE, "", ())
        for row in db.session.execute(chosen)
    ]


def _dates(key: str, rows: Sequence[str], held: Iterable[Held], of: Callable[[Held], str]) -> Table:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in held:
        counts[of(one), "dates"] += 1
        counts[of(one), "hours"] += one.minutes
    return Table(key, rows, ("dates", "hours"), counts, open=OPEN)


@dataclass(frozen=True)
class Door:
    """Counted at one door."""

    all: int
    first_time: int


def _door(span: Span) -> dict[int, Door]:
    people = (DoorCount.adults + DoorCount.children).label("people")
    chosen = (
        select(DoorCount.occurrence_id, people, DoorCount.first_time)
        .join(Occurrence, Occurrence.id == DoorCount.occurrence_id)
        .where(*_took_place(span))
    )
    return {row.occurrence_id: Door(row.people, row.first_time) for row in db.session.execute(chosen)}


def _came(span: Span) -> dict[int, int]:
    """Where nobody counted at the door: who signed up and was ticked, and who came without."""
    marked = (
        select(Booking.occurrence_id, func.sum(func.coalesce(Booking.attended, Booking.quantity)).label("people"))
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Booking.kind == "event", Booking.attendance == "came", *_took_place(span))
        .group_by(Booking.occurrence_id)
    )
    walked = (
        select(EventWalkIn.occurrence_id, func.sum(EventWalkIn.people).label("people"))
        .join(Occurrence, Occurrence.id == EventWalkIn.occurrence_id)
        .where(*_took_place(span))
        .group_by(EventWalkIn.occurrence_id)
    )
    found: dict[int, int] = defaultdict(int)
    for row in [*db.session.execute(marked), *db.session.execute(walked)]:
        found[row.occurrence_id] += int(row.people)
    return found


def _attendance(held: Sequence[Held], here: Sequence[str], came: dict[int, int]) -> Table:
    """Kinds by neighbourhoods; where no date was held, everybody knows that nobody came."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in held:
        counts[one.place, one.kind] += came.get(one.id, 0)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in held)] or list(KINDS)
    known = {(place, kind) for place in here for kind in kinds} - set(counts)
    return Table("attendance", here, kinds, counts, is_crossed=True, known=frozenset(known))


def _newcomers(doors: Sequence[Door]) -> Table:
    first = sum(one.first_time for one in doors)
    counts = {("first_time", "people"): first, ("known", "people"): sum(one.all for one in doors) - first}
    return Table("newcomers", ("first_time", "known"), ("people",), counts)


def _spoken(held: Iterable[Held]) -> Table:
    """Dates at which a language was spoken; one with two languages counts for both."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in held:
        for language in one.languages:
            counts[language, "dates"] += 1
    return Table("spoken", list(SPOKEN), ("dates",), counts, has_total=False, open=OPEN)


def _helpers(span: Span, where: Where) -> Table:
    """Who helped at events and was there, by kind; hours as they were marked."""
    chosen = (
        select(Event.kind, func.count(), func.coalesce(func.sum(ShiftHelper.minutes), 0))
        .select_from(ShiftHelper)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .join(Event, Event.series_id == Occurrence.series_id)
        .where(ShiftHelper.state == "came", *_took_place(span))
        .group_by(Event.kind)
    )
    if where.id:
        chosen = chosen.where(Event.neighbourhood_id == where.id)
    counts: dict[tuple[str, str], int] = {}
    for kind, helpers, minutes in db.session.execute(chosen):
        counts[kind, "helpers"], counts[kind, "hours"] = helpers, int(minutes or 0)
    return Table("helpers", list(KINDS), ("helpers", "hours"), counts, behind={"hours": "helpers"})
