"""Where circles stand today, counted from what is stored and never from a counter (PROMISES B9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.db import db
from wok.kernel import standing as rule
from wok.kernel import weekly
from wok.kernel.standing import Params, Standing
from wok.sharing import circles, parameters
from wok.sharing.ledger_models import Contribution, ShareCharge, SharePenalty
from wok.sharing.models import RequestPartner, SharePool, ShareRequest

__all__ = ["Standing", "standing", "standings", "waiting_of"]
WHOLE = 100  # per cent


def standing(circle_id: int, family: str, *, now: datetime) -> Standing:
    """Where one circle stands in a family, line by line, in thousandths."""
    return standings([circle_id], family, now=now)[circle_id]


def standings(
    circle_ids: Iterable[int], family: str, *, now: datetime, params: Params | None = None
) -> dict[int, Standing]:
    """Where several circles stand, in a fixed number of statements."""
    ids, today = sorted(set(circle_ids)), weekly.local_day(now)
    params = params or parameters.current(today)
    weights = circles.weights_of(ids, params)
    charges, penalties, helped = _charges(ids, family), _penalties(ids, family), _contributions(ids, family)
    waiting = waiting_of(ids, family)
    return {
        one: rule.standing(
            family,
            weight=weights[one],
            charges=charges[one],
            penalties=penalties[one],
            contributions=helped[one],
            waiting=waiting.get(one),
            today=today,
            params=params,
        )
        for one in ids
    }


def _charges(ids: Sequence[int], family: str) -> dict[int, list[rule.Charge]]:
    found: dict[int, list[rule.Charge]] = defaultdict(list)
    chosen = select(ShareCharge).where(ShareCharge.circle_id.in_(ids), ShareCharge.family == family)
    for row in db.session.scalars(chosen):
        found[row.circle_id].append(rule.Charge(row.on, row.points, row.kept_percent * rule.ONE // WHOLE))
    return found


def _penalties(ids: Sequence[int], family: str) -> dict[int, list[rule.Penalty]]:
    found: dict[int, list[rule.Penalty]] = defaultdict(list)
    counts = SharePenalty.circle_id.in_(ids), SharePenalty.family == family, SharePenalty.excused_at.is_(None)
    for row in db.session.scalars(select(SharePenalty).where(*counts)):
        found[row.circle_id].append(rule.Penalty(row.on, row.points))
    return found


def _contributions(ids: Sequence[int], family: str) -> dict[int, list[rule.Contribution]]:
    found: dict[int, list[rule.Contribution]] = defaultdict(list)
    chosen = select(Contribution).where(Contribution.circle_id.in_(ids), Contribution.family == family)
    for row in db.session.scalars(chosen):
        found[row.circle_id].append(rule.Contribution(row.on, row.points))
    return found


def waiting_of(ids: Sequence[int], family: str) -> dict[int, rule.Waiting]:
    """The running clocks: refusals in contested rounds stay on the requests, contested grants on the charges."""
    decided: dict[int, list[rule.Decided]] = defaultdict(list)
    asked_on: dict[int, set[date]] = defaultdict(set)
    requests = (
        select(RequestPartner.circle_id, ShareRequest.asked_at, ShareRequest.refused_at, ShareRequest.state)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(RequestPartner.circle_id.in_(ids), RequestPartner.confirmed_at.is_not(None), SharePool.family == family)
    )
    for circle_id, asked_at, refused_at, state in db.session.execute(requests):
        if refused_at is not None:
            decided[circle_id].append(rule.Decided(weekly.local_day(refused_at), is_granted=False))
        if refused_at is not None or state != "withdrawn":
            asked_on[circle_id].add(weekly.local_day(asked_at))
    grants = select(ShareCharge.circle_id, ShareCharge.made_at).where(
        ShareCharge.circle_id.in_(ids), ShareCharge.family == family, ShareCharge.is_contested
    )
    for circle_id, made_at in db.session.execute(grants):
        decided[circle_id].append(rule.Decided(weekly.local_day(made_at), is_granted=True))
    since = {circle_id: rule.waiting_since(marks) for circle_id, marks in decided.items()}
    return {one: rule.Waiting(day, tuple(sorted(asked_on[one]))) for one, day in since.items() if day is not None}
