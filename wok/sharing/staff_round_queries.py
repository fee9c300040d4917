"""What staff read about rounds: the list, one round's requests in the order of the rule, and a dry run of one to come."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from wok.db import db
from wok.kernel import fairness, lot, published, weekly
from wok.kernel.rounds import Inputs, Outcome
from wok.kernel.values import dataclass
from wok.sharing import drawing, parameters, snapshot, staff_queries
from wok.sharing.models import ShareRequest, ShareRound
from wok.sharing.reasons import facts_of
from wok.sharing.snapshot import Setting, request_code

PAGE = 40
UNDRAWN = ("open", "closed")


@dataclass(frozen=True)
class RoundRow:
    """One round with how many requests it has."""

    round: ShareRound
    requests: int


@dataclass(frozen=True)
class Line:
    """One request of a round: when its first turn came, with how many points, what it gets, and why."""

    request: ShareRequest
    names: list[str]
    turn: int | None
    key: int | None
    gets: int
    reason: str
    by_lot: bool


def rounds(which: str, page: int) -> tuple[list[RoundRow], bool]:
    """One page of rounds, and whether there are more: those to come by closing, those over the latest first."""
    asked = select(func.count(ShareRequest.id)).where(ShareRequest.round_id == ShareRound.id).scalar_subquery()
    chosen = select(ShareRound, asked)
    if which == "coming":
        chosen = chosen.where(ShareRound.state.in_(UNDRAWN)).order_by(ShareRound.closes_at, ShareRound.id)
    else:
        chosen = chosen.where(ShareRound.state.not_in(UNDRAWN))
        chosen = chosen.order_by(ShareRound.closes_at.desc(), ShareRound.id.desc())
    found = db.session.execute(chosen.offset(page * PAGE).limit(PAGE + 1)).all()
    return [RoundRow(row, count) for row, count in found[:PAGE]], len(found) > PAGE


def requests_of(row: ShareRound) -> list[ShareRequest]:
    """All requests of a round that were not withdrawn, in the order asked."""
    chosen = staff_queries.whole().where(ShareRequest.round_id == row.id, ShareRequest.state != "withdrawn")
    return list(db.session.scalars(chosen.order_by(ShareRequest.id)))


def lines(row: ShareRound) -> list[Line]:
    """What a drawn round gave, in the order of the rule; who got nothing comes last."""
    turns = _turns(json.loads(row.outcome or "{}"))
    found = []
    for one in requests_of(row):
        turn, key = turns.get(request_code(one, row.key), (None, None))
        facts = one.facts or {}
        found.append(Line(one, staff_queries.names(one), turn, key, one.granted, one.reason, bool(facts.get("by_lot"))))
    return _in_order(found)


def _turns(outcome: dict[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    """Each request's first turn and the points it had then; of those left short the points alone."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for at, step in enumerate(outcome.get("trace", []), 1):
        found.setdefault(step["request"], (at, step["key"]))
    for one in outcome.get("closings", []):
        found.setdefault(one["request"], (None, one["key"]))
    return found


def _in_order(found: list[Line]) -> list[Line]:
    return sorted(found, key=lambda one: (not one.gets, one.turn is None, one.turn or 0, one.request.id))


def dry_run(row: ShareRound, *, now: datetime) -> list[Line]:
    """What the rule would give today, with a lot of its own; nothing is decided, and nobody is told."""
    asked = drawing.requests_of(row)
    here = {one.id for one in asked}
    first = [one for one in asked if one.instead_of_id not in here]
    day = weekly.local_day(row.closes_at)
    setting = Setting(
        row.key, row.family, parameters.current(day), min(now, row.closes_at), is_season=row.kind == "season"
    )
    prepared = snapshot.prepare(first, setting)
    outcome = _tried(row, prepared.inputs)
    turns = _turns(published.told(outcome))
    found = []
    for code, requests in prepared.requests.items():
        reason, facts = facts_of(requests[0], code, prepared, outcome, key=row.key)
        turn, key = turns.get(code, (None, None))
        for one in requests:
            gets = outcome.grants[code]
            found.append(Line(one, staff_queries.names(one), turn, key, gets, reason, bool(facts.get("by_lot"))))
    return _in_order(found)


def _tried(row: ShareRound, inputs: Inputs) -> Outcome:
    """The rule with a seed that says nothing of the real one."""
    return fairness.run(inputs, lot.seed(row.key, "dry run", lot.list_digest(published.written(inputs)), ""))
