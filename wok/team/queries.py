"""Who works here, when each can be met, who is on duty; a fixed number of statements however many they are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings import series
from wok.bookings.models import Occurrence, Series, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays
from wok.people.models import Person
from wok.team import rules
from wok.team.models import BusySpan, Colleague, Duty, HoursException, WorkHours
from wok.team.rules import Differs, Stretch

ONCALL = "oncall"


def colleagues(*, active: bool = True) -> list[Colleague]:
    """Staff people can meet, in lane order, with hours, person and resource; with `active=False` those who left, too."""
    chosen = (
        select(Colleague)
        .join(Person, Person.id == Colleague.person_id)
        .options(joinedload(Colleague.person), joinedload(Colleague.resource), selectinload(Colleague.hours))
        .order_by(Colleague.position, Colleague.person_id)
    )
    if active:
        chosen = chosen.where(Colleague.ended_at.is_(None), Person.is_staff)
    return list(db.session.scalars(chosen))


def colleague(person_id: int) -> Colleague | None:
    """One colleague by their person's number, whether they still work here or not."""
    return next((one for one in colleagues(active=False) if one.person_id == person_id), None)


def is_active(one: Colleague) -> bool:
    """True while they work here and are met."""
    return one.ended_at is None and one.person.is_staff


def open_spans_of(colleagues: Sequence[Colleague], first: date, last: date) -> dict[int, list[Span]]:
    """When each can be met from `first` to `last` (local days, both included), by person_id; in order, joined.

    Weekly hours and extra hours, without days away or ill, closures, what is booked with them (buffers
    included), their busy calendar and their Thursdays on call. Bookings that are held count as taken.
    """
    if first > last:
        return {one.person_id: [] for one in colleagues}
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    closed = [ClosedDays(one.first_on, one.last_on) for one in series.running_closures(first, last)]
    differs, busy = _exceptions_of(colleagues, first, last), _busy_of(colleagues, whole)
    return {
        one.person_id: rules.open_spans(
            [stretch_of(row) for row in one.hours],
            differs[one.person_id],
            closed,
            busy[one.person_id],
            first=first,
            last=last,
        )
        for one in colleagues
    }


def stretch_of(row: WorkHours) -> Stretch:
    """A row of weekly hours as the rules read it."""
    return Stretch(row.weekday, row.starts_local, row.ends_local, row.first_on, row.last_on)


def differs_of(row: HoursException) -> Differs:
    """A row of days that differ as the rules read it."""
    return Differs(row.kind, row.first_on, row.last_on, row.starts_local, row.ends_local)


def _exceptions_of(colleagues: Sequence[Colleague], first: date, last: date) -> dict[int, list[Differs]]:
    found: dict[int, list[Differs]] = defaultdict(list)
    rows = db.session.scalars(
        select(HoursException).where(
            HoursException.colleague_id.in_([one.person_id for one in colleagues]),
            HoursException.ended_at.is_(None),
            HoursException.first_on <= last,
            HoursException.last_on >= first,
        )
    )
    for row in rows:
        found[row.colleague_id].append(differs_of(row))
    return found


def _busy_of(colleagues: Sequence[Colleague], whole: Span) -> dict[int, list[Span]]:
    """What is taken of each: bookings, their own calendar, duty on Thursday."""
    of_resource = {one.resource_id: one.person_id for one in colleagues}
    taken = select(Taking.resource_id, Taking.starts_at, Taking.ends_at).where(
        Taking.resource_id.in_(of_resource), Taking.ends_at > whole.start, Taking.starts_at < whole.end
    )
    elsewhere = select(BusySpan.calendar_id, BusySpan.starts_at, BusySpan.ends_at).where(
        BusySpan.calendar_id.in_(of_resource.values()), BusySpan.ends_at > whole.start, BusySpan.starts_at < whole.end
    )
    on_call = (
        select(Duty.colleague_id, Occurrence.starts_at, Occurrence.ends_at)
        .join(Occurrence, Occurrence.id == Duty.occurrence_id)
        .where(
            Duty.colleague_id.in_(of_resource.values()),
            Duty.state == "planned",
            Occurrence.status != "cancelled",
            Occurrence.ends_at > whole.start,
            Occurrence.starts_at < whole.end,
        )
    )
    busy: dict[int, list[Span]] = defaultdict(list)
    for resource_id, start, end in db.session.execute(taken):
        busy[of_resource[resource_id]].append(Span(start, end))
    for chosen in (elsewhere, on_call):
        for person_id, start, end in db.session.execute(chosen):
            busy[person_id].append(Span(start, end))
    return busy


