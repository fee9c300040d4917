"""Whether wishes are taken for a lunch date, and until when: many want to come, so the round decides (FAIRNESS.md 3)."""

from datetime import datetime

from sqlalchemy import bindparam, select

from wok.bookings.models import Booking, Occurrence
from wok.db import db, identity, rows
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.sharing import outlook, pools, windows
from wok.sharing.models import SharePool, ShareRequest, ShareRound
from wok.sharing.windows import Window

WISHED = (
    select(SharePool.id)
    .join(Occurrence, Occurrence.resource_id == SharePool.resource_id)
    .where(Occurrence.id == bindparam("occurrence"), SharePool.mode == "window")
)


def window(occurrence: Occurrence, *, now: datetime) -> Window:
    """The window of this date's week, whether wishes are taken for it or not."""
    span = Span(occurrence.starts_at, occurrence.ends_at)
    return windows.windows_of("lunch", span, now=now, closed=windows.closed_days())[0]


def could_run(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while staff may switch: the date takes place and its window is not over."""
    return occurrence.status in ("planned", "moved") and window(occurrence, now=now).state == "open"


def pool(occurrence: Occurrence) -> SharePool | None:
    """The date's pool while it is switched to wishes."""
    found = pools.pool_of(occurrence.resource_id)
    return found if found is not None and found.mode == "window" else None


def takes_wishes(occurrence: Occurrence) -> bool:
    """True while the date's pool is switched to wishes; asked by everybody who comes, so past the objects."""
    return rows(WISHED, {"occurrence": identity(occurrence)}).first() is not None


def closes_at(occurrence: Occurrence, *, now: datetime) -> datetime | None:
    """Until when wishes are taken; None where it is first come."""
    if pool(occurrence) is None:
        return None
    found = window(occurrence, now=now)
    return found.closes_at if found.state == "open" else None


def is_kept(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while wishes are taken or wait for the draw: until then nobody is given a seat first come."""
    shared = pool(occurrence)
    if shared is None:
        return False
    span = Span(occurrence.starts_at, occurrence.ends_at)
    return window(occurrence, now=now).state == "open" or windows.is_pending(shared, span, now=now)


def looks(occurrence: Occurrence, *, now: datetime) -> str:
    """How it looks so far: enough, nearly or more than there is."""
    shared, day = pool(occurrence), weekly.local_day(occurrence.starts_at)
    return outlook.outlook(shared, day, day, now=now)[day] if shared else ""


def request_of(booking: Booking) -> ShareRequest | None:
    """What was asked with a lunch booking, if the rule ever had to do with it."""
    chosen = select(ShareRequest).where(ShareRequest.booking_id == booking.id)
    return db.session.scalar(chosen.order_by(ShareRequest.id.desc()).limit(1))


def open_wish(booking: Booking) -> ShareRequest | None:
    """The booking's wish while the round has not decided."""
    found = request_of(booking) if booking.status == "waiting" else None
    return found if found is not None and found.state == "open" else None


def was_only_wished(booking: Booking) -> bool:
    """True for a booking that ended as a wish: no calendar has seen it."""
    found = request_of(booking)
    return found is not None and found.state == "withdrawn" and not (found.before or {}).get("granted")


def lock_rounds(occurrence: Occurrence) -> None:
    """Lock the rounds of this date's wishes: they come before its seats, as in the draw."""
    asked = (
        select(ShareRequest.round_id)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(SharePool.resource_id == occurrence.resource_id, ShareRequest.state == "open")
    )
    db.session.execute(
        select(ShareRound.id).where(ShareRound.id.in_(asked)).order_by(ShareRound.id).with_for_update()
    ).all()
