"""Weekly series in local wall time, stored date by date; closures turn dates into decisions, never into silence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from wok.bookings import services
from wok.bookings.models import Booking, Closure, Occurrence, Resource, Series, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span

AHEAD = timedelta(days=550)  # 18 months


def extend(series: Series, *, through: date, now: datetime) -> int:
    """Store every date of the rule up to and including `through`; returns how many are new."""
    known = {_week(day) for day in stored_days(series)}  # one date a week, also where a week kept its old weekday
    last = min(through, series.last_on) if series.last_on else through
    missing = [day for day in weekly.dates(series.weekday, series.first_on, last) if _week(day) not in known]
    closures = running_closures()
    for day in missing:
        _store(series, day, _by_rule(series, day), closures, now=now)
    db.session.flush()
    return len(missing)


def add_date(series: Series, span: Span, *, now: datetime) -> Occurrence:
    """One more date beside the rule; its local day must not be one of the series' original days yet. Flushes."""
    row = _store(series, weekly.local_day(span.start), span, running_closures(), now=now)
    db.session.flush()
    return row


def _by_rule(series: Series, day: date) -> Span:
    return Span(weekly.nearest(day, series.starts_local), weekly.nearest(day, series.ends_local, late=True))


def stored_days(series: Series) -> list[date]:
    """The original local days of all stored dates."""
    return list(db.session.scalars(select(Occurrence.original_on).where(Occurrence.series_id == series.id)))


def _week(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def closure_on(closures: list[Closure], day: date) -> Closure | None:
    """The first of these closures that covers a local day."""
    return next((row for row in closures if row.first_on <= day <= row.last_on), None)


def _store(series: Series, day: date, span: Span, closures: list[Closure], *, now: datetime) -> Occurrence:
    resource = Resource(
        kind=series.kind,
        name=f"{series.kind} {day.isoformat()}",
        capacity=series.capacity,
        version=1,
        setup_minutes=0,
        cleanup_minutes=0,
    )
    closure = None if series.is_elsewhere else closure_on(closures, day)
    row = Occurrence(
        series_id=series.id,
        original_on=day,
        original_at=span.start,
        starts_at=span.start,
        ends_at=span.end,
        resource=resource,
        status="needs_decision" if closure else "planned",
        closure_id=closure.id if closure else None,
        changed_at=now,
    )
    db.session.add(row)
    return row


def running_closures(first: date | None = None, last: date | None = None) -> list[Closure]:
    """Closures that were not withdrawn, in order of their first day; those with a day from `first` to `last` (included)."""
    found = select(Closure).where(Closure.ended_at.is_(None)).order_by(Closure.first_on, Closure.id)
    if first is not None:
        found = found.where(Closure.last_on >= first)
    if last is not None:
        found = found.where(Closure.first_on <= last)
    return list(db.session.scalars(found))


def close(closure: Closure, *, now: datetime) -> list[Occurrence]:
    """Write a closure; dates inside it that were planned need a decision. Returns those, in order."""
    db.session.add(closure)
    db.session.flush()
    touched = inside(closure.first_on, closure.last_on, now=now)
    for occurrence in touched:
        occurrence.status, occurrence.closure_id, occurrence.decided_at = "needs_decision", closure.id, None
        touch(occurrence, now=now)
    db.session.flush()
    return touched


def inside(first_on: date, last_on: date, *, now: datetime) -> list[Occurrence]:
    """Coming dates in the Wok that take place (planned or moved) on the local days first_on..last_on."""
    start, end = weekly.day_span(first_on).start, weekly.day_span(last_on).end
    return list(
        db.session.scalars(
            select(Occurrence)
            .join(Series, Series.id == Occurrence.series_id)
            .where(
                Series.is_elsewhere.is_not(True),
                Occurrence.starts_at >= max(start, now),
                Occurrence.starts_at < end,
                Occurrence.status.in_(("planned", "moved")),
                Occurrence.decided_at.is_(None),
            )
            .order_by(Occurrence.starts_at)
        )
    )


def reopen(closure: Closure, *, now: datetime) -> list[Occurrence]:
    """Withdraw a closure; dates still waiting for a decision because of it are planned again."""
    closure.ended_at, closure.changed_at, closure.sequence = now, now, closure.sequence + 1
    waiting = undecided(closure)
    free(waiting, now=now)
    return waiting


def undecided(closure: Closure) -> list[Occurrence]:
    """Dates that wait for a decision because of this closure, in order."""
    waiting = select(Occurrence).where(Occurrence.closure_id == closure.id, Occurrence.status == "needs_decision")
    return list(db.session.scalars(waiting.order_by(Occurrence.starts_at)))


def free(waiting: Sequence[Occurrence], *, now: datetime) -> None:
    """These dates are planned again: no closure covers them any more."""
    for occurrence in waiting:
        occurrence.status = "planned" if occurrence.starts_at == occurrence.original_at else "moved"
        occurrence.closure_id = None
        touch(occurrence, now=now)
    db.session.flush()


def touch(occurrence: Occurrence, *, now: datetime) -> None:
    """A change that calendars must see: the date's SEQUENCE rises and is never below its master's."""
    occurrence.sequence = max(occurrence.sequence, occurrence.series.sequence) + 1
    occurrence.changed_at = now


def move(occurrence: Occurrence, span: Span, *, now: datetime) -> None:
    """Move a date with everything booked on it. The quantities stay, so a surplus moves along unchanged."""
    resource = services.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    capacity = resource.capacity
    taken = db.session.scalar(
        select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == resource.id)
    )
    resource.capacity = max(capacity, int(taken or 0))
    db.session.flush()
    db.session.execute(
        update(Taking).where(Taking.resource_id == resource.id).values(starts_at=span.start, ends_at=span.end)
    )
    resource.capacity = capacity
    for booking in bookings_of(occurrence):
        booking.starts_at, booking.ends_at = span.start, span.end
        services.touch(booking, now=now)
        services.note(
            booking,
            "moved",
            by=services.STAFF,
            now=now,
            starts_at=[occurrence.starts_at.isoformat(), span.start.isoformat()],
        )
    occurrence.starts_at, occurrence.ends_at = span.start, span.end
    occurrence.status = "planned" if span.start == occurrence.original_at else "moved"
    occurrence.decided_at = now
    touch(occurrence, now=now)
    db.session.flush()
    db.session.expire_all()


def bookings_of(occurrence: Occurrence, *statuses: str) -> list[Booking]:
    """Bookings of a date, oldest first; by default all that are not cancelled."""
    wanted = statuses or ("waiting", "held", "confirmed")
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.occurrence_id == occurrence.id, Booking.status.in_(wanted))
            .order_by(Booking.created_at, Booking.id)
        )
    )
