"""Days and packs of a loan, without a database."""

from datetime import date, timedelta

import pytest

from wok.equipment import loan_rules
from wok.equipment.loan_rules import Days, fault, nearest, whole_packs

TODAY = date(2026, 11, 16)  # a Monday
OPEN = [TODAY + timedelta(days=count) for count in range(400) if (TODAY + timedelta(days=count)).weekday() < 5]


def on(first: int, last: int) -> Days:
    return Days(TODAY + timedelta(days=first), TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("days", "says"),
    [
        pytest.param(on(4, 7), "", id="a weekend may lie inside"),
        pytest.param(on(1, 1), "", id="one day"),
        pytest.param(on(1, 7), "", id="seven days"),
        pytest.param(on(1, 8), "long", id="eight days"),
        pytest.param(on(4, 3), "reversed", id="back before it went out"),
        pytest.param(on(-1, 1), "past", id="yesterday"),
        pytest.param(on(366, 367), "far", id="more than a year ahead"),
        pytest.param(on(5, 7), "closed_first", id="pick-up on Saturday"),
        pytest.param(on(4, 6), "closed_last", id="return on Sunday"),
    ],
)
def test_a_loan_has_days_on_which_it_can_go_out_and_come_back(days: Days, says: str) -> None:
    assert fault(days, OPEN, today=TODAY) == says


def test_the_nearest_three_that_suit_are_offered_and_packs_are_whole() -> None:
    wished = on(9, 10)
    found = nearest(wished, OPEN, lambda days: days.first >= TODAY + timedelta(days=9), today=TODAY)
    assert len(found) == 3 and wished not in found
    assert found == sorted(found) and all(not fault(days, OPEN, today=TODAY) for days in found)
    assert nearest(wished, OPEN, lambda days: False, today=TODAY) == []
    assert [days.count for days in nearest(on(4, 4), OPEN, lambda days: True, today=TODAY)] == [1, 1, 1]
    assert loan_rules.neighbours(TODAY + timedelta(days=5), OPEN) == [
        TODAY + timedelta(days=4),
        TODAY + timedelta(days=7),
    ]
    assert [whole_packs(number, 10) for number in (5, 10, 17)] == [(0, 10), (10, 10), (10, 20)]
