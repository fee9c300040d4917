"""The one place where a request is settled: what its booking takes, its status and history, what counts, who is told.

The caller holds the locks: round rows first, then all atomic resources in id order (`lock`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.lines import Line, free_line, take_lines
from wok.bookings.models import Booking, Resource, Taking
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.sharing import charging, messages, pools
from wok.sharing.charging import Owed
from wok.sharing.decided import follow
from wok.sharing.models import ShareOffer, SharePool, ShareRequest, ShareRound

SAID_BY_US = ("granted", "drawn", "taken", "displaced", "overridden")  # who changes or cancels is told by the feature


@dataclass(frozen=True)
class Change:
    """What becomes of one request. `granted`: units it has in all from now on; None keeps what it has."""

    request: ShareRequest
    granted: int | None = None
    state: str | None = None
    reason: str | None = None
    facts: dict[str, Any] | None = None
    is_contested: bool | None = None
    owed: Sequence[Owed] = field(default_factory=tuple)
    waits: bool | None = None  # on the waiting list from now on; None keeps its place


def lock(requests: Iterable[ShareRequest], *, now: datetime) -> dict[int, Resource]:
    """Lock the rounds, then the resources of these requests, each in id order; the requests are read afresh."""
    found = list(requests)
    rounds = sorted({one.round_id for one in found if one.round_id is not None})
    if rounds:
        db.session.execute(
            select(ShareRound.id).where(ShareRound.id.in_(rounds)).order_by(ShareRound.id).with_for_update()
        )
    locked = lock_pools([one.pool for one in found], now=now)
    for one in found:
        db.session.refresh(one)
    return locked


def lock_pools(chosen: Iterable[SharePool], *, now: datetime) -> dict[int, Resource]:
    """Lock every atomic resource behind these pools, in id order."""
    return core.lock(sorted({part for pool in chosen for part in pools.atoms(pool)}), now=now)


def settle(booking: Booking, changes: Sequence[Change], what: str, *, by: str, now: datetime) -> None:
    """Do these changes to one booking's requests, all or none. Raises LineNotLeft when units are gone meanwhile."""
    _move_units(booking, changes, now=now)
    for change in changes:
        _write(change, now=now)
    announce(booking, [change.request for change in changes], what, by=by, now=now)


def announce(booking: Booking, requests: Sequence[ShareRequest], what: str, *, by: str, now: datetime) -> None:
    """The booking's status, its history, the feature's own deed and the message, for what was settled together."""
    restate(booking, now=now)
    units = {str(one.id): one.granted for one in requests}
    core.note(booking, what, by=by, now=now, granted=units)
    follow(booking, requests, what, now=now)
    if what in SAID_BY_US:
        messages.answer(booking, requests, now=now)


def apply(change: Change, *, now: datetime) -> None:
    """One change of a request without a word to anybody: the caller restates the booking and tells people."""
    _move_units(change.request.booking, [change], now=now)
    _write(change, now=now)


def _move_units(booking: Booking, changes: Sequence[Change], *, now: datetime) -> None:
    """First what is given back, then what is taken, in one count."""
    lines = []
    for change in changes:
        request = change.request
        more = 0 if change.granted is None else change.granted - request.granted
        if more < 0:
            free_line(booking, request.pool.resource_id, -more, span=span_of(request))
        elif more > 0:
            lines.append(Line(request.pool.resource_id, more, span_of(request)))
    take_lines(booking, lines, now=now)


def span_of(request: ShareRequest) -> Span:
    """What a grant takes, clean-up included."""
    return Span(request.starts_at, request.ends_at)


def _write(change: Change, *, now: datetime) -> None:
    request, before = change.request, change.request.granted
    if change.granted is not None:
        request.granted = change.granted
    given = request.granted - before
    for name in ("state", "reason", "facts", "is_contested"):
        value = getattr(change, name)
        if value is not None:
            setattr(request, name, value)
    if change.waits is not None:
        request.waiting_since = (request.waiting_since or now) if change.waits else None
    if request.state != "open":
        request.decided_at = now
    db.session.flush()
    if given > 0 and change.owed:
        charging.charge(request, given, change.owed, is_contested=bool(change.is_contested), now=now)
        charging.taken_after_all(request.pool, span_of(request), [one.circle_id for one in change.owed])


def restate(booking: Booking, *, now: datetime) -> None:
    """The booking's status and quantity, from what its requests have, are offered or still wait for."""
    db.session.flush()
    rows = list(db.session.scalars(select(ShareRequest).where(ShareRequest.booking_id == booking.id)))
    granted = sum(one.granted for one in rows)
    held = db.session.scalar(
        select(ShareOffer.until)
        .where(ShareOffer.request_id.in_([one.id for one in rows]), ShareOffer.state == "open")
        .order_by(ShareOffer.until.desc())
        .limit(1)
    )
    before = booking.status, booking.quantity, booking.hold_until
    booking.hold_until = None
    if granted:
        booking.status, booking.quantity = "confirmed", granted
    elif held is not None:
        booking.status, booking.hold_until = "held", held
    elif any(one.state == "open" or one.waiting_since for one in rows):
        booking.status = "waiting"
    elif booking.status != "cancelled":
        booking.status, booking.cancelled_at = "cancelled", now
    if not granted:
        booking.quantity = sum(one.quantity for one in rows if one.instead_of_id is None) or booking.quantity
    if (booking.status, booking.quantity, booking.hold_until) != before:
        core.touch(booking, now=now)
    db.session.flush()


def announce_all(requests: Iterable[ShareRequest], what: str, *, by: str, now: datetime) -> int:
    """Announce what was settled, booking by booking in id order; returns how many bookings there were."""
    grouped: dict[int, list[ShareRequest]] = {}
    for request in sorted(requests, key=lambda one: (one.booking_id, one.id)):
        grouped.setdefault(request.booking_id, []).append(request)
    for group in grouped.values():
        announce(group[0].booking, group, what, by=by, now=now)
    return len(grouped)


def held_units(request: ShareRequest) -> int:
    """What its booking takes of the pool in this span: granted and offered."""
    chosen = select(Taking.quantity).where(
        Taking.booking_id == request.booking_id,
        Taking.resource_id == pools.atoms(request.pool)[0],
        Taking.starts_at == request.starts_at,
        Taking.ends_at == request.ends_at,
    )
    return sum(db.session.scalars(chosen))
