"""The weekly rule changes, "this and later": previewed, applied to what still follows it, undone within ten minutes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.decisions import Preview
from wok.bookings.models import Occurrence, Series
from wok.bookings.told import undo_time
from wok.db import Texts, db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches import rule_memory
from wok.lunches.models import StandingRsvp
from wok.lunches.refusals import NoSuchSpan, RuleTooFarAhead, TooLateToUndoRule
from wok.lunches.rules import WeeklyRule
from wok.lunches.settling import span_of
from wok.lunches.staff_services import preview, tell_moved
from wok.mail import outbox


@dataclass(frozen=True)
class Step:
    """One date and the day it gets; `is_moved` when its day or hours change."""

    occurrence: Occurrence
    day: date
    is_moved: bool


@dataclass(frozen=True)
class RuleChange:
    """What a changed weekly rule would do: the dates that change, those that stay, and whom it touches."""

    steps: list[Step]
    staying: list[Occurrence]
    preview: Preview
    closed: int  # dates that would fall on closed days and need a decision

    @property
    def moved(self) -> list[Step]:
        """Dates that get another day or other hours."""
        return [step for step in self.steps if step.is_moved]


def rule_preview(series: Series, rule: WeeklyRule, *, now: datetime) -> RuleChange:
    """What the change would do, without doing it. Raises RuleTooFarAhead, NoSuchSpan."""
    _check(series, rule)
    steps = _steps(series, rule, now=now)
    lines = [line for step in steps for line in preview(step.occurrence).lines]
    chosen = {step.occurrence.id for step in steps}
    staying = [one for one in _coming(series, rule.from_on, now=now) if one.id not in chosen]
    closures = dates.running_closures()
    closed = sum(step.is_moved and dates.closure_on(closures, step.day) is not None for step in steps)
    return RuleChange(steps, staying if rule.weekday != series.weekday else [], Preview(lines), closed)


def change_rule(series: Series, rule: WeeklyRule, reason: Texts, *, version: int, now: datetime) -> int:
    """Another weekday, other hours or places from a day on. Undoable for ten minutes; people are told after that.

    Dates staff have decided on (moved, cancelled, held) keep their day. Each other date goes to the new weekday of
    its own week, and its place in the series with it: the feed's rule says the new day, no date is left on the old
    one. Returns how many dates changed. Raises StaleDataError when somebody else changed the rule first.
    """
    db.session.refresh(series, with_for_update=True)
    if series.version != version:
        raise StaleDataError(f"series {series.id} is at version {series.version}, not {version}")
    _check(series, rule)
    steps = _steps(series, rule, now=now)
    core.lock([step.occurrence.resource_id for step in steps], now=now)
    series.before = rule_memory.kept(series, [step.occurrence for step in steps], from_on=rule.from_on)
    series.undo_until = now + undo_time()
    _set_rule(series, rule, now=now)
    _apply(steps, rule, reason, now=now)
    db.session.flush()
    return len(steps)


def undo_rule(series: Series, *, now: datetime) -> None:
    """The rule as it was; dates decided in the meantime stay. Nobody was told yet. Raises TooLateToUndoRule."""
    db.session.refresh(series, with_for_update=True)
    if series.before is None or series.undo_until is None or series.undo_until < now:
        raise TooLateToUndoRule
    memory = rule_memory.read(series.before)
    followers = {one.id: one for one in _following(series, memory.from_on, now=now)}
    core.lock([one.resource_id for one in followers.values()], now=now)
    old = WeeklyRule(memory.weekday, memory.starts_local, memory.ends_local, memory.capacity, memory.from_on)
    stored_since = [one for one in followers.values() if one.id not in memory.dates]
    steps = [Step(one, _same_week(one.original_on, old.weekday), True) for one in stored_since]
    _apply(steps, old, {}, now=now)
    for occurrence in followers.values():
        if occurrence.id in memory.dates:
            new_on = occurrence.original_on
            rule_memory.put_back(occurrence, memory.dates[occurrence.id], now=now)
            _carry_standing(new_on, occurrence.original_on)
        for booking in dates.bookings_of(occurrence):
            outbox.void(now=now, booking_id=booking.id, kinds=("lunches/date_moved",))
    _set_rule(series, old, now=now)
    series.first_on, series.before, series.undo_until = memory.first_on, None, None
    db.session.flush()


def _check(series: Series, rule: WeeklyRule) -> None:
    """A rule that begins beyond the stored dates would leave a hole before it."""
    last = max(dates.stored_days(series), default=series.first_on)
    if rule.from_on > last:
        raise RuleTooFarAhead


def _set_rule(series: Series, rule: WeeklyRule, *, now: datetime) -> None:
    before = (series.weekday, series.starts_local, series.ends_local)
    if rule.weekday != series.weekday:
        series.first_on = weekly.dates(
            rule.weekday, _first_day(rule, now=now), _first_day(rule, now=now) + timedelta(days=6)
        )[0]
    series.weekday, series.capacity = rule.weekday, rule.capacity
    series.starts_local, series.ends_local = rule.starts_local, rule.ends_local
    series.sequence += int(before != (series.weekday, series.starts_local, series.ends_local))
    series.changed_at = now


def _first_day(rule: WeeklyRule, *, now: datetime) -> date:
    return max(rule.from_on, weekly.local_day(now))


def _coming(series: Series, from_on: date, *, now: datetime) -> list[Occurrence]:
    chosen = select(Occurrence).where(
        Occurrence.series_id == series.id, Occurrence.original_on >= from_on, Occurrence.starts_at > now
    )
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


def _following(series: Series, from_on: date, *, now: datetime) -> list[Occurrence]:
    """Coming dates that still follow the rule: neither moved nor cancelled by hand."""
    return [
        one
        for one in _coming(series, from_on, now=now)
        if one.starts_at == one.original_at and one.status in ("planned", "needs_decision")
    ]


def _steps(series: Series, rule: WeeklyRule, *, now: datetime) -> list[Step]:
    """The day each date gets. On another weekday, dates held in spite of a closure stay, too, and so does a
    first date whose new day has gone by."""
    found = _following(series, rule.from_on, now=now)
    if rule.weekday == series.weekday:
        return [Step(one, one.original_on, _span(rule, one.original_on) != span_of(one)) for one in found]
    undecided = [one for one in found if one.decided_at is None]
    steps = [Step(one, _same_week(one.original_on, rule.weekday), True) for one in undecided]
    return [step for step in steps if step.day >= rule.from_on and _span(rule, step.day).start > now]


def _span(rule: WeeklyRule, day: date) -> Span:
    try:
        return rule.span_on(day)
    except ValueError as nothing:
        raise NoSuchSpan from nothing


def _same_week(day: date, weekday: int) -> date:
    return day + timedelta(days=weekday - day.weekday())


def _apply(steps: Iterable[Step], rule: WeeklyRule, reason: Texts, *, now: datetime) -> None:
    told: set[int] = set()
    closures = dates.running_closures()
    for step in steps:
        occurrence, old_on = step.occurrence, step.occurrence.original_on
        core.set_capacity(occurrence.resource, rule.capacity)
        if not step.is_moved:
            continue
        closure, old_at, was_decided = dates.closure_on(closures, step.day), occurrence.starts_at, occurrence.decided_at
        dates.move(occurrence, _span(rule, step.day), now=now)
        occurrence.original_on, occurrence.original_at = step.day, occurrence.starts_at
        occurrence.closure_id, occurrence.decided_at = closure.id if closure else None, was_decided
        occurrence.status = "needs_decision" if closure and not was_decided else "planned"
        occurrence.before = occurrence.undo_until = None
        tell_moved(occurrence, reason, old_at=old_at, now=now, told=told)
        _carry_standing(old_on, step.day)


def _carry_standing(old_on: date, new_on: date) -> None:
    """Who comes every week was booked up to the old date: now up to the new one, and not booked for it twice."""
    for standing in db.session.scalars(select(StandingRsvp).where(StandingRsvp.booked_through_on == old_on)):
        standing.booked_through_on = new_on
