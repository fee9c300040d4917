"""Who has what, when; never more than there is (PROMISES B2).

Every function runs inside `transaction()` and only flushes. The order is always the same: lock the
resources in id order, lapse overdue holds, check, write. The triggers of guard.py are the second line.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, inspect, select, update
from sqlalchemy.exc import DBAPIError

from wok.bookings import codes, guard
from wok.bookings.models import Booking, BookingEvent, Resource, ResourcePart, Taking, WaitlistEntry
from wok.bookings.refusals import AlreadyCancelled, IsWhole, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.bookings.taken import Takeable
from wok.bookings.taken import buffered as buffered
from wok.bookings.taken import free_units as free_units
from wok.db import db, insert, rows
from wok.kernel.span import Span
from wok.kernel.values import dataclass

BOOKER, STAFF, WOK = "booker", "staff", "wok"

# Every booking runs these, inside the one write transaction: they are built once.
LOCK = (
    select(Resource)
    .where(Resource.id.in_(bindparam("ids", expanding=True)))
    .order_by(Resource.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
PARTS = select(ResourcePart.part_id).where(ResourcePart.whole_id == bindparam("whole")).order_by(ResourcePart.part_id)
OVERDUE = (
    select(Booking.id)
    .join(Taking)
    .where(
        Taking.resource_id.in_(bindparam("ids", expanding=True)),
        Booking.status == "held",
        Booking.kind.not_in(("loan", "space")),  # wok.sharing lapses their offers line by line
        Booking.hold_until <= bindparam("now"),
    )
    .distinct()
    .order_by(Booking.id)
)
NEW_TAKING = Taking.__table__.insert()  # type: ignore[attr-defined]  # the table itself: no mapper in the way
NEW_LINE = BookingEvent.__table__.insert()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Contact:
    """Who books and how to reach them; `reach` is email, phone, association or none."""

    name: str
    language: str
    reach: str = "none"
    email: str | None = None
    phone: str | None = None
    association_said: str = ""
    association_id: int | None = None
    person_id: int | None = None


def parts_of(resource_id: int) -> list[int]:
    """The atomic resources behind one: its parts for a whole, else itself; in id order."""
    return list(rows(PARTS, {"whole": resource_id}).scalars()) or [resource_id]


def lock(resource_ids: Sequence[int], *, now: datetime) -> dict[int, Resource]:
    """Lock resource rows in id order (SQLite holds its one write lock already) and lapse their overdue holds."""
    found = {row.id: row for row in db.session.scalars(LOCK, {"ids": sorted(resource_ids)})}
    lapse_overdue(list(found), now=now)
    return found


def lapse_overdue(resource_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Holds of these resources whose time is over give their place back. Returns the bookings' ids."""
    overdue = list(rows(OVERDUE, {"ids": list(resource_ids), "now": now}).scalars())
    for booking_id in overdue:
        booking = db.session.get_one(Booking, booking_id)
        _end(booking, now=now)
        note(booking, "lapsed", by=WOK, now=now)
        db.session.execute(
            update(WaitlistEntry)
            .where(WaitlistEntry.booking_id == booking_id, WaitlistEntry.state == "offered")
            .values(state="lapsed", settled_at=now)
        )
    return overdue


def new_booking(
    kind: str,
    contact: Contact,
    span: Span,
    quantity: int,
    *,
    now: datetime,
    form_token: str | None = None,
    **facts: Any,
) -> Booking:
    """A booking not yet written: fresh code, link and UID."""
    return Booking(
        kind=kind,
        quantity=quantity,
        starts_at=span.start,
        ends_at=span.end,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        reach=contact.reach,
        language=contact.language,
        association_said=contact.association_said,
        association_id=contact.association_id,
        person_id=contact.person_id,
        code=codes.new_code(),
        link_token=codes.new_link_token(),
        uid=codes.new_uid(),
        form_token=form_token,
        created_at=now,
        changed_at=now,
        **facts,
    )


def add(booking: Booking, resource: Takeable, *, by: str = BOOKER, now: datetime, is_counted: bool = False) -> Booking:
    """Write a booking (held or confirmed) with its takings. Raises NotEnoughLeft.

    `is_counted`: the caller holds the lock of this atomic resource and has just counted what is free.
    """
    if is_counted:
        _write(booking, [resource])
    else:
        take(booking, resource.id, now=now)
    note(booking, "held" if booking.status == "held" else "booked", by=by, now=now, quantity=booking.quantity)
    return booking


def take(booking: Booking, resource_id: int, *, now: datetime) -> None:
    """Occupy every atomic part for the booking's span and quantity. Raises NotEnoughLeft, IsWhole."""
    locked = lock(parts_of(resource_id), now=now)
    for part in locked.values():
        free = free_units(part, buffered(part, booking))
        if free < booking.quantity:
            raise NotEnoughLeft(max(0, free))
    _write(booking, list(locked.values()))


