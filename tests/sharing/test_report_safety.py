"""The report beside the public figures: nothing that it hides can be worked out, from all its tables and all its days together."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wok.figures import built, tables
from wok.figures.tally import Tally, sums
from wok.kernel.small_groups import ENOUGH
from wok.sharing import report_rules
from wok.sharing.report_rules import KLASSES, SIZES, Asked, Count, Party, Report

SOME = settings(max_examples=max(1, settings.default.max_examples // 5))
PARTIES = {circle: Party(size=SIZES[circle % 3], is_association=circle < 14) for circle in range(20)}
MONTHS = range(1, 13)


def history_of(draw: random.Random) -> list[Asked]:
    """A year in which some months had few requests, and some none."""
    return [
        Asked(
            date(2026, month, draw.randint(1, 28)),
            (draw.randrange(20),),
            is_contested=draw.random() < 0.7,
            is_served=draw.random() < 0.6,
            klass=draw.choice(KLASSES),
        )
        for month in MONTHS
        for _number in range(draw.choice((0, 2, 6, 9, 14, 25)))
    ]


def corrected(history: list[Asked], draw: random.Random) -> list[Asked]:
    """One request was withdrawn after all."""
    return [one for one in history if one is not history[0]] if history and draw.random() < 0.5 else history


def in_turn(history: list[Asked], draw: random.Random) -> list[Report]:
    """The reports of a year's first days of months, each knowing the one before."""
    found = [Report()]
    for month in range(2, 14):
        today = date(2026 + month // 13, (month - 1) % 12 + 1, 1)
        known = [one for one in history if one.on < today]
        found.append(report_rules.report(known, PARTIES, today, found[-1]))
        history = corrected(history, draw)
    return found


def behind(history: Sequence[Asked], months: Sequence[str], *, is_contested: bool) -> set[int]:
    inside = [one for one in history if report_rules.month_of(one.on) in months and one.is_contested == is_contested]
    return {circle for one in inside for circle in one.circles}


@SOME
@given(st.randoms(use_true_random=False))
def test_a_later_report_changes_nothing_and_never_overlaps_an_earlier_one_in_part(draw: random.Random):
    reports = in_turn(history_of(draw), draw)
    for earlier, later in pairwise(reports):
        assert later.ever[: len(earlier.ever)] == earlier.ever
        assert later.apart == earlier.apart or not set(later.apart) & set(earlier.apart)
        if later.apart == earlier.apart:
            assert (later.sizes, later.classes, later.newcomers) == (earlier.sizes, earlier.classes, earlier.newcomers)
    for one in reports:
        groups = [count.names for count in one.ever if set(count.names) & set(one.apart)]
        assert [month for names in groups for month in names] == list(one.apart), "whole lines of months"


def with_visitors(block: Sequence[Count], told: Sequence[Count]) -> list[Count]:
    """What the months have and a table of groups has not: every reader can subtract."""
    contested, served = (
        sum(getattr(one, of) for one in block) - sum(getattr(one, of) for one in told) for of in ("contested", "served")
    )
    assert contested == 0 or contested >= ENOUGH or not told
    return [Count(("visitors",), contested, contested, served)] if contested else []


def labels(cells: Sequence[Count], hidden: str, number: int) -> tuple[list[str], list[str]]:
    """Of whom a reader may think: the served and the others, by name; `number` of them behind the hidden one."""
    served, others = list[str](), list[str]()
    for cell in cells:
        rest = next((name for name in cell.names if name != hidden), hidden)
        mine = min(number, cell.served) if hidden in cell.names else 0
        left = number - mine if hidden in cell.names else 0
        served += [hidden] * mine + [rest] * (cell.served - mine)
        others += [hidden] * left + [rest] * (cell.contested - cell.served - left)
    return served, others


@SOME
@given(st.randoms(use_true_random=False))
def test_whatever_is_hidden_may_have_been_anything_from_nobody_to_four(draw: random.Random):
    history = history_of(draw)
    report = report_rules.report(history, PARTIES, date(2027, 1, 1), Report())
    for count in report.ever:
        for side in (True, False):
            assert len(behind(history, count.names, is_contested=side)) not in range(1, ENOUGH)
    block = [one for one in report.ever if set(one.names) <= set(report.apart)]
    visitors = with_visitors(block, report.sizes or report.newcomers)
    of_groups = [[*visitors, *one] for one in (report.sizes, report.newcomers) if one]
    margins = [one for one in (*of_groups, block, report.classes) if one]
    for margin in margins:
        for hidden in {name for cell in margin for name in cell.names if len(cell.names) > 1 and cell.contested}:
            for number in range(ENOUGH):
                thought = [labels(one, hidden if one is margin else "", number) for one in margins]
                # Each request a reader thinks of has one label of every table: so a year like that can have been.
                worlds = [list(zip(*(one[side] for one in thought), strict=True)) for side in (0, 1)]
                at = margins.index(margin)
                assert sum(request[at] == hidden for world in worlds for request in world) == number
                for place, cells in enumerate(margins):
                    said = Counter(request[place] for world in worlds for request in world)
                    assert [sum(said[name] for name in cell.names) for cell in cells] == [
                        cell.contested for cell in cells
                    ]


def test_the_public_figures_say_nothing_of_requests():
    tally = Tally()
    tally.add(0, "requests", ("refused", "room"), 3)
    tally.add(0, "requests", ("granted", "room"), 40)
    public = [tables.public(one) for one in built.tables(sums(tally, None), None, [1], [1]) if one.is_public]

    assert "requests" not in {one.key for one in public} and all(
        one.at(*spot).least == 0 for one in public for spot in one.cells
    )
