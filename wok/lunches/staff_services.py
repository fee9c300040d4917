"""What staff decide about a lunch date: cancel, move, hold, undo. All inside `transaction()`."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.bookings import decisions, waitlist
from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.decisions import Preview
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled, TooLateToUndo
from wok.bookings.services import STAFF
from wok.bookings.told import link, undo_time
from wok.db import Texts, db
from wok.kernel.span import Span
from wok.lunches import queries, switching, topics, wish_state, wishes
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp
from wok.lunches.refusals import DecisionNeeded, LunchNotOpen
from wok.lunches.settling import lock_date, span_of
from wok.lunches.standing_services import contact_of, is_booked
from wok.mail import outbox

DATE_KINDS = ("lunches/date_cancelled", "lunches/date_moved", "lunches/date_held")


def preview(occurrence: Occurrence) -> Preview:
    """Whom a change of this date would touch."""
    return decisions.preview(dates.bookings_of(occurrence))


def cancel_date(
    occurrence: Occurrence, reason: Texts, *, carry: bool, now: datetime, staff_id: int
) -> Occurrence | None:
    """Cancel a date with its reason; undoable for ten minutes, people are told after that.

    With `carry` confirmed guests are booked for the next lunch that takes place (or put on its list);
    returns that date. The waiting list is closed; calendars keep the date as cancelled.
    """
    _must_be_coming(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    target = _next_after(occurrence, now=now) if carry else None
    _remember(occurrence, now=now)
    occurrence.status, occurrence.reason = "cancelled", reason
    dates.touch(occurrence, now=now)
    touched = dates.bookings_of(occurrence)
    changed = {str(booking.id): booking.status for booking in touched}
    carried = [_cancel_one(booking, occurrence, target, reason, now=now) for booking in touched]
    before = dict(occurrence.before or {})
    occurrence.before = {**before, "bookings": changed, "carried": [new_id for new_id in carried if new_id]}
    db.session.flush()
    return target


def _cancel_one(
    booking: Booking, occurrence: Occurrence, target: Occurrence | None, reason: Texts, *, now: datetime
) -> int | None:
    """Cancel one guest's booking with the date; returns the id of the booking they were carried to."""
    was = booking.status
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        waitlist.leave(entry, state="ended", now=now)
    outbox.void(now=now, booking_id=booking.id)
    if not wishes.cancel(booking, by=STAFF, now=now):
        core.cancel(booking, by=STAFF, now=now, undo=undo_time())
    rsvp = db.session.get_one(Rsvp, booking.id)
    new = _carry(booking, rsvp, target, now=now) if target and was == "confirmed" else None
    if new:
        topics.carry(booking, new)
    words = reason.get(booking.language) or reason.get("fr", "")
    told: dict[str, Any] = {
        "reason": words,
        "carried_to_at": new.starts_at.isoformat() if new else None,
        "carried_status": _standing_of(new) if new else None,
    }
    more = {**told, "link": link(new), "code": new.code} if new else told
    tell(
        "date_cancelled",
        booking,
        rsvp,
        occurrence,
        now=now,
        after=undo_time(),
        useful_until=max(occurrence.ends_at, now + 2 * undo_time()),
        **more,
    )
    return new.id if new else None


def _carry(booking: Booking, rsvp: Rsvp, target: Occurrence, *, now: datetime) -> Booking | None:
    """The same party at another date: a place, or the waiting list; None when these guests are booked there already."""
    if is_booked(booking, target):
        return None
    new = core.new_booking(
        "lunch", contact_of(booking), span_of(target), booking.quantity, now=now, occurrence_id=target.id
    )
    if wish_state.is_kept(target, now=now):
        wishes.ask(target, new, by=STAFF, now=now)
        outbox.void(now=now, booking_id=new.id)  # the message about the cancelled date says it
        _write_rsvp(new, rsvp)
        return new
    resource = core.lock([target.resource_id], now=now)[target.resource_id]
    if waitlist.public_free(resource, span_of(target)) >= new.quantity:
        new.status = "confirmed"
        core.add(new, resource, by=STAFF, now=now)
    else:
        waitlist.join(new, resource.id, by=STAFF, now=now)
    _write_rsvp(new, rsvp)
    return new


def _standing_of(new: Booking) -> str:
    """ "wished", "confirmed" or "waiting"."""
    request = wish_state.request_of(new)
    return "wished" if request is not None and request.state == "open" else new.status


def _write_rsvp(new: Booking, rsvp: Rsvp) -> None:
    db.session.add(
        Rsvp(
            booking_id=new.id, adults=rsvp.adults, children=rsvp.children, prams=rsvp.prams,
            diets=dict(rsvp.diets), needs=list(rsvp.needs), note=rsvp.note,
        )
    )  # fmt: skip
    db.session.flush()


def _next_after(occurrence: Occurrence, *, now: datetime) -> Occurrence | None:
    return db.session.scalar(
        select(Occurrence)
        .where(
            Occurrence.series_id == occurrence.series_id,
            Occurrence.starts_at > max(now, occurrence.starts_at),
            Occurrence.status.in_(("planned", "moved")),
        )
        .order_by(Occurrence.starts_at)
        .limit(1)
    )


