"""One round, from its closing to its answers: the list is fixed, the lot drawn, everything settled, all or nothing.

A round is claimed by its row: whoever changes its state from open to closed, or from closed to drawn, does the work in
that very transaction. A crash leaves it as it was; a second run finds nothing to claim.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from wok.bookings import services as core
from wok.db import db
from wok.kernel import fairness, lot, weekly
from wok.kernel import published as files
from wok.kernel.rounds import Inputs, Outcome
from wok.sharing import granting, offers, parameters, settling, snapshot, window_rules, windows
from wok.sharing.models import ShareRequest, ShareRound
from wok.sharing.outcomes import changes_of
from wok.sharing.snapshot import Prepared, Setting

NUMBER_WAITS = timedelta(days=3)  # so long a round waits for its public number, unless staff say otherwise


def close(round_id: int, *, now: datetime) -> bool:
    """Fix the list of a round whose time has come; without a public number to wait for, draw it at once.

    False when somebody else did, or it is not due.
    """
    due = ShareRound.id == round_id, ShareRound.state == "open", ShareRound.closes_at <= now
    if not _claimed(update(ShareRound).where(*due).values(state="closed", closed_at=now)):
        return False
    row = db.session.get_one(ShareRound, round_id, populate_existing=True)
    requests = requests_of(row)
    _leave_out_unconfirmed(requests, now=now)
    settling.lock_pools([one.pool for one in requests], now=now)
    put_down(row, _first_choices(requests))
    if row.wants_number:
        row.number_until = row.number_until or row.closes_at + NUMBER_WAITS
    db.session.flush()
    if not row.wants_number or row.number_until is None or row.number_until <= now:
        draw(round_id, now=now)
    return True


def draw(round_id: int, *, now: datetime) -> bool:
    """Draw a closed round and settle all its requests. False when somebody else did."""
    closed = ShareRound.id == round_id, ShareRound.state == "closed"
    if not _claimed(update(ShareRound).where(*closed).values(state="drawn", drawn_at=now)):
        return False
    row = db.session.get_one(ShareRound, round_id, populate_existing=True)
    requests = requests_of(row)
    settling.lock_pools([one.pool for one in requests], now=now)
    row.public_number = row.public_number or ""
    settled = [*_run(row, _first_choices(requests), now=now), *_second_choices(row, requests, now=now)]
    settling.announce_all(settled, "drawn", by=core.WOK, now=now)
    offers.units_freed(
        [one.pool.resource_id for one in requests], now=now
    )  # who asked after closing waits for the rest
    return True


def _claimed(words: object) -> bool:
    done = db.session.execute(words)  # type: ignore[call-overload]
    return int(getattr(done, "rowcount", 0)) == 1


def requests_of(row: ShareRound) -> list[ShareRequest]:
    """The round's open requests in id order, read afresh."""
    chosen = select(ShareRequest).where(ShareRequest.round_id == row.id, ShareRequest.state == "open")
    rows = db.session.scalars(chosen.order_by(ShareRequest.id).execution_options(populate_existing=True))
    return list(rows)


def _leave_out_unconfirmed(requests: Iterable[ShareRequest], *, now: datetime) -> None:
    """A partner who said nothing until now is no partner: the asking association goes on with the others, or alone."""
    for request in requests:
        for partner in request.partners:
            if partner.confirmed_at is None and partner.declined_at is None:
                partner.declined_at = now
    db.session.flush()


def _first_choices(requests: Sequence[ShareRequest]) -> list[ShareRequest]:
    """Without second choices, but for those whose first choice was decided in an earlier round and got nothing."""
    here = {one.id for one in requests}
    return [one for one in requests if one.instead_of_id is None or one.instead_of_id not in here]


def put_down(row: ShareRound, requests: Sequence[ShareRequest]) -> Prepared:
    """Fix what the round works on, as canonical text with its digest."""
    day = weekly.local_day(row.closes_at)
    figures = parameters.row_on(day)
    setting = Setting(
        row.key,
        row.family,
        parameters.current(day),
        row.closes_at,
        is_season=row.kind == "season",
        is_list=row.kind == "waitlist",
    )
    prepared = snapshot.prepare([one for one in requests if not _has_first(one)], setting)
    plain = files.written(prepared.inputs)
    row.snapshot, row.list_digest = lot.canonical(plain), lot.list_digest(plain)
    row.parameters_id = figures.id if figures else None
    snapshot.note_codes(prepared, row)
    return prepared


