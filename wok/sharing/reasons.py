"""The facts of an answer, fixed when a round is drawn: what was asked in all, one's own points, the last one served."""

from datetime import date
from typing import Any

from wok.kernel import advice
from wok.kernel.rounds import Outcome, Request
from wok.kernel.standing import Standing
from wok.sharing import pools
from wok.sharing.models import ShareRequest
from wok.sharing.snapshot import APART, Prepared


def facts_of(
    request: ShareRequest, code: str, prepared: Prepared, outcome: Outcome, *, key: str
) -> tuple[str, dict[str, Any]]:
    """The reason code of one request and all that its answer shows; points in thousandths."""
    inputs = prepared.inputs
    why = advice.why(inputs, outcome, code)
    asked = next(one for one in inputs.requests if one.id == code)
    facts: dict[str, Any] = {
        "round": key,
        "code": asked.circles[0],  # under which the asking circle stands in the round's file; told to nobody else
        "groups": why.askers,
        "asked_in_all": why.asked_in_all,
        "there_was": why.free,
        "tightest_on": _tightest(request, asked, prepared).isoformat(),
        **_own(asked, prepared),
        "by_lot": why.is_lot,
        "waiting_a_week": inputs.params.waiting_points_a_week,
    }
    closing = next((one for one in outcome.closings if one.request == code), None)
    steps = [one for one in outcome.trace if one.request == code]
    if closing is not None:
        facts["free_at_close"] = closing.free
    if why.key is not None:
        before = facts["standing"] - facts["class"] - facts["coop"]
        facts.update(key=why.key, step=why.key - before)
    if steps:
        facts["step_units"] = steps[-1].units
    if why.last_key is not None:
        facts["last_key"] = why.last_key
    return why.code, facts


def _own(asked: Request, prepared: Prepared) -> dict[str, int]:
    """Where the asking circle stood, line by line, and what its request brings along."""
    params = prepared.inputs.params
    own: Standing = prepared.standings[asked.circles[0]]
    return {
        "use": own.use,
        "penalty": own.penalty,
        "waiting": own.waiting,
        "contributions": own.contributions,
        "weight": own.weight,
        "standing": own.total,
        "class": params.classes[asked.klass],
        "coop": min(params.coop_most, params.coop_each * (len(asked.circles) - 1)),
    }


def _tightest(request: ShareRequest, asked: Request, prepared: Prepared) -> date:
    """The day on which most more was asked than there was."""
    inputs = prepared.inputs
    free = inputs.free.get(asked.pool, {})
    rivals = [one for one in inputs.requests if one.pool == asked.pool]

    def missing(slot: int) -> tuple[int, int]:
        wanted = sum(one.quantity - one.had for one in rivals if any(slot in period.slots for period in one.periods))
        return wanted - free.get(slot, 0), -slot

    slots = [slot for period in asked.periods for slot in period.slots]
    return pools.day_of_slot(request.pool, max(slots, key=missing) % APART)
