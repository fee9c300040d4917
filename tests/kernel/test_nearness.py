"""Words with a slip in them."""

import pytest

from wok.kernel.nearness import distance, nearest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("footbal", ["football"]),
        ("amitei", ["amitie"]),
        ("chrale", ["chorale"]),
        ("differdagne", ["differdange"]),
        ("interculturel", ["interkulturell"]),
        ("bal", []),
        ("xyzxyz", []),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(typed, meant):
    known = ["football", "amitie", "chorale", "differdange", "interkulturell", "balle"]
    assert nearest(typed, known) == meant


def test_the_nearest_come_alone_and_swapped_letters_are_one_slip():
    assert nearest("danses", ["dansees", "danse", "dances", "tanz"]) == ["dances", "danse", "dansees"]
    assert distance("ab", "ba", most=2) == 1
    assert distance("abcdef", "fedcba", most=1) == 2
