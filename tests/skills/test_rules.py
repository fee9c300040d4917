"""Pure rules of skills: what counts, who is asked."""

import pytest

from wok.skills import rules


@pytest.mark.parametrize(("halves", "points"), [(0, 0), (1, 0), (2, 250), (5, 500), (24, 3000)])
def test_half_hours_are_rounded_down_in_the_sum(halves: int, points: int) -> None:
    assert rules.points(halves, 250) == points


@pytest.mark.parametrize(
    ("asker", "helper", "found"), [(None, 4, None), (4, None, None), (4, 4, 4), (4, 5, None), (0, 0, 0)]
)
def test_hours_stand_when_both_sides_say_the_same(asker: int | None, helper: int | None, found: int | None) -> None:
    assert rules.agreed(asker, helper) == found


def test_an_ask_is_declined_once_nobody_is_left_to_answer() -> None:
    assert rules.after_answers(["no", "asked"]) == "asked"
    assert rules.after_answers(["no", "no"]) == "declined"
    assert rules.after_answers(["no", "yes", "gone"]) == "confirmed"
    assert rules.hours_left(4, [3, 2]) == 3 and rules.hours_left(1, [8]) == 0
    assert rules.speaks([], "") and not rules.speaks(["fr"], "pt")
