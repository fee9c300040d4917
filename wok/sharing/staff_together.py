"""Staff ask two rivals whether they would share, whether or not they ticked it (FLOWS.md, equipment 3)."""

from collections.abc import Sequence
from datetime import datetime

from wok.bookings import services as core
from wok.db import db
from wok.people.models import Person
from wok.sharing import messages, settling, together
from wok.sharing.models import ShareRequest
from wok.sharing.staff_refusals import CannotShare
from wok.sharing.together_models import ShareTogether


def ask(request: ShareRequest, rival: ShareRequest, by: Person, *, now: datetime) -> ShareTogether:
    """One question to both; two yes make one request. Raises CannotShare."""
    settling.lock([request, rival], now=now)
    before = together.questions_of([request.id, rival.id])
    if not may_ask(request, rival, before, now=now) or request.round is None:
        raise CannotShare
    asked = ShareTogether(request_id=request.id, other_id=rival.id, asked_at=now, until=request.round.closes_at)
    db.session.add(asked)
    db.session.flush()
    for one in (request, rival):
        core.note(one.booking, "asked_to_share", by=core.STAFF, now=now, person_id=by.id)
        messages.would_share(asked, one, now=now)
    return asked


def may_ask(request: ShareRequest, rival: ShareRequest, before: Sequence[ShareTogether], *, now: datetime) -> bool:
    """Both are open wishes of one round for the same thing and time, by different people, and were not asked before."""
    sides = {request.id, rival.id}
    is_alike = (request.pool_id, request.starts_at, request.ends_at) == (rival.pool_id, rival.starts_at, rival.ends_at)
    is_open = request.state == rival.state == "open" and request.round_id == rival.round_id
    if not is_alike or not is_open or request.round is None or now >= request.round.closes_at - together.LAST:
        return False
    is_busy = any(one.state in ("asked", "joined") and sides & {one.request_id, one.other_id} for one in before)
    is_asked = any(sides == {one.request_id, one.other_id} for one in before)
    circles = [{partner.circle_id for partner in one.partners} for one in (request, rival)]
    return not is_busy and not is_asked and circles[0].isdisjoint(circles[1])


def state_with(request: ShareRequest, rival: ShareRequest, before: Sequence[ShareTogether], *, now: datetime) -> str:
    """may (be asked), asked, joined, no, over; empty when the two cannot share."""
    sides = {request.id, rival.id}
    found = next((one.state for one in reversed(before) if {one.request_id, one.other_id} == sides), "")
    return found or ("may" if may_ask(request, rival, before, now=now) else "")
