"""The waiting list: when units come back, the same rule runs over those who wait, with today's standings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from wok.bookings.models import Resource
from wok.db import db
from wok.kernel.rounds import Outcome
from wok.sharing import drawing, offers, pools, settling, waiting, window_rules, windows
from wok.sharing.models import SharePool, ShareRequest, ShareRound
from wok.sharing.settling import span_of
from wok.sharing.snapshot import Prepared


def run_list(pool_ids: Sequence[int], *, now: datetime) -> int:
    """Offer what is free in these pools to who waits for it; returns the number of offers. One transaction."""
    shared = list(db.session.scalars(select(SharePool).where(SharePool.id.in_(pool_ids)).order_by(SharePool.id)))
    settling.lock_pools(shared, now=now)
    parts = {part for pool in shared for part in pools.atoms(pool)}
    ripe = Resource.id.in_(parts), Resource.offers_from <= now
    db.session.execute(update(Resource).where(*ripe).values(offers_from=None))
    listed = [
        one for one in waiting.waiters(pool_ids, now=now) if not windows.is_pending(one.pool, span_of(one), now=now)
    ]
    fitting = waiting.could_use(listed)
    return _draw(fitting, shared[0].family, now=now) if fitting else 0


def _draw(requests: Sequence[ShareRequest], family: str, *, now: datetime) -> int:
    runs = db.session.scalar(select(func.count()).select_from(ShareRound).where(ShareRound.kind == "waitlist"))
    window = window_rules.Window("closed", f"{family} list {int(runs or 0) + 1}", now, now)
    row = windows.open_round(window, "waitlist", family)
    row.state, row.closed_at, row.drawn_at, row.public_number = "drawn", now, now, ""
    prepared = drawing.put_down(row, requests)
    outcome = drawing.outcome_of(row, prepared.inputs)
    drawing.publish(row, prepared.inputs, outcome, now=now)
    return sum(_offer(code, prepared, outcome, row, now=now) for code in sorted(prepared.requests))


def _offer(code: str, prepared: Prepared, outcome: Outcome, row: ShareRound, *, now: datetime) -> int:
    units = outcome.grants.get(code, 0)
    if not units:
        return 0
    points = [one.points for one in outcome.charges if one.request == code]
    request = prepared.requests[code][0]
    is_contested = code in outcome.contested
    offers.make(request, units, max(points), round_id=row.id, is_contested=is_contested, now=now)
    return 1
