"""What a change of somebody's time touches, before it is saved; and what waits for a decision because of it.

Nobody is thrown out: a booking inside an absence keeps its place until staff keep it, move it or cancel it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from wok.bookings import series
from wok.bookings.models import Booking, Occurrence, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.team import queries, rules
from wok.team.models import Colleague, Duty, HoursException, KeptBooking
from wok.team.rules import Differs, Stretch

FAR = timedelta(days=550)


@dataclass(frozen=True)
class Effect:
    """Bookings and Thursdays on duty that a change leaves without their colleague; in order."""

    bookings: list[Booking]
    duties: list[Duty]

    def __bool__(self) -> bool:
        return bool(self.bookings or self.duties)


@dataclass(frozen=True)
class Clash:
    """A booking whose colleague is not there: `why` is away, ill, closed or left; `cause` names what is in the way."""

    booking: Booking
    colleague: Colleague
    why: str
    cause: str


def of_days(colleague: Colleague, differs: Differs, *, now: datetime) -> Effect:
    """What days away or ill would touch; extra hours touch nothing."""
    if differs.kind == rules.EXTRA:
        return Effect([], [])
    spans = rules.away_spans(differs, first=max(differs.first_on, weekly.local_day(now)), last=differs.last_on)
    return Effect(_bookings(colleague, spans, now=now), _duties(colleague, spans, now=now))


def of_hours(colleague: Colleague, week: Sequence[Stretch], *, from_on: date, now: datetime) -> Effect:
    """Appointments from a day on that the new weekly hours would not hold; duties have hours of their own."""
    first, last = max(from_on, weekly.local_day(now)), weekly.local_day(now + FAR)
    if first > last:
        return Effect([], [])
    extra = [queries.differs_of(row) for row in exceptions(colleague, now=now) if row.kind == rules.EXTRA]
    spans = rules.open_spans(week, extra, [], [], first=first, last=last)
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    coming = _bookings(colleague, [whole], now=now)
    outside = [one for one in coming if not any(span.covers(Span(one.starts_at, one.ends_at)) for span in spans)]
    return Effect(outside, [])


def of_leaving(colleague: Colleague, *, now: datetime) -> Effect:
    """Everything agreed with somebody who is no longer met."""
    span = [Span(now, now + FAR)]
    return Effect(_bookings(colleague, span, now=now), _duties(colleague, span, now=now))


def exceptions(colleague: Colleague, *, now: datetime) -> list[HoursException]:
    """Days that differ and are not over, in order; withdrawn ones are not among them."""
    return list(
        db.session.scalars(
            select(HoursException)
            .where(
                HoursException.colleague_id == colleague.person_id,
                HoursException.ended_at.is_(None),
                HoursException.last_on >= weekly.local_day(now),
            )
            .order_by(HoursException.first_on, HoursException.id)
        )
    )


def all_exceptions(*, now: datetime) -> dict[int, list[HoursException]]:
    """The same for everybody, by person id; one statement."""
    found: dict[int, list[HoursException]] = defaultdict(list)
    rows = db.session.scalars(
        select(HoursException)
        .where(HoursException.ended_at.is_(None), HoursException.last_on >= weekly.local_day(now))
        .order_by(HoursException.first_on, HoursException.id)
    )
    for row in rows:
        found[row.colleague_id].append(row)
    return found


def _bookings(colleague: Colleague, spans: Iterable[Span], *, now: datetime) -> list[Booking]:
    within = [_taking_in(colleague.resource_id, span) for span in spans]
    if not within:
        return []
    chosen = select(Booking).where(
        Booking.id.in_(select(Taking.booking_id).where(or_(*within))),
        Booking.ends_at > now,
        Booking.kind != "block",  # their own "busy": nobody else waits for it
    )
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id)))


def _taking_in(resource_id: int, span: Span) -> ColumnElement[bool]:
    return and_(Taking.resource_id == resource_id, Taking.ends_at > span.start, Taking.starts_at < span.end)


def _duties(colleague: Colleague, spans: Iterable[Span], *, now: datetime) -> list[Duty]:
    within = [and_(Occurrence.ends_at > span.start, Occurrence.starts_at < span.end) for span in spans]
    if not within:
        return []
    chosen = (
        select(Duty)
        .join(Occurrence, Occurrence.id == Duty.occurrence_id)
        .options(joinedload(Duty.occurrence))
        .where(
            Duty.colleague_id == colleague.person_id,
            Duty.state == "planned",
            Occurrence.status != "cancelled",
            Occurrence.ends_at > now,
            or_(*within),
        )
    )
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


COMING = (
    select(Taking.booking_id, Taking.resource_id, Taking.starts_at, Taking.ends_at)
    .join(Booking, Booking.id == Taking.booking_id)
    .where(
        Taking.resource_id.in_(bindparam("ids", expanding=True)),
        Taking.ends_at > bindparam("now"),
        Booking.ends_at > bindparam("now"),
        Booking.kind != "block",
    )
    .order_by(Booking.starts_at, Booking.id)
)


def clashes(*, now: datetime) -> list[Clash]:
    """Coming bookings whose colleague is away, ill or left, or that lie on a closed day; kept ones are not among them."""
    people = {one.resource_id: one for one in queries.colleagues(active=False)}
    causes = [*_absences(people, now=now), *_closures(people, now=now), *_left(people, now=now)]
    if not causes:
        return []
    kept = set(db.session.execute(select(KeptBooking.booking_id, KeptBooking.cause)).all())
    hits: dict[int, _Cause] = {}
    of_resource: dict[int, list[_Cause]] = defaultdict(list)
    for cause in causes:
        of_resource[cause.resource_id].append(cause)
    for booking_id, resource_id, start, end in db.session.execute(COMING, {"ids": list(people), "now": now}):
        for cause in of_resource[resource_id]:
            is_hit = cause.span.start < end and start < cause.span.end
            if is_hit and (booking_id, cause.name) not in kept:
                hits.setdefault(booking_id, cause)
    return [Clash(one, people[hits[one.id].resource_id], hits[one.id].why, hits[one.id].name) for one in _of(hits)]


def _of(hits: dict[int, "_Cause"]) -> list[Booking]:
    """The bookings with these ids, in order of time."""
    chosen = select(Booking).where(Booking.id.in_(hits)).order_by(Booking.starts_at, Booking.id)
    return list(db.session.scalars(chosen)) if hits else []


@dataclass(frozen=True)
class _Cause:
    resource_id: int
    span: Span
    why: str
    name: str


def _absences(people: dict[int, Colleague], *, now: datetime) -> list[_Cause]:
    by_person = {one.person_id: one.resource_id for one in people.values()}
    today = weekly.local_day(now)
    rows = db.session.scalars(
        select(HoursException).where(
            HoursException.kind != rules.EXTRA, HoursException.ended_at.is_(None), HoursException.last_on >= today
        )
    )
    return [
        _Cause(by_person[row.colleague_id], span, row.kind, f"exception:{row.id}")
        for row in rows
        for span in rules.away_spans(queries.differs_of(row), first=today, last=row.last_on)
    ]


def _closures(people: dict[int, Colleague], *, now: datetime) -> list[_Cause]:
    today = weekly.local_day(now)
    coming = series.running_closures(today)
    spans = [(row, Span(weekly.day_span(row.first_on).start, weekly.day_span(row.last_on).end)) for row in coming]
    return [_Cause(resource_id, span, "closed", f"closure:{row.id}") for row, span in spans for resource_id in people]


def _left(people: dict[int, Colleague], *, now: datetime) -> list[_Cause]:
    gone = [one for one in people.values() if not queries.is_active(one)]
    return [_Cause(one.resource_id, Span(now, now + FAR), "left", f"left:{one.person_id}") for one in gone]


def is_cause(name: str) -> bool:
    """True for what `Clash.cause` may say."""
    kind, _mark, number = name.partition(":")
    return kind in ("exception", "closure", "left") and number.isascii() and number.isdecimal() and len(number) < 12


def keep(booking: Booking, cause: str, *, now: datetime) -> None:
    """The booking stays in spite of this cause; it is no longer among the decisions."""
    if db.session.get(KeptBooking, (booking.id, cause)) is None:
        db.session.add(KeptBooking(booking_id=booking.id, cause=cause, kept_at=now))
        db.session.flush()


def unkeep(booking: Booking, cause: str) -> None:
    """Take `keep` back."""
    row = db.session.get(KeptBooking, (booking.id, cause))
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def away_on(occurrences: Sequence[Occurrence]) -> dict[int, set[int]]:
    """Who is away or ill on each date: occurrence id -> person ids; one statement for all."""
    found: dict[int, set[int]] = {one.id: set() for one in occurrences}
    if not occurrences:
        return found
    first, last = (weekly.local_day(one.starts_at) for one in (occurrences[0], occurrences[-1]))
    rows = db.session.scalars(
        select(HoursException).where(
            HoursException.kind != rules.EXTRA,
            HoursException.ended_at.is_(None),
            HoursException.first_on <= max(first, last),
            HoursException.last_on >= min(first, last),
        )
    )
    differing = [(row.colleague_id, queries.differs_of(row)) for row in rows]
    for one in occurrences:
        day, span = weekly.local_day(one.starts_at), Span(one.starts_at, one.ends_at)
        for person_id, differs in differing:
            if any(span.overlaps(gone) for gone in rules.away_spans(differs, first=day, last=day)):
                found[one.id].add(person_id)
    return found


def without_duty(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Dates that take place and on which nobody who is there is on duty; two statements for all."""
    on_duty, away = queries.duties_of(occurrences), away_on(occurrences)
    return [
        one
        for one in occurrences
        if one.status in ("planned", "moved")
        and all(duty.colleague_id in away[one.id] for duty in on_duty.get(one.id, []))
    ]


def staff_without_lane() -> list[Person]:
    """Staff of the Wok who cannot be met yet, or no longer, by name."""
    taken = select(Colleague.person_id).where(Colleague.ended_at.is_(None))
    chosen = select(Person).where(Person.is_staff, Person.left_at.is_(None), Person.id.not_in(taken))
    return list(db.session.scalars(chosen.order_by(Person.name, Person.id)))
