"""Pure rules of projects: how full a need is, amounts as typed, links, dates that suit."""

from datetime import UTC, datetime, timedelta

import pytest

from wok.projects import dates, rules, words
from wok.projects.rules import Meter


@pytest.mark.parametrize(
    ("brought", "word", "missing"),
    [(0, "none", 10), (1, "some", 9), (7, "some", 3), (8, "almost", 2), (10, "covered", 0), (11, "over", 0)],
)
def test_a_meter_says_how_much_is_missing(brought: int, word: str, missing: int):
    assert (Meter(10, brought).word, Meter(10, brought).missing) == (word, missing)


@pytest.mark.parametrize(
    ("kind", "typed", "read"),
    [
        ("money", "250", 25000),
        ("money", "1 250,5 €", 125050),
        ("money", "0.01", 1),
        ("money", "1.234", None),
        ("money", "0", None),
        ("people", "3", 3),
        ("people", "3.5", None),
        ("materials", "-2", None),
        ("materials", "1e3", None),
        ("know_how", "1234567", None),
        ("money", "²", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(kind: str, typed: str, read: int | None):
    assert rules.read_amount(kind, typed) == read
    assert read is None or rules.read_amount(kind, rules.write_amount(kind, read)) == read


@pytest.mark.parametrize(
    ("typed", "is_safe"),
    [
        ("https://example.org/plan?a=1", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://bank.example.org@evil.org/", False),
        ("https://localhost/", False),
        ("https://example.org:8443/", False),
        ("https://exa mple.org", False),
        ("https://[::1", False),
    ],
)
def test_only_plain_https_links_are_shown(typed: str, is_safe: bool):
    assert bool(rules.safe_link(typed)) is is_safe


def test_the_date_with_the_fewest_no_suits_most():
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    proposed = {1: noon, 2: noon + timedelta(days=1), 3: noon + timedelta(days=2)}
    answers = [{"1": "yes", "2": "maybe", "3": "yes"}, {"1": "no", "2": "yes", "3": "maybe"}]

    assert rules.best(proposed, answers) == [2, 3]
    assert rules.best(proposed, []) == []
    assert (rules.may_follow("done", "under_way"), rules.may_follow("done", "given_up")) == (True, False)


def test_times_are_proposed_one_a_day_and_first_where_nobody_has_something():
    monday = datetime(2026, 11, 30, 17, tzinfo=UTC)  # 18:00 in Luxembourg
    free = [monday + timedelta(days=day, minutes=30 * step) for day in range(10) for step in range(4)]
    clashing = {at for at in free if at.day == 1}

    proposed = dates.propose(free, clashing, part="evening", days="any", after=monday)

    assert len(proposed) == 8 and proposed == sorted(proposed)
    assert {(one.hour, one.minute) for one in proposed} == {(17, 30)}
    assert not any(one.day == 1 for one in proposed)
    assert dates.propose(free, (), part="morning", days="any", after=monday) == []
    assert words.read_clock("18h30") == words.read_clock("18.30") and words.read_clock("25:00") is None
