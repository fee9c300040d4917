"""What grants count: charged when given, kept in part when given back, and a newcomer's starting charge (FAIRNESS.md 4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from wok.db import db
from wok.kernel import fairness, rounds, weekly
from wok.kernel import standing as rule
from wok.kernel.span import Span
from wok.kernel.standing import ONE, Params
from wok.kernel.values import dataclass
from wok.sharing import circles, parameters, pools
from wok.sharing.ledger_models import ShareCharge
from wok.sharing.models import RequestPartner, SharePool, ShareRequest
from wok.sharing.standing import standings

PER_MILLE = 10  # thousandths in one per cent


@dataclass(frozen=True)
class Owed:
    """What one circle is charged for a grant, in thousandths."""

    circle_id: int
    points: int


def quiet_cost(request: ShareRequest, units: int, *, now: datetime) -> list[Owed]:
    """What `units` more cost each partner where nobody else goes without."""
    points = quiet_share(price(request, request.granted + units) - price(request, request.granted), now=now)
    return [Owed(circle_id, points) for circle_id in partners_of(request)]


def quiet_share(points: int, *, now: datetime) -> int:
    """What stays of points where nobody else goes without."""
    return _up(points * parameters.current(weekly.local_day(now)).uncontested_share, ONE)


def partners_of(request: ShareRequest) -> list[int]:
    """The circles that ask together: those who confirmed, the asking one first, each once."""
    return list(dict.fromkeys(one.circle_id for one in request.partners if one.confirmed_at is not None))


def price(request: ShareRequest, units: int) -> int:
    """What so many units for the request's time cost each partner, at the full rate."""
    if not units:
        return 0
    pool = request.pool
    atoms = pools.atoms(pool)
    measure = rounds.Pool(str(pool.id), pools.capacity_of(pool, atoms), pool.q_ref, pool.t_ref)
    slots = pools.slots_of(pool, Span(request.starts_at, request.ends_at))
    count = (slots.end - slots.first) * len(atoms)
    return _up(fairness.cost(measure, units, count), max(1, len(partners_of(request))))


