"""From stored requests to what the rule works on, in the round's own codes (kernel/rounds.py)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from wok.bookings.models import Resource
from wok.db import db
from wok.kernel import fairness, lot
from wok.kernel.availability import Taken, peaks
from wok.kernel.rounds import Inputs, Party, Period, Pool, Request
from wok.kernel.span import Span
from wok.kernel.standing import Params, Standing
from wok.kernel.values import dataclass
from wok.sharing import charging, pools, standing
from wok.sharing.models import Circle, RoundCode, SharePool, ShareRequest, ShareRound
from wok.sharing.settling import span_of

APART = 10_000_000  # rooms that can be joined are one pool: each part has its own slots, so far apart


@dataclass(frozen=True)
class Frame:
    """A pool of the rule and, for each atomic resource in it, what is added to its slots."""

    id: str
    shifts: Mapping[int, int]


@dataclass(frozen=True)
class Prepared:
    """What a round works on, and what its codes stand for."""

    inputs: Inputs
    requests: Mapping[str, Sequence[ShareRequest]]
    circles: Mapping[str, int]
    standings: Mapping[str, Standing]


@dataclass(frozen=True)
class Setting:
    """Which round, with which figures, seen at which moment."""

    key: str
    family: str
    params: Params
    at: datetime
    is_season: bool = False
    is_list: bool = False


def prepare(requests: Iterable[ShareRequest], setting: Setting) -> Prepared:
    """The inputs of the rule. The caller holds the locks of rounds and resources."""
    asked = sorted(requests, key=lambda one: one.id)
    shared = {one.pool_id: one.pool for one in asked}
    frames = frames_of(list(shared.values()))
    groups = _groups(asked, setting)
    ids = {circle for one in asked for circle in charging.partners_of(one)}
    codes = _circle_codes(ids, setting.key)
    levels = standing.standings(ids, setting.family, now=setting.at, params=setting.params)
    parties = {codes[one]: Party(standing=levels[one].total, weight=levels[one].weight) for one in ids}
    listed = tuple(_request(code, rows, frames, codes) for code, rows in groups.items())
    measures = {frame.id: _pool(frame, shared) for frame in frames.values()}
    inputs = Inputs(
        pools=tuple(measures[name] for name in sorted({one.pool for one in listed})),
        free=_free(listed, frames, measures, shared, setting=setting),
        requests=listed,
        circles=parties,
        params=setting.params,
    )
    return Prepared(inputs, groups, {codes[one]: one for one in ids}, {codes[one]: levels[one] for one in ids})


def recalled(inputs: Inputs, requests: Iterable[ShareRequest], row: ShareRound) -> Prepared:
    """What stored inputs stand for: the round's requests by their codes, and the standings as it saw them."""
    asked = sorted(requests, key=lambda one: one.id)
    setting = Setting(row.key, row.family, inputs.params, row.closes_at, is_list=row.kind == "waitlist")
    codes = list(db.session.scalars(select(RoundCode).where(RoundCode.round_id == row.id)))
    levels = {
        one.code: Standing(one.use, one.penalty, one.waiting, one.contributions, one.weight, one.total) for one in codes
    }
    return Prepared(inputs, _groups(asked, setting), {one.code: one.circle_id for one in codes}, levels)


def note_codes(prepared: Prepared, row: ShareRound) -> None:
    """Keep under which code each circle stands in the round, and how it stood."""
    db.session.execute(delete(RoundCode).where(RoundCode.round_id == row.id))
    for code, circle_id in prepared.circles.items():
        parts = asdict(prepared.standings[code])
        db.session.add(RoundCode(round_id=row.id, circle_id=circle_id, code=code, **parts))
    db.session.flush()


def request_code(request: ShareRequest, key: str) -> str:
    """Under which code a request stands in the round's file."""
    return lot.code(key, "request", request.uid)


def _circle_codes(ids: Iterable[int], key: str) -> dict[int, str]:
    """Each circle's code: made with its unpublished name, so that nobody can go back from the code."""
    chosen = select(Circle.id, Circle.uid).where(Circle.id.in_(list(ids)))
    return {row.id: lot.code(key, "circle", row.uid) for row in db.session.execute(chosen)}


def _groups(asked: Sequence[ShareRequest], setting: Setting) -> dict[str, list[ShareRequest]]:
    """Requests of one bundle are one request of the rule; on the waiting list each date stands for itself."""
    groups: dict[str, list[ShareRequest]] = defaultdict(list)
    heads: dict[tuple[str, int, int, int], str] = {}
    for one in asked:
        code = request_code(one, setting.key)
        if one.bundle and not setting.is_list:
            code = heads.setdefault((one.bundle, one.pool_id, one.quantity, one.least), code)
        groups[code].append(one)
    return dict(groups)


