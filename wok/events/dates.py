"""The dates of an event: added, moved, cancelled, held and undone; helpers' shifts go along. All inside `transaction()`."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from wok.bookings import codes, decisions
from wok.bookings import series as core
from wok.bookings.models import Occurrence, Series
from wok.bookings.refusals import TooLateToUndo
from wok.db import Texts, db
from wok.events import messages, queries, rules, services
from wok.events.facts import NewDates
from wok.events.models import Event, Shift
from wok.events.refusals import NoNewDay, NoSuchHours, NotInThisState, TooManyDates
from wok.kernel import weekly
from wok.kernel.span import Span


def add(event: Event, wanted: NewDates, *, now: datetime) -> int:
    """More dates; returns how many are new. A rule without an end is kept stored 18 months ahead by the job.

    Raises NoNewDay, NoSuchHours, TooManyDates.
    """
    services.hold(event)
    today = weekly.local_day(now)
    known = core.stored_days(event.series) if event.series else []
    last = wanted.until or today + core.AHEAD
    asked = rules.weekly_days(wanted.days[0], last) if wanted.is_weekly and wanted.days else wanted.days
    days = rules.new_days(asked, known, today=today)
    try:
        spans = [span for day in days if (span := rules.span_on(day, wanted.starts, wanted.ends)).start > now]
    except rules.CannotBe as wrong:
        raise NoSuchHours from wrong
    if not spans:
        raise NoNewDay
    if len(known) + len(spans) > rules.MOST_DATES:
        raise TooManyDates(rules.MOST_DATES)
    series = event.series or _series(event, wanted, weekly.local_day(spans[0].start), now=now)
    for span in spans:
        core.add_date(series, span, now=now)
    services.touch(event, now=now)
    return len(spans)


def _series(event: Event, wanted: NewDates, first_on: object, *, now: datetime) -> Series:
    """The series behind an event. Only a weekly rule without an end has one that goes on."""
    first = wanted.days[0] if wanted.days else weekly.local_day(now)
    goes_on = wanted.is_weekly and wanted.until is None and wanted.ends > wanted.starts
    series = Series(
        kind=f"event-{event.id}",
        weekday=first.weekday(),
        starts_local=wanted.starts if goes_on else time(0),
        ends_local=wanted.ends if goes_on else time(23, 59),
        capacity=services.places(event),
        first_on=first,
        last_on=None if goes_on else first,
        is_elsewhere=event.room_resource_id is None,
        uid=codes.new_uid(),
        sequence=0,
        changed_at=now,
    )
    db.session.add(series)
    db.session.flush()
    event.series, event.series_id = series, series.id
    return series


def extend(*, now: datetime) -> int:
    """Store the dates of rules that go on, 18 months ahead; returns how many are new."""
    goes_on = (
        select(Series)
        .join(Event, Event.series_id == Series.id)
        .where(Series.last_on.is_(None), Event.state != "cancelled")
        .order_by(Series.id)
    )
    through = weekly.local_day(now) + core.AHEAD
    return sum(core.extend(one, through=through, now=now) for one in db.session.scalars(goes_on))


def move(event: Event, occurrence: Occurrence, span: Span, reason: Texts, *, now: datetime) -> None:
    """Another day or other hours; people and shifts go along, and are told in ten minutes. Raises what `decisions.move` does."""
    old = occurrence.starts_at
    decisions.move(occurrence, span, reason, now=now)
    _shift_along([occurrence], span.start - old)
    messages.tell_helpers("helper_moved", event, occurrence, reason, now=now, old_at=old)


def cancel(event: Event, occurrence: Occurrence, reason: Texts, *, now: datetime) -> None:
    """One date does not take place; people are told in ten minutes. Raises AlreadyCancelled, InThePast."""
    decisions.skip(occurrence, reason, now=now)
    messages.tell_helpers("helper_cancelled", event, occurrence, reason, now=now)


def undo(event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Take back the last decision on a date; nobody was told. Raises TooLateToUndo."""
    old = occurrence.starts_at
    messages.void_helpers(occurrence, now=now)
    decisions.undo(occurrence, now=now)
    _shift_along([occurrence], occurrence.starts_at - old)


def _shift_along(moved: Sequence[Occurrence], step: timedelta) -> None:
    if not step:
        return
    ids = [one.id for one in moved]
    for shift in db.session.scalars(select(Shift).where(Shift.occurrence_id.in_(ids))):
        shift.starts_at, shift.ends_at = shift.starts_at + step, shift.ends_at + step
    db.session.flush()


def cancel_all(event: Event, reason: Texts, *, now: datetime) -> None:
    """The whole event: every date to come is cancelled, and each person is told once, in ten minutes."""
    services.hold(event)
    if event.state == "cancelled":
        raise NotInThisState
    services.lock(event, now=now)
    off = [one for one in services.coming(event, now=now) if one.status != "cancelled" and one.starts_at > now]
    touched = [(one, booking) for one in off for booking in decisions.skip(one, reason, now=now, tells=False)]
    event.before = {"state": event.state, "dates": [one.id for one in off]}
    event.undo_until = now + messages.undo_time()
    event.state, event.cancelled_at, event.reason = "cancelled", now, reason
    services.touch(event, now=now)
    messages.tell_cancelled(event, touched, reason, now=now)
    for one in off:
        messages.tell_helpers("helper_cancelled", event, one, reason, now=now)


def may_undo(event: Event, *, now: datetime) -> bool:
    """True while a cancelled event can be put back: nobody was told."""
    return bool(event.before and event.undo_until and event.undo_until >= now)


def undo_all(event: Event, *, now: datetime) -> None:
    """Put a cancelled event back as it was. Raises TooLateToUndo."""
    if not may_undo(event, now=now) or event.before is None:
        raise TooLateToUndo
    dates = {one.id: one for one in queries.dates_of(event)}
    messages.void_cancelled(event, now=now)
    for number in event.before["dates"]:
        undo(event, dates[number], now=now)
    event.state, event.reason = event.before["state"], {}
    event.before = event.undo_until = event.cancelled_at = None
    services.touch(event, now=now)
