"""What is counted of events: dates, hours, who came, newcomers, languages, helpers. A few statements in all."""

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, func, select

from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db
from wok.events.door_models import DoorCount, EventWalkIn
from wok.events.models import Event, Shift, ShiftHelper
from wok.figures import periods
from wok.figures.tally import NO_PLACE, Tally
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Door:
    """Counted at one door."""

    all: int
    first_time: int


def count(span: Span, into: Tally) -> None:
    """Everything of events within the span."""
    _dates(span, into)
    _house_dates(span, into)
    _helpers(span, into)


def _dates(span: Span, into: Tally) -> None:
    # The list of languages comes as text: the same few lists stand behind thousands of dates.
    columns = (Event.kind, Event.neighbourhood_id, cast(Event.languages, String).label("languages"))
    chosen = (
        select(Occurrence.id, Occurrence.starts_at, Occurrence.ends_at, *columns)
        .join(Event, Event.series_id == Occurrence.series_id)
        .where(published(), *took_place(span))
    )
    rows, quarters = db.session.execute(chosen).all(), dict[tuple[int, int], str]()
    languages = {text: json.loads(text) for text in {row.languages for row in rows}}
    door, came = _door(span), _came(span)
    for row in rows:
        place, minutes = row.neighbourhood_id or NO_PLACE, _minutes(row.starts_at, row.ends_at)
        for figure, line in (("activities", row.kind), ("quarters", _quarter(row.starts_at, quarters))):
            into.add(place, figure, (line, "dates"), 1)
            into.add(place, figure, (line, "hours"), minutes)
        for language in languages[row.languages]:
            into.add(place, "spoken", (language, "dates"), 1)
        counted = door.get(row.id)
        into.add(place, "attendance", (row.kind, "people"), counted.all if counted else came.get(row.id, 0))
        if counted:
            into.add(place, "newcomers", ("first_time", "people"), counted.first_time)
            into.add(place, "newcomers", ("known", "people"), counted.all - counted.first_time)


def confirmed() -> ColumnElement[bool]:
    """Said by what it is not: else SQLite reads every confirmed booking there ever was instead of the days asked for."""
    return Booking.status.not_in(("waiting", "held", "cancelled"))


def published() -> ColumnElement[bool]:
    """The same of events."""
    return Event.state.not_in(("draft", "asked", "cancelled"))


def took_place(span: Span) -> list[ColumnElement[bool]]:
    """The dates of the span that were not cancelled."""
    return [Occurrence.status != "cancelled", Occurrence.starts_at >= span.start, Occurrence.starts_at < span.end]


def _quarter(at: datetime, known: dict[tuple[int, int], str]) -> str:
    day = weekly.local_day(at)
    month = (day.year, day.month)
    if month not in known:
        known[month] = periods.quarter_of(day).code
    return known[month]


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _house_dates(span: Span, into: Tally) -> None:
    """Lunches and mornings on call: they are held in the Wok, and in no neighbourhood."""
    chosen = (
        select(Occurrence.starts_at, Occurrence.ends_at, Series.kind)
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind.in_(("lunch", "oncall")), *took_place(span))
    )
    for row in db.session.execute(chosen):
        into.add(NO_PLACE, "house", (row.kind, "dates"), 1)
        into.add(NO_PLACE, "house", (row.kind, "hours"), _minutes(row.starts_at, row.ends_at))


def _door(span: Span) -> dict[int, Door]:
    people = (DoorCount.adults + DoorCount.children).label("people")
    chosen = (
        select(DoorCount.occurrence_id, people, DoorCount.first_time)
        .join(Occurrence, Occurrence.id == DoorCount.occurrence_id)
        .where(*took_place(span))
    )
    return {row.occurrence_id: Door(row.people, row.first_time) for row in db.session.execute(chosen)}


def _came(span: Span) -> dict[int, int]:
    """Where nobody counted at the door: who signed up and was ticked, and who came without."""
    marked = (
        select(Booking.occurrence_id, func.sum(func.coalesce(Booking.attended, Booking.quantity)).label("people"))
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Booking.kind == "event", Booking.attendance == "came", *took_place(span))
        .group_by(Booking.occurrence_id)
    )
    walked = (
        select(EventWalkIn.occurrence_id, func.sum(EventWalkIn.people).label("people"))
        .join(Occurrence, Occurrence.id == EventWalkIn.occurrence_id)
        .where(*took_place(span))
        .group_by(EventWalkIn.occurrence_id)
    )
    found: dict[int, int] = defaultdict(int)
    for row in [*db.session.execute(marked), *db.session.execute(walked)]:
        found[row.occurrence_id] += int(row.people)
    return found


def _helpers(span: Span, into: Tally) -> None:
    """Who helped at events and was there, by kind; hours as they were marked."""
    hours = func.coalesce(func.sum(ShiftHelper.minutes), 0)
    chosen = (
        select(Event.neighbourhood_id, Event.kind, func.count(), hours)
        .select_from(ShiftHelper)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .join(Event, Event.series_id == Occurrence.series_id)
        .where(ShiftHelper.state == "came", *took_place(span))
        .group_by(Event.neighbourhood_id, Event.kind)
    )
    for place, kind, helpers, minutes in db.session.execute(chosen):
        into.add(place or NO_PLACE, "helpers", (kind, "helpers"), helpers)
        into.add(place or NO_PLACE, "helpers", (kind, "hours"), int(minutes or 0))
