"""Where a circle stands: what fades, what waits, what a cancellation leaves; and that nobody waits for ever."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.draws import MANY
from wok.kernel.fairness import allocate, cost
from wok.kernel.rounds import Party, Period, Pool, Request
from wok.kernel.standing import (
    Charge,
    Contribution,
    Decided,
    Params,
    Penalty,
    Waiting,
    cancelled,
    faded,
    half_of,
    late_penalty,
    newcomers_charge,
    standing,
    to_band,
    waiting_credit,
    waiting_since,
    weight_of,
)

TODAY = date(2026, 6, 1)
PARAMS = Params()
days = st.integers(-40, 900).map(lambda age: TODAY - timedelta(age))
points = st.integers(0, 9000)


def ago(age: int) -> date:
    return TODAY - timedelta(age)


@MANY
@given(st.integers(0, 5000), st.integers(1, 400))
def test_p13_a_loan_counts_less_the_longer_ago_it_was_and_half_after_a_half_life(age, half_life):
    now, later = half_of(age, half_life), half_of(age + 1, half_life)
    assert 0 <= later <= now <= 1_000_000
    assert abs(half_of(age + half_life, half_life) * 2 - now) <= 2
    whole, part = divmod(age, half_life)
    if part == 0 and whole < 40:
        assert abs(Fraction(now) - Fraction(1_000_000, 2**whole)) <= Fraction(1, 2)


def test_a_loan_still_to_come_counts_in_full_and_an_old_one_not_at_all():
    assert faded(1000, ago(-21), 90, today=TODAY) == faded(1000, TODAY, 90, today=TODAY) == 1000
    assert [faded(1000, ago(age), 90, today=TODAY) for age in (45, 90, 180, 3000)] == [707, 500, 250, 0]
    assert [to_band(units, 100) for units in (-258, -250, -251, 49, 50, 2340)] == [-300, -200, -300, 0, 100, 2300]


@MANY
@given(st.lists(st.tuples(days, points), max_size=4), st.tuples(days, points), st.integers(0, 60))
def test_p6_the_standing_grows_with_use_and_penalties_and_falls_with_waiting(had, more, weeks):
    charges = [Charge(on, many) for on, many in had]

    def total(**parts):
        given = {"charges": charges, "weight": 1250} | parts
        return standing("equipment", today=TODAY, params=PARAMS, **given).total

    assert total() <= total(charges=[*charges, Charge(*more)])
    assert total() <= total(penalties=[Penalty(*more)]) <= total() + PARAMS.penalty_cap + 100
    assert total() >= total(contributions=[Contribution(*more)]) >= total() - PARAMS.contribution_most - 100
    waited = [total(waiting=Waiting(ago(7 * (weeks + more)), (ago(1),))) for more in (0, 1)]
    assert total() >= waited[0] >= waited[1]
    assert total(weight=1500) <= total(weight=1000)


def test_the_waiting_clock_starts_at_a_refusal_and_ends_at_the_next_grant():
    refused, granted = (lambda day: Decided(ago(day), False)), (lambda day: Decided(ago(day), True))
    assert waiting_since([]) is None
    assert waiting_since([refused(30), refused(60), granted(90)]) == ago(60)
    assert waiting_since([refused(30), granted(20)]) is None
    assert waiting_since([granted(30), refused(30)]) is None, "what was granted the same day ends the wait"


@pytest.mark.parametrize(
    ("waited", "asked", "credit"),
    [
        pytest.param(6, [], 0, id="not yet a week"),
        pytest.param(22, [], 1500, id="three full weeks"),
        pytest.param(400, [], 25 * 500, id="the clock stops after 180 days"),
        pytest.param(400, [200], 26 * 500 + 26 * 500 - 500, id="each new request lets it run 180 days more"),
        pytest.param(-3, [], 0, id="a refusal still to come"),
    ],
)
def test_each_full_week_of_waiting_counts_half_a_point(waited, asked, credit):
    waiting = Waiting(ago(waited), tuple(ago(day) for day in asked))
    assert waiting_credit(waiting, today=TODAY, params=PARAMS) == credit


def test_weights_newcomers_and_late_returns_follow_the_table():
    assert [weight_of(people, PARAMS) for people in (0, 25, 26, 100, 101, 5000)] == [1000, 1000, 1250, 1250, 1500, 1500]
    assert newcomers_charge([], weight=1500) == 0
    assert newcomers_charge([900, 100, 300, 200], weight=1000) == 100
    assert newcomers_charge([900, 100, 300, 200, 400], weight=1500) == 300
    assert [
        late_penalty(many, failed_other=other, params=PARAMS) for many, other in ((1, False), (9, False), (9, True))
    ] == [500, 2000, 3000]


@pytest.mark.parametrize(
    ("family", "hours", "is_contested", "is_taken", "kept", "penalty"),
    [
        ("equipment", 240, True, False, 500, 0),
        ("equipment", 240, True, True, 250, 0),
        ("equipment", 239, True, False, 1000, 500),
        ("equipment", 239, True, True, 500, 500),
        ("equipment", 240, False, False, 0, 0),
        ("room", 72, True, False, 500, 0),
        ("room", 71, True, False, 1000, 500),
        ("lunch", 24, True, True, 250, 0),
    ],
)
def test_what_giving_a_grant_back_costs(family, hours, is_contested, is_taken, kept, penalty):
    found = cancelled(family, hours, is_contested=is_contested, is_taken=is_taken, params=PARAMS)
    assert (found.kept_share, found.penalty) == (kept, penalty)


def test_parameters_that_make_no_sense_are_refused():
    for wrong in ({"band": 0}, {"half_life_days": {"room": 0}}, {"weights": ((1, 1000),)}, {"weights": ((0, 0),)}):
        with pytest.raises(ValueError, match=r"."):
            replace(PARAMS, **wrong)


@pytest.mark.parametrize("start", [0, 3, 12])
@pytest.mark.parametrize("many", [2, 5, 12])
@pytest.mark.parametrize("klass", ["A", "D"])
def test_p14_who_asks_every_week_is_served_within_a_bound_that_can_be_computed(many, start, klass):
    """One circle begins with so many points; all ask every week, the others in the best class, one typical loan fits."""
    pool = Pool("tents", 2, 2, 2)
    names = [f"c{at}" for at in range(many)]
    charges = {name: [Charge(TODAY, start * 1000)] if name == "c0" else [] for name in names}
    decided: dict[str, list[Decided]] = {name: [] for name in names}
    differs = PARAMS.classes["A"] - PARAMS.classes[klass]
    need = start * 1000 + cost(pool, 2, 2) + 1000 + differs + 500 + 100
    bound, in_a_row, longest = -(-need // 500) + many - 1, 0, 0
    for week in range(2 * bound):
        today = TODAY + timedelta(7 * week)
        parties = {}
        for name in names:
            since = waiting_since(decided[name])
            waiting = Waiting(since, tuple(one.on for one in decided[name])) if since else None
            parts = standing(
                "equipment", weight=1000, charges=charges[name], waiting=waiting, today=today, params=PARAMS
            )
            parties[name] = Party(parts.total, parts.weight)
        asked = [
            Request(name, (name,), "tents", (Period(0, 2),), 2, 2, klass if name == "c0" else "A") for name in names
        ]
        outcome = allocate([pool], {}, asked, parties, seed=f"week {week}", params=PARAMS)
        for name in names:
            decided[name].append(Decided(today, outcome.grants[name] > 0))
        for charge in outcome.charges:
            charges[charge.circle].append(Charge(today + timedelta(18), charge.points))
        in_a_row = 0 if outcome.grants["c0"] else in_a_row + 1
        longest = max(longest, in_a_row)
    assert longest <= bound
