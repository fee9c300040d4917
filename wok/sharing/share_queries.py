"""What the page Our share (A3) reads of one association's circle; it makes none where there is none yet."""

from collections import defaultdict
from dataclasses import field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.db import db
from wok.kernel import standing as rule
from wok.kernel import weekly
from wok.kernel.standing import ONE, Params, Standing
from wok.kernel.values import dataclass
from wok.sharing import circles, parameters, report_queries, share_rules, staff_circle_queries
from wok.sharing.ledger_models import Contribution, ShareCharge, SharePenalty
from wok.sharing.models import CircleMember, RequestPartner, RoundCode, SharePool, ShareRequest, ShareRound
from wok.sharing.share_rules import Counted, Place
from wok.sharing.staff_circle_queries import Ledger
from wok.sharing.standing import standings, waiting_of

CODES = 20
WHOLE = 100


@dataclass(frozen=True)
class Ours:
    """One family: where we stand, each line with what it counts today, and what that means for the next request.

    `is_new`: we have had nothing here. `older` lines count nothing any more.
    """

    family: str
    standing: Standing
    place: Place
    is_new: bool
    waiting_since: date | None = None
    charges: list[tuple[ShareCharge, int]] = field(default_factory=list)
    penalties: list[tuple[SharePenalty, int]] = field(default_factory=list)
    contributions: list[tuple[Contribution, int]] = field(default_factory=list)
    older: int = 0


def circle_ids(association_ids: list[int]) -> dict[int, int]:
    """The circles of these associations, where they have one."""
    chosen = select(CircleMember).where(CircleMember.association_id.in_(association_ids))
    return {row.association_id: row.circle_id for row in db.session.scalars(chosen)}


def linked(circle_ids: list[int]) -> dict[int, list[str]]:
    """The names of all groups of each circle."""
    chosen = (
        select(CircleMember).options(joinedload(CircleMember.association)).where(CircleMember.circle_id.in_(circle_ids))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.scalars(chosen.order_by(CircleMember.association_id)):
        found[row.circle_id].append(row.association.name)
    return found


def ours(circle_id: int, *, now: datetime) -> list[Ours]:
    """Every family that is shared, as one circle stands there."""
    today = weekly.local_day(now)
    params = parameters.current(today)
    codes = report_queries.families()
    ledgers = staff_circle_queries.ledgers(circle_id, codes)
    weight = circles.weight_of_circle(circle_id, params)
    active = _active(now - timedelta(days=params.newcomer_active_days))
    found = []
    for code in codes:
        others = [
            one.total for who, one in standings(active[code], code, now=now, params=params).items() if who != circle_id
        ]
        waiting = waiting_of([circle_id], code).get(circle_id)
        counted = _counted(code, weight, ledgers[code], waiting)
        found.append(_ours(counted, ledgers[code], others, today, params=params))
    return found


def new(*, now: datetime) -> list[Ours]:
    """For a group that never asked: nothing counts."""
    today = weekly.local_day(now)
    params = parameters.current(today)
    nothing = Standing(0, 0, 0, 0, rule.weight_of(0, params), 0)
    return [Ours(code, nothing, Place(None), is_new=True) for code in report_queries.families()]


def _active(since: datetime) -> dict[str, list[int]]:
    """Who asked lately, by family."""
    chosen = (
        select(SharePool.family, RequestPartner.circle_id)
        .join(ShareRequest, ShareRequest.pool_id == SharePool.id)
        .join(RequestPartner, RequestPartner.request_id == ShareRequest.id)
        .where(ShareRequest.asked_at >= since, RequestPartner.confirmed_at.is_not(None))
        .distinct()
    )
    found: dict[str, list[int]] = defaultdict(list)
    for family, circle_id in db.session.execute(chosen):
        found[family].append(circle_id)
    return found


def _counted(family: str, weight: int, ledger: Ledger, waiting: rule.Waiting | None) -> Counted:
    return Counted(
        family,
        weight,
        [rule.Charge(one.on, one.points, one.kept_percent * ONE // WHOLE) for one in ledger.charges],
        [rule.Penalty(one.on, one.points) for one in ledger.penalties if one.excused_at is None],
        [rule.Contribution(one.on, one.points) for one in ledger.contributions],
        waiting,
    )


def _ours(counted: Counted, ledger: Ledger, others: list[int], today: date, *, params: Params) -> Ours:
    stand = counted.on(today, params)
    life, strict = params.half_life_days[counted.family], params.penalty_half_life_days
    charges = [
        (one, rule.faded(one.points * one.kept_percent // WHOLE, one.on, life, today=today)) for one in ledger.charges
    ]
    penalties = [
        (one, 0 if one.excused_at else rule.faded(one.points, one.on, strict, today=today)) for one in ledger.penalties
    ]
    given = [(one, rule.faded(one.points, one.on, life, today=today)) for one in ledger.contributions]
    shown = [(one, left) for one, left in charges if left or one.cancelled_at]
    return Ours(
        counted.family,
        stand,
        share_rules.place(stand.total, others, lambda day: counted.on(day, params).total, today),
        is_new=counted.waiting is None and all(one.why == "newcomer" for one in ledger.charges),
        waiting_since=counted.waiting.since if counted.waiting else None,
        charges=shown,
        penalties=[(one, left) for one, left in penalties if left or one.excused_at],
        contributions=[(one, left) for one, left in given if left],
        older=len(charges) - len(shown),
    )


def codes_of(circle_id: int) -> list[tuple[ShareRound, str]]:
    """Under which code the circle stands in each published file, the latest first."""
    chosen = (
        select(RoundCode)
        .join(ShareRound, ShareRound.id == RoundCode.round_id)
        .where(RoundCode.circle_id == circle_id, ShareRound.state == "published")
        .order_by(ShareRound.closes_at.desc(), ShareRound.id.desc())
        .limit(CODES)
    )
    rows = list(db.session.scalars(chosen))
    rounds = select(ShareRound).where(ShareRound.id.in_([one.round_id for one in rows]))
    by_id = {one.id: one for one in db.session.scalars(rounds)}
    return [(by_id[one.round_id], one.code) for one in rows]
