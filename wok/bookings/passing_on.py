"""Free places of a date go on to its waiting list, within the ten minutes of undo and the deadlines of the day.

Used by whatever people sign up for by date: the lunch, events. All inside `transaction()`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, select

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, BookingEvent, Occurrence, Resource, Series, WaitlistEntry
from wok.bookings.told import undo_time
from wok.db import db, identity, is_sqlite, rows
from wok.kernel import deadlines
from wok.kernel.span import Span

_OF_DATE = Occurrence.id == bindparam("occurrence")
LOCK_DATE = (
    select(Resource.id)
    .join(Occurrence, Occurrence.resource_id == Resource.id)
    .where(_OF_DATE)
    .with_for_update(of=Resource)
)
DATE = (  # built once: everybody who signs up asks it
    select(Occurrence, Resource)
    .join(Resource, Resource.id == Occurrence.resource_id)
    .where(_OF_DATE)
    .execution_options(populate_existing=True)
)
Tell = Callable[..., None]  # tell(kind, booking, occurrence, now=…, useful_until=…, cause=…, **facts)
Keeps = Callable[[Occurrence], bool]  # True: free places are not passed on yet


def span_of(occurrence: Occurrence) -> Span:
    """When the date takes place."""
    return Span(occurrence.starts_at, occurrence.ends_at)


def is_open(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while the date takes place and is not over."""
    return occurrence.status in ("planned", "moved") and now < occurrence.ends_at


def lock_date(occurrence: Occurrence, *, now: datetime) -> Resource:
    """Lock a date's places, then read the date again: whoever held the lock may just have cancelled or moved it."""
    known = {"occurrence": identity(occurrence)}
    if not is_sqlite():  # which holds its one write lock already
        rows(LOCK_DATE, known).one()
    _date, resource = db.session.execute(DATE, known).one()
    core.lapse_overdue([resource.id], now=now)
    return resource


def keep_for_the_list(occurrence: Occurrence, *, now: datetime) -> None:
    """Freed places wait out the ten minutes of undo; within two hours of the start they go on at once (B7)."""
    if occurrence.starts_at - now > timedelta(hours=2):
        occurrence.resource.offers_from = now + undo_time()
        db.session.flush()


def entry_of(booking: Booking) -> WaitlistEntry | None:
    """The booking's place in the waiting list, if it ever had one."""
    return db.session.scalar(select(WaitlistEntry).where(WaitlistEntry.booking_id == booking.id))


def was_on_the_list(booking: Booking) -> bool:
    """True when the booking waited, or had an offer, at the moment it was cancelled."""
    facts = db.session.scalar(
        select(BookingEvent.facts)
        .where(BookingEvent.booking_id == booking.id, BookingEvent.what == "cancelled")
        .order_by(BookingEvent.id.desc())
        .limit(1)
    )
    return facts is not None and facts.get("before") in ("waiting", "held")


def settle(occurrence: Occurrence, tell: Tell, *, now: datetime, keeps: Keeps | None = None) -> int:
    """Lapse what is overdue and pass free places on along the list; returns how many offers were made.

    The only way places reach the waiting list: it keeps the ten minutes of undo and the deadlines of
    the day, and asks parties that are too large whether fewer may come.
    """
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    _tell_lapsed(occurrence, tell, now=now)
    if not is_open(occurrence, now=now) or (resource.offers_from and now < resource.offers_from):
        return 0
    if keeps is not None and keeps(occurrence):
        return 0
    promotion = waitlist.plan(resource, span_of(occurrence))
    until = deadlines.offer_until(now=now, starts_at=occurrence.starts_at)
    if until is None:
        _come_and_see(occurrence, tell, now=now)
        return 0
    for entry_id in promotion.offered:
        entry = db.session.get_one(WaitlistEntry, entry_id)
        booking = waitlist.offer(entry, until, now=now)
        tell("offer", booking, occurrence, now=now, useful_until=until, offer_until=until.isoformat())
    for entry_id, free in promotion.ask_fewer.items():
        entry = db.session.get_one(WaitlistEntry, entry_id)
        if entry.fewer_asked < free:
            _ask_fewer(entry, occurrence, tell, now=now, free=free, useful_until=until)
    return len(promotion.offered)


def _ask_fewer(entry: WaitlistEntry, occurrence: Occurrence, tell: Tell, *, free: int, **more: Any) -> None:
    entry.fewer_asked = free
    db.session.flush()
    tell("fewer", entry.booking, occurrence, cause=f"fewer:{entry.id}:{free}", free=free, **more)


def _tell_lapsed(occurrence: Occurrence, tell: Tell, *, now: datetime) -> None:
    lapsed = db.session.scalars(
        select(WaitlistEntry)
        .join(Booking)
        .where(Booking.occurrence_id == occurrence.id, WaitlistEntry.state == "lapsed", WaitlistEntry.settled_at == now)
        .order_by(WaitlistEntry.id)
    )
    for entry in lapsed:
        tell("lapsed", entry.booking, occurrence, now=now, useful_until=occurrence.starts_at)


def _come_and_see(occurrence: Occurrence, tell: Tell, *, now: datetime) -> None:
    """Late on the day nobody is made an offer; those who wait are told once that they may come and see."""
    if now >= occurrence.starts_at:
        return
    for entry in waitlist.waiting_entries(occurrence.resource_id):
        if entry.fewer_asked >= 0:
            entry.fewer_asked = -1
            db.session.flush()
            cause, until = f"see:{entry.id}:1", occurrence.starts_at
            tell("come_and_see", entry.booking, occurrence, now=now, cause=cause, useful_until=until)


def due(of_kind: ColumnElement[bool], *, now: datetime, keeps: Keeps | None = None) -> list[int]:
    """Dates of these series with something to pass on or to lapse; looked at without a lock, for most of the time nothing is due."""
    with_a_list = (
        select(Occurrence.id)
        .join(Series, Series.id == Occurrence.series_id)
        .join(WaitlistEntry, WaitlistEntry.resource_id == Occurrence.resource_id)
        .where(of_kind, Occurrence.ends_at > now, WaitlistEntry.state.in_(("waiting", "offered")))
        .distinct()
        .order_by(Occurrence.id)
    )
    return [one for one in db.session.scalars(with_a_list) if _has_something_due(one, now=now, keeps=keeps)]


def _has_something_due(occurrence_id: int, *, now: datetime, keeps: Keeps | None) -> bool:
    occurrence = db.session.get_one(Occurrence, occurrence_id)
    resource = db.session.get_one(Resource, occurrence.resource_id, populate_existing=True)
    overdue = select(
        exists().where(
            WaitlistEntry.resource_id == resource.id, WaitlistEntry.state == "offered", WaitlistEntry.offer_until <= now
        )
    )
    if db.session.scalar(overdue):
        return True
    if occurrence.status not in ("planned", "moved") or (resource.offers_from and now < resource.offers_from):
        return False
    if keeps is not None and keeps(occurrence):
        return False
    waiting = waitlist.waiting_entries(resource.id)
    if deadlines.offer_until(now=now, starts_at=occurrence.starts_at) is None:
        return now < occurrence.starts_at and any(entry.fewer_asked >= 0 for entry in waiting)
    promotion = waitlist.plan(resource, span_of(occurrence))
    asked = {entry.id: entry.fewer_asked for entry in waiting}
    return bool(promotion.offered) or any(
        asked.get(entry_id, 0) < free for entry_id, free in promotion.ask_fewer.items()
    )
