"""Giving back: what stays charged, the penalty when it is late, ten minutes of undo, and the units go to who waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.models import Booking
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.sharing import charging, offers, parameters, penalties, settling
from wok.sharing.decided import follow
from wok.sharing.ledger_models import ShareCharge, SharePenalty
from wok.sharing.models import ShareRequest
from wok.sharing.settling import Change


@dataclass(frozen=True)
class CancelCost:
    """What cancelling now costs: how much of the points stays, the penalty, and until when it counts as early."""

    kept_percent: int
    penalty: int
    early_until: datetime

    @property
    def is_free(self) -> bool:
        """Nothing stays and nothing is added."""
        return not self.kept_percent and not self.penalty


def requests_of(booking: Booking) -> list[ShareRequest]:
    """All requests of a booking that were not withdrawn, in id order."""
    chosen = select(ShareRequest).where(ShareRequest.booking_id == booking.id, ShareRequest.state != "withdrawn")
    return list(db.session.scalars(chosen.order_by(ShareRequest.id)))


def cost_of_cancelling(booking: Booking, *, now: datetime) -> CancelCost:
    """What people are told before they press the button."""
    requests = requests_of(booking)
    found = [
        charging.after_giving_back(row, request, is_taken=False, now=now)
        for request in requests
        for row in charging.running(request)
    ]
    kept = max((one.kept_share for one in found), default=0) // charging.PER_MILLE
    return CancelCost(kept, max((one.penalty for one in found), default=0), _early_until(requests, booking, now=now))


def _early_until(requests: Iterable[ShareRequest], booking: Booking, *, now: datetime) -> datetime:
    hours = parameters.current(weekly.local_day(now)).cancel_early_hours
    ends = [one.starts_at - timedelta(hours=hours[one.pool.family]) for one in requests]
    return min(ends, default=booking.starts_at)


def cancel(booking: Booking, *, by: str, now: datetime) -> None:
    """Give all of it back: wishes, grants, offers and places on the list. Raises AlreadyCancelled."""
    requests = requests_of(booking)
    settling.lock(requests, now=now)
    db.session.refresh(booking)
    if booking.status == "cancelled":
        raise AlreadyCancelled
    before = booking.status
    is_excused = by == core.STAFF
    penalty = max([_end(request, is_excused=is_excused, now=now) for request in requests], default=0)
    core.free(booking)
    booking.status, booking.hold_until, booking.cancelled_at = "cancelled", None, now
    booking.cancelled_late, booking.undo_until = penalty > 0, now + told.undo_time()
    if penalty:
        penalties.penalise_booking(booking, "cancelled", penalty, now=now)
    core.touch(booking, now=now)
    core.note(booking, "cancelled", by=by, now=now, before=before, late=penalty > 0)
    _free_later(requests, now=now)
    follow(booking, requests, "cancelled", now=now)


def _free_later(requests: Iterable[ShareRequest], *, now: datetime) -> None:
    """The list gets the units after the minutes of undo; at once when the start is near (PROMISES B7)."""
    for request in requests:
        is_near = request.starts_at - now <= timedelta(hours=2)
        after = timedelta(0) if is_near else told.undo_time()
        offers.units_freed([request.pool.resource_id], now=now, after=after)


def _end(request: ShareRequest, *, is_excused: bool, now: datetime) -> int:
    """One request ends; what undo needs is kept on it. Returns the penalty its late end deserves."""
    request.before = {
        "state": request.state,
        "granted": request.granted,
        "waits": request.waiting_since.isoformat() if request.waiting_since else None,
    }
    offers.withdraw_offer(request, now=now)
    penalty = 0
    if request.granted:
        penalty = charging.give_back(request, request.granted, is_excused=is_excused, now=now)
    settling.apply(Change(request, granted=0, state="withdrawn", waits=False), now=now)
    return penalty


def undo(booking: Booking, *, by: str, now: datetime) -> None:
    """Put it back as it was, if it still can be. Raises TooLateToUndo, PlaceGone."""
    chosen = select(ShareRequest).where(ShareRequest.booking_id == booking.id).order_by(ShareRequest.id)
    everything = list(db.session.scalars(chosen))
    settling.lock(everything, now=now)
    db.session.refresh(booking)
    ended_at = booking.cancelled_at
    if booking.status != "cancelled" or booking.undo_until is None or booking.undo_until < now or ended_at is None:
        raise TooLateToUndo
    ended = [one for one in everything if one.before is not None and one.state == "withdrawn"]
    for request in ended:
        _put_back(request, ended_at, now=now)
    late = SharePenalty.booking_id == booking.id, SharePenalty.why == "cancelled", SharePenalty.made_at == ended_at
    for row in db.session.scalars(select(SharePenalty).where(*late)):
        db.session.delete(row)
    booking.cancelled_at, booking.undo_until, booking.cancelled_late = None, None, False
    booking.status = "waiting"
    settling.restate(booking, now=now)
    core.note(booking, "undone", by=by, now=now)
    follow(booking, ended, "undone", now=now)


def _put_back(request: ShareRequest, ended_at: datetime, *, now: datetime) -> None:
    before = request.before or {}
    state, closes = before["state"], request.round.closes_at if request.round else None
    if state == "open" and (closes is None or closes <= now or request.round is None or request.round.state != "open"):
        raise TooLateToUndo
    try:
        settling.apply(Change(request, granted=before["granted"], state=state), now=now)
    except NotEnoughLeft as gone:
        raise PlaceGone from gone
    request.waiting_since = datetime.fromisoformat(before["waits"]) if before["waits"] else None
    request.before = None
    back = ShareCharge.request_id == request.id, ShareCharge.cancelled_at == ended_at
    for row in db.session.scalars(select(ShareCharge).where(*back)):
        row.kept_percent, row.cancelled_at = 100, None
    db.session.flush()
