"""`wok simulate` in small: the same seed, the same table; and whether it passes is said by the exit code."""

import xml.etree.ElementTree as ElementTree

import pytest

from wok import cli
from wok.kernel import evenness
from wok.simulation import measures, tricks
from wok.simulation.policies import POLICIES, POOL, contested
from wok.simulation.report import Mark, marks
from wok.simulation.town import make


@pytest.fixture(scope="module")
def town():
    return make(7, 0.6)


def test_two_towns_give_a_table_bars_a_picture_and_marks(tmp_path, capsys):
    picture = tmp_path / "bars.svg"
    words = ["simulate", "--towns", "2", "--demand", "0.6", "--processes", "1", "--chart", str(picture)]
    code = cli.main(words)
    first = capsys.readouterr()
    assert (code == 1) == ("MISSED" in first.out)
    assert all(policy in first.out for policy in POLICIES) and "town 2 of 2" in first.err
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    assert cli.main(words) == code and capsys.readouterr().out == first.out, "the same seed gives the same table"


def test_no_policy_gives_more_than_there_is_or_less_than_is_useful(town):
    for decide in POLICIES.values():
        grants, given = decide(town), {}
        for wish in town.wishes:
            assert grants[wish.id] == 0 or wish.asked_least <= grants[wish.id] <= wish.asked
            for slot in wish.slots:
                given[wish.pool, slot] = given.get((wish.pool, slot), 0) + grants[wish.id]
        assert all(units <= POOL[pool].capacity for (pool, _slot), units in given.items())


def test_evenness_is_measured_as_the_textbooks_do():
    assert evenness.jain([1, 1, 1, 1]) == 1 and evenness.jain([1, 0, 0, 0]) == 0.25
    assert evenness.gini([5, 5, 5]) == 0 and evenness.gini([0, 0, 0, 9]) == 0.75
    weights = {"large": 1.5, "small": 1.0}
    assert evenness.fair_shares(10, {"large": 100, "small": 100}, weights) == {"large": 6.0, "small": 4.0}
    assert evenness.fair_shares(10, {"large": 1, "small": 100}, weights) == {"large": 1, "small": 9.0}


def test_every_trick_asks_for_the_same_true_needs(town):
    name = next(name for name, group in town.groups.items() if group.size.name == "large" and group.exaggerates == 1)
    own = {wish.id: wish.need for wish in town.wishes if wish.group == name}
    for trick in tricks.TRICKS:
        played = tricks.played(town, name, trick)
        others = [wish for wish in played.wishes if wish.group.removesuffix("-again") != name]
        assert others == [wish for wish in town.wishes if wish.group != name]
        asked = {wish.id.removesuffix("-again").split("+")[0] for wish in played.wishes} - {one.id for one in others}
        assert asked == set(own)


@pytest.mark.parametrize(
    "words", [["--towns", "0"], ["--towns", "2000"], ["--demand", "0"], ["--demand", "nan"], ["--processes", "0"]]
)
def test_nonsense_is_refused_in_a_sentence(words, capsys):
    assert cli.main(["simulate", *words]) == 2
    assert "Say 1 to" in capsys.readouterr().err


def test_a_missed_mark_is_said(town):
    figures = {policy: [measures.measure(town, POLICIES["first-come"](town), contested(town))] for policy in POLICIES}
    found = marks(figures, [], is_usual_demand=True)
    assert Mark("Jain served at least 0.10 over first-come", "+0.000", False) in found
