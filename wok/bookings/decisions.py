"""Dates that need a decision, of every weekly series: skip, hold or move one, and take it back within ten minutes.

All inside `transaction()`. Who is booked keeps the place until staff decide; people are told by their own
feature (`tellers`), ten minutes later. The lunch decides by its own services, for its waiting list.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence, Series, Taking, WaitlistEntry
from wok.bookings.refusals import AlreadyCancelled, BookedOutside, InThePast, NoSuchMove, TooLateToUndo
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.db import Texts, db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.web.texts import said

CANCELLED, MOVED, HELD = "date_cancelled", "date_moved", "date_held"
LATEST = timedelta(days=365)


@dataclass(frozen=True)
class Decided:
    """One booking to tell of a decision: what (date_cancelled, date_moved, date_held), why, and when it was before."""

    what: str
    booking: Booking
    occurrence: Occurrence
    reason: str
    old_at: datetime


Teller = Callable[..., None]  # tell(decided, now=…, after=…): owe the message "<kind>/<what>"
tellers: dict[str, Teller] = {}  # by family of series; a feature adds its own beside its blueprint
MAILS = {"event": "events"}  # where a family's mails stand, when not under its own name
WHOLE = ("event",)  # families whose bookings take the whole date, so that they take over its new hours


@dataclass(frozen=True)
class PreviewLine:
    """One booking a change touches, and how its people are told: email, phone, association or none."""

    booking: Booking
    how: str


@dataclass(frozen=True)
class Preview:
    """What would happen: whom a change touches, how each is told, who cannot be reached."""

    lines: list[PreviewLine]

    @property
    def people(self) -> int:
        """How many people would be touched."""
        return sum(line.booking.quantity for line in self.lines)

    @property
    def by_channel(self) -> Counter[str]:
        """How many bookings are told in each way."""
        return Counter(line.how for line in self.lines)

    @property
    def unreachable(self) -> list[PreviewLine]:
        """Whom nobody can tell."""
        return [line for line in self.lines if line.how == "none"]

    @property
    def waiting(self) -> int:
        """How many bookings are on the waiting list."""
        return sum(line.booking.status == "waiting" for line in self.lines)


def preview(bookings: list[Booking]) -> Preview:
    """How the people of these bookings are told."""
    return Preview([PreviewLine(booking, how(booking)) for booking in bookings])


def how(booking: Booking) -> str:
    """The way a booker is told: their channel, or none where its address is missing."""
    has_address = {"email": bool(booking.contact_email), "phone": bool(booking.contact_phone)}
    return booking.reach if has_address.get(booking.reach, True) else "none"


def undecided(*, now: datetime, kind: str | None = None) -> list[Occurrence]:
    """Coming dates that need a decision, of one kind of series or of all, in order."""
    chosen = (
        select(Occurrence)
        .options(joinedload(Occurrence.closure), joinedload(Occurrence.series))
        .join(Series, Series.id == Occurrence.series_id)
        .where(Occurrence.status == "needs_decision", Occurrence.ends_at > now)
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return list(db.session.scalars(chosen.where(Series.kind == kind) if kind else chosen))


def may_undo(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while the last decision on a date can be taken back."""
    return bool(occurrence.before and occurrence.undo_until and occurrence.undo_until >= now)


