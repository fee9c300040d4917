"""The team changes: who can be met, their hours and days away. All inside `transaction()`; duties are in duties.py."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings.models import Booking, Resource, Taking
from wok.db import db
from wok.kernel.span import Span
from wok.people.models import Person
from wok.team import queries, rules
from wok.team.duties import DUTY_STATES as DUTY_STATES
from wok.team.duties import clear_duty as clear_duty
from wok.team.duties import mark_ill as mark_ill
from wok.team.duties import open_oncall as open_oncall
from wok.team.duties import set_duty as set_duty
from wok.team.duties import swap as swap
from wok.team.models import Colleague, HoursException, WorkHours
from wok.team.queries import duties_on as duties_on
from wok.team.refusals import AlreadyColleague, ColleagueLeft, DaysReversed, HoursOverlap, NotStaff
from wok.team.rules import Differs, Stretch

DAY = timedelta(days=1)


def add_colleague(person: Person, *, shown_as: str, languages: Sequence[str], now: datetime) -> Colleague:
    """Staff whom people can meet from now on; who had left comes back. Raises NotStaff, AlreadyColleague."""
    if not person.is_staff:
        raise NotStaff
    known = db.session.get(Colleague, person.id)
    if known is not None and known.ended_at is None:
        raise AlreadyColleague
    if known is None:
        last = db.session.scalar(select(func.max(Colleague.position)))
        resource = Resource(kind="staff", name=f"staff {person.id}", capacity=1)
        known = Colleague(person_id=person.id, resource=resource, position=0 if last is None else last + 1)
        db.session.add(known)
    known.shown_as, known.languages, known.ended_at = shown_as, list(languages), None
    db.session.flush()
    return known


def change_colleague(colleague: Colleague, version: int, *, shown_as: str, languages: Sequence[str]) -> None:
    """Another name for the public, other languages. Raises StaleDataError when somebody else saved first."""
    check_version(colleague, version)
    colleague.shown_as, colleague.languages = shown_as, list(languages)
    db.session.flush()


def end_colleague(colleague: Colleague, *, now: datetime) -> None:
    """No longer booked from now on; what was agreed stays and is shown as a decision."""
    colleague.ended_at = colleague.ended_at or now
    db.session.flush()


def bring_back(colleague: Colleague) -> None:
    """Who had left can be met again. Raises NotStaff when they no longer work at the Wok."""
    if not colleague.person.is_staff:
        raise NotStaff
    colleague.ended_at = None
    db.session.flush()


def shift(colleague: Colleague, step: int) -> None:
    """One lane earlier (-1) or later (1) in the calendar."""
    lanes = queries.colleagues(active=False)
    place = next(number for number, one in enumerate(lanes) if one.person_id == colleague.person_id)
    other = min(max(place + step, 0), len(lanes) - 1)
    lanes[place], lanes[other] = lanes[other], lanes[place]
    for number, one in enumerate(lanes):
        one.position = number
    db.session.flush()


def set_hours(
    colleague: Colleague,
    version: int,
    week: Sequence[Stretch],
    *,
    from_on: date | None = None,
    now: datetime,
    undo: timedelta = timedelta(minutes=10),
) -> None:
    """These weekly hours hold from `from_on` on (None: always did); earlier days keep theirs; undoable.

    Raises HoursOverlap, ColleagueLeft, and StaleDataError when somebody else saved first.
    """
    check_version(colleague, version)
    if colleague.ended_at is not None:
        raise ColleagueLeft
    if rules.faults(week) or any(one.starts >= one.ends for one in week):
        raise HoursOverlap
    colleague.before, colleague.undo_until = {"hours": [_as_json(row) for row in colleague.hours]}, now + undo
    kept = [
        _cut(row, from_on) for row in colleague.hours if from_on and (row.first_on is None or row.first_on < from_on)
    ]
    new = [_row(Stretch(one.weekday, one.starts, one.ends, from_on, one.last_on)) for one in week]
    colleague.hours = [row for row in kept if row is not None] + new
    flag_modified(colleague, "before")  # the version rises, though only rows below it may have changed
    db.session.flush()


def valid_from(colleague: Colleague, from_on: date) -> date | None:
    """The first hours of somebody hold without beginning; later ones from their day on."""
    return from_on if colleague.hours else None


def undo_hours(colleague: Colleague, *, now: datetime) -> bool:
    """The hours before the last change, within ten minutes. False when it is too late."""
    before = colleague.before
    if before is None or colleague.undo_until is None or colleague.undo_until < now:
        return False
    colleague.hours = [_row(_from_json(one)) for one in before["hours"]]
    colleague.before = colleague.undo_until = None
    db.session.flush()
    return True


def _cut(row: WorkHours, from_on: date) -> WorkHours:
    """A row that ends at the latest on the day before `from_on`."""
    day_before = from_on - DAY
    row.last_on = min(row.last_on, day_before) if row.last_on else day_before
    return row


def _row(one: Stretch) -> WorkHours:
    return WorkHours(
        weekday=one.weekday,
        starts_local=one.starts,
        ends_local=one.ends,
        first_on=one.first_on,
        last_on=one.last_on,
    )


def _as_json(row: WorkHours) -> list[Any]:
    days = [day.isoformat() if day else None for day in (row.first_on, row.last_on)]
    return [row.weekday, row.starts_local.isoformat(), row.ends_local.isoformat(), *days]


def _from_json(one: list[Any]) -> Stretch:
    days = [date.fromisoformat(day) if day else None for day in one[3:]]
    return Stretch(one[0], time.fromisoformat(one[1]), time.fromisoformat(one[2]), *days)


def check_version(colleague: Colleague, version: int) -> None:
    """Raises StaleDataError when the colleague changed since the form was drawn (PROMISES B5)."""
    if colleague.version != version:
        raise StaleDataError(f"colleague {colleague.person_id} is at version {colleague.version}, not {version}")


def add_exception(
    colleague: Colleague,
    kind: str,
    first_on: date,
    last_on: date,
    *,
    starts: time | None = None,
    ends: time | None = None,
    note: str = "",
    now: datetime,
) -> HoursException:
    """Days away, ill or with extra hours; the whole day without times. Raises DaysReversed, HoursOverlap, ColleagueLeft."""
    if colleague.ended_at is not None:
        raise ColleagueLeft
    if last_on < first_on:
        raise DaysReversed
    if (
        (starts is None) != (ends is None)
        or (starts and ends and ends <= starts)
        or (kind == rules.EXTRA and not starts)
    ):
        raise HoursOverlap
    known = _same_days(colleague, Differs(kind, first_on, last_on, starts, ends))
    if known is not None:  # the same form, sent twice (PROMISES B3)
        return known
    row = HoursException(
        colleague_id=colleague.person_id,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        starts_local=starts,
        ends_local=ends,
        note=note,
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _same_days(colleague: Colleague, differs: Differs) -> HoursException | None:
    """Exactly these days, written down before."""
    same = select(HoursException).where(
        HoursException.colleague_id == colleague.person_id,
        HoursException.kind == differs.kind,
        HoursException.first_on == differs.first_on,
        HoursException.last_on == differs.last_on,
        HoursException.starts_local.is_not_distinct_from(differs.starts),
        HoursException.ends_local.is_not_distinct_from(differs.ends),
        HoursException.ended_at.is_(None),
    )
    return db.session.scalar(same.limit(1))


def add_days(colleague: Colleague, differs: Differs, *, note: str, now: datetime) -> HoursException:
    """`add_exception` with what a form has read."""
    return add_exception(
        colleague,
        differs.kind,
        differs.first_on,
        differs.last_on,
        starts=differs.starts,
        ends=differs.ends,
        note=note,
        now=now,
    )


def end_exception(exception: HoursException, *, now: datetime) -> None:
    """Withdraw days that differ: the weekly hours hold again."""
    exception.ended_at = exception.ended_at or now
    db.session.flush()


def put_back_exception(exception: HoursException) -> None:
    """Withdrawn days that differ count again."""
    exception.ended_at = None
    db.session.flush()


def touched_by(colleague: Colleague, span: Span) -> list[Booking]:
    """Bookings that take this colleague's time within the span, in order; nobody is thrown out."""
    within = select(Taking.booking_id).where(
        Taking.resource_id == colleague.resource_id, Taking.ends_at > span.start, Taking.starts_at < span.end
    )
    chosen = select(Booking).where(Booking.id.in_(within)).order_by(Booking.starts_at, Booking.id)
    return list(db.session.scalars(chosen))
