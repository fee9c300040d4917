"""The public report's measures: right for known towns, and nobody can be found behind a figure."""

from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from wok.kernel import evenness, small_groups
from wok.kernel.small_groups import ENOUGH, Cell
from wok.sharing import report_rules, share_rules
from wok.sharing.report_rules import Asked, Party, Report

TODAY = date(2026, 11, 16)
HALF_YEAR = tuple(f"2026-{month:02}" for month in range(5, 11))
PEOPLE = st.frozensets(st.integers(0, 14), max_size=9)


def asked(circle: int, month: int, *, is_served: bool = True, is_contested: bool = True, **given: object) -> Asked:
    return Asked(date(2026, month, 3), (circle,), is_contested, is_served, 1000, 1000 * is_served, **given)


@given(st.lists(PEOPLE, min_size=1, max_size=5))
def test_no_hidden_cell_can_be_worked_out_from_those_that_are_shown(who: list[frozenset[int]]):
    apart = [frozenset(100 * at + one for one in each) for at, each in enumerate(who)]
    cells = [Cell((str(at),), each) for at, each in enumerate(apart)]

    shown = small_groups.merged(cells)

    if not shown:
        behind = {one for each in apart for one in each}
        assert len(behind) < ENOUGH or sum(bool(each) for each in apart) == 1
        return
    assert [name for one in shown for name in one.names] == [name for one in cells for name in one.names]
    # Sums and differences of what is shown are the sums of some of the shown cells: five stand behind each.
    for many in range(1, len(shown) + 1):
        for some in combinations(shown, many):
            behind = frozenset().union(*(one.who for one in some))
            assert not behind or len(behind) >= ENOUGH
    for one in shown:
        inside = [apart[int(name)] for name in one.names if apart[int(name)]]
        assert all(len(each) >= ENOUGH for each in inside) or len(inside) > 1, "an empty neighbour is no cover"


@given(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=14))
def test_a_later_report_cuts_the_months_as_the_earlier_did(months: list[tuple[frozenset[int], frozenset[int]]]):
    steps = [(str(at), who) for at, who in enumerate(months)]

    shown = small_groups.in_turn(steps)

    for many in range(len(steps)):
        earlier = small_groups.in_turn(steps[:many])
        assert shown[: len(earlier)] == earlier
    for names in shown:
        for side in (0, 1):
            behind = {one for name in names for one in months[int(name)][side]}
            assert not behind or len(behind) >= ENOUGH


def test_evenness_is_counted_over_groups_that_asked_often_when_there_was_too_little():
    history = [asked(circle, 8 + turn, is_served=circle > 0) for circle in range(6) for turn in range(3)]
    parties = {circle: Party() for circle in range(6)}

    found = report_rules.report(history, parties, TODAY, Report())

    assert [one.names for one in found.months] == [("2026-08",), ("2026-09",), ("2026-10",)]
    assert (found.total.asked, found.total.contested, found.total.served) == (18, 18, 15)
    assert found.total.served_of_100 == 83
    even = found.evenness
    assert even is not None and (even.circles, even.never_served, even.lowest_tenth) == (6, 1, 0.0)
    assert round(even.jain_served, 3) == round(evenness.jain([0, 1, 1, 1, 1, 1]), 3) == 0.833
    assert even.wait_longest == (TODAY - date(2026, 8, 3)).days, "a wait that goes on is counted"
    assert found.sizes == [], "all are of one size: there is nothing to tell apart"
    history += [asked(100, 8 + turn, is_served=False) for turn in range(3)]
    visitors = report_rules.report(history, {**parties, 100: Party(is_association=False)}, TODAY, Report())
    assert visitors.total.asked == 21 and visitors.evenness == even, "visitors are no group that was never served"


def test_too_few_groups_are_put_together_or_not_shown_at_all():
    few = [asked(circle, 9) for circle in range(4)]
    assert report_rules.report(few, {one: Party() for one in range(4)}, TODAY, Report()).months == []

    history = [asked(circle, 10, klass="A" if circle < 3 else "B" if circle < 9 else "C") for circle in range(15)]
    history += [asked(20, 5, is_contested=False)]
    parties = {circle: Party(size="above" if circle % 2 else "up_to_25") for circle in range(21)}
    history += [asked(circle, 10, is_contested=False) for circle in range(20, 24)]
    parties |= {circle: Party() for circle in range(21, 24)}

    found = report_rules.report(history, parties, TODAY, Report())

    assert found.months == [], "from May to October only four asked when there was enough"
    history += [asked(24, 10, is_contested=False)]
    found = report_rules.report(history, {**parties, 24: Party()}, TODAY, Report())
    assert [one.names for one in found.months] == [HALF_YEAR] and found.apart == HALF_YEAR
    assert [(one.names, one.contested) for one in found.classes] == [(("A", "B"), 9), (("C",), 6), (("D",), 0)]
    assert [(one.names, one.contested) for one in found.sizes] == [
        (("up_to_25",), 8),
        (("up_to_100",), 0),
        (("above",), 7),
    ]
    drop_ins = [asked(circle, 10) for circle in range(25, 30)]
    everybody = {**parties, 24: Party(), **{circle: Party(is_association=False) for circle in range(25, 30)}}
    visited = report_rules.report([*history, *drop_ins], everybody, TODAY, Report())
    assert (visited.total.contested, visited.sizes) == (20, found.sizes), "a visitor is of no size"
    one = report_rules.report([*history, drop_ins[0]], everybody, TODAY, Report())
    assert one.classes and not one.sizes, "the sum would tell of one visitor"


def test_a_group_far_behind_reads_when_it_is_level_with_the_middle():
    others = [0, 100, 500, 700, 900]

    assert share_rules.place(300, others[:4], lambda _day: 0, TODAY) == share_rules.Place(None)
    assert share_rules.place(300, others, lambda _day: 0, TODAY) == share_rules.Place(60)
    late = share_rules.place(2000, others, lambda day: 2000 - 100 * (day - TODAY).days // 7, TODAY)
    assert late == share_rules.Place(0, date(2027, 3, 1))
