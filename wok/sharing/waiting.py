"""The waiting list of a pool: refused and partly served requests until their start; the rule decides who is next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from wok.db import db
from wok.kernel.span import Span
from wok.sharing import pools
from wok.sharing.models import ShareOffer, SharePool, ShareRequest
from wok.sharing.settling import span_of


def waiters(pool_ids: Iterable[int], *, now: datetime, span: Span | None = None) -> list[ShareRequest]:
    """Who waits for units of these pools, in id order: still to start, and no offer of theirs is open."""
    open_offer = select(ShareOffer.request_id).where(ShareOffer.state == "open")
    chosen = select(ShareRequest).where(
        ShareRequest.pool_id.in_(list(pool_ids)),
        ShareRequest.waiting_since.is_not(None),
        ShareRequest.starts_at > now,
        ShareRequest.granted < ShareRequest.quantity,
        ShareRequest.id.not_in(open_offer),
    )
    if span is not None:
        chosen = chosen.where(ShareRequest.starts_at < span.end, ShareRequest.ends_at > span.start)
    return list(db.session.scalars(chosen.order_by(ShareRequest.id)))


def next_units(request: ShareRequest) -> int:
    """The fewest further units that are of use to it."""
    return request.least if request.granted == 0 else 1


def could_use(requests: Sequence[ShareRequest]) -> list[ShareRequest]:
    """Those whose next unit, or minimum, is free right now."""
    return [one for one in requests if pools.free_now(one.pool, span_of(one)) >= next_units(one)]


def is_kept(pool: SharePool, span: Span, *, now: datetime, but: int | None = None) -> bool:
    """True when somebody who waits could use what is free here: then a newcomer joins the list (PROMISES B7).

    `but` is the booking that asks.
    """
    near = waiters(pools.sharing_atoms([pool.id]), now=now, span=span)
    parts = set(pools.atoms(pool))
    rivals = [one for one in near if one.booking_id != but and parts & set(pools.atoms(one.pool))]
    return bool(could_use(rivals))


def place_on_list(request: ShareRequest) -> int:
    """How many requests of the same pool that overlap it wait since before it, and one: 1 is first.

    Who is really next the rule decides anew each time; the place says how long the line is.
    """
    if request.waiting_since is None:
        return 0
    ahead = db.session.scalar(
        select(func.count())
        .select_from(ShareRequest)
        .where(
            ShareRequest.pool_id == request.pool_id,
            ShareRequest.waiting_since.is_not(None),
            ShareRequest.starts_at < request.ends_at,
            ShareRequest.ends_at > request.starts_at,
            (ShareRequest.waiting_since < request.waiting_since)
            | ((ShareRequest.waiting_since == request.waiting_since) & (ShareRequest.id < request.id)),
        )
    )
    return int(ahead or 0) + 1
