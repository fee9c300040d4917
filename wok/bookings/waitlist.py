"""The waiting list: join, offer, accept, pass on. First come by default (MODEL.md).

A booking on the list has status "waiting" and takes nothing; an offer turns it into a held booking
until `offer_until`. Everything here takes the same lock as booking (PROMISES B7).
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from wok.bookings import services
from wok.bookings.models import Booking, Resource, WaitlistEntry
from wok.bookings.refusals import NotEnoughLeft, OfferOver, TooLateToUndo
from wok.bookings.rules import Promotion, Waiting, promote
from wok.db import db, rows
from wok.kernel.span import Span

WAITING = (  # built once: every booking asks it
    select(WaitlistEntry.id, Booking.quantity)
    .join(Booking)
    .where(WaitlistEntry.resource_id == bindparam("resource"), WaitlistEntry.state == "waiting")
    .order_by(WaitlistEntry.joined_at, WaitlistEntry.id)
)


def waiting_entries(resource_id: int) -> list[WaitlistEntry]:
    """Those who wait, oldest first."""
    return list(
        db.session.scalars(
            select(WaitlistEntry)
            .where(WaitlistEntry.resource_id == resource_id, WaitlistEntry.state == "waiting")
            .order_by(WaitlistEntry.joined_at, WaitlistEntry.id)
        )
    )


def plan(resource: Resource, span: Span) -> Promotion:
    """What the list would get of the places free right now."""
    waiting = rows(WAITING, {"resource": resource.id}).all()
    return promote(services.free_units(resource, span), [Waiting(row.id, row.quantity) for row in waiting])


def public_free(resource: Resource, span: Span) -> int:
    """Places anybody may book now: what is free, less what the waiting list can use (B7)."""
    return plan(resource, span).left_over


def join(booking: Booking, resource_id: int, *, by: str = services.BOOKER, now: datetime) -> WaitlistEntry:
    """Put a booking on the waiting list."""
    booking.status = "waiting"
    db.session.add(booking)
    db.session.flush()
    entry = WaitlistEntry(
        booking_id=booking.id, resource_id=resource_id, joined_at=now, state="waiting", offers_made=0, fewer_asked=0
    )
    db.session.add(entry)
    services.note(booking, "waiting", by=by, now=now, quantity=booking.quantity)
    return entry


def position(entry: WaitlistEntry) -> int:
    """Place in the line, 1 is next."""
    ahead = db.session.scalar(
        select(func.count())
        .select_from(WaitlistEntry)
        .where(
            WaitlistEntry.resource_id == entry.resource_id,
            WaitlistEntry.state == "waiting",
            (WaitlistEntry.joined_at < entry.joined_at)
            | ((WaitlistEntry.joined_at == entry.joined_at) & (WaitlistEntry.id < entry.id)),
        )
    )
    return int(ahead or 0) + 1


def offer(entry: WaitlistEntry, until: datetime, *, now: datetime) -> Booking:
    """Hold the places for one entry until `until`. Raises NotEnoughLeft."""
    booking = entry.booking
    booking.status, booking.hold_until = "held", until
    services.take(booking, entry.resource_id, now=now)
    entry.state, entry.offer_until, entry.offers_made = "offered", until, entry.offers_made + 1
    services.touch(booking, now=now)
    services.note(booking, "offered", by=services.WOK, now=now, until=until.isoformat())
    return booking


def change_places(
    booking: Booking, resource_id: int, span: Span, places: int, *, by: str = services.BOOKER, now: datetime
) -> None:
    """Another number of places; a booker takes none that are kept for the list.

    Raises NotEnoughLeft, whose `free` says how many the booking could have in all.
    """
    resource = services.lock([resource_id], now=now)[resource_id]
    more = places - booking.quantity
    if more > 0 and by == services.BOOKER:
        free = public_free(resource, span)
        if free < more:
            raise NotEnoughLeft(max(0, free) + booking.quantity)
    try:
        services.change_quantity(booking, places, by=by, now=now)
    except NotEnoughLeft as full:
        raise NotEnoughLeft(full.free + booking.quantity) from full


def accept(entry: WaitlistEntry, *, by: str = services.BOOKER, now: datetime) -> Booking:
    """Take the offer. Raises OfferOver when it has lapsed or was passed on."""
    services.lock([entry.resource_id], now=now)
    db.session.refresh(entry)
    if entry.state != "offered" or entry.booking.status != "held":
        raise OfferOver
    entry.state, entry.settled_at = "taken", now
    return services.confirm(entry.booking, by=by, now=now)


def accept_fewer(entry: WaitlistEntry, quantity: int, *, by: str = services.BOOKER, now: datetime) -> Booking:
    """A larger party says that fewer may come: book at once if the places are still there. Raises NotEnoughLeft."""
    locked = services.lock([entry.resource_id], now=now)
    db.session.refresh(entry)
    if entry.state != "waiting":
        raise OfferOver
    booking = entry.booking
    free = services.free_units(locked[entry.resource_id], Span(booking.starts_at, booking.ends_at))
    if quantity > free:
        raise NotEnoughLeft(max(0, free))
    old, booking.quantity = booking.quantity, quantity
    booking.status = "confirmed"
    services.take(booking, entry.resource_id, now=now)
    entry.state, entry.settled_at = "taken", now
    services.touch(booking, now=now)
    services.note(booking, "confirmed", by=by, now=now, quantity=[old, quantity])
    return booking


def leave(entry: WaitlistEntry, *, state: str = "left", now: datetime) -> None:
    """The entry is settled: left by its owner, lapsed, or ended with the list."""
    entry.state, entry.settled_at = state, now


def come_back(entry: WaitlistEntry, *, by: str = services.BOOKER, now: datetime) -> None:
    """Leaving the list is taken back: the old place in it. Raises TooLateToUndo."""
    booking = entry.booking
    if booking.status != "cancelled" or booking.undo_until is None or booking.undo_until < now:
        raise TooLateToUndo
    entry.state, entry.settled_at = "waiting", None
    booking.status, booking.cancelled_at, booking.undo_until = "waiting", None, None
    services.touch(booking, now=now)
    services.note(booking, "undone", by=by, now=now)
