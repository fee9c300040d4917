"""Rules of the catalogue without a database: sentences, days in words, numbers needed, hand-over days."""

from datetime import date, time

import pytest

from wok.equipment import days, sentence
from wok.equipment.days import Day
from wok.equipment.opening import Calendar, Opening
from wok.kernel.weekly import ClosedDays, instant

TODAY = date(2026, 11, 16)
JUNE = date(2027, 6, 13)


@pytest.mark.parametrize(
    ("typed", "words", "people", "day"),
    [
        ("show a film, 40 people, Saturday 13 June", ("show", "film"), 40, JUNE),
        ("Montrer un film pour 40 personnes le dimanche 13 juin", ("montrer", "film"), 40, JUNE),
        ("um filme para 40 pessoas, domingo, 13 de junho", ("filme",), 40, JUNE),
        ("Zelt am 13. Juni 2027", ("zelt",), 0, JUNE),
        ("tentes 13.6.2027", ("tentes",), 0, JUNE),
        ("Écran 2027-06-13", ("ecran",), 0, JUNE),
        ("30 February 2027", ("february",), 30, None),
        ("", (), 0, None),
    ],
)
def test_a_sentence_says_words_people_and_a_day(typed, words, people, day):
    found = sentence.read(typed, today=TODAY)
    if "February" in typed:
        assert found.day is None
    else:
        assert found == sentence.Sentence(words, people, day)


def test_a_day_has_one_word_and_days_alike_are_said_together():
    facts = {"is_open": True, "is_lent": True, "outlook": None}
    assert days.state_of(8, 8, **facts) == "free" and days.state_of(3, 8, **facts) == "part"
    assert days.state_of(0, 8, **facts) == "taken" and days.state_of(8, 8, **{**facts, "is_open": False}) == "closed"
    assert days.state_of(8, 8, **{**facts, "is_lent": False}) == "away"
    assert days.state_of(8, 8, **{**facts, "outlook": "more"}) == "more"
    assert days.state_of(8, 8, **{**facts, "outlook": "8"}) == "free"
    row = [Day(date(2026, 11, 16 + at), free, 8, state) for at, (free, state) in enumerate(
        [(8, "free"), (3, "part"), (0, "taken"), (0, "taken"), (8, "closed")]
    )]  # fmt: skip
    said = [(one.first.day, one.last.day, one.state, one.least_free) for one in days.stretches(row)]
    assert said == [(16, 17, "part", 3), (18, 19, "taken", 0), (20, 20, "closed", 8)]
    assert days.first_free(row, 4) == date(2026, 11, 16) and days.first_free(row[2:]) is None


def test_numbers_needed_come_in_whole_packs_and_a_set_is_as_many_as_its_scarcest_part():
    assert days.needed(40, 1, 10) == 40 and days.needed(41, 1, 10) == 50
    assert days.needed(41, 8, 1) == 6 and days.needed(40, None, 1) == 0
    assert days.whole_sets({1: 1, 2: 10}, {1: 3, 2: 25}) == 2 and days.whole_sets({1: 1, 3: 1}, {1: 3}) == 0


def test_pick_up_and_return_are_open_days_around_the_use():
    week = (Opening(1, time(16), time(19)), Opening(4, time(14), time(18)))  # Tuesday and Friday
    calendar = Calendar(week, (ClosedDays(date(2026, 11, 24), date(2026, 11, 24)),))
    saturday, monday = date(2026, 11, 21), date(2026, 11, 16)
    assert calendar.open_days(monday, date(2026, 11, 29)) == [date(2026, 11, day) for day in (17, 20, 27)]
    assert calendar.around(saturday, saturday, today=monday) == (date(2026, 11, 20), date(2026, 11, 27))
    assert calendar.around(monday, monday, today=monday) == (date(2026, 11, 17), date(2026, 11, 20))
    span = calendar.loan_span(date(2026, 11, 20), date(2026, 11, 27))
    assert span.start == instant(date(2026, 11, 20), time(14)) and span.end == instant(date(2026, 11, 27), time(18))
    assert Calendar((), ()).around(saturday, saturday, today=monday) is None
