"""Helping hands wanted: shifts set up per date, changed, taken away. All inside `transaction()`."""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings.models import Occurrence
from wok.db import db
from wok.events import rules
from wok.events.models import Shift, ShiftHelper
from wok.events.refusals import NotThen, PeopleSignedUp
from wok.kernel import weekly
from wok.kernel.span import Span


def add(occurrences: list[Occurrence], what: str, starts: time, ends: time, *, wanted: int) -> list[Shift]:
    """The same shift on each of these dates. Raises NotThen."""
    made = [
        Shift(occurrence_id=one.id, what=what, starts_at=span.start, ends_at=span.end, wanted=wanted)
        for one in occurrences
        for span in [span_for(one, starts, ends)]
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def span_for(occurrence: Occurrence, starts: time, ends: time) -> Span:
    """These hours on the day of a date; after midnight they belong to it too. Raises NotThen."""
    day = weekly.local_day(occurrence.starts_at)
    whole = Span(occurrence.starts_at, occurrence.ends_at)
    for start_day in (day, day + weekly.DAY):
        try:
            span = rules.span_on(start_day, starts, ends)
        except rules.CannotBe:
            continue
        if rules.is_near(span, whole):
            return span
    raise NotThen


def change(shift: Shift, what: str, starts: time, ends: time, *, wanted: int, version: int) -> None:
    """Other words, hours or number; whoever helps keeps the place. Raises StaleDataError, NotThen, PeopleSignedUp."""
    _hold(shift)
    if shift.version != version:
        raise StaleDataError(f"shift {shift.id} is at {shift.version}, not {version}")
    span = span_for(shift.occurrence, starts, ends)
    if (span.start, span.end) != (shift.starts_at, shift.ends_at) and helpers(shift):
        raise PeopleSignedUp
    shift.what, shift.starts_at, shift.ends_at, shift.wanted = what, span.start, span.end, wanted
    db.session.flush()


def _hold(shift: Shift) -> None:
    db.session.scalar(select(Shift.id).where(Shift.id == shift.id).with_for_update())
    db.session.refresh(shift)


def helpers(shift: Shift) -> int:
    """How many come."""
    coming = select(func.count(ShiftHelper.id)).where(ShiftHelper.shift_id == shift.id, ShiftHelper.state == "coming")
    return int(db.session.scalar(coming) or 0)


def end(shift: Shift, *, now: datetime) -> None:
    """No longer wanted; only while nobody has said they come. Raises PeopleSignedUp."""
    _hold(shift)
    if helpers(shift):
        raise PeopleSignedUp
    shift.ended_at = now
    db.session.flush()


def bring_back(shift: Shift) -> None:
    """Wanted again."""
    _hold(shift)
    shift.ended_at = None
    db.session.flush()
