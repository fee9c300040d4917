"""From a stored request to the facts that its answer is told from."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import standing as rule
from wok.kernel import weekly
from wok.sharing import answers, parameters
from wok.sharing.answers import Answer, Clock, Decided
from wok.sharing.models import ShareRequest
from wok.sharing.standing import waiting_of


def decided_of(request: ShareRequest, *, now: datetime, position: int | None = None) -> Decided:
    """What the answer to this request is told from."""
    return Decided(
        code=request.reason or ("STAFF_OVERRIDE" if request.state == "overridden" else ""),
        family=request.pool.family,
        asked=request.quantity,
        least=request.least,
        got=request.granted,
        facts=request.facts,
        clock=_clock(request, today=weekly.local_day(now)) if request.granted < request.quantity else None,
        position=position,
        is_joint=sum(1 for one in request.partners if one.confirmed_at) > 1,
    )


def _clock(request: ShareRequest, *, today: date) -> Clock | None:
    """The asking circle's waiting clock, if it runs and will count more within a week."""
    circle = next((one.circle_id for one in request.partners if one.position == 0), None)
    running = waiting_of([circle], request.pool.family).get(circle) if circle else None
    if running is None:
        return None
    params = parameters.current(today)
    worth = {today + timedelta(days=ahead): 0 for ahead in range(8)}
    for day in worth:
        worth[day] = rule.waiting_credit(running, today=day, params=params)
    later = next((day for day, points in worth.items() if points > worth[today]), None)
    return Clock(running.since, worth[today], worth[later], later) if later else None


def requests_of(booking: Booking) -> Sequence[ShareRequest]:
    """All that was asked with this booking, in the order asked, with what its answer needs."""
    chosen = (
        select(ShareRequest)
        .options(
            joinedload(ShareRequest.pool),
            joinedload(ShareRequest.round),
            joinedload(ShareRequest.booking),
            selectinload(ShareRequest.offers),
            selectinload(ShareRequest.partners),
        )
        .where(ShareRequest.booking_id == booking.id, ShareRequest.state != "withdrawn")
    )
    return db.session.scalars(chosen.order_by(ShareRequest.id)).all()


def partner_answer(request: ShareRequest, *, now: datetime) -> Answer | None:
    """What a partner reads of a joint request's answer: what it gets and why; the points are the asker's own."""
    if request.state in ("open", "withdrawn"):
        return None
    said = answers.answer(decided_of(request, now=now))
    return Answer(said.outcome, said.why, [], [], [])
