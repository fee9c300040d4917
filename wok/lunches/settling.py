"""Free seats go on to the waiting list, within the ten minutes of undo and the deadlines of the day."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, inspect, select

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence, Resource, WaitlistEntry
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel.span import Span
from wok.lunches import rules, wish_state
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp

LOCK_DATE = (  # built once, and one question: every RSVP asks it
    select(Resource)
    .join(Occurrence, Occurrence.resource_id == Resource.id)
    .where(Occurrence.id == bindparam("occurrence"))
    .with_for_update(of=Resource)
    .execution_options(populate_existing=True)
)


def span_of(occurrence: Occurrence) -> Span:
    """When the lunch takes place."""
    return Span(occurrence.starts_at, occurrence.ends_at)


def is_open(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while new guests may say that they come."""
    return occurrence.status in ("planned", "moved") and now < occurrence.ends_at


def lock_date(occurrence: Occurrence, *, now: datetime) -> Resource:
    """Lock a date's seats, then read the date again: whoever held the lock may just have cancelled or moved it."""
    db.session.flush()
    resource = db.session.scalars(LOCK_DATE, {"occurrence": (inspect(occurrence).identity or [0])[0]}).one()
    core.lapse_overdue([resource.id], now=now)
    db.session.expire(occurrence)
    return resource


def pair_of(booking: Booking) -> tuple[Occurrence, Rsvp]:
    """The lunch date of a booking, and who comes."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    return occurrence, db.session.get_one(Rsvp, booking.id)


def keep_for_the_list(occurrence: Occurrence, *, now: datetime) -> None:
    """Freed seats wait out the ten minutes of undo; within two hours of the start they go on at once (B7)."""
    if occurrence.starts_at - now > timedelta(hours=2):
        occurrence.resource.offers_from = now + undo_time()
        db.session.flush()


def settle(occurrence: Occurrence, *, now: datetime) -> int:
    """Lapse what is overdue and pass free seats on along the list; returns how many offers were made.

    The only way seats reach the waiting list: it keeps the ten minutes of undo and the deadlines of
    the day, and asks parties that are too large whether fewer may come.
    """
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    _tell_lapsed(occurrence, now=now)
    if not is_open(occurrence, now=now) or (resource.offers_from and now < resource.offers_from):
        return 0
    if wish_state.is_kept(occurrence, now=now):
        return 0
    promotion = waitlist.plan(resource, span_of(occurrence))
    until = rules.offer_until(now, occurrence.starts_at)
    if until is None:
        _come_and_see(occurrence, now=now)
        return 0
    for entry_id in promotion.offered:
        entry = db.session.get_one(WaitlistEntry, entry_id)
        booking = waitlist.offer(entry, until, now=now)
        _, rsvp = pair_of(booking)
        tell("offer", booking, rsvp, occurrence, now=now, useful_until=until, offer_until=until.isoformat())
    for entry_id, free in promotion.ask_fewer.items():
        _ask_fewer(db.session.get_one(WaitlistEntry, entry_id), free, occurrence, now=now, until=until)
    return len(promotion.offered)


def _ask_fewer(entry: WaitlistEntry, free: int, occurrence: Occurrence, *, now: datetime, until: datetime) -> None:
    if entry.fewer_asked >= free:
        return
    entry.fewer_asked = free
    db.session.flush()
    _, rsvp = pair_of(entry.booking)
    cause = f"fewer:{entry.id}:{free}"
    tell("fewer", entry.booking, rsvp, occurrence, now=now, cause=cause, useful_until=until, free=free)


def _tell_lapsed(occurrence: Occurrence, *, now: datetime) -> None:
    lapsed = db.session.scalars(
        select(WaitlistEntry)
        .join(Booking)
        .where(Booking.occurrence_id == occurrence.id, WaitlistEntry.state == "lapsed", WaitlistEntry.settled_at == now)
    )
    for entry in lapsed:
        _, rsvp = pair_of(entry.booking)
        tell("lapsed", entry.booking, rsvp, occurrence, now=now, useful_until=occurrence.starts_at)


def _come_and_see(occurrence: Occurrence, *, now: datetime) -> None:
    """From 10:00 on the day nobody is made an offer; those who wait are told once that they may come and see."""
    if now >= occurrence.starts_at:
        return
    for entry in waitlist.waiting_entries(occurrence.resource_id):
        if entry.fewer_asked >= 0:
            entry.fewer_asked = -1
            db.session.flush()
            _, rsvp = pair_of(entry.booking)
            tell(
                "come_and_see",
                entry.booking,
                rsvp,
                occurrence,
                now=now,
                cause=f"see:{entry.id}:1",
                useful_until=occurrence.starts_at,
            )
