"""The pools: alike units, how they are shared, and how many are free."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import selectinload

from wok.bookings import services
from wok.bookings.lines import units_free
from wok.bookings.models import Resource, ResourcePart, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.sharing.models import SharePool

SLOTS = {"equipment": "day", "room": "half_hour", "lunch": "date", "skills": "half_hour"}
TYPICAL = {"equipment": 2, "room": 6, "lunch": 1, "skills": 2}  # slots of a typical loan (FAIRNESS.md 2)
HALF_HOUR = timedelta(minutes=30)
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def open_pool(
    resource_id: int,
    family: str,
    *,
    mode: str = "first_come",
    lot: int = 1,
    q_ref: int | None = None,
    t_ref: int | None = None,
    window_hours: Iterable[str] = (),
) -> SharePool:
    """Let a resource be shared by the rule; what is not said follows FAIRNESS.md section 2."""
    capacity = db.session.get_one(Resource, resource_id).capacity
    pool = SharePool(
        resource_id=resource_id,
        family=family,
        mode=mode,
        lot=lot,
        q_ref=q_ref or (2 if family == "lunch" else max(1, capacity // 4)),
        t_ref=t_ref or TYPICAL[family],
        slot=SLOTS[family],
        is_once_first=family == "lunch",
        window_hours=list(window_hours),
    )
    db.session.add(pool)
    db.session.flush()
    return pool


def pool_of(resource_id: int) -> SharePool | None:
    """The pool of a resource, if it is shared by the rule."""
    return db.session.scalar(select(SharePool).where(SharePool.resource_id == resource_id))


def pools_of(resource_ids: Iterable[int]) -> dict[int, SharePool]:
    """The pools of several resources, by resource, each with its resource."""
    chosen = select(SharePool).where(SharePool.resource_id.in_(list(resource_ids)))
    return {row.resource_id: row for row in db.session.scalars(chosen.options(selectinload(SharePool.resource)))}


def set_mode(pool: SharePool, mode: str) -> None:
    """Switch between granting at once and deciding by rounds; wishes already in a round stay in it."""
    pool.mode = mode
    db.session.flush()


def atoms(pool: SharePool) -> list[int]:
    """What a grant of this pool takes: the parts of a whole, else the resource itself."""
    return services.parts_of(pool.resource_id)


def sharing_atoms(pool_ids: Sequence[int]) -> list[int]:
    """These pools and all that hang together with them (a room and its halves), in id order."""
    touched = set(db.session.scalars(select(SharePool.resource_id).where(SharePool.id.in_(pool_ids))))
    known: set[int] = set()
    while touched != known:
        known = touched
        links = select(ResourcePart.whole_id, ResourcePart.part_id).where(
            ResourcePart.whole_id.in_(known) | ResourcePart.part_id.in_(known)
        )
        touched = known.union(*(set(row) for row in db.session.execute(links)))
    chosen = select(SharePool.id).where(SharePool.resource_id.in_(touched))
    return sorted(db.session.scalars(chosen))


def capacity(pool: SharePool) -> int:
    """How many units there are; a whole is one."""
    return capacity_of(pool, atoms(pool))


def capacity_of(pool: SharePool, parts: Sequence[int]) -> int:
    """The same where its `atoms` are known."""
    return pool.resource.capacity if parts == [pool.resource_id] else 1


def free_now(pool: SharePool, span: Span) -> int:
    """Units free at every instant of the span; of a whole, whether all its parts are."""
    resources = [db.session.get_one(Resource, part, populate_existing=True) for part in atoms(pool)]
    return max(0, min(units_free(resource, span) for resource in resources))


@dataclass(frozen=True)
class SlotRange:
    """Numbered slots from `first` up to, but without, `end`."""

    first: int
    end: int


def slots_of(pool: SharePool, span: Span) -> SlotRange:
    """The slots a span touches: days by their number, half hours since 2020, a lunch by its date."""
    if pool.slot == "half_hour":
        return SlotRange((span.start - BEGIN) // HALF_HOUR, -((BEGIN - span.end) // HALF_HOUR))
    first, last = weekly.local_day(span.start), weekly.local_day(span.end - timedelta(microseconds=1))
    return SlotRange(first.toordinal(), last.toordinal() + 1)


def span_of_slot(pool: SharePool, slot: int) -> Span:
    """The instants of one slot."""
    if pool.slot == "half_hour":
        return Span(BEGIN + slot * HALF_HOUR, BEGIN + (slot + 1) * HALF_HOUR)
    return weekly.day_span(date.fromordinal(slot))


def day_of_slot(pool: SharePool, slot: int) -> date:
    """The local day a slot lies on."""
    return weekly.local_day(span_of_slot(pool, slot).start)


def takings_between(resource_ids: Iterable[int], span: Span) -> list[Row[tuple[int, int, datetime, datetime, int]]]:
    """All that is taken of these resources within the span: booking, resource, start, end and units, in one statement."""
    chosen = select(Taking.booking_id, Taking.resource_id, Taking.starts_at, Taking.ends_at, Taking.quantity).where(
        Taking.resource_id.in_(list(resource_ids)), Taking.ends_at > span.start, Taking.starts_at < span.end
    )
    return list(db.session.execute(chosen))
