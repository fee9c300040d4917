"""Saving an entry of the calendar, whatever it is: the same for the form, the pointer and the keys. Inside `transaction()`.

Each locks what it needs, reads the entry afresh and compares its version; an outdated one raises Stale and changes nothing.
"""

from datetime import datetime
from typing import Any

from wok.appointments import changing, queries, settling
from wok.appointments.messages import tell
from wok.appointments.models import Appointment, Matter
from wok.appointments.refusals import MatterGone, NoSuchPlace
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.calendar import staff_blocks, staff_clash
from wok.calendar.staff_blocks import When
from wok.calendar.staff_clash import Clash
from wok.calendar.staff_refusals import NotHere, NotTheirs, OverOrPast, SayWhy, Taken
from wok.db import db
from wok.kernel import weekly
from wok.kernel.slots import Buffers
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.oncall import booked, staff_moving
from wok.oncall.refusals import NotBookable
from wok.space import changing as room_changing
from wok.space import queries as room_queries
from wok.team import queries as team
from wok.team.models import Colleague
from wok.web.sentences import gettext as _


class Stale(Exception):
    """Somebody else saved the entry after this form was drawn (PROMISES B5)."""


@dataclass(frozen=True)
class Wanted:
    """What an appointment is to become."""

    span: Span
    colleague_id: int
    matter_id: int
    place: str
    reason: str = ""


def fresh(booking: Booking, version: int) -> None:
    """Read again what is now locked. Raises Stale."""
    db.session.refresh(booking)
    if booking.version != version:
        raise Stale


def colleague(person_id: int) -> Colleague:
    """A colleague who is met. Raises NotHere."""
    found = team.colleague(person_id)
    if found is None or not team.is_active(found):
        raise NotHere
    return found


def buffers_of(matter: Matter) -> Buffers:
    """What a meeting on this matter keeps free around it."""
    return Buffers(matter.buffer_before, matter.buffer_after)


def check(one: Colleague, span: Span, buffers: Buffers, reason: str, *, but: Booking | None, now: datetime) -> Clash:
    """What is in the way; a reason goes beyond the hours, never over somebody. Raises Taken, SayWhy, OverOrPast."""
    if span.start <= now:
        raise OverOrPast
    clash = staff_clash.clash(one, span, buffers=buffers, but=but)
    if clash.taken:
        raise Taken
    if clash.outside and not reason:
        raise SayWhy
    return clash


def not_over(one: Colleague, span: Span, *, but: Booking | None = None) -> None:
    """An own entry needs no opening hours, only a free time. Raises Taken."""
    if staff_clash.clash(one, span, but=but).taken:
        raise Taken


def save_appointment(booking: Booking, wanted: Wanted, version: int, *, now: datetime) -> bool:
    """Another time, length, colleague, place or matter. Returns whether anything changed.

    Raises Stale, NotHere, NotTheirs, MatterGone, NoSuchPlace, Taken, SayWhy, OverOrPast and what `changing.move` does.
    """
    appointment = queries.appointment(booking)
    settling.lock(appointment.matter, now=now, booking=booking)
    fresh(booking, version)
    is_moved = not _stands(booking, appointment, wanted)
    is_other = (appointment.matter_id, appointment.place) != (wanted.matter_id, wanted.place)
    if not is_moved and not is_other:
        return False
    untold = changing.untold(booking, appointment, now=now)
    before = untold or settling.as_it_was(booking, appointment)
    if is_other:
        _set_details(booking, appointment, wanted)
    if is_moved:
        _move(booking, appointment, wanted, now=now)
    else:
        _tell_details(booking, "moved" if untold else "confirmed", before, now=now)
    if is_other:
        appointment.before = before
    return True


def _tell_details(booking: Booking, kind: str, before: dict[str, Any], *, now: datetime) -> None:
    """Another place or matter at the same time: told once, with a move that was not told yet."""
    outbox.void(now=now, booking_id=booking.id, kinds=["appointments/confirmed", "appointments/moved"])
    booking.undo_until = now + undo_time()
    core.touch(booking, now=now)
    db.session.flush()
    tell(kind, booking, now=now, after=undo_time(), old_at=before["starts_at"], by=STAFF)


def _stands(booking: Booking, appointment: Appointment, wanted: Wanted) -> bool:
    same_time = (booking.starts_at, booking.ends_at) == (wanted.span.start, wanted.span.end)
    return same_time and appointment.colleague_id == wanted.colleague_id


