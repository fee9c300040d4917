"""One use moves: its place, its request and what it counts go along. The caller holds the locks and tells people."""

from datetime import datetime

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.services import BOOKER
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.sharing import charging, pools, settling, windows
from wok.sharing.models import SharePool, ShareRequest
from wok.sharing.settling import Change
from wok.space import queries
from wok.space.models import Room, SpaceUse
from wok.space.refusals import GivenByWishes, RoomGone
from wok.space.settling import whole_span

OUT = ("withdrawn",)


def request_of(use: SpaceUse) -> ShareRequest | None:
    """What stands behind this use in the sharing; None for an event of the Wok itself."""
    chosen = select(ShareRequest).where(ShareRequest.booking_id == use.booking_id, ShareRequest.state.not_in(OUT))
    return db.session.scalar(chosen.order_by(ShareRequest.id.desc()).limit(1))


def move(use: SpaceUse, room: Room, span: Span, *, by: str, now: datetime) -> None:
    """Give up the old place and take the new one, or neither. Raises LineNotLeft, GivenByWishes.

    A booker moves into hours that rounds decide only by a new wish; a wish moves within the round of its week.
    """
    request, pool = request_of(use), pools.pool_of(room.resource_id)
    if request is None or pool is None:
        raise RoomGone
    window = windows.window_of(pool, span, now=now)
    if by == BOOKER and not _stays(request, window):
        raise GivenByWishes
    old, left = use.booking.starts_at, use.room_id
    is_granted = request.granted > 0
    if is_granted:
        settling.apply(Change(request, granted=0), now=now)
        if not request.is_contested:
            charging.give_back(request, 1, is_excused=True, now=now)
    _rewrite(use, request, room, span, pool=pool)
    if is_granted:
        owed = () if request.is_contested else charging.quiet_cost(request, 1, now=now)
        settling.apply(Change(request, granted=1, owed=owed), now=now)
    core.touch(use.booking, now=now)
    times = [old.isoformat(), span.start.isoformat()]
    core.note(use.booking, "moved", by=by, now=now, starts_at=times, room=left)


def _stays(request: ShareRequest, window: windows.Window) -> bool:
    """What was granted moves where rooms are given at once; a wish moves while the same round is open."""
    if request.state == "open":
        return request.round is not None and window.key == request.round.key and window.state == "open"
    if request.granted == 0:
        return False
    return window.state in ("none", "closed")


def _rewrite(use: SpaceUse, request: ShareRequest, room: Room, span: Span, *, pool: SharePool) -> None:
    booking, whole = use.booking, whole_span(room, span)
    booking.starts_at, booking.ends_at = span.start, span.end
    booking.setup_minutes, booking.cleanup_minutes = room.resource.setup_minutes, room.resource.cleanup_minutes
    use.room_id, use.room = room.id, room
    request.pool = pool
    request.starts_at, request.ends_at = whole.start, whole.end
    request.first_on = request.last_on = weekly.local_day(span.start)
    db.session.flush()


def excuse_displaced(use: SpaceUse, *, now: datetime) -> None:
    """Who had to give way to an event of the Wok may cancel at no cost."""
    row, request = queries.displacement_of(use.booking), request_of(use)
    if row is not None and row.undone_at is None and request is not None and request.granted:
        charging.give_back(request, request.granted, is_excused=True, now=now)