def skip(occurrence: Occurrence, reason: Texts, *, now: datetime, tells: bool = True) -> list[Booking]:
    """The date does not take place; its bookings are cancelled and told, or only returned. Raises AlreadyCancelled, InThePast."""
    _lock(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    touched = dates.bookings_of(occurrence)
    _remember(occurrence, touched, now=now)
    occurrence.status, occurrence.reason = "cancelled", reason
    dates.touch(occurrence, now=now)
    for booking in touched:
        outbox.void(now=now, booking_id=booking.id)
        _end_waiting(booking, now=now)
        core.cancel(booking, by=STAFF, now=now, undo=undo_time())
    _tell(CANCELLED, touched if tells else [], occurrence, reason, old_at=occurrence.starts_at, now=now)
    return touched


def _end_waiting(booking: Booking, *, now: datetime) -> None:
    entry = _entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        waitlist.leave(entry, state="ended", now=now)


def _entry_of(booking: Booking) -> WaitlistEntry | None:
    return db.session.scalar(select(WaitlistEntry).where(WaitlistEntry.booking_id == booking.id))


def hold(occurrence: Occurrence, *, now: datetime) -> None:
    """The date takes place in spite of the closure; who is booked is told once. Raises InThePast."""
    _lock(occurrence, now=now)
    if occurrence.status != "needs_decision":
        return
    touched = dates.bookings_of(occurrence)
    _remember(occurrence, touched, now=now)
    occurrence.status = "planned" if occurrence.starts_at == occurrence.original_at else "moved"
    occurrence.decided_at = now
    dates.touch(occurrence, now=now)
    _tell(HELD, touched, occurrence, {}, old_at=occurrence.starts_at, now=now)


def move(occurrence: Occurrence, span: Span, reason: Texts, *, now: datetime) -> None:
    """Another day or other hours; each booked time moves along by the same step.

    Raises AlreadyCancelled, InThePast, NoSuchMove (past, or over a year away), BookedOutside.
    """
    _lock(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    if span.start <= now or span.start > now + LATEST:
        raise NoSuchMove
    touched, old = dates.bookings_of(occurrence), occurrence.starts_at
    step = span.start - old
    if not _is_whole(occurrence) and any(booking.ends_at + step > span.end for booking in touched):
        raise BookedOutside
    _remember(occurrence, touched, now=now)
    _shift(occurrence, touched, span, step, now=now)
    occurrence.reason = reason
    _tell(MOVED, touched, occurrence, reason, old_at=old, now=now)


def undo(occurrence: Occurrence, *, now: datetime) -> None:
    """Take back the last decision on a date; nobody was told yet. Raises TooLateToUndo."""
    _lock(occurrence, now=now)
    before = occurrence.before
    if before is None or not may_undo(occurrence, now=now):
        raise TooLateToUndo
    span = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    if span.start != occurrence.starts_at or span.end != occurrence.ends_at:
        _shift(occurrence, dates.bookings_of(occurrence), span, span.start - occurrence.starts_at, now=now)
    occurrence.status, occurrence.reason = before["status"], before["reason"]
    occurrence.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    occurrence.before = occurrence.undo_until = None
    dates.touch(occurrence, now=now)
    for booking_id, status in before["bookings"].items():
        _bring_back(db.session.get_one(Booking, int(booking_id)), status, occurrence, now=now)
    db.session.flush()


def _bring_back(booking: Booking, status: str, occurrence: Occurrence, *, now: datetime) -> None:
    """Give a booker back what the decision took; what they themselves cancelled stays cancelled."""
    folder = MAILS.get(occurrence.series.family, occurrence.series.family)
    outbox.void(now=now, booking_id=booking.id, kinds=[f"{folder}/{what}" for what in (CANCELLED, MOVED, HELD)])
    if booking.status != "cancelled" or booking.undo_until is None:
        return
    booking.status, booking.cancelled_at, booking.undo_until, booking.cancelled_late = "confirmed", None, None, False
    entry = _entry_of(booking)
    if entry is not None:
        is_waiting = status == "waiting"
        entry.state, entry.settled_at = ("waiting", None) if is_waiting else ("taken", now)
        booking.status = "waiting" if is_waiting else "confirmed"
    if booking.status == "confirmed":
        core.take(booking, occurrence.resource_id, now=now)
    core.touch(booking, now=now)
    core.note(booking, "undone", by=STAFF, now=now)


def _shift(occurrence: Occurrence, touched: list[Booking], span: Span, step: timedelta, *, now: datetime) -> None:
    """Move a date and each booked time on it; while they pass one another the capacity may hold them all.

    Whoever is booked on the whole date takes over its hours.
    """
    is_whole = _is_whole(occurrence)
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    capacity = resource.capacity
    taken = db.session.scalar(
        select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == resource.id)
    )
    resource.capacity = max(capacity, int(taken or 0))
    db.session.flush()
    for booking in touched if step or is_whole else []:
        old = booking.starts_at
        booking.starts_at, booking.ends_at = (
            (span.start, span.end) if is_whole else (old + step, booking.ends_at + step)
        )
        for taking in booking.takings:
            end = span.end if is_whole else taking.ends_at + step
            new = {"starts_at": taking.starts_at + step, "ends_at": end}
            db.session.execute(update(Taking).where(Taking.id == taking.id).values(**new))
        db.session.expire(booking, ["takings"])
        core.touch(booking, now=now)
        moved = [old.isoformat(), booking.starts_at.isoformat()]
        core.note(booking, "moved", by=STAFF, now=now, starts_at=moved)
    resource.capacity = capacity
    occurrence.starts_at, occurrence.ends_at = span.start, span.end
    occurrence.status = "planned" if span.start == occurrence.original_at else "moved"
    occurrence.decided_at = now
    dates.touch(occurrence, now=now)
    db.session.flush()


def _is_whole(occurrence: Occurrence) -> bool:
    return occurrence.series.family in WHOLE


def _lock(occurrence: Occurrence, *, now: datetime) -> None:
    """Lock a date's places, then read it again: whoever held the lock may just have decided."""
    core.lock([occurrence.resource_id], now=now)
    db.session.refresh(occurrence)
    if occurrence.ends_at <= now:
        raise InThePast


def _remember(occurrence: Occurrence, touched: list[Booking], *, now: datetime) -> None:
    """Keep what undo puts back."""
    occurrence.before = {
        "status": occurrence.status,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "reason": occurrence.reason,
        "decided_at": occurrence.decided_at.isoformat() if occurrence.decided_at else None,
        "bookings": {str(booking.id): booking.status for booking in touched},
    }
    occurrence.undo_until = now + undo_time()


def _tell(
    what: str, touched: list[Booking], occurrence: Occurrence, reason: Texts, *, old_at: datetime, now: datetime
) -> None:
    db.session.flush()
    tell = tellers.get(occurrence.series.family)
    for booking in touched if tell else []:
        words = said(reason, booking.language).text
        if tell:
            tell(Decided(what, booking, occurrence, words, old_at), now=now, after=undo_time())
