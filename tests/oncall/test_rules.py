"""The pure rules of the on-call: the order with its reasons, the wait, the last number, the times on offer."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from wok.kernel.span import Span
from wok.oncall import rules
from wok.oncall.rules import Turn, Wait

NINE = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # Thursday, 9:00 in Luxembourg
TWENTY = timedelta(minutes=20)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def called(turns: list[Turn], minutes: int = 30, **more) -> list[tuple[int, str]]:
    return [(one.number, one.reason) for one in rules.order(turns, now=at(minutes), **more)]


def test_the_first_visit_this_month_comes_before_an_earlier_arrival():
    assert called([Turn(1, at(0), is_first_this_month=False), Turn(2, at(5))]) == [(2, "first"), (1, "again")]


def test_a_booked_time_is_called_at_its_time_not_before():
    turns = [Turn(1, at(0)), Turn(2, at(5), slot_at=at(20))]
    assert called(turns, 19) == [(1, "first"), (2, "booked_early")]
    assert called(turns, 20) == [(2, "booked"), (1, "first")]


@pytest.mark.parametrize("late, reason", [(10, "booked"), (11, "booked_late")])
def test_ten_minutes_are_forgiven_eleven_put_behind_the_next_walk_in(late: int, reason: str):
    turns = [Turn(1, at(0)), Turn(2, at(1)), Turn(3, at(20 + late), slot_at=at(20))]
    assert (3, reason) in called(turns, 40)
    assert [number for number, _why in called(turns, 40)] == ([3, 1, 2] if late == 10 else [1, 3, 2])


def test_the_late_one_waits_for_one_walk_in_only():
    turns = [Turn(2, at(1)), Turn(3, at(35), slot_at=at(20))]
    assert called(turns, 40, walk_in_called_at=at(36))[0] == (3, "booked_late")
    assert called(turns, 40, walk_in_called_at=at(34))[0] == (2, "first")


def test_who_was_handed_on_waits_for_that_colleague_alone():
    turns = [Turn(1, at(0)), Turn(2, at(5), for_colleague_id=7)]
    assert called(turns, colleague_id=7)[0] == (2, "handed")
    assert called(turns, colleague_id=8) == [(1, "first")]


@pytest.mark.parametrize("seed", range(40))
def test_everybody_stands_in_the_line_once_and_arrival_decides_among_equals(seed: int):
    chance = random.Random(seed)
    turns = [
        Turn(
            number,
            at(chance.randrange(0, 100)),
            chance.random() < 0.5,
            at(20 * chance.randrange(0, 9)) if chance.random() < 0.3 else None,
        )
        for number in range(1, 30)
    ]
    places = rules.order(turns, now=at(100), walk_in_called_at=at(chance.randrange(100)))
    assert sorted(place.number for place in places) == list(range(1, 30))
    arrived = {turn.number: (turn.arrived_at, turn.number) for turn in turns}
    for reason in (rules.FIRST, rules.AGAIN):
        same = [arrived[place.number] for place in places if place.reason == reason]
        assert same == sorted(same)
    kinds = [place.reason for place in places if place.reason in (rules.FIRST, rules.AGAIN)]
    assert kinds == sorted(kinds, key=[rules.FIRST, rules.AGAIN].index)


@pytest.mark.parametrize("seed", range(40))
def test_the_wait_grows_with_people_and_shrinks_with_colleagues(seed: int):
    chance = random.Random(seed)
    finished = [chance.uniform(1, 60) for _ in range(chance.randrange(0, 20))]
    busy, colleagues, ahead = chance.randrange(0, 4), chance.randrange(1, 4), chance.randrange(0, 15)

    def wait(ahead: int, colleagues: int) -> Wait:
        return rules.expected_wait(finished, ahead=ahead, busy=busy, colleagues=colleagues)

    one = wait(ahead, colleagues)
    assert 0 <= one.low <= one.high and one.low % 5 == one.high % 5 == 0
    assert one.high == 0 or one.low < one.high
    longer = wait(ahead + 1, colleagues)
    assert longer.low >= one.low and longer.high >= one.high
    assert wait(ahead, colleagues + 1).high <= one.high


def test_nobody_before_us_and_somebody_free_is_no_wait():
    assert rules.expected_wait([], ahead=0, busy=1, colleagues=2) == Wait(0, 0)
    assert rules.expected_wait([], ahead=2, busy=1, colleagues=1) == Wait(25, 50)


def test_the_last_number_goes_when_the_wait_exceeds_what_is_left():
    assert rules.gives_numbers(Wait(20, 40), left=timedelta(minutes=30))
    assert not rules.gives_numbers(Wait(20, 40), left=timedelta(minutes=29))
    assert not rules.gives_numbers(Wait(0, 0), left=timedelta(0))


def test_one_in_three_times_can_be_booked_and_none_overlap():
    morning = Span(NINE, at(180))
    offered, every = rules.offered(morning, TWENTY, 3), rules.slots(morning, TWENTY)
    assert [span.start for span in offered] == [at(0), at(60), at(120)]
    assert len(every) == 9 and len(rules.slots(morning, timedelta(minutes=40))) == 4
    assert all(morning.covers(span) for span in every)
    assert all(one.end <= two.start for one, two in itertools.pairwise(every))
    assert set(offered) < set(every)