def _up(number: int, by: int) -> int:
    return -(-number // by)


def charge(request: ShareRequest, units: int, owed: Iterable[Owed], *, is_contested: bool, now: datetime) -> None:
    """Write what a grant counts for each partner, dated the loan's first day."""
    for one in owed:
        db.session.add(
            ShareCharge(
                circle_id=one.circle_id,
                family=request.pool.family,
                on=request.first_on,
                points=one.points,
                why="grant",
                request_id=request.id,
                quantity=units,
                is_contested=is_contested,
                kept_percent=100,
                made_at=now,
            )
        )
    db.session.flush()


def running(request: ShareRequest) -> list[ShareCharge]:
    """What a request's grants count for, newest first, without what was given back."""
    chosen = select(ShareCharge).where(ShareCharge.request_id == request.id, ShareCharge.cancelled_at.is_(None))
    return list(db.session.scalars(chosen.order_by(ShareCharge.id.desc())))


def share_equally(request: ShareRequest) -> None:
    """After a partner came or went: what runs of a request's charges is split anew, in equal parts, rounded up."""
    db.session.flush()
    batches: dict[tuple[datetime, int], list[ShareCharge]] = {}
    for row in running(request):
        batches.setdefault((row.made_at, row.quantity), []).append(row)
    partners = partners_of(request)
    for rows in batches.values():
        points, pattern = _up(sum(one.points for one in rows), max(1, len(partners))), rows[0]
        known = {one.circle_id: one for one in rows}
        for circle_id in partners:
            facts = {
                name: getattr(pattern, name) for name in ("family", "on", "why", "request_id", "made_at", "quantity")
            }
            row = known.get(circle_id) or ShareCharge(
                **facts, circle_id=circle_id, is_contested=pattern.is_contested, kept_percent=100
            )
            row.points = points
            db.session.add(row)
        for gone in known.keys() - set(partners):
            db.session.delete(known[gone])
    db.session.flush()


def after_giving_back(charge: ShareCharge, request: ShareRequest, *, is_taken: bool, now: datetime) -> rule.Cancelled:
    """What stays of one charge, and the penalty, when its units are given back at `now`."""
    hours = (request.starts_at - now) // timedelta(hours=1)
    params = parameters.current(weekly.local_day(now))
    is_contested = charge.is_contested
    return rule.cancelled(charge.family, hours, is_contested=is_contested, is_taken=is_taken, params=params)


def give_back(request: ShareRequest, units: int, *, is_excused: bool = False, now: datetime) -> int:
    """Keep of each partner's charges what the rule keeps for `units` given back; returns the penalty each deserves."""
    left: dict[int, int] = {}
    penalty = 0
    for row in running(request):
        gone = min(left.setdefault(row.circle_id, units), row.quantity)
        is_all = units >= request.granted  # then what further days counted (it stands for no units) goes along
        if gone == 0 and not (is_all and row.quantity == 0):
            continue
        left[row.circle_id] -= gone
        after = rule.Cancelled(0, 0) if is_excused else after_giving_back(row, request, is_taken=False, now=now)
        penalty = max(penalty, after.penalty)
        _split(row, gone, kept_percent=after.kept_share // PER_MILLE, now=now)
    db.session.flush()
    return penalty


def _split(row: ShareCharge, gone: int, *, kept_percent: int, now: datetime) -> None:
    """The part of a charge that stands for the units given back becomes a line of its own."""
    points = _up(row.points * gone, max(1, row.quantity))
    if gone < row.quantity:
        row.points, row.quantity = row.points - points, row.quantity - gone
        facts = {name: getattr(row, name) for name in ("circle_id", "family", "on", "why", "request_id", "made_at")}
        row = ShareCharge(**facts, points=points, quantity=gone, is_contested=row.is_contested)
        db.session.add(row)
    row.kept_percent, row.cancelled_at = kept_percent, now


def taken_after_all(pool: SharePool, span: Span, circle_ids: Sequence[int]) -> None:
    """Others were given units in this span: of what was given back there before, less stays charged."""
    chosen = (
        select(ShareCharge, ShareRequest)
        .join(ShareRequest, ShareRequest.id == ShareCharge.request_id)
        .where(
            ShareRequest.pool_id == pool.id,
            ShareRequest.starts_at < span.end,
            ShareRequest.ends_at > span.start,
            ShareCharge.cancelled_at.is_not(None),
            ShareCharge.kept_percent > 0,
            ShareCharge.circle_id.not_in(circle_ids),
        )
    )
    for row, request in db.session.execute(chosen):
        own = Span(request.starts_at, request.ends_at)
        if row.cancelled_at is not None and pools.free_now(pool, own) < row.quantity:
            after = after_giving_back(row, request, is_taken=True, now=row.cancelled_at)
            row.kept_percent = min(row.kept_percent, after.kept_share // PER_MILLE)


def welcome(circle_ids: Sequence[int], family: str, *, now: datetime) -> None:
    """A circle that asks in a family for the first time starts at the lower quartile of those active there."""
    known = set(
        db.session.scalars(
            select(ShareCharge.circle_id).where(ShareCharge.circle_id.in_(circle_ids), ShareCharge.family == family)
        )
    )
    new = [one for one in circle_ids if one not in known and not _has_asked(one, family)]
    if not new:
        return
    today = weekly.local_day(now)
    params = parameters.current(today)
    levels, weights = _levels(family, params, now=now), circles.weights_of(new, params)
    for one in new:
        points = rule.newcomers_charge(levels, weight=weights[one])
        row = ShareCharge(circle_id=one, family=family, on=today, points=points, why="newcomer", made_at=now)
        db.session.add(row)
    db.session.flush()


def _has_asked(circle_id: int, family: str) -> bool:
    chosen = (
        select(func.count())
        .select_from(RequestPartner)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(RequestPartner.circle_id == circle_id, SharePool.family == family)
    )
    return bool(db.session.scalar(chosen))


def _levels(family: str, params: Params, *, now: datetime) -> list[int]:
    """use / weight of every circle that asked in the family lately."""
    since = now - timedelta(days=params.newcomer_active_days)
    active = (
        select(RequestPartner.circle_id)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(SharePool.family == family, ShareRequest.asked_at >= since, RequestPartner.confirmed_at.is_not(None))
        .distinct()
    )
    found = standings(db.session.scalars(active), family, now=now, params=params)
    return [one.use * ONE // one.weight for one in found.values()]
