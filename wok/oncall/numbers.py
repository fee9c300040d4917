"""Taking a number and what its holder does with it. All inside `transaction()`, under the lock of the date's resource.

One open number per phone, person or booking; the tablet and the desk give as many as people come.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from wok.bookings import codes
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.oncall import lookups, queries
from wok.oncall.models import OncallDay, Visit
from wok.oncall.refusals import LastNumberGone, NoNumbersNow, TakenMeanwhile, TooLateToTakeBack, TooManyNumbers
from wok.people import attempts
from wok.people.models import Association, Person

PURPOSE = "oncall.number"
FROM_ONE_ADDRESS = 6  # within the hour: more would fill the morning; the tablet and the desk know no limit
HOUR = timedelta(hours=1)
PHONE, TABLET, DESK, BOOKING = "phone", "tablet", "desk", "booking"
KEPT = ("state", "calls", "colleague_id", "for_colleague_id", "same_as_id", "outcome", "follow_up", "note", "next_step")
KEPT_TIMES = ("out_at", "called_at", "started_at", "ended_at")


@dataclass(frozen=True)
class Wish:
    """What somebody comes for. `seen_this_month` is what staff know of a person without account."""

    topic: str
    language: str
    nickname: str = ""
    person: Person | None = None
    association: Association | None = None
    browser: str | None = None
    seen_this_month: bool = False


def lock_day(occurrence: Occurrence, *, now: datetime) -> OncallDay:
    """Take the date's lock and mark that its queue changes, so that every poll notices."""
    core.lock([occurrence.resource_id], now=now)
    db.session.refresh(occurrence)
    day = db.session.get(OncallDay, occurrence.id, populate_existing=True)
    if day is None:
        day = OncallDay(occurrence_id=occurrence.id, changed_at=now, version=0)
        db.session.add(day)
    day.version, day.changed_at = day.version + 1, now
    db.session.flush()
    return day


def take(
    occurrence: Occurrence,
    wish: Wish,
    *,
    now: datetime,
    where: str = PHONE,
    address: str = "",
    form_token: str | None = None,
) -> Visit:
    """The next number, or the open one this phone or person has already. Raises NoNumbersNow, LastNumberGone, TooManyNumbers.

    `address` is the visitor's, counted on the phone alone; staff at the desk give numbers even after the last one.
    """
    lock_day(occurrence, now=now)
    before = of_form(form_token) or lookups.open_visit(occurrence, browser=wish.browser, person=wish.person)
    if before:
        return before
    _refuse_scripts(where, address, now=now)
    phase = queries.queue(occurrence, now=now).phase
    if phase not in ("open", "last") and not (where == DESK and phase in ("before", "ill")):
        raise NoNumbersNow
    if phase == "last" and where != DESK:
        raise LastNumberGone
    return _write(occurrence, wish, now=now, taken_where=where, arrived_at=now, form_token=form_token)


