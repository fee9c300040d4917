"""Staff move a booked time on Thursday: undoable for ten minutes, and told once after them. All inside `transaction()`."""

from datetime import datetime
from typing import Any

from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel.span import Span
from wok.mail import outbox
from wok.oncall.booked import bookable
from wok.oncall.messages import tell
from wok.oncall.models import BookedMatter
from wok.oncall.refusals import NotBookable, TimeGone


def move(booking: Booking, occurrence: Occurrence, starts_at: datetime, *, now: datetime) -> Booking:
    """To any time of the booked lane. Moved again within ten minutes it is told once; moved back, not at all.

    Raises NotBookable, TimeGone, AlreadyCancelled.
    """
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.starts_at <= now:
        raise NotBookable
    matter = db.session.get_one(BookedMatter, booking.id)
    is_untold = booking.undo_until is not None and booking.undo_until > now
    before = (matter.before if is_untold else None) or _as_it_is(booking)
    span = bookable(occurrence, starts_at, now=now, by=STAFF)
    _to(booking, occurrence, span, now=now)
    outbox.void(now=now, booking_id=booking.id)
    if _as_it_is(booking) == before:
        matter.before, booking.undo_until = None, None
    else:
        matter.before, booking.undo_until = before, now + undo_time()
        db.session.flush()
        tell("moved", booking, now=now, after=undo_time())
    return booking


def _as_it_is(booking: Booking) -> dict[str, Any]:
    return {
        "occurrence_id": booking.occurrence_id,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
    }


def _to(booking: Booking, occurrence: Occurrence, span: Span, *, now: datetime) -> None:
    booking.occurrence_id = occurrence.id
    try:
        core.move(booking, occurrence.resource_id, span, by=STAFF, now=now)
    except NotEnoughLeft as gone:
        raise TimeGone from gone


def undo(booking: Booking, *, now: datetime) -> Booking:
    """Back to the time its booker knows, if it is still free. Raises TooLateToUndo, PlaceGone."""
    matter = db.session.get_one(BookedMatter, booking.id)
    if matter.before is None or booking.undo_until is None or booking.undo_until < now or booking.status == "cancelled":
        raise TooLateToUndo
    before = matter.before
    occurrence = db.session.get_one(Occurrence, before["occurrence_id"])
    span = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    try:
        _to(booking, occurrence, span, now=now)
    except TimeGone as gone:
        raise PlaceGone from gone
    matter.before, booking.undo_until = None, None
    outbox.void(now=now, booking_id=booking.id)
    return booking
