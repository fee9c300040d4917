"""What the public report reads: every decided request as one line, who asked, and what staff decided beside the rule."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import ResourcePart
from wok.db import db
from wok.kernel import fairness, rounds, weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.sharing import circles, parameters, pools
from wok.sharing.ledger_models import ShareBlock, ShareOverride, SharePenalty
from wok.sharing.models import CircleMember, RequestPartner, SharePool, ShareRequest, ShareRound
from wok.sharing.report_rules import SIZES, Asked, Party

YEAR = timedelta(days=365)
UNDECIDED = ("open", "withdrawn")
SCARCE = ("OTHERS_HAD_LESS", "LOT", "PARTLY")


@dataclass(frozen=True)
class Beside:
    """What went wrong, and what staff decided beside the rule, in one family within a year."""

    penalties: dict[str, list[int]]  # why -> the circle of each
    blocks: list[ShareBlock]
    overrides: list[ShareOverride]


def families() -> list[str]:
    """What is shared at all, in the order of the tables."""
    found = set(db.session.scalars(select(SharePool.family).distinct()))
    return [one for one in ("equipment", "room", "lunch", "skills") if one in found]


def histories() -> dict[str, list[Asked]]:
    """Every decided request by family: a series is one, and so are a first and a second choice."""
    by_need: dict[str, list[tuple[str, Asked]]] = defaultdict(list)
    partners, shared = _partners(), _shared()
    for row in db.session.execute(_decided()):
        if who := partners.get(row.id):
            pool = shared[row.pool_id]
            by_need[row.bundle or str(row.instead_of_id or row.id)].append((pool.row.family, _asked(row, who, pool)))
    found: dict[str, list[Asked]] = defaultdict(list)
    for lines in by_need.values():
        found[lines[0][0]].append(_whole([one for _family, one in lines]))
    return found


@dataclass(frozen=True)
class Shared:
    """A pool, what its points are measured by, and of how many parts a whole is made."""

    row: SharePool
    measure: rounds.Pool
    parts: int


def _shared() -> dict[int, Shared]:
    links = select(ResourcePart.whole_id, func.count().label("parts")).group_by(ResourcePart.whole_id)
    parts = {row.whole_id: row.parts for row in db.session.execute(links)}
    found = db.session.scalars(select(SharePool).options(joinedload(SharePool.resource)))
    return {
        one.id: Shared(
            one,
            rounds.Pool(str(one.id), max(1, one.resource.capacity), one.q_ref, one.t_ref),
            parts.get(one.resource_id, 1),
        )
        for one in found
    }


def _decided() -> Any:
    columns = (
        *(ShareRequest.id, ShareRequest.pool_id, ShareRequest.bundle, ShareRequest.instead_of_id),
        *(ShareRequest.starts_at, ShareRequest.ends_at, ShareRequest.asked_at, ShareRound.closes_at),
        *(ShareRequest.quantity, ShareRequest.least, ShareRequest.granted, ShareRequest.is_contested),
        *(ShareRequest.klass, ShareRequest.reason, ShareRequest.facts),
    )
    return (
        select(*columns)
        .outerjoin(ShareRound, ShareRound.id == ShareRequest.round_id)
        .where(ShareRequest.state.not_in(UNDECIDED))
        .order_by(ShareRequest.id)
    )


def _partners() -> dict[int, tuple[int, ...]]:
    chosen = (
        select(RequestPartner.request_id, RequestPartner.circle_id)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .where(RequestPartner.confirmed_at.is_not(None), ShareRequest.state.not_in(UNDECIDED))
        .order_by(RequestPartner.request_id, RequestPartner.position)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for request_id, circle_id in db.session.execute(chosen):
        if circle_id not in found[request_id]:
            found[request_id].append(circle_id)
    return {request_id: tuple(who) for request_id, who in found.items()}


def _asked(row: Row[Any], who: tuple[int, ...], pool: Shared) -> Asked:
    slots = pools.slots_of(pool.row, Span(row.starts_at, row.ends_at))
    length = (slots.end - slots.first) * pool.parts
    return Asked(
        on=weekly.local_day(row.closes_at or row.asked_at),
        circles=who,
        is_contested=row.is_contested or row.granted < row.quantity,
        is_served=row.granted >= row.least,
        asked_points=fairness.cost(pool.measure, row.quantity, length),
        given_points=fairness.cost(pool.measure, row.granted, length),
        klass=row.klass,
        is_by_lot=bool((row.facts or {}).get("by_lot")),
        idle=_idle(row),
    )


def _idle(row: Row[Any]) -> int:
    """Units free when a round closed a request although they would have been enough; the rule leaves none."""
    facts = row.facts or {}
    free, wanted = int(facts.get("free_at_close") or 0), row.least if row.granted == 0 else 1
    is_of_round = "round" in facts and row.reason in SCARCE
    return free if is_of_round and row.granted < row.quantity and free >= wanted else 0


def _whole(lines: Sequence[Asked]) -> Asked:
    """Several lines of one need as one request."""
    if len(lines) == 1:
        return lines[0]
    return replace(
        lines[0],
        is_contested=any(one.is_contested for one in lines),
        is_served=any(one.is_served for one in lines),
        asked_points=sum(one.asked_points for one in lines),
        given_points=sum(one.given_points for one in lines),
        is_by_lot=any(one.is_by_lot for one in lines),
        idle=sum(one.idle for one in lines),
    )


def parties(circle_ids: Iterable[int], today: date) -> dict[int, Party]:
    """Size and weight of each circle; of linked groups the largest member's."""
    ids = sorted(set(circle_ids))
    weights = circles.weights_of(ids, parameters.current(today))
    chosen = (
        select(CircleMember.circle_id, Association.size_band)
        .join(Association, Association.id == CircleMember.association_id)
        .where(CircleMember.circle_id.in_(ids))
    )
    sizes: dict[int, int] = {}
    for circle_id, band in db.session.execute(chosen):
        sizes[circle_id] = max(sizes.get(circle_id, 0), SIZES.index(band) if band in SIZES else 0)
    return {one: Party(SIZES[sizes.get(one, 0)], weights[one], one in sizes) for one in ids}


def beside(*, now: datetime) -> dict[str, Beside]:
    """Penalties, units kept and overrides of the last 365 days, by family, the latest first."""
    since = now - YEAR
    found = {one: Beside(defaultdict(list), [], []) for one in ("equipment", "room", "lunch", "skills")}
    penalties = select(SharePenalty.family, SharePenalty.why, SharePenalty.circle_id)
    for family, why, circle_id in db.session.execute(penalties.where(SharePenalty.made_at > since)):
        found[family].penalties[why].append(circle_id)
    pool = joinedload(ShareBlock.pool).joinedload(SharePool.resource)
    blocks = select(ShareBlock).options(pool).where(ShareBlock.made_at > since).order_by(ShareBlock.id.desc())
    for block in db.session.scalars(blocks):
        found[block.pool.family].blocks.append(block)
    request = joinedload(ShareOverride.request).joinedload(ShareRequest.pool).joinedload(SharePool.resource)
    overrides = (
        select(ShareOverride)
        .options(request)
        .where(ShareOverride.at > since, ShareOverride.undone_at.is_(None))
        .order_by(ShareOverride.id.desc())
    )
    for one in db.session.scalars(overrides):
        found[one.request.pool.family].overrides.append(one)
    return found