def _set_details(booking: Booking, appointment: Appointment, wanted: Wanted) -> None:
    matter = appointment.matter
    if wanted.matter_id != appointment.matter_id:
        found = queries.matter(wanted.matter_id)
        if found is None:
            raise MatterGone
        matter = found
    if wanted.place not in matter.places:
        raise NoSuchPlace
    appointment.matter, appointment.matter_id, appointment.place = matter, matter.id, wanted.place
    booking.setup_minutes, booking.cleanup_minutes = matter.buffer_before, matter.buffer_after
    if appointment.colleague_id not in {one.person_id for one in queries.handlers(matter)}:
        raise NotTheirs


def _move(booking: Booking, appointment: Appointment, wanted: Wanted, *, now: datetime) -> None:
    one = colleague(wanted.colleague_id)
    if one.person_id not in {other.person_id for other in queries.handlers(appointment.matter)}:
        raise NotTheirs
    clash = check(one, wanted.span, buffers_of(appointment.matter), wanted.reason, but=booking, now=now)
    if clash.outside:
        booking.override_reason = wanted.reason
    changing.move(booking, wanted.span.start, now=now, by=STAFF, colleague_id=one.person_id, end=wanted.span.end)


def save_block(
    booking: Booking,
    colleague_id: int,
    when: When,
    words: str,
    *,
    version: int,
    scope: str,
    skip_taken: bool,
    now: datetime,
) -> int:
    """An own entry, on one date or several. Returns how many dates. Raises Stale, NotHere, DatesTaken, Taken, OverOrPast."""
    block, one = staff_blocks.of(booking), colleague(colleague_id)
    core.lock(sorted({one.resource_id, block.colleague.resource_id}), now=now)
    fresh(booking, version)
    span = when.on(when.day)
    if span.start <= now and span.start != booking.starts_at:
        raise OverOrPast
    if scope == staff_blocks.THIS:
        not_over(one, span, but=booking)
    return staff_blocks.change(block, one, when, words, scope=scope, skip_taken=skip_taken, now=now)


def save_booked(booking: Booking, start: datetime, version: int, *, now: datetime) -> bool:
    """Another time on a Thursday. Returns whether it changed. Raises Stale, NotBookable, TimeGone."""
    date = thursday_of(start)
    old = db.session.get(Occurrence, booking.occurrence_id) if booking.occurrence_id else None
    if date is None or old is None:
        raise NotBookable
    core.lock(sorted({date.resource_id, old.resource_id}), now=now)
    fresh(booking, version)
    if booking.starts_at == start:
        return False
    staff_moving.move(booking, date, start, now=now)
    return True


def thursday_of(start: datetime) -> Occurrence | None:
    """The on-call date of this local day."""
    span = weekly.day_span(weekly.local_day(start))
    return next((one for one in team.oncall_dates(span.start, span.end) if one.status != "cancelled"), None)


def undo(booking: Booking, *, now: datetime) -> None:
    """Take the last move or cancelling back within ten minutes. Raises TooLateToUndo, PlaceGone, TimeTakenMeanwhile."""
    if booking.kind == "appointment":
        changing.undo(booking, now=now, by=STAFF)
    elif booking.kind == staff_blocks.KIND:
        staff_blocks.undo(staff_blocks.of(booking), now=now)
    elif booking.kind == "space":
        room_changing.undo(room_queries.use_of(booking), by=STAFF, now=now)
    elif booking.status == "cancelled":
        booked.undo_cancel(booking, now=now, by=STAFF)
    else:
        staff_moving.undo(booking, now=now)


def cancel(booking: Booking, *, scope: str, now: datetime) -> None:
    """Take an entry out; a booker is told after ten minutes. Appointments have their own page. Raises AlreadyCancelled."""
    if booking.kind == staff_blocks.KIND:
        staff_blocks.cancel(staff_blocks.of(booking), scope=scope, now=now)
    else:
        booked.cancel(booking, now=now, by=STAFF)


def who_is_told(name: str, reach: str) -> str:
    """Whom a change is told to and how, before it is made."""
    if reach == "email":
        return _("%(name)s is told by e-mail in ten minutes.", name=name)
    if reach == "phone":
        return _("%(name)s is put on the call list in ten minutes.", name=name)
    if reach == "association":
        return _("%(name)s is told through the association: see the call list in ten minutes.", name=name)
    return _("%(name)s cannot be reached: neither e-mail nor phone is known.", name=name)
