"""Events as their organisers and the staff see them in a list: state, next date, what is missing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.events import queries, rules
from wok.events.models import Event
from wok.kernel.values import dataclass
from wok.people.models import LANGUAGES
from wok.web.language import LANGUAGE_NAMES

PAGE = 50
VIEWS = ("coming", "asked", "draft", "over", "cancelled")


@dataclass(frozen=True)
class Line:
    """One event of the list. `state` is its own, or "over"; `booked` counts all dates to come."""

    event: Event
    state: str
    next_at: datetime | None
    dates: int
    booked: int
    missing: list[str]
    older: list[str]
    is_changed: bool  # by its association, since staff last read it

    @property
    def missing_names(self) -> list[str]:
        """The languages by their own names."""
        return [LANGUAGE_NAMES[code] for code in self.missing]

    @property
    def older_names(self) -> list[str]:
        """The languages by their own names."""
        return [LANGUAGE_NAMES[code] for code in self.older]


def listed(view: str, *, now: datetime, association_ids: Collection[int] | None = None, page: int = 1) -> list[Line]:
    """One page of a view, soonest first (drafts: newest first); of these associations, or of all. Three statements."""
    soonest = _next(now=now)
    chosen = select(Event, soonest.label("next_at")).options(*_whole()).where(*_of_view(view, soonest))
    if association_ids is not None:
        chosen = chosen.where(Event.association_id.in_(association_ids))
    order = (soonest, Event.id) if view == "coming" else (Event.changed_at.desc(), Event.id.desc())
    rows = db.session.execute(chosen.order_by(*order).limit(PAGE + 1).offset(PAGE * (page - 1))).all()
    return lines([(row[0], row[1]) for row in rows], now=now)


def of_project(project_id: int, *, now: datetime) -> list[Line]:
    """The events of one project, soonest first, those without a date to come last. Three statements."""
    soonest = _next(now=now)
    chosen = select(Event, soonest.label("next_at")).options(*_whole()).where(Event.project_id == project_id)
    rows = db.session.execute(chosen.order_by(soonest.is_(None), soonest, Event.id).limit(PAGE)).all()
    return lines([(row[0], row[1]) for row in rows], now=now)


def _whole() -> tuple[ExecutableOption, ...]:
    return joinedload(Event.association), joinedload(Event.organisation), joinedload(Event.series)


def _next(*, now: datetime) -> ScalarSelect[datetime]:
    """The start of the next date that takes place."""
    return (
        select(func.min(Occurrence.starts_at))
        .where(Occurrence.series_id == Event.series_id, Occurrence.ends_at > now, Occurrence.status != "cancelled")
        .correlate(Event)
        .scalar_subquery()
    )


def _of_view(view: str, soonest: ScalarSelect[datetime]) -> tuple[ColumnElement[bool], ...]:
    if view == "coming":
        return Event.state == "published", soonest.is_not(None)
    if view == "over":
        return Event.state == "published", soonest.is_(None)
    return (Event.state == view,)


def lines(found: Sequence[tuple[Event, datetime | None]], *, now: datetime) -> list[Line]:
    """These events with what a list says of them. Two statements."""
    series = [event.series_id for event, _next in found if event.series_id]
    coming = (
        select(Occurrence.series_id, func.count(Occurrence.id))
        .where(Occurrence.series_id.in_(series), Occurrence.ends_at > now, Occurrence.status != "cancelled")
        .group_by(Occurrence.series_id)
    )
    booked = (
        select(Occurrence.series_id, func.sum(Booking.quantity))
        .join(Booking, Booking.occurrence_id == Occurrence.id)
        .where(Occurrence.series_id.in_(series), Occurrence.ends_at > now, Booking.status.in_(("held", "confirmed")))
        .group_by(Occurrence.series_id)
    )
    dates = {row[0]: row[1] for row in db.session.execute(coming)}
    people = {row[0]: int(row[1]) for row in db.session.execute(booked)}
    return [
        _line(event, soonest, dates.get(event.series_id or 0, 0), people.get(event.series_id or 0, 0))
        for event, soonest in found
    ]


def _line(event: Event, soonest: datetime | None, dates: int, booked: int) -> Line:
    is_over = event.state == "published" and soonest is None
    return Line(
        event=event,
        state="over" if is_over else event.state,
        next_at=soonest,
        dates=dates,
        booked=booked,
        missing=missing(event),
        older=rules.older(event.written_at, event.first_language),
        is_changed=is_changed(event),
    )


def missing(event: Event) -> list[str]:
    """Languages in which something is missing that is written in the first one."""
    return rules.missing((event.title, event.summary, event.text), event.first_language, LANGUAGES)


def is_changed(event: Event) -> bool:
    """Public, and its association has changed it since staff last read it."""
    if event.state != "published" or event.association_id is None:
        return False
    return event.checked_at is None or event.checked_at < event.changed_at


def counts(*, now: datetime) -> dict[str, int]:
    """How many events wait for the staff: to be checked, changed since. One statement."""
    asked = func.count(Event.id).filter(Event.state == "asked")
    later = (Event.checked_at.is_(None)) | (Event.checked_at < Event.changed_at)
    changed = func.count(Event.id).filter(Event.state == "published", Event.association_id.is_not(None), later)
    row = db.session.execute(select(asked, changed)).one()
    return {"asked": int(row[0]), "changed": int(row[1])}


def to_decide(undecided: Sequence[Occurrence]) -> list[queries.EventDate]:
    """These dates with their events; one statement, none for none."""
    events = queries.events_of({one.series_id for one in undecided}) if undecided else {}
    return [queries.EventDate(events[one.series_id], one) for one in undecided if one.series_id in events]


def on_day(start: datetime, end: datetime) -> list[queries.EventDate]:
    """Public dates of a day, for the staff; cancelled ones too."""
    return queries.published(start, end)