def arrive(booking: Booking, *, now: datetime) -> Visit:
    """Somebody with a booked time is here: they get a number in the booked lane. Raises NoNumbersNow on another day."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    lock_day(occurrence, now=now)
    db.session.refresh(booking)
    before = db.session.scalar(select(Visit).where(Visit.booking_id == booking.id))
    if before:
        return before
    is_today = weekly.local_day(booking.starts_at) == weekly.local_day(now)
    is_on = queries.queue(occurrence, now=now).phase not in ("off", "over")
    if not (is_today and is_on and booking.status == "confirmed"):
        raise NoNumbersNow
    booking.attendance = None  # ticked as missing, and here after all
    matter = lookups.matter_of(booking)
    wish = Wish(
        matter.topic if matter else "other", booking.language, person=booking.person, association=booking.association
    )
    return _write(occurrence, wish, now=now, taken_where=BOOKING, lane="booked", booking_id=booking.id, arrived_at=now)


def of_form(form_token: str | None) -> Visit | None:
    """The number this rendered form has taken already (PROMISES B3)."""
    return db.session.scalar(select(Visit).where(Visit.form_token == form_token)) if form_token else None


def _refuse_scripts(where: str, address: str, *, now: datetime) -> None:
    if where != PHONE:
        return
    if attempts.is_slowed(PURPOSE, address, now=now, most=FROM_ONE_ADDRESS, within=HOUR):
        raise TooManyNumbers
    attempts.note(PURPOSE, address, now=now)


def _write(occurrence: Occurrence, wish: Wish, *, now: datetime, **facts: Any) -> Visit:
    highest = db.session.scalar(select(func.max(Visit.number)).where(Visit.occurrence_id == occurrence.id))
    was_here = wish.seen_this_month or lookups.has_been_here_this_month(
        occurrence, browser=wish.browser, person=wish.person, association=wish.association
    )
    visit = Visit(
        occurrence_id=occurrence.id,
        number=(highest or 0) + 1,
        topic=wish.topic,
        language=wish.language,
        nickname=wish.nickname,
        person_id=wish.person.id if wish.person else None,
        association_id=wish.association.id if wish.association else None,
        browser=wish.browser,
        is_first_this_month=not was_here,
        link_token=codes.new_link_token(),
        taken_at=now,
        **facts,
    )
    db.session.add(visit)
    db.session.flush()
    return visit


def fresh(visit: Visit, *, now: datetime) -> Visit:
    """Take the date's lock, then read the visit again, so that two presses follow one another."""
    lock_day(db.session.get_one(Occurrence, visit.occurrence_id), now=now)
    db.session.refresh(visit)
    return visit


def step_out(visit: Visit, *, now: datetime) -> None:
    """Out for a while; the place in the line is kept. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "out":
        return
    if visit.state not in ("waiting", "called", "parked"):
        raise TakenMeanwhile
    visit.state, visit.out_at, visit.calls, visit.colleague_id = "out", now, 0, None
    db.session.flush()


def come_back(visit: Visit, *, now: datetime) -> None:
    """Here again, at the place they had; also after leaving by mistake, for ten minutes. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "waiting":
        return
    has_left = visit.state == "left" and visit.undo_until is not None and now <= visit.undo_until
    if visit.state not in ("out", "parked") and not has_left:
        raise TakenMeanwhile
    visit.state, visit.out_at, visit.calls, visit.ended_at = "waiting", None, 0, None
    db.session.flush()


def leave(visit: Visit, *, now: datetime) -> None:
    """Not waiting any longer, undoable for ten minutes; who shared the turn waits alone. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "left":
        return
    if visit.state not in ("waiting", "out", "called", "parked"):
        raise TakenMeanwhile
    remember(visit, now=now)
    visit.state, visit.ended_at = "left", now
    db.session.execute(update(Visit).where(Visit.same_as_id == visit.id).values(same_as_id=None))
    db.session.flush()


def remember(visit: Visit, *, now: datetime) -> None:
    """Keep what undo puts back."""
    times = {name: getattr(visit, name) for name in KEPT_TIMES}
    visit.before = {name: getattr(visit, name) for name in KEPT} | {
        name: at.isoformat() if at else None for name, at in times.items()
    }
    visit.undo_until = now + undo_time()


def undo(visit: Visit, *, now: datetime) -> None:
    """Put a visit back as it was before the last press, and those who share its turn with it. Raises TooLateToTakeBack."""
    fresh(visit, now=now)
    is_closed = visit.state == "next_week"  # the closing is taken back as a whole
    if is_closed or visit.before is None or visit.undo_until is None or visit.undo_until < now:
        raise TooLateToTakeBack
    until = visit.undo_until
    together = db.session.scalars(select(Visit).where(Visit.same_as_id == visit.id, Visit.undo_until == until))
    for one in (visit, *together):
        put_back(one)
    db.session.flush()


def put_back(visit: Visit) -> None:
    """Give a visit the state it had before the last press."""
    before = visit.before or {}
    for name in KEPT:
        setattr(visit, name, before[name])
    for name in KEPT_TIMES:
        setattr(visit, name, datetime.fromisoformat(before[name]) if before[name] else None)
    visit.before = visit.undo_until = None
