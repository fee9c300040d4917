"""What staff read about the rule itself: sets of figures, how each thing is shared and what the report proposes, blocks."""

from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Resource
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.sharing.ledger_models import ShareBlock, ShareOverride
from wok.sharing.models import ShareParameters, SharePool, ShareRequest

HALF_A_YEAR, YEAR = timedelta(days=182), timedelta(days=365)
TO_WINDOW, BACK = 10, 5  # per cent refused, per cent contested (FAIRNESS.md 3)
ENOUGH = 10  # requests, before a proposal says anything
MOST = 100


@dataclass(frozen=True)
class PoolLine:
    """One pool with its last six months; `proposed` is the other mode when the figures speak for it, else empty."""

    pool: SharePool
    asked: int
    refused: int
    contested: int

    @property
    def proposed(self) -> str:
        """What the report proposes (FAIRNESS.md 3)."""
        if self.asked < ENOUGH:
            return ""
        if self.pool.mode == "first_come":
            return "window" if self.refused * 100 >= TO_WINDOW * self.asked else ""
        return "first_come" if self.contested * 100 < BACK * self.asked else ""


def pool_lines(*, now: datetime, pool_id: int | None = None) -> list[PoolLine]:
    """All pools by family and name, each with what was asked, refused and contested in six months."""
    asked = (
        select(
            ShareRequest.pool_id,
            func.count().label("asked"),
            func.sum(case((ShareRequest.granted == 0, 1), else_=0)).label("refused"),
            func.sum(case((ShareRequest.is_contested, 1), else_=0)).label("contested"),
        )
        .where(ShareRequest.asked_at > now - HALF_A_YEAR, ShareRequest.state.not_in(("open", "withdrawn")))
        .group_by(ShareRequest.pool_id)
    )
    counts = {row.pool_id: row for row in db.session.execute(asked)}
    chosen = select(SharePool).join(Resource).options(joinedload(SharePool.resource))
    if pool_id is not None:
        chosen = chosen.where(SharePool.id == pool_id)
    found = db.session.scalars(chosen.order_by(SharePool.family, Resource.name, SharePool.id))
    return [
        PoolLine(one, int(row.asked), int(row.refused), int(row.contested))
        if (row := counts.get(one.id))
        else PoolLine(one, 0, 0, 0)
        for one in found
    ]


def sets() -> list[tuple[ShareParameters, str]]:
    """Every set of figures with who made it, the latest first."""
    chosen = select(ShareParameters, Person.name).outerjoin(Person, Person.id == ShareParameters.by_id)
    found = db.session.execute(
        chosen.order_by(ShareParameters.valid_from.desc(), ShareParameters.id.desc()).limit(MOST)
    )
    return [(row, name or "") for row, name in found]


def latest_id(*, to_change: bool = False) -> int:
    """The number of the newest set; two editors see each other by it. `to_change` makes the second wait for the first."""
    newest = select(ShareParameters.id).order_by(ShareParameters.id.desc()).limit(1)
    return db.session.scalar(newest.with_for_update() if to_change else newest) or 0


def coming(today: date) -> list[ShareParameters]:
    """Sets that are not valid yet, the next first."""
    chosen = select(ShareParameters).where(ShareParameters.valid_from > today)
    return list(db.session.scalars(chosen.order_by(ShareParameters.valid_from, ShareParameters.id)))


@dataclass(frozen=True)
class BlockLine:
    """Units kept, by whom; `days`: first and last day where whole days are kept."""

    block: ShareBlock
    by: str

    @property
    def days(self) -> tuple[date, date] | None:
        """The days, when the span begins and ends at local midnight."""
        first, last = self.block.starts_at, self.block.ends_at - timedelta(microseconds=1)
        days = weekly.local_day(first), weekly.local_day(last)
        is_whole = weekly.day_span(days[0]).start == first and weekly.day_span(days[1]).end == self.block.ends_at
        return days if is_whole else None


def blocks(*, now: datetime) -> list[BlockLine]:
    """Units kept for our own need now or later, with who did it, by date."""
    chosen = (
        select(ShareBlock, Person.name)
        .outerjoin(Person, Person.id == ShareBlock.by_id)
        .options(joinedload(ShareBlock.pool).joinedload(SharePool.resource))
        .where(ShareBlock.ended_at.is_(None), ShareBlock.ends_at > now)
        .order_by(ShareBlock.starts_at, ShareBlock.id)
    )
    return [BlockLine(row, name or "") for row, name in db.session.execute(chosen.limit(MOST))]


def overrides(*, now: datetime) -> list[tuple[ShareOverride, str]]:
    """What staff decided beside the rule within a year, the latest first."""
    chosen = (
        select(ShareOverride, Person.name)
        .outerjoin(Person, Person.id == ShareOverride.by_id)
        .options(
            joinedload(ShareOverride.request).joinedload(ShareRequest.pool).joinedload(SharePool.resource),
            joinedload(ShareOverride.request).joinedload(ShareRequest.booking),
        )
        .where(ShareOverride.at > now - YEAR)
        .order_by(ShareOverride.at.desc(), ShareOverride.id.desc())
    )
    return [(row, name or "") for row, name in db.session.execute(chosen.limit(MOST))]


def holders(pool_ids: list[int], starts_at: datetime, ends_at: datetime) -> list[ShareRequest]:
    """Who has units of these over some of this time."""
    chosen = (
        select(ShareRequest)
        .options(joinedload(ShareRequest.booking), joinedload(ShareRequest.pool).joinedload(SharePool.resource))
        .where(
            ShareRequest.pool_id.in_(pool_ids),
            ShareRequest.granted > 0,
            ShareRequest.starts_at < ends_at,
            ShareRequest.ends_at > starts_at,
        )
        .order_by(ShareRequest.starts_at, ShareRequest.id)
    )
    return list(db.session.scalars(chosen.limit(MOST)))
