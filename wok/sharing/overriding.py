"""What staff decide beside the rule: another quantity for a request, units blocked for the town. Always with a reason."""

from datetime import datetime

from wok.bookings import codes, told
from wok.bookings import services as core
from wok.bookings.lines import Line, take_lines
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import db
from wok.kernel.span import Span
from wok.mail import outbox
from wok.people.models import Person
from wok.sharing import charging, offers, override_undo, settling
from wok.sharing.ledger_models import ShareBlock, ShareOverride
from wok.sharing.models import SharePool, ShareRequest
from wok.sharing.settling import Change

KIND = "block"


def override(request: ShareRequest, quantity: int, reason: str, by: Person, *, now: datetime) -> ShareOverride:
    """Give a request so many units in all, whatever the rule says; 0 takes all away. Raises LineNotLeft.

    More counts at the quiet rate; what is taken away counts no more and costs nothing. People are told after the minutes of undo.
    """
    settling.lock([request], now=now)
    was = override_undo.memory(request)
    offers.withdraw_offer(request, now=now)
    before = request.granted
    owed = charging.quiet_cost(request, quantity - before, now=now) if quantity > before else []
    if quantity < before:
        charging.give_back(request, before - quantity, is_excused=True, now=now)
    request.quantity = max(request.quantity, quantity)
    change = Change(
        request,
        granted=quantity,
        state="overridden",
        reason="STAFF_OVERRIDE",
        facts={**request.facts, "reason": reason},
        owed=owed,
        waits=False,
    )
    until = now + told.undo_time()
    row = ShareOverride(request=request, before=before, quantity=quantity, reason=reason, by_id=by.id, at=now)
    row.was, row.undo_until = was, until
    db.session.add(row)
    settling.settle(request.booking, [change], "overridden", by=core.STAFF, now=now)
    outbox.hold_back(until, booking_id=request.booking_id, cause=f"answer:{request.id}:", now=now)
    if quantity < before:
        offers.units_freed([request.pool.resource_id], now=now, after=told.undo_time())
    return row


def block(pool: SharePool, quantity: int, span: Span, reason: str, *, by: Person, now: datetime) -> ShareBlock:
    """Take units for the town's own need. Raises LineNotLeft: grants are taken away by an override, never silently."""
    settling.lock_pools([pool], now=now)
    booking = _booking(span, quantity, by, now=now)
    take_lines(booking, [Line(pool.resource_id, quantity, span)], now=now)
    core.note(booking, "blocked", by=core.STAFF, now=now, person_id=by.id, quantity=quantity)
    row = ShareBlock(
        pool=pool,
        booking=booking,
        quantity=quantity,
        starts_at=span.start,
        ends_at=span.end,
        reason=reason,
        by_id=by.id,
        made_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _booking(span: Span, quantity: int, by: Person, *, now: datetime) -> Booking:
    """Nobody is told of a block: it belongs to the house."""
    contact = Contact(name=by.name, language=by.language, reach="none")
    booking = core.new_booking(KIND, contact, span, quantity, now=now, form_token=f"block:{codes.new_link_token()}")
    booking.status = "confirmed"
    db.session.add(booking)
    db.session.flush()
    return booking


def unblock(row: ShareBlock, by: Person, *, now: datetime) -> None:
    """The units are free again and go to who waits."""
    settling.lock_pools([row.pool], now=now)
    db.session.refresh(row)
    if row.ended_at is not None:
        return
    booking = row.booking
    core.free(booking)
    booking.status, booking.cancelled_at, row.ended_at = "cancelled", now, now
    core.touch(booking, now=now)
    core.note(booking, "cancelled", by=core.STAFF, now=now, person_id=by.id)
    offers.units_freed([row.pool.resource_id], now=now)