def _write(booking: Booking, parts: Sequence[Takeable]) -> None:
    """Insert the booking and a taking for each part; what the database's own guard refuses becomes a Refusal."""
    if inspect(booking).transient:
        insert(booking)
    spans = [buffered(part, booking) for part in parts]
    takings = [
        {
            "booking_id": booking.id,
            "resource_id": part.id,
            "quantity": booking.quantity,
            "starts_at": span.start,
            "ends_at": span.end,
        }
        for part, span in zip(parts, spans, strict=True)
    ]
    try:
        rows(NEW_TAKING, takings)
    except DBAPIError as error:
        raise as_refusal(error) from error
    db.session.expire(booking, ["takings"])


def as_refusal(error: DBAPIError) -> Exception:
    """The Refusal that the guard's error stands for, or the error itself."""
    words = str(error.orig)
    if guard.MARK in words:
        return NotEnoughLeft(0)
    return IsWhole() if guard.WHOLE in words else error


def confirm(booking: Booking, *, by: str = BOOKER, now: datetime) -> Booking:
    """A held booking becomes certain."""
    booking.status, booking.hold_until = "confirmed", None
    touch(booking, now=now)
    note(booking, "confirmed", by=by, now=now)
    return booking


def change_quantity(booking: Booking, quantity: int, *, by: str = BOOKER, now: datetime) -> Booking:
    """Ask for more or fewer. Fewer always passes; more only while there is room. Raises NotEnoughLeft."""
    if quantity == (old := booking.quantity):
        return booking
    locked = lock([taking.resource_id for taking in booking.takings], now=now)
    for taking in booking.takings:
        free = free_units(locked[taking.resource_id], Span(taking.starts_at, taking.ends_at))
        if quantity > old and free < quantity - old:
            raise NotEnoughLeft(max(0, free))
    try:
        db.session.execute(update(Taking).where(Taking.booking_id == booking.id).values(quantity=quantity))
    except DBAPIError as error:
        raise as_refusal(error) from error
    booking.quantity = quantity
    booking.changed_at = now
    note(booking, "changed", by=by, now=now, quantity=[old, quantity])
    return booking


def move(booking: Booking, resource_id: int, span: Span, *, by: str = BOOKER, now: datetime) -> Booking:
    """Give up the old place and take the new one, or neither. Raises NotEnoughLeft."""
    lock(sorted({*parts_of(resource_id), *(taking.resource_id for taking in booking.takings)}), now=now)
    old = booking.starts_at
    free(booking)
    booking.starts_at, booking.ends_at = span.start, span.end
    take(booking, resource_id, now=now)
    touch(booking, now=now)
    note(booking, "moved", by=by, now=now, starts_at=[old.isoformat(), span.start.isoformat()])
    return booking


def cancel(booking: Booking, *, by: str = BOOKER, now: datetime, undo: timedelta, late: bool = False) -> Booking:
    """Give the place back; undoable for `undo`. Raises AlreadyCancelled."""
    if booking.status == "cancelled":
        raise AlreadyCancelled
    lock([taking.resource_id for taking in booking.takings], now=now)
    before = booking.status
    _end(booking, now=now)
    booking.cancelled_late, booking.undo_until = late, now + undo
    note(booking, "cancelled", by=by, now=now, before=before, late=late)
    return booking


def undo_cancel(booking: Booking, resource_id: int, *, by: str = BOOKER, now: datetime) -> Booking:
    """Book the same place again, if it still can be. Raises TooLateToUndo, PlaceGone."""
    if booking.status != "cancelled" or booking.undo_until is None or booking.undo_until < now:
        raise TooLateToUndo
    booking.status, booking.cancelled_at, booking.undo_until, booking.cancelled_late = "confirmed", None, None, False
    try:
        take(booking, resource_id, now=now)
    except NotEnoughLeft as gone:
        raise PlaceGone from gone
    touch(booking, now=now)
    note(booking, "undone", by=by, now=now)
    return booking


def set_capacity(resource: Resource, capacity: int) -> int:
    """Change how many there are; nobody is thrown out. Returns the surplus: how many are booked too many."""
    resource.capacity = capacity
    resource.version += 1
    db.session.flush()
    taken = db.session.scalar(
        select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == resource.id)
    )
    return max(0, int(taken or 0) - capacity)


def touch(booking: Booking, *, now: datetime) -> None:
    """A change that calendars must see: SEQUENCE rises (CALENDAR.md 5)."""
    booking.sequence += 1
    booking.changed_at = now


def note(booking: Booking, what: str, *, by: str, now: datetime, person_id: int | None = None, **facts: Any) -> None:
    """Write one line of the booking's history."""
    db.session.flush()
    line = {"booking_id": booking.id, "at": now, "what": what, "by": by, "person_id": person_id, "facts": facts}
    rows(NEW_LINE, line)


def free(booking: Booking) -> None:
    """Give back all it takes; for callers that take something else at once."""
    db.session.execute(delete(Taking).where(Taking.booking_id == booking.id))
    db.session.expire(booking, ["takings"])


def _end(booking: Booking, *, now: datetime) -> None:
    free(booking)
    booking.status, booking.hold_until, booking.cancelled_at = "cancelled", None, now
    touch(booking, now=now)
    db.session.flush()
