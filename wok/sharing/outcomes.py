"""From what the rule gave to what becomes of each stored request."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from wok.kernel import weekly
from wok.kernel.rounds import Outcome, Period
from wok.sharing import granting, pools
from wok.sharing.charging import Owed
from wok.sharing.models import ShareRequest, ShareRound
from wok.sharing.reasons import facts_of
from wok.sharing.settling import Change, span_of
from wok.sharing.snapshot import APART, Prepared


def changes_of(row: ShareRound, prepared: Prepared, outcome: Outcome, *, now: datetime) -> Iterator[Change]:
    """What each request of a round gets, why, and what it counts, in id order."""
    for code, requests in prepared.requests.items():
        if code not in outcome.grants:
            continue
        reason, facts = facts_of(requests[0], code, prepared, outcome, key=row.key)
        served = [one for one in requests if not _is_dropped(one, outcome.dropped.get(code, ()))]
        shares = _shares(served)
        for one in requests:
            units = outcome.grants[code] if one in served else 0
            owed = _owed(one, code, prepared, outcome, shares=shares)
            is_contested = code in outcome.contested
            yield _change(row, one, units, reason, facts=facts, owed=owed, is_contested=is_contested, now=now)


def _change(
    row: ShareRound,
    request: ShareRequest,
    units: int,
    reason: str,
    *,
    facts: dict[str, Any],
    owed: Sequence[Owed],
    is_contested: bool,
    now: datetime,
) -> Change:
    total = request.granted + units
    is_whole = total == request.quantity
    if not units and reason == "TOO_LARGE" and (block := granting.blocked(request)) is not None:
        reason, facts = "STAFF_BLOCK", {**facts, "reason": block.reason}
    if not units and reason in ("SERVED", "ALL_SERVED", "PARTLY"):
        reason = granting.TAKEN  # a date of a series that was given up
    if not total and is_contested and reason in ("OTHERS_HAD_LESS", "LOT"):
        request.refused_at = request.refused_at or row.closes_at
        facts = {**facts, "waiting_since": weekly.local_day(request.refused_at).isoformat()}
    waits = not is_whole and request.starts_at > now and (request.bundle is None or request.may_drop)
    return Change(
        request,
        granted=total,
        state="granted" if is_whole else "partly" if total else "refused",
        reason=reason,
        facts=facts,
        is_contested=is_contested,
        owed=owed if units else (),
        waits=waits,
    )


def _is_dropped(request: ShareRequest, dropped: Sequence[Period]) -> bool:
    """True when the rule gave up this date of a series."""
    slots = pools.slots_of(request.pool, span_of(request))
    return any((one.first % APART, one.end % APART) == (slots.first, slots.end) for one in dropped)


def _shares(requests: Sequence[ShareRequest]) -> dict[int, tuple[int, int]]:
    """For each date of a series: slots before it, and with it. A single request has all."""
    found, done = {}, 0
    for one in requests:
        slots = pools.slots_of(one.pool, span_of(one))
        found[one.id] = (done, done + slots.end - slots.first)
        done += slots.end - slots.first
    return found


def _owed(
    request: ShareRequest, code: str, prepared: Prepared, outcome: Outcome, *, shares: dict[int, tuple[int, int]]
) -> list[Owed]:
    """What this request counts for each partner: of a series its part by length, adding up exactly."""
    if request.id not in shares:
        return []
    begin, end = shares[request.id]
    whole = max(last for _first, last in shares.values())
    return [
        Owed(prepared.circles[one.circle], one.points * end // whole - one.points * begin // whole)
        for one in outcome.charges
        if one.request == code
    ]
