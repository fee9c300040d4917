"""The weekly rule changes, "this and later": previewed, then applied to what still follows it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.models import Occurrence, Series
from wok.db import Texts, db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.lunches.settling import span_of
from wok.lunches.staff_services import move_date


@dataclass(frozen=True)
class RuleChange:
    """What a changed weekly rule would do: dates that change, and bookings on them."""

    dates: list[Occurrence]
    bookings: int


def rule_preview(series: Series, *, from_on: date, now: datetime) -> RuleChange:
    """Coming dates from a local day on that still follow the rule, and how many bookings they have."""
    found = _following(series, from_on=from_on, now=now)
    touched = sum(len(dates.bookings_of(occurrence)) for occurrence in found)
    return RuleChange(found, touched)


def _following(series: Series, *, from_on: date, now: datetime) -> list[Occurrence]:
    chosen = select(Occurrence).where(
        Occurrence.series_id == series.id,
        Occurrence.original_on >= from_on,
        Occurrence.starts_at > now,
        Occurrence.starts_at == Occurrence.original_at,
        Occurrence.status.in_(("planned", "needs_decision")),
    )
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


def change_rule(
    series: Series,
    *,
    starts_local: time,
    ends_local: time,
    capacity: int,
    from_on: date,
    reason: Texts,
    now: datetime,
    staff_id: int,
) -> int:
    """Other hours or places from a date on ("this and later"). Dates with bookings are moved and their guests told.

    The weekday stays: a lunch on another day is a date moved, or a new series. Returns how many dates changed.
    """
    found = _following(series, from_on=from_on, now=now)
    has_new_hours = (series.starts_local, series.ends_local) != (starts_local, ends_local)
    series.starts_local, series.ends_local, series.capacity = starts_local, ends_local, capacity
    series.sequence, series.changed_at = series.sequence + int(has_new_hours), now
    for occurrence in found:
        day = occurrence.original_on
        span = Span(weekly.instant(day, starts_local), weekly.instant(day, ends_local))
        core.set_capacity(core.lock([occurrence.resource_id], now=now)[occurrence.resource_id], capacity)
        if span != span_of(occurrence):
            was_waiting = occurrence.status == "needs_decision"
            move_date(occurrence, span, reason, now=now, staff_id=staff_id)
            occurrence.original_at = span.start
            occurrence.status = "needs_decision" if was_waiting else "planned"
            occurrence.decided_at = None
    db.session.flush()
    return len(found)
