"""Closed days as staff see them: what a closure would touch, public holidays to propose, withdrawn and put back."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import codes, holidays, series
from wok.bookings.models import Booking, Closure, Occurrence, Resource, Series, Taking
from wok.bookings.refusals import TooLateToWithdraw
from wok.db import Texts, db
from wok.kernel import weekly
from wok.kernel.values import dataclass

PROPOSED_AHEAD = timedelta(days=550)  # as far as dates are stored


@dataclass(frozen=True)
class Touched:
    """A date that would need a decision, and how many people are booked on it."""

    occurrence: Occurrence
    kind: str
    people: int


@dataclass(frozen=True)
class Proposal:
    """A public holiday the Wok is not closed on yet, and what is on it: dates, appointments, loans and uses of rooms."""

    on: date
    names: Texts
    touched: list[Touched]
    meetings: list[Booking]
    shared: list[Booking]


def touched_by(first_on: date, last_on: date, *, now: datetime) -> list[Touched]:
    """Coming dates inside these days that would need a decision, with their people; in order."""
    found = {occurrence.id: occurrence for occurrence in series.inside(first_on, last_on, now=now)}
    rows = db.session.execute(
        select(Occurrence.id, Series.kind, func.coalesce(func.sum(Booking.quantity), 0).label("people"))
        .join(Series, Series.id == Occurrence.series_id)
        .outerjoin(Booking, (Booking.occurrence_id == Occurrence.id) & (Booking.status != "cancelled"))
        .where(Occurrence.id.in_(found))
        .group_by(Occurrence.id, Series.kind, Occurrence.starts_at)
        .order_by(Occurrence.starts_at)
    )
    return [Touched(found[row.id], row.kind.partition("-")[0], int(row.people)) for row in rows]


def meetings_in(first_on: date, last_on: date, *, now: datetime) -> list[Booking]:
    """Coming appointments with staff inside these days, in order; they would stay and need a decision."""
    start, end = weekly.day_span(first_on).start, weekly.day_span(last_on).end
    staffed = (
        select(Taking.booking_id).join(Resource, Resource.id == Taking.resource_id).where(Resource.kind == "staff")
    )
    chosen = select(Booking).where(
        Booking.id.in_(staffed), Booking.kind != "block", Booking.starts_at < end, Booking.ends_at > max(start, now)
    )
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id)))


def shared_in(first_on: date, last_on: date, *, now: datetime) -> list[Booking]:
    """Loans that go out or come back inside these days, and uses of rooms; in order, with associations."""
    start, end = max(weekly.day_span(first_on).start, now), weekly.day_span(last_on).end
    goes_out = (Booking.starts_at >= start) & (Booking.starts_at < end)
    comes_back = (Booking.ends_at > start) & (Booking.ends_at <= end)
    is_loan = (Booking.kind == "loan") & (Booking.status == "confirmed") & (goes_out | comes_back)
    is_use = (Booking.kind == "space") & Booking.status.in_(("held", "confirmed")) & goes_out
    chosen = select(Booking).options(joinedload(Booking.association)).where(is_loan | is_use)
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id)))


def proposals(*, now: datetime) -> list[Proposal]:
    """Public holidays of the next 18 months on which the Wok is not closed yet."""
    today = weekly.local_day(now)
    last = today + PROPOSED_AHEAD
    closed = series.running_closures()
    open_days = [
        holiday
        for holiday in holidays.public_holidays(today, last)
        if not any(closure.first_on <= holiday.on <= closure.last_on for closure in closed)
    ]
    touched, meetings = touched_by(today, last, now=now), meetings_in(today, last, now=now)
    shared = shared_in(today, last, now=now)
    return [
        Proposal(
            day.on,
            day.names,
            [one for one in touched if weekly.local_day(one.occurrence.starts_at) == day.on],
            [one for one in meetings if weekly.local_day(one.starts_at) == day.on],
            [one for one in shared if _is_on(one, day.on)],
        )
        for day in open_days
    ]


def _is_on(booking: Booking, day: date) -> bool:
    """It begins on this day; a loan that comes back on it, too."""
    ends_on = weekly.local_day(booking.ends_at) if booking.kind == "loan" else None
    return day in (weekly.local_day(booking.starts_at), ends_on)


def new_closure(kind: str, first_on: date, last_on: date, reason: Texts, *, now: datetime) -> Closure:
    """A closure not yet written; `series.close` writes it."""
    return Closure(
        kind=kind, first_on=first_on, last_on=last_on, reason=reason, uid=codes.new_uid(), sequence=0, changed_at=now
    )


def closures(*, now: datetime) -> tuple[list[Closure], list[Closure]]:
    """Running closures that are not over, in order; then withdrawn ones of the same time."""
    rows = db.session.scalars(
        select(Closure).where(Closure.last_on >= weekly.local_day(now)).order_by(Closure.first_on, Closure.id)
    ).all()
    return [row for row in rows if row.ended_at is None], [row for row in rows if row.ended_at is not None]


def put_back(closure: Closure, *, now: datetime) -> list[Occurrence]:
    """A withdrawn closure counts again; dates inside it need a decision again."""
    if closure.ended_at is None:
        return []
    closure.ended_at, closure.changed_at, closure.sequence = None, now, closure.sequence + 1
    return series.close(closure, now=now)


def withdraw(closure: Closure, *, now: datetime) -> list[Occurrence]:
    """The Wok is open after all; undecided dates inside are planned again, unless another closure covers them."""
    freed = [] if closure.ended_at is not None else series.reopen(closure, now=now)
    return _still_free(freed, now=now)


def _still_free(freed: list[Occurrence], *, now: datetime) -> list[Occurrence]:
    """Those no other closure covers; the others wait for a decision because of that one."""
    for other in series.running_closures():
        for occurrence in series.inside(other.first_on, other.last_on, now=now):
            occurrence.status, occurrence.closure_id = "needs_decision", other.id
            series.touch(occurrence, now=now)
    db.session.flush()
    return [occurrence for occurrence in freed if occurrence.status != "needs_decision"]


@dataclass(frozen=True)
class Days:
    """What a closure is to say."""

    kind: str
    first_on: date
    last_on: date
    reason: Texts


@dataclass(frozen=True)
class Effect:
    """What changing a closure would do: dates that would need a decision or be planned again, what else is inside it."""

    touched: list[Touched]
    freed: list[Occurrence]
    meetings: list[Booking]
    shared: list[Booking]


def effect_of(closure: Closure, days: Days, *, now: datetime) -> Effect:
    """What `change` would do, without doing it."""
    others = [other for other in series.running_closures() if other.id != closure.id]
    freed = [
        one for one in _left_out(closure, days) if series.closure_on(others, weekly.local_day(one.starts_at)) is None
    ]
    touched = touched_by(days.first_on, days.last_on, now=now)
    old = weekly.ClosedDays(closure.first_on, closure.last_on)
    meetings = meetings_in(days.first_on, days.last_on, now=now)
    shared = shared_in(days.first_on, days.last_on, now=now)
    return Effect(
        touched,
        freed,
        [one for one in meetings if not old.includes(weekly.local_day(one.starts_at))],
        [one for one in shared if not _was_closed(one, old)],
    )


def _was_closed(booking: Booking, old: weekly.ClosedDays) -> bool:
    """Its days inside were closed before: a loan has been moved, a use has been seen."""
    first, last = weekly.local_day(booking.starts_at), weekly.local_day(booking.ends_at - timedelta(seconds=1))
    return old.includes(first) and old.includes(last)


def change(closure: Closure, days: Days, *, version: int, now: datetime) -> list[Occurrence]:
    """Other days or words. Dates left out are planned again, dates taken in need a decision; returns all that wait.

    `version` is the closure's SEQUENCE, which each change raises. One withdrawn meanwhile counts again. Raises StaleDataError when somebody changed it first.
    """
    db.session.refresh(closure, with_for_update=True)
    if closure.sequence != version:
        raise StaleDataError(f"closure {closure.id} is at {closure.sequence}, not {version}")
    left_out = _left_out(closure, days)
    closure.kind, closure.reason = days.kind, days.reason
    closure.first_on, closure.last_on = days.first_on, days.last_on
    closure.ended_at, closure.changed_at, closure.sequence = None, now, closure.sequence + 1
    series.free(left_out, now=now)
    _still_free(left_out, now=now)
    return series.undecided(closure)


def _left_out(closure: Closure, days: Days) -> list[Occurrence]:
    new = weekly.ClosedDays(days.first_on, days.last_on)
    return [one for one in series.undecided(closure) if not new.includes(weekly.local_day(one.starts_at))]


def undo_holidays(ids: list[int], *, since: datetime, now: datetime) -> list[Closure]:
    """Withdraw the public holidays closed together, as far as nobody has changed them. Raises TooLateToWithdraw."""
    rows = db.session.scalars(
        select(Closure).where(Closure.id.in_(ids), Closure.kind == "public_holiday", Closure.sequence == 0)
    )
    fresh = [row for row in rows if row.changed_at >= since and row.ended_at is None]
    if not fresh:
        raise TooLateToWithdraw
    for closure in fresh:
        withdraw(closure, now=now)
    return fresh