def frames_of(shared: Sequence[SharePool]) -> dict[int, Frame]:
    """For each pool the pool of the rule it belongs to; wholes and their parts belong to one."""
    everyone = pools.sharing_atoms([one.id for one in shared])
    rows = list(db.session.scalars(select(SharePool).where(SharePool.id.in_(everyone)).order_by(SharePool.id)))
    atoms = {row.id: set(pools.atoms(row)) for row in rows}
    frames: dict[int, Frame] = {}
    for row in rows:
        joined = _joined(atoms[row.id], atoms.values())
        head = min(one.id for one in rows if atoms[one.id] & joined)
        shifts = {part: at * APART for at, part in enumerate(sorted(joined))}
        frames[row.id] = Frame(f"{head}", shifts)
    return frames


def _joined(atoms: set[int], others: Iterable[set[int]]) -> set[int]:
    """All atomic resources that hang together with these."""
    joined, sets = set(atoms), list(others)
    while more := [one for one in sets if one & joined and not one <= joined]:
        joined = joined.union(*more)
    return joined


def _pool(frame: Frame, shared: Mapping[int, SharePool]) -> Pool:
    """The measure of a pool of the rule: that of its own pool, for joined rooms the smallest one's, with room for one."""
    own = db.session.get_one(SharePool, int(frame.id))
    size = own.resource.capacity if len(frame.shifts) == 1 else 1
    return Pool(frame.id, size, own.q_ref, own.t_ref, own.lot, own.is_once_first)


def _request(code: str, rows: Sequence[ShareRequest], frames: Mapping[int, Frame], codes: Mapping[int, str]) -> Request:
    first = rows[0]
    frame = frames[first.pool_id]
    periods = sorted({period for one in rows for period in periods_of(one, frame)})
    return Request(
        id=code,
        circles=tuple(codes[one] for one in charging.partners_of(first)),
        pool=frame.id,
        periods=tuple(periods),
        quantity=first.quantity,
        least=first.least,
        klass=first.klass,
        rank=first.rank,
        had=first.granted,
    )


def periods_of(request: ShareRequest, frame: Frame) -> list[Period]:
    """The slots a request asks for; of a whole room those of each part, none of which may drop alone."""
    slots, parts = pools.slots_of(request.pool, span_of(request)), pools.atoms(request.pool)
    may_drop = request.may_drop and len(parts) == 1
    return [Period(frame.shifts[part] + slots.first, frame.shifts[part] + slots.end, may_drop) for part in parts]


def _free(
    listed: Iterable[Request],
    frames: Mapping[int, Frame],
    measures: Mapping[str, Pool],
    shared: Mapping[int, SharePool],
    *,
    setting: Setting,
) -> dict[str, dict[int, int]]:
    """What is free in each slot that is asked for; a season round may give only its share."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in listed:
        wanted[one.pool].update(slot for period in one.periods for slot in period.slots)
    free: dict[str, dict[int, int]] = {}
    for pool in shared.values():
        frame = frames[pool.id]
        if frame.id in free:
            continue
        found = free_slots(pool, frame, wanted[frame.id])
        measure = measures[frame.id]
        season = setting.is_season
        free[frame.id] = fairness.season_free(measure, found, sorted(found), setting.params) if season else found
    return free


def free_slots(pool: SharePool, frame: Frame, slots: Iterable[int]) -> dict[int, int]:
    """Units free in each of these slots of the rule: one statement for the takings."""
    numbers = sorted(slots)
    parts = {shift: part for part, shift in frame.shifts.items()}
    if not numbers:
        return {}
    spans = {slot: pools.span_of_slot(pool, slot % APART) for slot in numbers}
    whole = Span(min(one.start for one in spans.values()), max(one.end for one in spans.values()))
    taken = _by_part(pools.takings_between(parts.values(), whole))
    chosen = select(Resource.id, Resource.capacity).where(Resource.id.in_(list(parts.values())))
    capacities = {row.id: row.capacity for row in db.session.execute(chosen)}
    of_part: dict[int, list[int]] = defaultdict(list)
    for slot in numbers:
        of_part[parts[slot // APART * APART]].append(slot)
    found: dict[int, int] = {}
    for part, slots in of_part.items():
        most = peaks(taken[part], [spans[slot] for slot in slots])
        found |= {slot: max(0, capacities[part] - units) for slot, units in zip(slots, most, strict=True)}
    return found


def _by_part(takings: Iterable[Row[Any]]) -> dict[int, list[Taken]]:
    taken: dict[int, list[Taken]] = defaultdict(list)
    for row in takings:
        taken[row.resource_id].append(Taken(Span(row.starts_at, row.ends_at), row.quantity))
    return taken
