"""At the door: somebody is here, nobody came, the keys. All inside `transaction()`."""

from datetime import datetime

from wok.bookings import services as core
from wok.bookings.lines import Line, LineNotLeft, take_lines
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel.span import Span
from wok.sharing import offers, penalties
from wok.space import rules
from wok.space.models import SpaceUse
from wok.space.refusals import NotReleased, RoomTaken
from wok.space.settling import lock, whole_span

EARLY = rules.SOON  # so long before the start somebody may say that they are here


def may_arrive(use: SpaceUse, *, now: datetime) -> bool:
    """It is about to begin or runs, and nobody has said yet that they are here."""
    booking = use.booking
    is_time = booking.starts_at - EARLY <= now < booking.ends_at
    return booking.status == "confirmed" and is_time and use.arrived_at is None


def arrive(use: SpaceUse, *, by: str = STAFF, now: datetime) -> SpaceUse:
    """They are here. A room given free meanwhile is theirs again, if nobody else has it. Raises RoomTaken."""
    if use.arrived_at is not None:
        return use
    if not may_arrive(use, now=now):
        raise RoomTaken
    if use.released_at is not None:
        lock([use.room], now=now)
        _take_back(use, now=now)
    if use.booking.attendance == "no_show":  # and here after all
        penalties.take_back(use.booking, "no_show", since=use.booking.starts_at)
    use.arrived_at, use.released_at = now, None
    use.booking.attendance = "came"
    core.note(use.booking, "arrived", by=by, now=now)
    return use


def _take_back(use: SpaceUse, *, now: datetime) -> None:
    rest = Span(now, whole_span(use.room, Span(use.booking.starts_at, use.booking.ends_at)).end)
    try:
        take_lines(use.booking, [Line(use.room.resource_id, 1, rest)], now=now)
    except LineNotLeft as taken:
        raise RoomTaken from taken


def undo_arrive(use: SpaceUse, *, now: datetime) -> None:
    """Pressed by mistake."""
    use.arrived_at, use.booking.attendance = None, None
    core.note(use.booking, "changed", by=STAFF, now=now)


def missed(use: SpaceUse, said: str | None, *, now: datetime) -> None:
    """Staff say that they did not come, which counts in the sharing, or that they told us; None: unknown again.

    A penalty noted by mistake goes within ten minutes; later staff excuse it. Raises NotReleased, TooLateToUndo.
    """
    booking: Booking = use.booking
    if booking.status != "confirmed" or booking.starts_at > now or use.arrived_at is not None:
        raise NotReleased
    if booking.attendance == said:
        return
    if booking.attendance == "no_show":
        penalties.take_back(booking, "no_show", since=now - undo_time())
    booking.attendance = said
    if said == "no_show" and booking.association_id is not None:
        penalties.penalise(booking.association_id, "no_show", booking, now=now)
    core.note(booking, f"marked_{said or 'unknown'}", by=STAFF, now=now)


def is_empty(use: SpaceUse, *, now: datetime) -> bool:
    """Nobody has come so long after the start that others may have the room."""
    booking = use.booking
    runs = booking.status == "confirmed" and now < booking.ends_at and use.released_at is None and not use.is_own
    return runs and rules.is_empty(booking.starts_at, use.arrived_at, use.room.release_minutes, now=now)


def release(use: SpaceUse, *, by: str = STAFF, now: datetime) -> SpaceUse:
    """Empty: free now, for whoever waits or comes. Whether they missed it staff mark later, if at all. Raises NotReleased."""
    booking: Booking = use.booking
    lock([use.room], now=now, bookings=[booking])
    db.session.refresh(use)
    if not is_empty(use, now=now):
        raise NotReleased
    parts = [taking.resource_id for taking in booking.takings]
    core.free(booking)
    use.released_at = now
    core.note(booking, "released", by=by, now=now)
    offers.units_freed(parts, now=now)
    return use


def keys_out(use: SpaceUse, *, now: datetime) -> None:
    """The keys were handed over."""
    use.keys_out_at, use.keys_back_at = now, None
    db.session.flush()


def keys_back(use: SpaceUse, *, now: datetime) -> None:
    """The keys are here again."""
    use.keys_back_at = now
    db.session.flush()


def undo_keys(use: SpaceUse) -> None:
    """One step back: pressed by mistake."""
    if use.keys_back_at is not None:
        use.keys_back_at = None
    else:
        use.keys_out_at = None
    db.session.flush()
