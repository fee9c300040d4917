"""What is due for the lunches: asked by the jobs process every few seconds, written one transaction each.

Running it twice does no harm: every message has one cause, every state is read again under its lock
(PROMISES M4, M7). Due means at or before `now` and not yet written.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import exists, func, or_, select, update

from wok.alone import alone, together
from wok.bookings import passing_on
from wok.bookings import series as dates
from wok.bookings.models import Booking, Occurrence, Series
from wok.bookings.services import WOK, note
from wok.db import db, transaction
from wok.kernel import deadlines, weekly
from wok.lunches import rules, standing_services, wish_state
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp, StandingRsvp, WalkIn
from wok.lunches.settling import settle
from wok.mail.models import Message

BATCH = 200
ASK_AHEAD = timedelta(days=7)
DIET_KEPT = timedelta(days=30)
REMIND_UNTIL = timedelta(hours=1)


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "dates settled": settle_waiting(now=now),
        "reminders": remind(now=now),
        "standing": look_after_standing(now=now),
        "afterwards": ask_afterwards(now=now),
    }
    return _in_words(done)


def run_slowly(now: datetime) -> str:
    """What can wait a few minutes; returns what was done in words for the jobs page."""
    done = {
        "dates stored": extend(now=now),
        "weekly guests counted in": book_passed_over(now=now),
        "diets erased": erase_diets(now=now),
    }
    return _in_words(done)


def _in_words(done: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def settle_waiting(*, now: datetime) -> int:
    """Lapse offers that are over and pass free seats on, date by date."""
    touched = passing_on.due(Series.kind == "lunch", now=now, keeps=partial(wish_state.is_kept, now=now))
    for occurrence_id in touched:
        with alone(f"lunch {occurrence_id}"):
            settle(db.session.get_one(Occurrence, occurrence_id), now=now)
    return len(touched)


def remind(*, now: datetime) -> int:
    """The day before at 17:00: still coming, fewer, not coming. Late ones go out only while still useful."""
    owed = 0
    soon = (
        select(Occurrence)
        .join(Series, Series.id == Occurrence.series_id)
        .where(
            Series.kind == "lunch",
            Occurrence.starts_at > now + REMIND_UNTIL,
            Occurrence.starts_at <= now + timedelta(days=2),
        )
    )
    for occurrence in list(db.session.scalars(soon.where(Occurrence.status.in_(("planned", "moved"))))):
        due_at = deadlines.reminder_at(occurrence.starts_at)
        if due_at <= now:
            owed += _remind_date(occurrence, due_at, now=now)
    return owed


def _remind_date(occurrence: Occurrence, due_at: datetime, *, now: datetime) -> int:
    """Remind everybody of one date who booked before the reminder was due, in batches."""
    owed, tried = 0, set[int]()
    while ids := [one for one in _not_reminded(occurrence, due_at) if one not in tried]:
        tried.update(ids)
        owed += together(ids, partial(_remind_these, occurrence=occurrence, now=now), "lunch reminder")
    return owed


def _remind_these(ids: Sequence[int], *, occurrence: Occurrence, now: datetime) -> int:
    chosen = select(Booking, Rsvp).join(Rsvp, Rsvp.booking_id == Booking.id)
    chosen = chosen.where(Booking.id.in_(ids), Booking.status == "confirmed").with_for_update(of=Booking)
    rows = db.session.execute(chosen).all()
    for booking, rsvp in rows:
        kind, cause = "must_reconfirm" if rsvp.must_reconfirm else "reminder", _reminder_cause(booking.id, occurrence)
        useful = occurrence.starts_at - REMIND_UNTIL
        tell(kind, booking, rsvp, occurrence, now=now, cause=cause, useful_until=useful)
    return len(rows)


def _reminder_cause(booking_id: int, occurrence: Occurrence) -> str:
    return f"reminder:{booking_id}:{weekly.local_day(occurrence.starts_at).isoformat()}"


def _not_reminded(occurrence: Occurrence, due_at: datetime) -> list[int]:
    day = weekly.local_day(occurrence.starts_at).isoformat()
    told = exists().where(
        Message.booking_id == Booking.id,
        Message.kind.in_(("lunches/reminder", "lunches/must_reconfirm")),
        Message.cause.endswith(f":{day}"),
    )
    chosen = select(Booking.id).where(
        Booking.occurrence_id == occurrence.id, Booking.status == "confirmed", Booking.created_at < due_at, ~told
    )
    return list(db.session.scalars(chosen.order_by(Booking.id).limit(BATCH)))


def look_after_standing(*, now: datetime) -> int:
    """Ask again a week before eight weeks are over; without an answer the standing RSVP rests."""
    chosen = select(StandingRsvp.id).where(
        StandingRsvp.ended_at.is_(None),
        or_(
            StandingRsvp.asked_at.is_(None) & (StandingRsvp.confirm_by <= now + ASK_AHEAD),
            StandingRsvp.confirm_by <= now,
        ),
    )
    found = list(db.session.scalars(chosen.order_by(StandingRsvp.id)))
    for standing_id in found:
        with alone(f"standing RSVP {standing_id}"):
            _ask_or_rest(
                db.session.get_one(StandingRsvp, standing_id, with_for_update=True, populate_existing=True), now=now
            )
    return len(found)


def _ask_or_rest(standing: StandingRsvp, *, now: datetime) -> None:
    if standing.ended_at is not None:
        return
    booking = standing_services.last_of(standing)
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    rsvp = db.session.get_one(Rsvp, booking.id)
    when = standing.confirm_by.isoformat()
    if standing.confirm_by <= now:
        standing.ended_at = now
        note(booking, "standing_rests", by=WOK, now=now)
        tell("standing_rests", booking, rsvp, occurrence, now=now, cause=f"rests:{standing.id}:{when}")
    elif standing.asked_at is None:
        standing.asked_at = now
        tell(
            "standing_ask",
            booking,
            rsvp,
            occurrence,
            now=now,
            cause=f"standing:{standing.id}:{when}",
            useful_until=standing.confirm_by,
            confirm_by=when,
        )
    db.session.flush()


def book_passed_over(*, now: datetime) -> int:
    """Who comes every week is counted in on dates that were in doubt and take place after all."""
    found = standing_services.passed_over(now=now)
    done = 0
    for standing_id, occurrence_id in found:
        with alone(f"standing RSVP {standing_id}"):
            standing = db.session.get_one(StandingRsvp, standing_id, with_for_update=True, populate_existing=True)
            occurrence = db.session.get_one(Occurrence, occurrence_id)
            done += standing_services.book_after_all(standing, occurrence, now=now) is not None
    return done


def ask_afterwards(*, now: datetime) -> int:
    """Three hours after the lunch, those who came by mail are asked the one question, once."""
    told = exists().where(Message.booking_id == Booking.id, Message.kind == "lunches/afterwards")
    ended = now - rules.AFTERWARDS
    chosen = select(Booking.id).where(
        Booking.kind == "lunch",
        Booking.attendance == "came",
        Booking.reach == "email",
        Booking.ends_at <= ended,
        Booking.starts_at > ended - timedelta(days=2),
        ~told,
    )
    found = list(db.session.scalars(chosen.limit(BATCH)))
    for booking_id in found:
        with alone(f"booking {booking_id}"):
            booking = db.session.get_one(Booking, booking_id)
            occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
            until = booking.ends_at + timedelta(days=4)
            tell(
                "afterwards",
                booking,
                db.session.get_one(Rsvp, booking_id),
                occurrence,
                now=now,
                cause=f"afterwards:{booking_id}",
                useful_until=until,
            )
    return len(found)


def extend(*, now: datetime) -> int:
    """Keep the dates of every rule of the house that goes on stored 18 months ahead; events see to their own."""
    through = weekly.local_day(now + dates.AHEAD)
    made = 0
    goes_on = (
        select(Series.id, func.max(Occurrence.original_on))
        .outerjoin(Occurrence, Occurrence.series_id == Series.id)
        .where(
            ~Series.kind.startswith("event-", autoescape=True),
            or_(Series.last_on.is_(None), Series.last_on >= weekly.local_day(now)),
        )
        .group_by(Series.id)
        .order_by(Series.id)
    )
    for series_id, last in db.session.execute(goes_on).all():
        if last is None or last <= through - timedelta(days=7):
            with alone(f"series {series_id}"):
                made += dates.extend(
                    db.session.get_one(Series, series_id, with_for_update=True), through=through, now=now
                )
    return made


def erase_diets(*, now: datetime) -> int:
    """Diets, needs and notes go 30 days after the lunch (PROMISES D1), and so do the words beside walk-ins; numbers stay."""
    old = select(Booking.id).where(Booking.kind == "lunch", Booking.ends_at < now - DIET_KEPT)
    pending = select(Rsvp.booking_id).where(Rsvp.erased_at.is_(None), Rsvp.booking_id.in_(old)).limit(BATCH)
    ids = list(db.session.scalars(pending))
    beside = select(WalkIn.id).join(Occurrence, Occurrence.id == WalkIn.occurrence_id)
    walked_in = list(
        db.session.scalars(beside.where(WalkIn.words != "", Occurrence.ends_at < now - DIET_KEPT).limit(BATCH))
    )
    if ids or walked_in:
        empty: dict[str, Any] = {"diets": {}, "needs": [], "note": "", "erased_at": now}
        with transaction():
            db.session.execute(update(Rsvp).where(Rsvp.booking_id.in_(ids)).values(**empty))
            db.session.execute(update(WalkIn).where(WalkIn.id.in_(walked_in)).values(words=""))
    return len(ids) + len(walked_in)
