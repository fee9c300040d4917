"""What is due for events: free places passed on, reminders the day before, words that must not be kept.

Running it twice does no harm: every message has one cause, every state is read again under its lock (PROMISES M4, M7).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import exists, select, update

from wok.alone import alone, together
from wok.bookings import passing_on
from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db, transaction
from wok.events import check_in, helping, queries, sign_up
from wok.events.models import Registration, Shift, ShiftHelper
from wok.events.sign_up_messages import tell
from wok.kernel import deadlines, weekly
from wok.mail.models import Message

BATCH = 200
REMIND_UNTIL = timedelta(hours=1)
WORDS_KEPT = timedelta(days=30)
OF_EVENTS = Series.kind.startswith("event-", autoescape=True)


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "dates settled": settle_waiting(now=now),
        "reminders": remind(now=now),
        "helpers reminded": remind_helpers(now=now),
        "words erased": erase_words(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def settle_waiting(*, now: datetime) -> int:
    """Lapse offers that are over and pass free places on, date by date."""
    touched = passing_on.due(OF_EVENTS, now=now)
    for occurrence_id in touched:
        with alone(f"date {occurrence_id}"):
            sign_up.settle(db.session.get_one(Occurrence, occurrence_id), now=now)
    return len(touched)


def remind(*, now: datetime) -> int:
    """The day before at 17:00, whoever signed up before that. Late ones go out only while still useful."""
    soon = (
        select(Occurrence)
        .join(Series, Series.id == Occurrence.series_id)
        .where(
            OF_EVENTS,
            Occurrence.status.in_(("planned", "moved")),
            Occurrence.starts_at > now + REMIND_UNTIL,
            Occurrence.starts_at <= now + timedelta(days=2),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    due = [one for one in db.session.scalars(soon) if deadlines.reminder_at(one.starts_at) <= now]
    return sum(_remind_date(one.id, now=now) for one in due)


def _remind_date(occurrence_id: int, *, now: datetime) -> int:
    occurrence, owed, tried = db.session.get_one(Occurrence, occurrence_id), 0, set[int]()
    while ids := [one for one in _not_reminded(occurrence) if one not in tried]:
        tried.update(ids)
        owed += together(ids, partial(_remind_these, occurrence=occurrence, now=now), "event reminder")
    return owed


def _remind_these(ids: Sequence[int], *, occurrence: Occurrence, now: datetime) -> int:
    chosen = select(Booking).where(Booking.id.in_(ids), Booking.status == "confirmed").order_by(Booking.id)
    rows = db.session.scalars(chosen.with_for_update().execution_options(populate_existing=True)).all()
    for booking in rows:
        useful, day = occurrence.starts_at - REMIND_UNTIL, weekly.local_day(occurrence.starts_at)
        cause = f"event-reminder:{booking.id}:{day.isoformat()}"
        tell("reminder", booking, occurrence, now=now, cause=cause, useful_until=useful)
    return len(rows)


def _not_reminded(occurrence: Occurrence) -> list[int]:
    day = weekly.local_day(occurrence.starts_at).isoformat()
    told = exists().where(
        Message.booking_id == Booking.id, Message.kind == "events/reminder", Message.cause.endswith(f":{day}")
    )
    chosen = select(Booking.id).where(
        Booking.occurrence_id == occurrence.id,
        Booking.kind == "event",
        Booking.status == "confirmed",
        Booking.created_at < deadlines.reminder_at(occurrence.starts_at),
        ~told,
    )
    return list(db.session.scalars(chosen.order_by(Booking.id).limit(BATCH)))


def remind_helpers(*, now: datetime) -> int:
    """The day before at 17:00, each helper of a shift once."""
    chosen = (
        select(ShiftHelper)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .where(
            ShiftHelper.state == "coming",
            Shift.ended_at.is_(None),
            Occurrence.status.in_(("planned", "moved")),
            Shift.starts_at > now + REMIND_UNTIL,
            Shift.starts_at <= now + timedelta(days=2),
        )
        .order_by(ShiftHelper.reminded_at.is_not(None), ShiftHelper.id)
        .limit(BATCH)
    )
    due = [one for one in db.session.scalars(chosen) if _is_to_remind(one, now=now)]
    return sum(_remind_helper(one.id, now=now) for one in due)


def _is_to_remind(helper: ShiftHelper, *, now: datetime) -> bool:
    """Once for each time: of a shift that moved to another day they have heard nothing yet."""
    due_at = deadlines.reminder_at(helper.shift.starts_at)
    return due_at <= now and (helper.reminded_at is None or helper.reminded_at < due_at)


def _remind_helper(helper_id: int, *, now: datetime) -> int:
    with alone(f"helper {helper_id}"):
        helper = db.session.get_one(ShiftHelper, helper_id, with_for_update=True, populate_existing=True)
        if helper.state != "coming" or not _is_to_remind(helper, now=now):
            return 0
        helper.reminded_at = now
        event = queries.event_of(helper.shift.occurrence)
        is_new = helper.at >= deadlines.reminder_at(helper.shift.starts_at)
        if event is None or is_new:
            return 0
        useful = helper.shift.starts_at - REMIND_UNTIL
        helping.tell("helper_reminder", event, helper, now=now, useful_until=useful)
    return 1


def erase_words(*, now: datetime) -> int:
    """Needs, diets and notes, helpers' contacts and the words beside walk-ins go 30 days after; numbers and hours stay."""
    old = select(Booking.id).where(Booking.kind == "event", Booking.ends_at < now - WORDS_KEPT)
    pending = select(Registration.booking_id).where(Registration.erased_at.is_(None), Registration.booking_id.in_(old))
    ids = list(db.session.scalars(pending.limit(BATCH)))
    people = select(ShiftHelper.id).join(Shift, Shift.id == ShiftHelper.shift_id)
    people = people.where(ShiftHelper.erased_at.is_(None), Shift.ends_at < now - WORDS_KEPT)
    helper_ids = list(db.session.scalars(people.limit(BATCH)))
    dates = list(db.session.scalars(check_in.with_old_words(now - WORDS_KEPT).limit(BATCH)))
    if ids or helper_ids or dates:
        with transaction():
            _erase(ids, helper_ids, now=now)
            check_in.forget_words(dates)
    return len(ids) + len(helper_ids) + len(dates)


def _erase(ids: list[int], helper_ids: list[int], *, now: datetime) -> None:
    empty = {"needs": [], "diets": {}, "note": "", "erased_at": now}
    db.session.execute(update(Registration).where(Registration.booking_id.in_(ids)).values(**empty))
    nobody = {"name": "", "email": None, "phone": None, "reach": "none", "person_id": None, "erased_at": now}
    db.session.execute(update(ShiftHelper).where(ShiftHelper.id.in_(helper_ids)).values(**nobody))