def oncall_series() -> Series | None:
    """The rule of the on-call service; None before it was opened."""
    return db.session.scalar(select(Series).where(Series.kind == ONCALL))


def oncall_dates(start: datetime, end: datetime) -> list[Occurrence]:
    """On-call dates that touch the span, cancelled ones included, in order."""
    return list(
        db.session.scalars(
            select(Occurrence)
            .options(joinedload(Occurrence.closure), joinedload(Occurrence.series), joinedload(Occurrence.resource))
            .join(Series, Series.id == Occurrence.series_id)
            .where(Series.kind == ONCALL, Occurrence.ends_at > start, Occurrence.starts_at < end)
            .order_by(Occurrence.starts_at)
        )
    )


def duties_on(occurrence: Occurrence) -> list[Duty]:
    """Who is on duty on a date, in lane order; those who are ill or were replaced or left are not among them."""
    return duties_of([occurrence]).get(occurrence.id, [])


def duties_of(occurrences: Sequence[Occurrence], *, states: Sequence[str] = ("planned",)) -> dict[int, list[Duty]]:
    """Who is on duty on each of these dates (occurrence id -> duties in lane order); one statement for all."""
    found: dict[int, list[Duty]] = defaultdict(list)
    rows = db.session.scalars(
        select(Duty)
        .join(Colleague, Colleague.person_id == Duty.colleague_id)
        .join(Person, Person.id == Colleague.person_id)
        .options(
            joinedload(Duty.colleague).joinedload(Colleague.person),
            joinedload(Duty.colleague).joinedload(Colleague.resource),
        )
        .where(
            Duty.occurrence_id.in_([one.id for one in occurrences]),
            Duty.state.in_(states),
            Colleague.ended_at.is_(None),
            Person.is_staff,
        )
        .order_by(Colleague.position, Colleague.person_id)
    )
    for row in rows:
        found[row.occurrence_id].append(row)
    return found


def next_duties(*, now: datetime) -> dict[int, list[Occurrence]]:
    """Each colleague's coming Thursdays on duty, by person id, in order; one statement."""
    rows = db.session.execute(
        select(Duty.colleague_id, Occurrence)
        .join(Occurrence, Occurrence.id == Duty.occurrence_id)
        .where(Duty.state == "planned", Occurrence.status != "cancelled", Occurrence.ends_at > now)
        .order_by(Occurrence.starts_at)
    )
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for person_id, occurrence in rows:
        found[person_id].append(occurrence)
    return found


@dataclass(frozen=True)
class Week:
    """Somebody's weekly hours on a day, weekday by weekday, and the day from which others hold."""

    by_weekday: list[tuple[int, list[WorkHours]]]
    changes_on: date | None

    @property
    def groups(self) -> list[tuple[int, int, list[WorkHours]]]:
        """First and last weekday with the same hours in a row, and these hours."""
        found: list[tuple[int, int, list[WorkHours]]] = []
        for weekday, rows in self.by_weekday:
            if found and found[-1][1] == weekday - 1 and _clocks(found[-1][2]) == _clocks(rows):
                found[-1] = (found[-1][0], weekday, rows)
            else:
                found.append((weekday, weekday, rows))
        return found


def _clocks(rows: list[WorkHours]) -> list[tuple[time, time]]:
    return [(row.starts_local, row.ends_local) for row in rows]


def week_of(one: Colleague, day: date) -> Week:
    """The hours that hold on a day, of the weekdays that have some."""
    valid = [row for row in one.hours if (row.first_on or day) <= day <= (row.last_on or day)]
    weekdays = sorted({row.weekday for row in valid})
    later = [row.first_on for row in one.hours if row.first_on and row.first_on > day]
    return Week(
        [(number, [row for row in valid if row.weekday == number]) for number in weekdays], min(later, default=None)
    )
