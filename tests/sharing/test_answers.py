"""Why somebody got what they got, in plain words; figures from FAIRNESS.md section 10."""

from datetime import date
from typing import Any

import pytest

from wok.sharing import answers
from wok.sharing.answers import Answer, Clock, Decided
from wok.web.dates import say_day

ROUND = {"groups": 4, "asked_in_all": 16, "there_was": 8}
DANCERS = {**ROUND, "use": 500, "weight": 1000, "standing": 500, "class": 0, "coop": 0, "key": 2000, "last_key": 1500}
SOCIETY = {**DANCERS, "use": 3510, "weight": 1500, "standing": 2300, "key": 3300}
FOOTBALL = {**ROUND, "use": 945, "penalty": 297, "waiting": 1500, "weight": 1000, "standing": -300, "class": 500}


def said(code: str, got: int, facts: dict[str, Any], **given: Any) -> Answer:
    return answers.answer(
        Decided(code, given.pop("family", "equipment"), 4, given.pop("least", 2), got, facts, **given)
    )


def test_a_group_served_in_part_reads_why_in_whole_sentences():
    answer = said("PARTLY", 2, DANCERS, position=1)

    assert answer.outcome == "You get 2 of the 4 you asked for."
    assert answer.why == [
        "4 groups asked for 16 in all. There were 8.",
        "Whoever would end up with the least goes first.",
        "Those who got it before you would have ended with less than you.",
    ]
    assert answer.compared[0] == "The last one served had 1.5. Fewer points go first."
    assert answer.waiting == ["You are number 1 on the waiting list."]


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        (DANCERS, [("Your recent loans", "0.5"), ("This loan, with one more", "1.5"), ("Together", "2")]),
        (
            SOCIETY,
            [
                ("Your recent loans, shared by your size", "2.34"),
                ("Rounded to a tenth", "−0.04"),
                ("This loan, with one more", "1"),
                ("Together", "3.3"),
            ],
        ),
        (
            {**FOOTBALL, "key": 1200},
            [
                ("Your recent loans", "0.945"),
                ("Late returns and loans not collected", "0.297"),
                ("Your waiting", "−1.5"),
                ("Rounded to a tenth", "−0.042"),
                ("Open and free for the whole town", "−0.5"),
                ("This loan, with one more", "2"),
                ("Together", "1.2"),
            ],
        ),
    ],
    ids=["dancers", "a large society", "a football day that waited"],
)
def test_the_lines_of_ones_own_points_add_up_to_their_sum(facts: dict[str, Any], lines: list[tuple[str, str]]):
    read = said("PARTLY", 2, facts).lines

    assert [(one.words, one.points) for one in read] == lines
    numbers = [float(one.points.replace("−", "-")) for one in read]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


@pytest.mark.parametrize(
    ("code", "got", "facts", "sentence"),
    [
        ("ALL_SERVED", 4, {}, "There was enough for all who asked."),
        ("SERVED", 4, DANCERS, "Your turn came while there was enough."),
        ("SERVED", 4, {**DANCERS, "by_lot": True}, "the lot fell to you."),
        ("OTHERS_HAD_LESS", 0, DANCERS, "would have ended with less than you."),
        ("LOT", 0, {**DANCERS, "by_lot": True}, "the lot fell to the other group."),
        ("TOO_LARGE", 0, ROUND, "On the fullest day there were only 8."),
        ("TAKEN", 0, {}, "Others have it already at that time."),
        ("PARTLY", 2, {"there_was": 2}, "Others have the rest already at that time."),
        ("CLOSED_DATES", 0, {}, "The Wok is closed on one of these days."),
        ("STAFF_BLOCK", 0, {"reason": "National day."}, "The reason: National day."),
        ("STAFF_OVERRIDE", 1, {"reason": "A flood."}, "The reason: A flood."),
    ],
)
def test_every_reason_has_its_own_words(code: str, got: int, facts: dict[str, Any], sentence: str):
    answer = said(code, got, facts)

    assert any(one.endswith(sentence) for one in answer.why), answer.why
    assert bool(answer.lines) == (code in answers.CONTESTED and "key" in facts)


def test_a_room_is_not_counted_and_the_clock_says_what_waiting_will_be_worth():
    since, later = date(2026, 11, 5), date(2026, 11, 26)
    clock = Clock(since, 1000, 1500, later)

    answer = said("OTHERS_HAD_LESS", 0, DANCERS, family="room", clock=clock)

    assert answer.outcome == "You do not get the room this time."
    assert answer.why[0] == "4 groups asked for this time."
    began = f"You have waited since {say_day(since)}."
    assert answer.waiting == [f"{began} That counts 1 for you today, and 1.5 from {say_day(later)}."]
