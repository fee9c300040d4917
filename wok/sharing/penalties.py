"""Points for what went wrong, and their excuses; what was done for others (FAIRNESS.md 4)."""

from datetime import date, datetime

from sqlalchemy import select

from wok.bookings.models import Booking
from wok.bookings.refusals import TooLateToUndo
from wok.db import db
from wok.kernel import weekly
from wok.kernel.standing import late_penalty
from wok.people.models import Person
from wok.sharing import circles, parameters
from wok.sharing.ledger_models import Contribution, SharePenalty
from wok.sharing.models import RequestPartner, SharePool, ShareRequest


def penalise(
    association_id: int, why: str, booking: Booking, *, now: datetime, days: int = 1, family: str = ""
) -> SharePenalty | None:
    """Note what went wrong with a booking. `why`: late (so many started `days`), late_failed, no_show, cancelled.

    One of each kind for a booking: a longer delay raises it. A no-show at lunch costs nothing: None.
    """
    family = family or family_of(booking)
    if family == "lunch" and why == "no_show":
        return None
    points = points_for(why, days, now=now)
    known = select(SharePenalty).where(SharePenalty.booking_id == booking.id, SharePenalty.why == why)
    row = db.session.scalar(known)
    if row is not None:
        row.points = max(row.points, points)
        db.session.flush()
        return row
    row = SharePenalty(
        circle_id=circles.circle_of(association_id, now=now).id,
        association_id=association_id,
        family=family,
        on=weekly.local_day(now),
        points=points,
        why=why,
        booking_id=booking.id,
        made_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def take_back(booking: Booking, why: str, *, since: datetime) -> None:
    """It was noted by mistake, and only just now. Raises TooLateToUndo: an older one is excused, with a reason."""
    known = select(SharePenalty).where(SharePenalty.booking_id == booking.id, SharePenalty.why == why)
    row = db.session.scalar(known)
    if row is not None and row.made_at < since:
        raise TooLateToUndo
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def points_for(why: str, days: int, *, now: datetime) -> int:
    """How many thousandths one such thing is, by today's figures."""
    params = parameters.current(weekly.local_day(now))
    return {
        "late": late_penalty(days, failed_other=False, params=params),
        "late_failed": params.late_failed_other,
        "no_show": params.no_show_points,
        "cancelled": params.cancel_late_penalty,
    }[why]


def penalise_booking(booking: Booking, why: str, points: int, *, now: datetime) -> None:
    """The asking association of a booking, by a rule that says how many points."""
    asker = (
        select(RequestPartner.association_id)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .where(ShareRequest.booking_id == booking.id, RequestPartner.position == 0)
        .limit(1)
    )
    association_id = db.session.scalar(asker)
    if association_id is not None and points:
        penalise(association_id, why, booking, now=now)


def family_of(booking: Booking) -> str:
    """The family of what a booking asked for."""
    chosen = (
        select(SharePool.family)
        .join(ShareRequest, ShareRequest.pool_id == SharePool.id)
        .where(ShareRequest.booking_id == booking.id)
        .order_by(ShareRequest.id)
        .limit(1)
    )
    return db.session.scalar(chosen) or {"space": "room", "lunch": "lunch"}.get(booking.kind, "equipment")


def excuse(penalty: SharePenalty, reason: str, by: Person, *, now: datetime) -> None:
    """It counts no more; the reason is kept."""
    penalty.excused_at, penalty.excused_by_id, penalty.excuse = now, by.id, reason
    db.session.flush()


def contribute(
    association_id: int, family: str, points: int, what: str, *, by: Person | None, on: date, now: datetime
) -> Contribution:
    """A circle did something for the others: 250 points for an hour of skill given or a day of own equipment lent."""
    row = Contribution(
        circle_id=circles.circle_of(association_id, now=now).id,
        family=family,
        on=on,
        points=points,
        what=what,
        by_id=by.id if by else None,
        made_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row
