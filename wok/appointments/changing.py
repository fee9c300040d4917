"""Changing an appointment: another time, not coming, taken back, one of our proposals. All inside `transaction()`."""

from datetime import datetime, timedelta
from typing import Any

from wok.appointments import queries, rules
from wok.appointments.messages import tell
from wok.appointments.models import Appointment, Proposal
from wok.appointments.refusals import OverAlready, ProposalOver, TimeGone, TimeTakenMeanwhile
from wok.appointments.rules import Ask, Who
from wok.appointments.settling import (
    as_it_was,
    drop_proposals,
    end_wish,
    lacks_interpreter,
    lock,
    named,
    propose,
    set_state,
    settle_rivals,
    waits_for,
)
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.bookings.services import BOOKER
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel.span import Span
from wok.mail import outbox
from wok.team.models import Colleague


def move(
    booking: Booking,
    start: datetime,
    *,
    now: datetime,
    by: str = BOOKER,
    colleague_id: int | None = None,
    reason: str = "",
    end: datetime | None = None,
) -> Booking:
    """Another time; undoable for ten minutes, and only then told. Raises OverAlready, TimeGone.

    The colleague stays if they are free then. A matter that staff confirm is confirmed anew, unless staff move it.
    Staff may give it another length (`end`). Moved again before the ten minutes are over, it is told once, from the
    time its booker knows; moved back to that time, it is not told at all, and undo goes back to it.
    """
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    _still_open(booking, now=now)
    if start <= now:
        raise TimeGone
    colleague = _for_move(booking, appointment, start, colleague_id, by=by, now=now)
    before = untold(booking, appointment, now=now) or as_it_was(booking, appointment)
    _move_to(booking, appointment, colleague, start, by=by, now=now, end=end)
    appointment.before, appointment.reason, booking.undo_until = before, reason, now + undo_time()
    waits = waits_for(appointment.matter, needs_interpreter=lacks_interpreter(appointment), is_staffs=by != BOOKER)
    set_state(booking, appointment, waits, now=now)
    db.session.flush()
    outbox.void(now=now, booking_id=booking.id)
    if as_it_was(booking, appointment) == before:
        appointment.before, booking.undo_until = None, None
    else:
        tell("moved", booking, now=now, after=undo_time(), old_at=before["starts_at"], by=by)
    return booking


def untold(booking: Booking, appointment: Appointment, *, now: datetime) -> dict[str, Any] | None:
    """What the booker still believes, as long as the last change can be undone and was not told."""
    is_open = booking.status != "cancelled" and booking.undo_until is not None and booking.undo_until > now
    return appointment.before if is_open else None


def _for_move(
    booking: Booking, appointment: Appointment, start: datetime, colleague_id: int | None, *, by: str, now: datetime
) -> Colleague:
    """Who takes the moved meeting: whoever has it now if they can, unless somebody is named."""
    matter, wish = appointment.matter, appointment.wished_colleague_id
    if by != BOOKER and colleague_id is not None:
        return named(matter, Ask(start, appointment.place, appointment.language, colleague_id=colleague_id))
    who = Who(appointment.language, colleague_id or wish, appointment.wants_interpreter)
    free = queries.free_with(matter, who, start, now=now, but=booking)
    if not free:
        raise TimeGone
    return next((one for one in free if one.person_id == appointment.colleague_id), free[0])


def _move_to(
    booking: Booking,
    appointment: Appointment,
    colleague: Colleague,
    start: datetime,
    *,
    by: str,
    now: datetime,
    end: datetime | None = None,
) -> None:
    """Give up the old time, and any proposed ones, for the new one."""
    length = timedelta(minutes=appointment.matter.minutes)
    if end is not None:
        length = end - start
    elif booking.status != "waiting" and not queries.proposals(booking):
        length = booking.ends_at - booking.starts_at
    try:
        core.move(booking, colleague.resource_id, Span(start, start + length), by=by, now=now)
    except NotEnoughLeft as taken:
        raise TimeGone from taken
    drop_proposals(booking)
    end_wish(booking, now=now)
    appointment.colleague_id, appointment.colleague, appointment.agreed_at = colleague.person_id, colleague, None
    if appointment.language not in colleague.languages:
        appointment.wants_interpreter = True


