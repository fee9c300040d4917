"""Reads of the programme: dates of events anybody may see, the house's own dates, closed days. A fixed number of statements."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, cast, func, select

from wok.bookings.models import Closure, Occurrence, Resource, Series, Taking
from wok.db import Texts, db
from wok.events.models import Event, Organisation
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.programme.filters import House, Wanted
from wok.space.models import Room
from wok.web.house import house

LONGEST = timedelta(days=31)  # an event that lasts longer is listed from its start for so long
MOST = 2000  # dates read at once

TAKEN = (
    select(func.coalesce(func.sum(Taking.quantity), 0))
    .where(Taking.resource_id == Occurrence.resource_id)
    .correlate(Occurrence)
    .scalar_subquery()
)
_COLUMNS: Any = select(
    Occurrence.id,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Occurrence.status,
    Occurrence.reason,
    Occurrence.sequence,
    Occurrence.changed_at,
    Series.uid,
    Series.sequence.label("series_sequence"),
    Event.id.label("event_id"),
    Event.changed_at.label("event_changed_at"),
    Event.state,
    Event.kind,
    Event.title,
    Event.summary,
    Event.place,
    Event.registration,
    Event.closes_hours,
    Event.is_free,
    Event.is_step_free,
    Event.languages,
    Event.association_id,
    Event.organisation_id,
    Event.neighbourhood_id,
    Association.name.label("association"),
    Organisation.name.label("organisation"),
    Neighbourhood.name.label("neighbourhood"),
    Room.name.label("room"),
    Resource.capacity,
    TAKEN.label("taken"),
)
_ALL: Select[Any] = (
    _COLUMNS.join(Series, Series.id == Occurrence.series_id)
    .join(Event, Event.series_id == Series.id)
    .join(Resource, Resource.id == Occurrence.resource_id)
    .outerjoin(Association, Association.id == Event.association_id)
    .outerjoin(Organisation, Organisation.id == Event.organisation_id)
    .outerjoin(Neighbourhood, Neighbourhood.id == Event.neighbourhood_id)
    .outerjoin(Room, Room.resource_id == Event.room_resource_id)
    .where(Event.published_at.is_not(None))
    .order_by(Occurrence.starts_at, Occurrence.id)
)
# Said so that no index serves it: SQLite would walk through all published events of all years instead of these days.
_STATE = func.coalesce(Event.state, "")
DATES = _ALL.where(_STATE.in_(("published", "cancelled")))
WITHDRAWN = _ALL.where(_STATE.in_(("draft", "asked")))  # public once: calendars still have them
ONCALL = (
    select(Occurrence)
    .join(Series, Series.id == Occurrence.series_id)
    .where(Series.kind == "oncall", Occurrence.ends_at > bindparam("start"), Occurrence.starts_at < bindparam("end"))
    .order_by(Occurrence.starts_at)
    .limit(MOST)
)
CLOSURES = (
    select(Closure.first_on, Closure.last_on, Closure.reason)
    .where(Closure.ended_at.is_(None), Closure.first_on < bindparam("end"), Closure.last_on >= bindparam("start"))
    .where(Closure.kind != "school_holiday")
    .order_by(Closure.first_on, Closure.id)
)


def of_house(wanted: Wanted, kind: str) -> bool:
    """Whether the lunch or the on-call is among what is looked for; staff say where the Wok is and if it has steps."""
    near = neighbourhoods.of_the_house() if wanted.near else None
    return wanted.of_house(kind, House(near, bool(house("is_step_free"))))


def event_dates(wanted: Wanted, span: Span, *, limit: int = MOST, withdrawn: bool = False) -> Sequence[Row[Any]]:
    """Dates of events that touch the span, cancelled ones too, in order. One statement, none when no event is meant.

    With `withdrawn` only those of events taken back to draft, for calendars that have them.
    """
    if not wanted.has_events:
        return []
    return db.session.execute(dates_within(wanted, span, withdrawn=withdrawn).limit(limit)).all()


def dates_within(wanted: Wanted, span: Span, *, withdrawn: bool = False) -> Select[Any]:
    """The statement behind `event_dates`, for whoever needs other columns."""
    return matching(WITHDRAWN if withdrawn else DATES, wanted).where(
        Occurrence.starts_at > span.start - LONGEST, Occurrence.starts_at < span.end, Occurrence.ends_at > span.start
    )


def dates_of(numbers: Sequence[int]) -> Sequence[Row[Any]]:
    """These dates, whatever became of their event."""
    return db.session.execute(_ALL.where(Occurrence.id.in_(numbers))).all()


def matching(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    """Only events that are looked for. Lists in a row are asked as the text they are stored as."""
    for condition in (
        Event.kind == wanted.kind if wanted.kind not in ("", "event") else None,
        Event.neighbourhood_id == wanted.near if wanted.near else None,
        _holds(Event.languages, wanted.language) if wanted.language else None,
        _holds(Event.asks, "children") if wanted.children else None,
        Event.is_free if wanted.free else None,
        Event.is_step_free if wanted.step_free else None,
        _by(wanted.by) if wanted.by else None,
    ):
        chosen = chosen if condition is None else chosen.where(condition)
    return chosen


def _holds(column: Any, code: str) -> Any:
    return cast(column, String).contains(f'"{code}"', autoescape=True)


def _by(organiser: str) -> Any:
    if organiser == "wok":
        return Event.association_id.is_(None) & Event.organisation_id.is_(None)
    if organiser.startswith("association"):
        return Event.association_id == int(organiser.removeprefix("association"))
    return Event.organisation_id == int(organiser.removeprefix("partner"))


def next_event(wanted: Wanted, *, now: datetime) -> Row[Any] | None:
    """The next date that takes place and is not over."""
    if not wanted.has_events:
        return None
    chosen = matching(DATES, wanted).where(Occurrence.starts_at > now, Event.state == "published")
    return db.session.execute(chosen.where(Occurrence.status.in_(("planned", "moved"))).limit(1)).first()


def oncall_dates(span: Span) -> Sequence[Occurrence]:
    """Days of the on-call that touch the span, in order."""
    return db.session.scalars(ONCALL, {"start": span.start, "end": span.end}).all()


@dataclass(frozen=True)
class ClosedDay:
    """A closed day and why, in the languages it was written in."""

    day: date
    reason: Texts


def closed_days(start: date, end: date) -> list[ClosedDay]:
    """Closed days of [start, end), each day once."""
    found: dict[date, ClosedDay] = {}
    for row in db.session.execute(CLOSURES, {"start": start, "end": end}):
        for number in range((min(row.last_on, end - weekly.DAY) - max(row.first_on, start)).days + 1):
            day = max(row.first_on, start) + timedelta(days=number)
            found.setdefault(day, ClosedDay(day, row.reason))
    return list(found.values())


def organiser_code(row: Row[Any]) -> str:
    """As an address names who organises it."""
    if row.association_id:
        return f"association{row.association_id}"
    return f"partner{row.organisation_id}" if row.organisation_id else "wok"


def organiser_name(code: str) -> str | None:
    """The name of an organiser somebody looks for, if they have a public event; None for nobody. The Wok has no name here."""
    if code in ("", "wok"):
        return "" if code else None
    table = Association if code.startswith("association") else Organisation
    number = int(code.removeprefix("association").removeprefix("partner"))
    column = Event.association_id if table is Association else Event.organisation_id
    is_public = select(Event.id).where(column == number, Event.published_at.is_not(None)).exists()
    found: str | None = db.session.scalar(select(table.name).where(table.id == number, is_public))
    return found
