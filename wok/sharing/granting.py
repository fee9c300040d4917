"""Granting without a round: what is free is given at once, unless somebody who waits could use it (FAIRNESS.md 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.db import db
from wok.kernel.span import Span
from wok.sharing import charging, pools, settling, waiting, windows
from wok.sharing.ledger_models import ShareBlock
from wok.sharing.models import ShareRequest
from wok.sharing.settling import Change, span_of

TAKEN = "TAKEN"  # first come: others have it already


def grant_at_once(requests: Sequence[ShareRequest], *, now: datetime) -> list[ShareRequest]:
    """Give each what is free for it, or put it on the waiting list. The caller holds the locks and tells people.

    A second choice is given only when the first got nothing; then the first waits no more.
    Returns those that were really decided, in order.
    """
    told = []
    for request in requests:
        first = db.session.get(ShareRequest, request.instead_of_id) if request.instead_of_id else None
        if first is not None and first.granted:
            drop(request, now=now)
            continue
        grant(request, now=now)
        told.append(request)
        if first is not None and request.granted:
            drop(first, now=now)
            told = [one for one in told if one is not first]
    return told


def drop(request: ShareRequest, *, now: datetime) -> None:
    """The other choice was given: this one is wanted no more."""
    settling.apply(Change(request, state="withdrawn", waits=False), now=now)


def grant(request: ShareRequest, *, now: datetime) -> None:
    """Give what is free, at the rate of quiet days; what is missing is waited for."""
    missing = request.quantity - request.granted
    free = 0 if is_kept(request, now=now) else pools.free_now(request.pool, span_of(request))
    units = min(missing, free) if free >= waiting.next_units(request) else 0
    owed = charging.quiet_cost(request, units, now=now) if units else []
    total = request.granted + units
    is_whole = total == request.quantity
    reason, facts = _why(request, total, free)
    change = Change(
        request,
        granted=total,
        state="granted" if is_whole else "partly" if total else "refused",
        reason=reason,
        facts={**request.facts, **facts},
        is_contested=False,
        owed=owed,
        waits=not is_whole and request.starts_at > now,
    )
    settling.apply(change, now=now)


def is_kept(request: ShareRequest, *, now: datetime) -> bool:
    """Nothing is given past a round that is about to be drawn, nor past somebody who waits and could use it."""
    return is_kept_between(request, span_of(request), now=now)


def is_kept_between(request: ShareRequest, span: Span, *, now: datetime) -> bool:
    """The same for another stretch of time, such as the days a loan would be extended by."""
    return windows.is_pending(request.pool, span, now=now) or waiting.is_kept(
        request.pool, span, now=now, but=request.booking_id
    )


def _why(request: ShareRequest, total: int, free: int) -> tuple[str, dict[str, Any]]:
    """The reason and the few facts of an answer without a round."""
    if total == request.quantity:
        return "ALL_SERVED", {}
    facts: dict[str, Any] = {"there_was": free, "free_at_close": free}
    if total:
        return "PARTLY", facts
    if request.least > pools.capacity(request.pool):
        return "TOO_LARGE", facts
    block = blocked(request)
    return ("STAFF_BLOCK", {**facts, "reason": block.reason}) if block is not None else (TAKEN, facts)


def blocked(request: ShareRequest) -> ShareBlock | None:
    """A block of the staff without which it would have fitted, if there is one."""
    chosen = select(ShareBlock).where(
        ShareBlock.pool_id.in_(pools.sharing_atoms([request.pool_id])),
        ShareBlock.ended_at.is_(None),
        ShareBlock.starts_at < request.ends_at,
        ShareBlock.ends_at > request.starts_at,
    )
    blocks = list(db.session.scalars(chosen.order_by(ShareBlock.id)))
    free = pools.free_now(request.pool, span_of(request)) + sum(one.quantity for one in blocks)
    return blocks[0] if blocks and free >= waiting.next_units(request) else None
