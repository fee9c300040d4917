"""What is due for the appointments: asked by the jobs process every few seconds, written one transaction each.

Running it twice does no harm: every message has one cause, every state is read again under its lock
(PROMISES M4, M7). Due means at or before `now` and not yet written.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from wok.alone import alone
from wok.appointments import queries, rules
from wok.appointments.messages import tell
from wok.appointments.models import Appointment, EarlierWish
from wok.appointments.settling import drop_proposals, end_wish, lock, who_of
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.mail.models import Message

BATCH = 200
TEXTS_KEPT = timedelta(days=30)


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "requests lapsed": lapse(now=now),
        "reminders": remind(now=now),
        "texts erased": erase_texts(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def run_earlier(now: datetime) -> str:
    """Tell of times that opened; looked at less often, because each wish asks for all that is free."""
    owed = tell_earlier(now=now)
    return f"{owed} earlier times" if owed else ""


def lapse(*, now: datetime) -> int:
    """Requests nobody answered in time, and proposals nobody chose, give their time back; their bookers are told.

    A booking transaction may have lapsed the hold before us: then the telling is left to do.
    """
    chosen = (
        select(Booking.id)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(
            Appointment.waits_for.in_(("staff", "interpreter", "booker", "time")),
            (Booking.status == "cancelled")
            | ((Booking.status == "held") & (Booking.hold_until <= now))
            | ((Booking.status == "waiting") & (Booking.ends_at <= now)),
        )
    )
    found = list(db.session.scalars(chosen.order_by(Booking.id).limit(BATCH)))
    for booking_id in found:
        with alone(f"booking {booking_id}"):
            _lapse(db.session.get_one(Booking, booking_id, populate_existing=True), now=now)
    return len(found)


def _lapse(booking: Booking, *, now: datetime) -> None:
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    db.session.refresh(appointment)
    if not appointment.waits_for or booking.status == "confirmed":
        return
    if booking.status == "waiting":
        core.cancel(booking, by=core.WOK, now=now, undo=timedelta(0))
    if booking.status != "cancelled":
        return
    waited_for, appointment.waits_for, appointment.before = appointment.waits_for, "", None
    drop_proposals(booking)
    end_wish(booking, now=now)
    db.session.flush()
    tell("lapsed", booking, now=now, waited_for=waited_for)


def remind(*, now: datetime) -> int:
    """Two days and two hours before: yes, move, cancel. Late ones go out only while useful; cancelled ones never."""
    furthest = max(before for _kind, before in rules.REMINDERS)
    soon = select(Booking.id, Booking.starts_at, Booking.changed_at).where(
        Booking.kind == queries.KIND,
        Booking.status == "confirmed",
        Booking.starts_at > now,
        Booking.starts_at <= now + furthest,
    )
    owed = 0
    for row in db.session.execute(soon.order_by(Booking.starts_at)).all():
        for kind in rules.reminders_due(row.starts_at, row.changed_at, now=now):
            if not _is_told(row.id, kind, row.starts_at):
                with alone(f"booking {row.id}"):
                    owed += _remind(
                        db.session.get_one(Booking, row.id, populate_existing=True), kind, row.starts_at, now=now
                    )
    return owed


def _cause(booking_id: int, kind: str, starts_at: datetime) -> str:
    return f"{kind}:{booking_id}:{starts_at.isoformat()}"


def _is_told(booking_id: int, kind: str, starts_at: datetime) -> bool:
    told = exists().where(Message.booking_id == booking_id, Message.cause == _cause(booking_id, kind, starts_at))
    return bool(db.session.scalar(select(told)))


def _remind(booking: Booking, kind: str, starts_at: datetime, *, now: datetime) -> int:
    lock(queries.appointment(booking).matter, now=now, booking=booking)
    if booking.status != "confirmed" or booking.starts_at != starts_at or _is_told(booking.id, kind, starts_at):
        return 0
    until = starts_at - timedelta(hours=3) if kind == "reminder" else starts_at
    tell(kind, booking, now=now, cause=_cause(booking.id, kind, starts_at), useful_until=max(until, now))
    return 1


def tell_earlier(*, now: datetime) -> int:
    """A time opened that is earlier than all that was free: the oldest wish of a matter is told, an hour later the next.

    While a cancelling or moving can still be taken back its time is no news.
    """
    running = (
        select(EarlierWish.booking_id, Appointment.matter_id)
        .join(Appointment, Appointment.booking_id == EarlierWish.booking_id)
        .where(EarlierWish.ended_at.is_(None))
        .order_by(EarlierWish.asked_at, EarlierWish.booking_id)
    )
    rows = db.session.execute(running).all()
    if not rows or _can_be_undone(now=now):
        return 0
    told: set[int] = _told_lately(now=now)
    owed = 0
    for row in rows:
        wish = db.session.get_one(EarlierWish, row.booking_id)
        if _is_to_note(wish, _earliest(wish, now=now), now=now, may_tell=row.matter_id not in told):
            with alone(f"booking {row.booking_id}"):
                wish = db.session.get_one(EarlierWish, row.booking_id, with_for_update=True, populate_existing=True)
                if _note(wish, _earliest(wish, now=now), now=now, may_tell=row.matter_id not in told):
                    told.add(row.matter_id)
                    owed += 1
    return owed


def _can_be_undone(*, now: datetime) -> bool:
    chosen = exists().where(Booking.kind == queries.KIND, Booking.starts_at > now, Booking.undo_until > now)
    return bool(db.session.scalar(select(chosen)))


def _told_lately(*, now: datetime) -> set[int]:
    """Matters of which somebody was told of an opening within the hour: theirs is the first choice."""
    chosen = (
        select(Appointment.matter_id)
        .join(EarlierWish, EarlierWish.booking_id == Appointment.booking_id)
        .where(EarlierWish.sent_at > now - rules.BETWEEN_MESSAGES)
    )
    return set(db.session.scalars(chosen))


def _earliest(wish: EarlierWish, *, now: datetime) -> datetime | None:
    """The earliest free time for this booker."""
    appointment = queries.appointment(wish.booking)
    free = queries.free_times(appointment.matter, who_of(appointment), now=now, but=wish.booking)
    return free[0].starts[0] if free else None


def _is_news(wish: EarlierWish, earliest: datetime | None) -> bool:
    before = None if wish.booking.status == "waiting" else wish.booking.starts_at
    return rules.is_news(earliest, wish.earliest_known, before)


def _is_over(wish: EarlierWish, *, now: datetime) -> bool:
    return wish.booking.status == "cancelled" or wish.booking.ends_at <= now


def _is_to_note(wish: EarlierWish, earliest: datetime | None, *, now: datetime, may_tell: bool) -> bool:
    """Looked at without a lock first: most of the time nothing is due."""
    if _is_over(wish, now=now):
        return True
    return may_tell if _is_news(wish, earliest) else earliest != wish.earliest_known


def _note(wish: EarlierWish, earliest: datetime | None, *, now: datetime, may_tell: bool) -> bool:
    """Tell the booker, end the wish, or only remember what is free now. True when a message was owed."""
    if _is_over(wish, now=now):
        wish.ended_at = now
        return False
    if earliest is None or not _is_news(wish, earliest):
        wish.earliest_known = earliest
        return False
    if not may_tell or wish.ended_at is not None:
        return False
    wish.earliest_known, wish.sent_at, wish.messages_sent = earliest, now, wish.messages_sent + 1
    if wish.messages_sent >= rules.MOST_MESSAGES:
        wish.ended_at = now
    cause = f"earlier:{wish.booking_id}:{wish.messages_sent}"
    tell("earlier", wish.booking, now=now, cause=cause, useful_until=earliest, opened_at=earliest.isoformat())
    return True


def erase_texts(*, now: datetime) -> int:
    """Needs, questions and notes go 30 days after the meeting (PROMISES D1)."""
    old = select(Booking.id).where(Booking.kind == queries.KIND, Booking.ends_at < now - TEXTS_KEPT)
    pending = select(Appointment.booking_id).where(Appointment.erased_at.is_(None), Appointment.booking_id.in_(old))
    ids = list(db.session.scalars(pending.limit(BATCH)))
    if ids:
        empty = {"needs": [], "question": "", "video_link": "", "interpreter": "", "reason": "", "staff_note": ""}
        with transaction():
            db.session.execute(
                update(Appointment).where(Appointment.booking_id.in_(ids)).values(**empty, before=None, erased_at=now)
            )
    return len(ids)