def move_date(occurrence: Occurrence, span: Span, reason: Texts, *, now: datetime, staff_id: int) -> None:
    """Move a date with everybody on it; standing RSVPs are asked again. Raises DecisionNeeded for a time that is over."""
    _must_be_coming(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    if span.start <= now or (span.start - now).days > 365:
        raise DecisionNeeded
    _remember(occurrence, now=now)
    old = occurrence.starts_at
    occurrence.reason = reason
    dates.move(occurrence, span, now=now)
    switching.moved(occurrence, now=now)
    tell_moved(occurrence, reason, old_at=old, now=now)
    db.session.flush()


def tell_moved(
    occurrence: Occurrence, reason: Texts, *, old_at: datetime, now: datetime, told: set[int] | None = None
) -> None:
    """Tell everybody on a moved date; who comes every week is asked again, and told once for all dates in `told`."""
    for guest in queries.guests(occurrence, "waiting", "held", "confirmed"):
        standing_id = guest.rsvp.standing_id
        if standing_id:
            guest.rsvp.must_reconfirm, guest.rsvp.reconfirmed_at = True, None
        if standing_id and told is not None:
            if standing_id in told:
                continue
            told.add(standing_id)
        words = reason.get(guest.booking.language) or reason.get("fr", "")
        tell(
            "date_moved", guest.booking, guest.rsvp, occurrence, now=now, after=undo_time(),
            useful_until=occurrence.ends_at, old_at=old_at.isoformat(), reason=words,
            standing=bool(standing_id), every_week=bool(standing_id and told is not None),
        )  # fmt: skip


def hold_date(occurrence: Occurrence, *, now: datetime, staff_id: int) -> None:
    """The lunch takes place in spite of a closure; who is booked is told once."""
    _must_be_coming(occurrence, now=now)
    if occurrence.status != "needs_decision":
        raise LunchNotOpen
    _remember(occurrence, now=now)
    occurrence.status = "planned" if occurrence.starts_at == occurrence.original_at else "moved"
    occurrence.decided_at = now
    dates.touch(occurrence, now=now)
    db.session.flush()
    for guest in queries.guests(occurrence, "held", "confirmed"):
        tell(
            "date_held",
            guest.booking,
            guest.rsvp,
            occurrence,
            now=now,
            after=undo_time(),
            cause=f"held:{guest.booking.id}:{occurrence.sequence}",
        )


def undo_date(occurrence: Occurrence, *, now: datetime, staff_id: int) -> None:
    """Take back the last decision on a date, within ten minutes; nobody was told yet. Raises TooLateToUndo."""
    before = occurrence.before
    if before is None or occurrence.undo_until is None or occurrence.undo_until < now:
        raise TooLateToUndo
    wish_state.lock_rounds(occurrence)
    core.lock([occurrence.resource_id], now=now)
    for booking_id in before.get("carried", []):
        _uncarry(db.session.get_one(Booking, booking_id), now=now)
    span = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    if span != span_of(occurrence):
        dates.move(occurrence, span, now=now)
        switching.moved(occurrence, now=now)
    occurrence.status, occurrence.reason = before["status"], before["reason"]
    occurrence.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    occurrence.before = occurrence.undo_until = None
    dates.touch(occurrence, now=now)
    for booking_id, status in before.get("bookings", {}).items():
        booking = db.session.get_one(Booking, int(booking_id))
        if not switching.brought_back(booking, now=now):
            _bring_back(booking, status, occurrence, now=now)
    for guest in queries.guests(occurrence):
        outbox.void(now=now, booking_id=guest.booking.id, kinds=DATE_KINDS)
    db.session.flush()


def _uncarry(booking: Booking, *, now: datetime) -> None:
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        waitlist.leave(entry, state="ended", now=now)
    outbox.void(now=now, booking_id=booking.id)
    if booking.status != "cancelled":
        core.cancel(booking, by=STAFF, now=now, undo=undo_time())


def _bring_back(booking: Booking, status: str, occurrence: Occurrence, *, now: datetime) -> None:
    """Give a guest back what the cancelled date took: the place, or the place in line."""
    if booking.status != "cancelled":
        return
    booking.cancelled_at = booking.undo_until = None
    booking.cancelled_late = False
    entry = queries.entry_of(booking)
    if status == "waiting" and entry:
        booking.status, entry.state, entry.settled_at = "waiting", "waiting", None
    else:
        booking.status = "confirmed"
        core.take(booking, occurrence.resource_id, now=now)
        if entry:
            entry.state, entry.settled_at = "taken", now
    core.touch(booking, now=now)
    core.note(booking, "undone", by=STAFF, now=now)


def _must_be_coming(occurrence: Occurrence, *, now: datetime) -> None:
    wish_state.lock_rounds(occurrence)
    lock_date(occurrence, now=now)
    if occurrence.ends_at <= now:
        raise LunchNotOpen


def _remember(occurrence: Occurrence, *, now: datetime) -> None:
    """Keep what undo puts back."""
    occurrence.before = {
        "status": occurrence.status,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "reason": occurrence.reason,
        "decided_at": occurrence.decided_at.isoformat() if occurrence.decided_at else None,
    }
    occurrence.undo_until = now + undo_time()