def _still_open(booking: Booking, *, now: datetime) -> None:
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.starts_at <= now and booking.status != "waiting":
        raise OverAlready


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER, reason: str = "", kind: str = "cancelled") -> Booking:
    """Not coming: possible until it begins, undoable for ten minutes, recorded as late within the last day."""
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    _still_open(booking, now=now)
    appointment.before, appointment.reason = as_it_was(booking, appointment), reason
    appointment.waits_for = ""
    drop_proposals(booking)
    end_wish(booking, now=now)
    outbox.void(now=now, booking_id=booking.id)
    is_late = by == BOOKER and booking.status == "confirmed" and rules.is_late(booking.starts_at, now=now)
    core.cancel(booking, by=by, now=now, undo=undo_time(), late=is_late)
    tell(kind, booking, now=now, after=undo_time(), by=by)
    return booking


def undo(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the last cancelling or moving back, if the old time is still free. Raises TooLateToUndo, TimeTakenMeanwhile."""
    appointment = queries.appointment(booking)
    before = appointment.before
    if before is None or booking.undo_until is None or booking.undo_until < now:
        raise TooLateToUndo
    lock(appointment.matter, now=now, booking=booking)
    try:
        _put_back(booking, appointment, before, by=by, now=now)
    except (NotEnoughLeft, PlaceGone) as taken:
        raise TimeTakenMeanwhile from taken
    hold = before["hold_until"]
    booking.status, booking.undo_until = before["status"], None
    booking.hold_until = max(datetime.fromisoformat(hold), now + undo_time()) if hold else None
    appointment.waits_for, appointment.before, appointment.reason = before["waits_for"], None, ""
    appointment.colleague_id = before["colleague_id"]
    appointment.place = before.get("place", appointment.place)
    appointment.matter_id = before.get("matter_id", appointment.matter_id)
    db.session.flush()
    db.session.expire(appointment, ["colleague", "matter"])
    if outbox.take_back(now=now, booking_id=booking.id):
        tell("confirmed" if booking.status == "confirmed" else "asked", booking, now=now)
    return booking


def _put_back(booking: Booking, appointment: Appointment, before: dict[str, Any], *, by: str, now: datetime) -> None:
    """Take the old time, or the old proposals, again; a request without a time only comes back to the list."""
    old = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    was_cancelled = booking.status == "cancelled"
    booking.cancelled_at, booking.cancelled_late = None, False
    drop_proposals(booking)
    if before["proposals"]:
        offered = [
            (db.session.get_one(Colleague, number), datetime.fromisoformat(at)) for number, at in before["proposals"]
        ]
        propose(booking, appointment, offered, datetime.fromisoformat(before["hold_until"]), by=by, now=now)
    elif before["colleague_id"] is None:
        core.free(booking)
        booking.starts_at, booking.ends_at = old.start, old.end
        core.touch(booking, now=now)
        core.note(booking, "undone", by=by, now=now)
    else:
        resource_id = db.session.get_one(Colleague, before["colleague_id"]).resource_id
        if was_cancelled:
            core.undo_cancel(booking, resource_id, by=by, now=now)
        else:
            core.move(booking, resource_id, old, by=by, now=now)


def take_proposal(booking: Booking, proposal_id: int, *, now: datetime, by: str = BOOKER) -> Booking:
    """Choose one of the times staff proposed; the others go back. Raises ProposalOver."""
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    chosen = db.session.get(Proposal, proposal_id)
    is_ours = chosen is not None and chosen.booking_id == booking.id
    if chosen is None or not is_ours or booking.status != "held" or chosen.starts_at <= now:
        raise ProposalOver
    _move_to(booking, appointment, chosen.colleague, chosen.starts_at, by=by, now=now)
    appointment.before, booking.undo_until = None, None
    set_state(
        booking,
        appointment,
        waits_for(appointment.matter, needs_interpreter=lacks_interpreter(appointment), is_staffs=True),
        now=now,
    )
    db.session.flush()
    outbox.void(now=now, booking_id=booking.id)
    tell("confirmed" if booking.status == "confirmed" else "asked", booking, now=now)
    settle_rivals(booking, now=now)
    return booking
