"""What other figures would have changed: the rounds of the last year, run once more from what they kept.

Standings are moved by what the new figures make of the accounts as they stood at each closing. What was charged
then stays as it was, and one round's other outcome is not carried into the next.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from wok.db import db
from wok.kernel import fairness, published, weekly
from wok.kernel import standing as rule
from wok.kernel.rounds import Inputs, Party
from wok.kernel.standing import Params
from wok.kernel.values import dataclass
from wok.sharing import circles, staff_queries
from wok.sharing.ledger_models import Contribution, ShareCharge, SharePenalty
from wok.sharing.models import RequestPartner, RoundCode, SharePool, ShareRequest, ShareRound
from wok.sharing.snapshot import request_code

YEAR = timedelta(days=365)
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Moved:
    """One request that would have got another quantity."""

    request: ShareRequest
    names: list[str]
    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """Whom other figures would have helped and harmed, in how many rounds."""

    rounds: int
    helped: list[Moved]
    harmed: list[Moved]

    @property
    def is_none(self) -> bool:
        """True when nothing would have been otherwise."""
        return not (self.helped or self.harmed)


def effect_of(old: Params, new: Params, *, now: datetime) -> Effect:
    """The last year's rounds with other figures."""
    chosen = select(ShareRound).where(
        ShareRound.kind != "waitlist",
        ShareRound.state.in_(("drawn", "published")),
        ShareRound.snapshot.is_not(None),
        ShareRound.closes_at > now - YEAR,
    )
    rounds = list(db.session.scalars(chosen.order_by(ShareRound.closes_at.desc()).limit(MOST_ROUNDS)))
    accounts = {family: _Accounts(family) for family in {one.family for one in rounds}}
    found = [moved for one in rounds for moved in _rerun(one, accounts[one.family], old, new)]
    return Effect(
        len(rounds), [one for one in found if one.after > one.before], [one for one in found if one.after < one.before]
    )


def _rerun(one: ShareRound, accounts: "_Accounts", old: Params, new: Params) -> list[Moved]:
    """Requests of one round that would have got another quantity."""
    inputs = published.read(json.loads(one.snapshot or ""))
    was = fairness.run(inputs, one.seed or "").grants
    then = fairness.run(_with(inputs, one, accounts, old, new=new), one.seed or "").grants
    moved = {code for code in was if was[code] != then[code]}
    if not moved:
        return []
    chosen = staff_queries.whole().where(ShareRequest.round_id == one.id).order_by(ShareRequest.id)
    found: dict[str, ShareRequest] = {}
    for request in db.session.scalars(chosen):
        found.setdefault(request_code(request, one.key), request)
    return [
        Moved(found[code], staff_queries.names(found[code]), was[code], then[code])
        for code in was
        if code in moved & set(found)
    ]


def _with(inputs: Inputs, one: ShareRound, accounts: "_Accounts", old: Params, *, new: Params) -> Inputs:
    """The same round with other figures and the standings they give."""
    at = one.closed_at or one.closes_at
    codes = dict(
        db.session.execute(select(RoundCode.code, RoundCode.circle_id).where(RoundCode.round_id == one.id)).all()
    )
    ids = [circle_id for code, circle_id in codes.items() if code in inputs.circles]
    before, after = accounts.totals(ids, old, at=at), accounts.totals(ids, new, at=at)
    weights = circles.weights_of(ids, new)
    parties = {
        code: Party(party.standing + after[codes[code]] - before[codes[code]], weights[codes[code]])
        if code in codes
        else party
        for code, party in inputs.circles.items()
    }
    return replace(inputs, circles=parties, params=new)


class _Accounts:
    """Everything that ever counted in one family, read once; `totals` looks at it as it was on a day."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.charges = _by_circle(select(ShareCharge).where(ShareCharge.family == family))
        self.penalties = _by_circle(select(SharePenalty).where(SharePenalty.family == family))
        self.given = _by_circle(select(Contribution).where(Contribution.family == family))
        asked = (
            select(RequestPartner.circle_id, ShareRequest.asked_at, ShareRequest.refused_at)
            .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
            .join(SharePool, SharePool.id == ShareRequest.pool_id)
            .where(SharePool.family == family, RequestPartner.confirmed_at.is_not(None))
        )
        self.asked: dict[int, list[Any]] = defaultdict(list)
        for row in db.session.execute(asked):
            self.asked[row.circle_id].append(row)

    def totals(self, circle_ids: Iterable[int], params: Params, *, at: datetime) -> dict[int, int]:
        """Where circles stood at an instant, with these figures."""
        ids = list(circle_ids)
        weights = circles.weights_of(ids, params)
        return {one: self._total(one, weights[one], params, at) for one in ids}

    def _total(self, circle_id: int, weight: int, params: Params, at: datetime) -> int:
        charges = [one for one in self.charges[circle_id] if one.made_at < at]
        return rule.standing(
            self.family,
            weight=weight,
            charges=[rule.Charge(one.on, one.points, _kept(one, at) * rule.ONE // 100) for one in charges],
            penalties=[
                rule.Penalty(one.on, one.points)
                for one in self.penalties[circle_id]
                if one.made_at < at and (one.excused_at is None or one.excused_at > at)
            ],
            contributions=[rule.Contribution(one.on, one.points) for one in self.given[circle_id] if one.made_at < at],
            waiting=self._waiting(circle_id, charges, at),
            today=weekly.local_day(at),
            params=params,
        ).total

    def _waiting(self, circle_id: int, charges: list[Any], at: datetime) -> rule.Waiting | None:
        asked = [row for row in self.asked[circle_id] if row.asked_at < at]
        marks = [rule.Decided(weekly.local_day(one.made_at), True) for one in charges if one.is_contested]
        marks += [
            rule.Decided(weekly.local_day(row.refused_at), False)
            for row in asked
            if row.refused_at is not None and row.refused_at < at
        ]
        since = rule.waiting_since(marks)
        days = tuple(sorted({weekly.local_day(row.asked_at) for row in asked}))
        return rule.Waiting(since, days) if since else None


def _by_circle(chosen: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(chosen):
        found[row.circle_id].append(row)
    return found


def _kept(charge: ShareCharge, at: datetime) -> int:
    """Per cent of a charge that counted at an instant: all of it until it was cancelled."""
    return 100 if charge.cancelled_at is not None and charge.cancelled_at > at else charge.kept_percent
