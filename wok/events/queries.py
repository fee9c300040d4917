"""Reading events and their dates: what is published, what one association or the staff prepare."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.base import ExecutableOption

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.events.models import Event, Organisation, Shift, TrustedOrganiser
from wok.kernel.values import dataclass

PUBLIC_STATES = ("published", "cancelled")  # a cancelled event keeps its page


@dataclass(frozen=True)
class EventDate:
    """One date of one event."""

    event: Event
    occurrence: Occurrence


@dataclass(frozen=True)
class Filters:
    """What a reader looks for; empty means anything. `languages`: spoken at it, any one of them."""

    kinds: Collection[str] = ()
    neighbourhood_ids: Collection[int] = ()
    languages: Collection[str] = ()
    is_free: bool = False
    is_step_free: bool = False
    association_id: int | None = None
    organisation_id: int | None = None


ANY = Filters()


def published(start: datetime, end: datetime, filters: Filters = ANY, *, limit: int | None = None) -> list[EventDate]:
    """Public dates, cancelled ones too, that overlap [start, end), in order of start: one statement.

    Event, association, organisation, neighbourhood, series and resource come loaded.
    """
    chosen = _filtered(filters).where(Occurrence.starts_at < end, Occurrence.ends_at > start)
    rows = db.session.execute(chosen.order_by(Occurrence.starts_at, Occurrence.id).limit(limit))
    found = [EventDate(row[0], row[1]) for row in rows.unique()]
    wanted = set(filters.languages)
    return [one for one in found if not wanted or wanted & set(one.event.languages)]


def _filtered(filters: Filters) -> Select[Event, Occurrence]:
    """Events with their dates; languages are a list in the row and are compared after reading."""
    chosen = _dates().where(Event.state.in_(PUBLIC_STATES), Event.published_at.is_not(None))
    if filters.kinds:
        chosen = chosen.where(Event.kind.in_(filters.kinds))
    if filters.neighbourhood_ids:
        chosen = chosen.where(Event.neighbourhood_id.in_(filters.neighbourhood_ids))
    if filters.is_free:
        chosen = chosen.where(Event.is_free)
    if filters.is_step_free:
        chosen = chosen.where(Event.is_step_free)
    if filters.association_id is not None:
        chosen = chosen.where(Event.association_id == filters.association_id)
    if filters.organisation_id is not None:
        chosen = chosen.where(Event.organisation_id == filters.organisation_id)
    return chosen


def _dates() -> Select[Event, Occurrence]:
    return (
        select(Event, Occurrence)
        .join(Occurrence, Occurrence.series_id == Event.series_id)
        .options(
            joinedload(Event.association),
            joinedload(Event.organisation),
            joinedload(Event.neighbourhood),
            joinedload(Occurrence.resource),
            joinedload(Occurrence.series),
        )
    )


def dates_of(event: Event) -> list[Occurrence]:
    """Every date of an event, in order, cancelled and past ones too; with their resources."""
    if event.series_id is None:
        return []
    chosen = select(Occurrence).options(joinedload(Occurrence.resource), joinedload(Occurrence.series))
    chosen = chosen.where(Occurrence.series_id == event.series_id)
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at, Occurrence.id)))


def event(event_id: int) -> Event | None:
    """One event, with who organises it."""
    return db.session.scalar(select(Event).options(*_whole()).where(Event.id == event_id))


def public_event(event_id: int) -> Event | None:
    """One event anybody may see: published, or cancelled after it was; else None."""
    found = event(event_id)
    is_public = found is not None and found.state in PUBLIC_STATES and found.published_at is not None
    return found if is_public else None


def was_public(event_id: int) -> bool:
    """Taken back: it stood in public once, and is a draft now."""
    found = event(event_id) if event_id < 2**31 else None
    return found is not None and found.published_at is not None and found.state not in PUBLIC_STATES


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Event.association),
        joinedload(Event.organisation),
        joinedload(Event.neighbourhood),
        joinedload(Event.series),
    )


def event_of(occurrence: Occurrence) -> Event | None:
    """The event a date belongs to; None for a date of another series."""
    return db.session.scalar(select(Event).options(*_whole()).where(Event.series_id == occurrence.series_id))


def events_of(series_ids: Collection[int]) -> dict[int, Event]:
    """The events of these series, by series: one statement."""
    rows = db.session.scalars(select(Event).options(*_whole()).where(Event.series_id.in_(series_ids)))
    return {row.series_id: row for row in rows if row.series_id is not None}


def shifts_of(event: Event) -> list[Shift]:
    """Helpers' shifts still wanted, in order of start, with their helpers and dates."""
    chosen = (
        select(Shift)
        .join(Shift.occurrence)
        .options(contains_eager(Shift.occurrence), joinedload(Shift.helpers))
        .where(Occurrence.series_id == event.series_id, Shift.ended_at.is_(None))
        .order_by(Shift.starts_at, Shift.id)
    )
    return list(db.session.scalars(chosen).unique())


def taken_of(occurrences: Collection[int]) -> dict[int, int]:
    """How many places are taken on each of these dates (held and confirmed), by date: one statement."""
    chosen = (
        select(Booking.occurrence_id, func.sum(Booking.quantity))
        .where(Booking.occurrence_id.in_(occurrences), Booking.status.in_(("held", "confirmed")))
        .group_by(Booking.occurrence_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(chosen) if row[0] is not None}


def organisations(*, hidden: bool = False) -> list[Organisation]:
    """Partner organisations by name."""
    chosen = select(Organisation).order_by(Organisation.name, Organisation.id)
    return list(db.session.scalars(chosen if hidden else chosen.where(Organisation.is_shown)))


def is_trusted(association_id: int | None) -> bool:
    """True where staff let this association publish by itself."""
    return association_id is not None and db.session.get(TrustedOrganiser, association_id) is not None