def _has_first(request: ShareRequest) -> bool:
    """True for a second choice whose first choice got something; of a series, any of its dates."""
    first = db.session.get(ShareRequest, request.instead_of_id) if request.instead_of_id else None
    if first is None:
        return False
    if first.bundle is None:
        return first.granted > 0 or offers.open_offer(first) is not None
    of_series = select(func.count()).select_from(ShareRequest).where(ShareRequest.bundle == first.bundle)
    return bool(db.session.scalar(of_series.where(ShareRequest.granted > 0)))


def _run(row: ShareRound, requests: Sequence[ShareRequest], *, now: datetime) -> list[ShareRequest]:
    """The rule over the list as it was fixed, the file for everybody, and what becomes of each request."""
    wanted = [one for one in requests if not _has_first(one)]
    for one in requests:
        if one not in wanted:
            granting.drop(one, now=now)
    prepared = snapshot.recalled(files.read(json.loads(row.snapshot or "")), wanted, row)
    outcome = outcome_of(row, prepared.inputs)
    if not _fits(prepared, outcome, wanted):
        prepared, row.is_restated = put_down(row, wanted), True
        outcome = outcome_of(row, prepared.inputs)
    publish(row, prepared.inputs, outcome, now=now)
    for change in changes_of(row, prepared, outcome, now=now):
        settling.apply(change, now=now)
    return list(requests)


def outcome_of(row: ShareRound, inputs: Inputs) -> Outcome:
    """Draw: the seed from the secret, the list and the public number, then the rule."""
    row.seed = lot.seed(row.key, row.secret, row.list_digest or "", row.public_number or "")
    return fairness.run(inputs, row.seed)


def publish(row: ShareRound, inputs: Inputs, outcome: Outcome, *, now: datetime) -> None:
    """Keep the outcome and the file that anybody can recompute; it is public from now on."""
    plain = files.told(outcome)
    row.outcome, row.digest = lot.canonical(plain), lot.digest(plain)
    row.document = files.document(row.key, row.secret, row.public_number or "", inputs, outcome=outcome)
    row.state, row.published_at = "published", now
    db.session.flush()


def _fits(prepared: Prepared, outcome: Outcome, requests: Sequence[ShareRequest]) -> bool:
    """Whether all that is granted is still free: between closing and draw staff may have taken some for the town."""
    shared = {one.pool_id: one.pool for one in requests}
    frames = snapshot.frames_of(list(shared.values()))
    wanted: dict[str, dict[int, int]] = {}
    for one in prepared.inputs.requests:
        dropped = outcome.dropped.get(one.id, ())
        for period in one.periods:
            for slot in period.slots if period not in dropped else ():
                used = wanted.setdefault(one.pool, {})
                used[slot] = used.get(slot, 0) + outcome.grants[one.id]
    return all(
        units <= free.get(slot, 0)
        for pool in shared.values()
        for used in [wanted.get(frames[pool.id].id, {})]
        for free in [snapshot.free_slots(pool, frames[pool.id], used)]
        for slot, units in used.items()
    )


def _second_choices(row: ShareRound, requests: Sequence[ShareRequest], *, now: datetime) -> list[ShareRequest]:
    """Second choices of those whose first got nothing, among what is left now; the same rule, a file of its own."""
    firsts = {one.id for one in requests}
    second = [one for one in requests if one.instead_of_id in firsts]
    if not second:
        return []
    key = f"{row.key} second choices"
    secret = hashlib.sha256(f"{row.secret}|second choices".encode()).hexdigest()
    window = window_rules.Window("closed", key, row.opens_at, row.closes_at)
    other = windows.open_round(window, row.kind, row.family, secret=secret)
    other.state, other.closed_at, other.drawn_at, other.public_number = "drawn", now, now, row.public_number
    put_down(other, second)
    for one in second:
        one.round_id = other.id
    db.session.flush()
    settled = _run(other, second, now=now)
    for one in second:
        if one.granted and one.instead_of_id is not None:
            first = db.session.get_one(ShareRequest, one.instead_of_id)
            for dearer in [first, *(each for each in requests if first.bundle and each.bundle == first.bundle)]:
                dearer.waiting_since = None
    return settled
