"""The tests of fair sharing notice when the rule is broken: all of it in the drill, a quick look each time."""

import random
import types

import pytest

from tests.drill.mutations import MUTATIONS, ROOT, RULE, survivors
from tests.kernel.draws import ANY, SEED, round_of
from tests.kernel.naive import by_hand
from wok.kernel.rounds import Inputs


@pytest.mark.drill
def test_every_broken_rule_fails_a_test():
    assert survivors() == []


def test_every_broken_rule_gives_something_else_than_the_rule_by_hand():
    chance = random.Random(4)
    drawn = [round_of(ANY, chance.getrandbits(48), [chance.getrandbits(48) for _ in range(8)]) for _ in range(120)]
    by_hands = [by_hand(inputs, SEED) for inputs in drawn]
    honest = (ROOT / RULE).read_text(encoding="utf-8")
    assert _differs(honest, drawn, by_hands) == 0
    alike = [one.name for one in MUTATIONS if not _differs(one.applied(honest), drawn, by_hands)]
    assert alike == []


def _differs(source: str, drawn: list[Inputs], by_hands: list) -> int:
    """In how many rounds this rule says something else; charges of what is enough for all are checked as well."""
    rule = types.ModuleType("rule")
    exec(compile(source, "rule", "exec"), rule.__dict__)
    found = 0
    for inputs, (grants, steps) in zip(drawn, by_hands, strict=True):
        outcome = rule.run(inputs, SEED)
        trace = [(step.request, step.units, step.key) for step in outcome.trace]
        backwards = rule.allocate(
            inputs.pools, inputs.free, reversed(inputs.requests), inputs.circles, seed=SEED, params=inputs.params
        )
        dear = any(
            charge.points > 1 + _whole_price(rule, inputs, outcome, charge) // 4 // len(_asked(inputs, charge).circles)
            for charge in outcome.charges
            if not charge.is_contested and not _asked(inputs, charge).had
        )
        found += (outcome.grants, trace) != (grants, steps) or dear or backwards != outcome
    return found


def _asked(inputs, charge):
    return next(one for one in inputs.requests if one.id == charge.request)


def _whole_price(rule, inputs, outcome, charge):
    one = _asked(inputs, charge)
    pool = next(pool for pool in inputs.pools if pool.id == one.pool)
    return rule.cost(pool, outcome.grants[one.id], sum(len(period.slots) for period in one.periods))
