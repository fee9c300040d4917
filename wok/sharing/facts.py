"""From a stored request to the facts that its answer is told from."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import weekly
from wok.sharing import answers
from wok.sharing.answers import Answer, Decided
from wok.sharing.models import ShareRequest


def decided_of(request: ShareRequest, *, position: int | None = None) -> Decided:
    """What the answer to this request is told from."""
    since = request.facts.get("waiting_since") if request.waiting_since else None
    clock = request.refused_at if request.waiting_since and not since else None
    return Decided(
        code="STAFF_OVERRIDE" if request.state == "overridden" and not request.reason else request.reason,
        family=request.pool.family,
        asked=request.quantity,
        least=request.least,
        got=request.granted,
        facts=request.facts,
        waiting_since=weekly.local_day(clock) if clock else date.fromisoformat(since) if since else None,
        position=position,
        is_joint=sum(1 for one in request.partners if one.confirmed_at) > 1,
    )


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
    said = answers.answer(decided_of(request), today=weekly.local_day(now))
    return Answer(said.outcome, said.why, [], [], [])
