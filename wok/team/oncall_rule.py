"""The on-call service's own rule, changed "this and later": nobody's booked time is moved, and ten minutes of undo."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.models import SLOT_MINUTES, Booking, Occurrence, Series
from wok.bookings.refusals import TooLateToUndo
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.team.refusals import HoursOverlap, RuleTooFarAhead


@dataclass(frozen=True)
class OncallRule:
    """When the on-call is, one time in how many can be booked ahead and how long it is, from a local day on."""

    starts: time
    ends: time
    booked_one_in: int
    from_on: date
    slot_minutes: int = SLOT_MINUTES


@dataclass(frozen=True)
class RuleEffect:
    """Thursdays that get the new hours, and those that keep theirs because somebody is booked outside the new ones."""

    changing: list[Occurrence]
    staying: list[Occurrence]


def effect_of(series: Series, rule: OncallRule, *, now: datetime) -> RuleEffect:
    """What `change` would do, without doing it. Raises HoursOverlap, RuleTooFarAhead."""
    check(rule, now=now)
    coming = _following(series, rule, now=now)
    booked = _booked(coming)
    changing: list[Occurrence] = []
    staying: list[Occurrence] = []
    for one in coming:
        start, end = _span(one.original_on, rule)
        is_outside = any(taken[0] < start or taken[1] > end for taken in booked.get(one.id, []))
        (staying if is_outside else changing).append(one)
    return RuleEffect(changing, staying)


def change(series: Series, rule: OncallRule, *, version: int, now: datetime) -> RuleEffect:
    """Other hours or another share of booked times. Raises StaleDataError, HoursOverlap, RuleTooFarAhead."""
    db.session.refresh(series, with_for_update=True)
    if series.version != version:
        raise StaleDataError(f"series {series.id} is at version {series.version}, not {version}")
    effect = effect_of(series, rule, now=now)
    core.lock([one.resource_id for one in effect.changing], now=now)
    series.before = {**_facts(series), "dates": {str(one.id): _dates(one) for one in effect.changing}}
    series.undo_until = now + told.undo_time()
    has_new_hours = (series.starts_local, series.ends_local) != (rule.starts, rule.ends)
    series.starts_local, series.ends_local = rule.starts, rule.ends
    series.booked_one_in, series.slot_minutes = rule.booked_one_in, rule.slot_minutes
    series.sequence, series.changed_at = series.sequence + int(has_new_hours), now
    for one in effect.changing if has_new_hours else []:
        one.starts_at, one.ends_at = _span(one.original_on, rule)
        one.original_at = one.starts_at
        dates.touch(one, now=now)
    db.session.flush()
    return effect


def undo(series: Series, *, now: datetime) -> None:
    """The rule and its Thursdays as they were. Raises TooLateToUndo, also when somebody has booked outside them since."""
    db.session.refresh(series, with_for_update=True)
    before = series.before
    if before is None or series.undo_until is None or series.undo_until < now:
        raise TooLateToUndo
    old = OncallRule(
        time.fromisoformat(before["starts"]), time.fromisoformat(before["ends"]), before["booked_one_in"], date.min
    )
    chosen = select(Occurrence).where(Occurrence.id.in_([int(number) for number in before["dates"]]))
    found = list(db.session.scalars(chosen.order_by(Occurrence.id)))
    core.lock([one.resource_id for one in found], now=now)
    for one in found:
        start, end = (datetime.fromisoformat(at) for at in before["dates"][str(one.id)])
        if any(taken[0] < start or taken[1] > end for taken in _booked([one]).get(one.id, [])):
            raise TooLateToUndo
        one.starts_at, one.ends_at, one.original_at = start, end, start
        dates.touch(one, now=now)
    series.starts_local, series.ends_local, series.booked_one_in = old.starts, old.ends, old.booked_one_in
    series.slot_minutes = before.get("slot_minutes")
    series.sequence, series.changed_at, series.before, series.undo_until = series.sequence + 1, now, None, None
    db.session.flush()


def check(rule: OncallRule, *, now: datetime) -> None:
    """Raises HoursOverlap, RuleTooFarAhead."""
    today = weekly.local_day(now)
    if rule.starts >= rule.ends:
        raise HoursOverlap
    if not today <= rule.from_on <= today + dates.AHEAD:
        raise RuleTooFarAhead


def _following(series: Series, rule: OncallRule, *, now: datetime) -> list[Occurrence]:
    """Coming Thursdays from the rule's first day on that staff have not moved, cancelled or begun."""
    chosen = select(Occurrence).where(
        Occurrence.series_id == series.id,
        Occurrence.original_on >= rule.from_on,
        Occurrence.starts_at > now,
        Occurrence.starts_at == Occurrence.original_at,
        Occurrence.status.in_(("planned", "needs_decision")),
    )
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


def _booked(occurrences: list[Occurrence]) -> dict[int, list[tuple[datetime, datetime]]]:
    """Booked times of each date; one statement."""
    rows = db.session.execute(
        select(Booking.occurrence_id, Booking.starts_at, Booking.ends_at).where(
            Booking.occurrence_id.in_([one.id for one in occurrences]), Booking.status != "cancelled"
        )
    ).all()
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for occurrence_id, start, end in rows:
        found.setdefault(occurrence_id or 0, []).append((start, end))
    return found


def _span(day: date, rule: OncallRule) -> tuple[datetime, datetime]:
    return weekly.nearest(day, rule.starts), weekly.nearest(day, rule.ends, late=True)


def _facts(series: Series) -> dict[str, Any]:
    return {
        "starts": series.starts_local.isoformat(),
        "ends": series.ends_local.isoformat(),
        "booked_one_in": series.booked_one_in,
        "slot_minutes": series.slot_minutes,
    }


def _dates(one: Occurrence) -> list[str]:
    return [one.starts_at.isoformat(), one.ends_at.isoformat()]
