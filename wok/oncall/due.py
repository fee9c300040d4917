"""What is due for the on-call: reminders two days and two hours before, forgotten mornings closed, old words erased.

Running it twice does no harm: every message has one cause, every state is read again under its lock (PROMISES M4, M7).
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from wok.alone import alone
from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db, transaction
from wok.kernel.values import dataclass
from wok.mail.models import Message
from wok.oncall import closing, queries
from wok.oncall.messages import tell
from wok.oncall.models import BookedMatter, OncallDay, Visit
from wok.team.queries import ONCALL

BATCH = 200
WORDS_KEPT = timedelta(days=30)
CLOSES_AFTER = timedelta(hours=2)  # staff close the morning; forgotten ones are closed for them


@dataclass(frozen=True)
class Reminder:
    """One message before a booked time: its kind, how long before, and how late it is still of use."""

    kind: str
    before: timedelta
    useful: timedelta


REMINDERS = (
    Reminder("reminder_days", timedelta(days=2), timedelta(hours=3)),
    Reminder("reminder_hours", timedelta(hours=2), timedelta(minutes=20)),
)


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "reminders": sum(remind(one, now=now) for one in REMINDERS),
        "mornings closed": close_forgotten(now=now),
        "numbers become appointments": look_after_called_off(now=now),
        "words erased": erase_words(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def remind(reminder: Reminder, *, now: datetime) -> int:
    """Owe this reminder for every booked time that is near enough and was booked before it was due."""
    owed = 0
    for booking_id in _not_reminded(reminder, now=now):
        with alone(f"booking {booking_id}"):
            booking = db.session.get_one(Booking, booking_id, with_for_update=True, populate_existing=True)
            if booking.status == "confirmed" and booking.attendance is None:
                cause, until = _cause(reminder, booking.id, booking.starts_at), booking.starts_at - reminder.useful
                tell(reminder.kind, booking, now=now, cause=cause, useful_until=until)
                owed += 1
    return owed


def _not_reminded(reminder: Reminder, *, now: datetime) -> list[int]:
    """Bookings for which it is time and nothing was said of it; a time booked later than that needs no reminder."""
    rows = db.session.execute(
        select(Booking.id, Booking.starts_at, Booking.created_at)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(
            Booking.kind == "oncall",
            Booking.status == "confirmed",
            Booking.attendance.is_(None),
            Booking.starts_at > now + reminder.useful,
            Booking.starts_at <= now + reminder.before,
            Occurrence.status.in_(queries.HAPPENS),
        )
        .order_by(Booking.id)
    )
    due = [(row.id, row.starts_at) for row in rows if row.created_at < row.starts_at - reminder.before]
    told = Message.booking_id.in_([one for one, _at in due]), Message.kind == f"oncall/{reminder.kind}"
    causes = set(db.session.scalars(select(Message.cause).where(*told)))
    return [one for one, starts_at in due if _cause(reminder, one, starts_at) not in causes][:BATCH]


def _cause(reminder: Reminder, booking_id: int, starts_at: datetime) -> str:
    return f"{reminder.kind}:{booking_id}:{starts_at.isoformat()}"


def close_forgotten(*, now: datetime) -> int:
    """Mornings that nobody closed: those not seen get the first times next week all the same."""
    found = list(
        db.session.scalars(
            select(Occurrence.id)
            .join(Series, Series.id == Occurrence.series_id)
            .join(OncallDay, OncallDay.occurrence_id == Occurrence.id)
            .where(
                Series.kind == ONCALL,
                Occurrence.ends_at <= now - CLOSES_AFTER,
                Occurrence.status.in_(queries.HAPPENS),
                OncallDay.closed_at.is_(None),
            )
        )
    )
    for occurrence_id in found:
        with alone(f"Thursday {occurrence_id}"):
            _close(db.session.get_one(Occurrence, occurrence_id), now=now)
    return len(found)


def _close(occurrence: Occurrence, *, now: datetime) -> None:
    for visit in queries.visits_of(occurrence, "with_us"):
        visit.state, visit.ended_at = "seen", occurrence.ends_at  # nobody pressed Done: how long it took is unknown
        visit.started_at = None
    db.session.flush()
    closing.close(occurrence, now=now)


def look_after_called_off(*, now: datetime) -> int:
    """Numbers still open on a date that was called off become appointments, once that can no longer be undone."""
    found = list(
        db.session.scalars(
            select(Visit.id)
            .join(Occurrence, Occurrence.id == Visit.occurrence_id)
            .where(
                Occurrence.status == "cancelled",
                or_(Occurrence.undo_until.is_(None), Occurrence.undo_until < now),
                Visit.state.in_(closing.NOT_SEEN),
            )
            .limit(BATCH)
        )
    )
    if found:
        with transaction():
            chosen = update(Visit).where(Visit.id.in_(found), Visit.state.in_(closing.NOT_SEEN))
            db.session.execute(chosen.values(state="next_week", ended_at=now, follow_up=Visit.same_as_id.is_(None)))
    return len(found)


def erase_words(*, now: datetime) -> int:
    """Nicknames, phones' marks, notes and what bookers wrote go 30 days after the date (PROMISES D1)."""
    old = select(Occurrence.id).where(Occurrence.ends_at < now - WORDS_KEPT)
    visits = select(Visit.id).where(Visit.erased_at.is_(None), Visit.occurrence_id.in_(old))
    booked = (
        select(BookedMatter.booking_id)
        .join(Booking, Booking.id == BookedMatter.booking_id)
        .where(BookedMatter.note != "", Booking.ends_at < now - WORDS_KEPT)
    )
    found = list(db.session.scalars(visits.limit(BATCH))), list(db.session.scalars(booked.limit(BATCH)))
    if any(found):
        values = {"nickname": "", "browser": None, "note": "", "next_step": "", "before": None, "erased_at": now}
        with transaction():
            db.session.execute(update(Visit).where(Visit.id.in_(found[0])).values(**values))
            db.session.execute(update(BookedMatter).where(BookedMatter.booking_id.in_(found[1])).values(note=""))
    return len(found[0]) + len(found[1])
