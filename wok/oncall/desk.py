"""What staff do with the line: call, call again, start, finish, hold, hand on, merge. All inside `transaction()`.

Each press takes the date's lock, reads the visit again and keeps what Undo puts back for ten minutes.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.kernel.values import dataclass
from wok.oncall import queries, rules
from wok.oncall.models import Visit
from wok.oncall.numbers import fresh, lock_day, remember
from wok.oncall.refusals import NobodyWaits, NotToBeMerged, TakenMeanwhile

ONE_PRESS = timedelta(seconds=5)  # a second press of the same button within this is the same call


@dataclass(frozen=True)
class End:
    """How a visit ended: outcome (code), what staff note for themselves, the next step."""

    outcome: str = "answered"
    note: str = ""
    next_step: str = ""


def call_next(occurrence: Occurrence, colleague_id: int | None, *, named: Visit | None = None, now: datetime) -> Visit:
    """Call the first of the proposed order who is here. Raises NobodyWaits, or TakenMeanwhile.

    `named` is whom the button named: a second press, or a page from before, calls nobody else. Whom this colleague has called three times without anybody coming is put aside first, not deleted.
    """
    lock_day(occurrence, now=now)
    if named is not None:
        db.session.refresh(named)
        if named.state == "called" and named.colleague_id == colleague_id:
            return named
        if named.state != "waiting":
            raise TakenMeanwhile
    visits = queries.visits_of(occurrence)
    for visit in visits:
        if visit.state == "called" and visit.colleague_id == colleague_id and visit.calls >= rules.CALLS:
            _set(visit, "parked", now=now)
    order = queries.places(visits, now=now, colleague_id=colleague_id)
    found = named or next((visit for visit, _why in order if visit.state == "waiting"), None)
    if found is None:
        raise NobodyWaits
    return _call(found, colleague_id, now=now)


def call(visit: Visit, colleague_id: int | None, *, now: datetime) -> Visit:
    """Call this one, out of order or after a call that nobody answered. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state not in ("waiting", "out", "parked", "called"):
        raise TakenMeanwhile
    if visit.state == "called" and visit.colleague_id not in (None, colleague_id):
        raise TakenMeanwhile
    if visit.state == "called" and visit.called_at and now - visit.called_at < ONE_PRESS:
        return visit
    return _call(visit, colleague_id, now=now)


def _call(visit: Visit, colleague_id: int | None, *, now: datetime) -> Visit:
    remember(visit, now=now)
    visit.calls = visit.calls + 1 if visit.state == "called" else 1
    visit.state, visit.called_at, visit.colleague_id, visit.out_at = "called", now, colleague_id, None
    db.session.flush()
    return visit


def start(visit: Visit, colleague_id: int | None, *, now: datetime) -> None:
    """They sit down. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "with_us":
        return
    if visit.state not in ("waiting", "out", "called", "parked"):
        raise TakenMeanwhile
    remember(visit, now=now)
    visit.state, visit.started_at, visit.colleague_id = "with_us", now, colleague_id
    visit.called_at = visit.called_at or now
    db.session.flush()


def finish(visit: Visit, end: End, *, now: datetime) -> None:
    """Seen, with an outcome; who shared the turn was seen, too. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "seen":
        return
    if visit.state not in ("with_us", "called"):
        raise TakenMeanwhile
    together = db.session.scalars(select(Visit).where(Visit.same_as_id == visit.id))
    for one in (visit, *together):
        remember(one, now=now)
        one.state, one.ended_at, one.outcome = "seen", now, end.outcome
        one.started_at = one.started_at or visit.started_at or now
        one.colleague_id = visit.colleague_id
        one.follow_up = end.outcome == "appointment"
        _came(one)
    visit.note, visit.next_step = end.note or visit.note, end.next_step
    db.session.flush()


def _came(visit: Visit) -> None:
    if visit.booking_id is not None:
        booking = db.session.get_one(Booking, visit.booking_id)
        booking.attendance, booking.attended = "came", booking.quantity


def hold(visit: Visit, *, now: datetime) -> None:
    """Put aside for a while: they look for a paper, or did not come when called. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "parked":
        return
    if visit.state not in ("waiting", "out", "called", "with_us"):
        raise TakenMeanwhile
    _set(visit, "parked", now=now)


def back_in_line(visit: Visit, *, now: datetime) -> None:
    """From the side back to the place they had. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state == "waiting":
        return
    if visit.state not in ("parked", "out", "called", "left"):
        raise TakenMeanwhile
    remember(visit, now=now)
    visit.state, visit.calls, visit.out_at, visit.colleague_id, visit.ended_at = "waiting", 0, None, None, None
    db.session.flush()


def hand_on(visit: Visit, colleague_id: int, *, now: datetime) -> None:
    """To a colleague, who gets them first. Raises TakenMeanwhile."""
    fresh(visit, now=now)
    if visit.state not in queries.OPEN_STATES:
        raise TakenMeanwhile
    remember(visit, now=now)
    visit.state, visit.for_colleague_id, visit.colleague_id, visit.calls = "waiting", colleague_id, None, 0
    visit.started_at = None
    db.session.flush()


def merge(visit: Visit, into: Visit, *, now: datetime) -> None:
    """The same question: `visit` shares the turn of `into` and follows it. Raises NotToBeMerged."""
    fresh(visit, now=now)
    db.session.refresh(into)
    wait_today = visit.state in ("waiting", "out", "parked") and into.state in queries.OPEN_STATES
    is_free = into.same_as_id is None and visit.id != into.id and visit.occurrence_id == into.occurrence_id
    if not (wait_today and is_free) or db.session.scalar(select(Visit.id).where(Visit.same_as_id == visit.id)):
        raise NotToBeMerged
    remember(visit, now=now)
    visit.same_as_id = into.id
    db.session.flush()


def part(visit: Visit, *, now: datetime) -> None:
    """A turn of their own again, at the place they had."""
    fresh(visit, now=now)
    remember(visit, now=now)
    visit.same_as_id = None
    db.session.flush()


def write_note(visit: Visit, note: str, *, now: datetime) -> None:
    """What staff note for themselves."""
    fresh(visit, now=now)
    visit.note = note
    db.session.flush()


def followed(visit: Visit, *, now: datetime) -> None:
    """The appointment that was owed is made, or no longer wanted."""
    fresh(visit, now=now)
    visit.followed_at = now
    db.session.flush()


def still_owed(visit: Visit, *, now: datetime) -> None:
    """Ticked by mistake."""
    fresh(visit, now=now)
    visit.followed_at = None
    db.session.flush()


def _set(visit: Visit, state: str, *, now: datetime) -> None:
    remember(visit, now=now)
    visit.state = state
    db.session.flush()
