"""What is due for the rooms: asked by the jobs process, written one transaction each. Running it twice does no harm."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from wok.alone import alone
from wok.bookings.models import Booking
from wok.bookings.services import WOK
from wok.db import db, transaction
from wok.kernel import weekly
from wok.space import displacing, door_services, queries, rules
from wok.space.messages import tell
from wok.space.models import SpaceSeries, SpaceUse
from wok.space.refusals import NotReleased

BATCH = 200
TEXTS_KEPT = timedelta(days=30)
REMIND_BEFORE = timedelta(days=1)
ASK_BEFORE = 2 * rules.ANSWER_WITHIN  # a weekly use is asked so long before its last date


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "reminders": remind(now=now),
        "rooms given free": release(now=now),
        "weekly uses asked": ask_whether_it_goes_on(now=now),
        "credits": credit(now=now),
        "texts erased": erase_texts(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def remind(*, now: datetime) -> int:
    """The day before: how to get in, and cancel if it does not suit. Once for each time, for whoever booked before then."""
    chosen = (
        select(SpaceUse.booking_id, SpaceUse.reminded_at, Booking.starts_at)
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .where(
            SpaceUse.is_own.is_(False),
            Booking.status == "confirmed",
            Booking.starts_at > now,
            Booking.starts_at <= now + REMIND_BEFORE,
        )
    )
    rows = db.session.execute(chosen.order_by(SpaceUse.reminded_at.is_not(None), Booking.starts_at).limit(BATCH))
    found = [row.booking_id for row in rows if not _is_reminded(row.reminded_at, row.starts_at)]
    for booking_id in found:
        with alone(f"booking {booking_id}"):
            _remind(db.session.get_one(SpaceUse, booking_id, with_for_update=True, populate_existing=True), now=now)
    return len(found)


def _is_reminded(reminded_at: datetime | None, starts_at: datetime) -> bool:
    """Of this time: what was moved to another day is new."""
    return reminded_at is not None and reminded_at >= starts_at - REMIND_BEFORE


def _remind(use: SpaceUse, *, now: datetime) -> None:
    booking = use.booking
    if _is_reminded(use.reminded_at, booking.starts_at):
        return
    use.reminded_at = now
    if booking.created_at < booking.starts_at - REMIND_BEFORE:
        cause = f"reminder:{booking.id}:{booking.starts_at.isoformat()}"
        tell("reminder", booking, now=now, cause=cause, useful_until=booking.starts_at)


def release(*, now: datetime) -> int:
    """Nobody came: the room is free for others (FLOWS.md, meeting space 4)."""
    found = [
        one for one in queries.uses(now, now + timedelta(seconds=1), statuses=("confirmed",)) if _empty(one, now=now)
    ]
    for one in found:
        with alone(f"booking {one.booking_id}"):
            use = db.session.get_one(SpaceUse, one.booking_id, with_for_update=True, populate_existing=True)
            try:
                door_services.release(use, by=WOK, now=now)
            except NotReleased:
                continue
    return len(found)


def _empty(use: SpaceUse, *, now: datetime) -> bool:
    return door_services.is_empty(use, now=now)


def ask_whether_it_goes_on(*, now: datetime) -> int:
    """Every half-year one link: does your weekly use go on? Unanswered, staff see it."""
    until = weekly.local_day(now + ASK_BEFORE)
    chosen = select(SpaceSeries.id).where(
        SpaceSeries.asked_at.is_(None), SpaceSeries.ended_at.is_(None), SpaceSeries.last_on <= until
    )
    found = list(db.session.scalars(chosen.order_by(SpaceSeries.id).limit(BATCH)))
    for series_id in found:
        with alone(f"weekly use {series_id}"):
            _ask(db.session.get_one(SpaceSeries, series_id, with_for_update=True, populate_existing=True), now=now)
    return len(found)


def _ask(series: SpaceSeries, *, now: datetime) -> None:
    live = [one for one in queries.uses_of(series) if one.booking.status in queries.OPEN]
    if series.asked_at is not None or not live or series.last_on < weekly.local_day(now):
        series.ended_at = series.ended_at or (now if series.asked_at is None else None)
        return
    series.asked_at = now
    last = weekly.day_span(series.last_on).start
    cause = f"go_on:{series.id}:{series.last_on.isoformat()}"
    tell("go_on", live[-1].booking, now=now, cause=cause, useful_until=last, last_at=last.isoformat(), entry=None)


def credit(*, now: datetime) -> int:
    """Who gave way to an event of the Wok is credited once the ten minutes are over."""
    if not queries.uncredited(now=now):
        return 0
    with transaction():
        return displacing.credit(now=now)


def erase_texts(*, now: datetime) -> int:
    """Needs, remarks and notes go 30 days after the use (PROMISES D1)."""
    old = select(Booking.id).where(Booking.ends_at < now - TEXTS_KEPT)
    pending = select(SpaceUse.booking_id).where(SpaceUse.erased_at.is_(None), SpaceUse.booking_id.in_(old))
    ids = list(db.session.scalars(pending.limit(BATCH)))
    if ids:
        empty: dict[str, Any] = {
            "needs": [],
            "remark": "",
            "keys_note": "",
            "reason": "",
            "before": None,
            "erased_at": now,
        }
        with transaction():
            db.session.execute(update(SpaceUse).where(SpaceUse.booking_id.in_(ids)).values(**empty))
    return len(ids)
