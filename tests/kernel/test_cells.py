"""Public tables: no figure of few can be worked out, sums are true, and no more is hidden than must be."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wok.kernel.cells import Shown, Sum, added, protected, with_sums

COUNTS = st.integers(0, 8)
BEYOND = 4  # how far above the greatest count a guess may go
SOME = settings(
    max_examples=max(1, settings.default.max_examples // 5)
)  # every guess of each is tried: `make drill` takes more


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    rows, columns = draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (4, 1), (1, 3), (2, 2)]))
    return [[draw(COUNTS) for _column in range(columns)] for _row in range(rows)]


@st.composite
def greater_tables(draw: st.DrawFn) -> list[list[int]]:
    columns = draw(st.integers(2, 5))
    return draw(st.lists(st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=3, max_size=6))


def guesses(shown: Shown, most: int) -> Iterator[list[list[int]]]:
    """Every table of counts that says the same as what is shown: what a reader can think."""
    lines = [[range(most + 1) if one is None else [one] for one in row[:-1]] for row in shown[:-1]]
    rows = [
        [guess for guess in product(*line) if row[-1] in (None, sum(guess))]
        for line, row in zip(lines, shown, strict=False)
    ]
    *columns, whole = shown[-1]
    for guess in product(*rows):
        sums = [sum(column) for column in zip(*guess, strict=True)]
        if whole in (None, sum(sums)) and all(one in (None, found) for one, found in zip(columns, sums, strict=True)):
            yield with_sums(guess)


def hidden(shown: Shown) -> list[tuple[int, int]]:
    return [(row, at) for row, line in enumerate(shown) for at, one in enumerate(line) if one is None]


@SOME
@given(tables())
def test_a_reader_of_the_whole_table_cannot_narrow_a_figure_of_few(counts: list[list[int]]):
    shown, true = protected(counts), with_sums(counts)
    most = max(max(row) for row in counts) + BEYOND
    possible: dict[tuple[int, int], set[int]] = {at: set() for at in hidden(shown)}
    for guess in guesses(shown, most):
        for row, at in possible:
            possible[row, at].add(guess[row][at])

    assert all(one in (None, true[row][at]) for row, line in enumerate(shown) for at, one in enumerate(line))
    assert all(
        (true[row][at] >= 5) or shown[row][at] is None for row, at in product(range(len(true)), range(len(true[0])))
    )
    for (row, at), values in possible.items():
        assert len(values) > 4, "nothing hidden is told exactly"
        assert true[row][at] > 4 or values >= {0, 1, 2, 3, 4}


@SOME
@given(greater_tables())
def test_each_hidden_cell_of_a_greater_table_shares_its_row_and_its_column(counts: list[list[int]]):
    shown = protected(counts)
    for row, at in hidden(shown):
        assert sum(one is None for one in shown[row]) > 1
        assert sum(line[at] is None for line in shown) > 1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([[7, 9], [5, 6]], [[7, 9, 16], [5, 6, 11], [12, 15, 27]]),
        ([[3], [8], [20]], [[None, None], [None, None], [20, 20], [31, 31]]),
        ([[1], [2], [20]], [[None, None], [None, None], [None, None], [23, 23]]),
        ([[3], [4], [20]], [[None, None], [None, None], [20, 20], [27, 27]]),
        ([[2]], [[None, None], [None, None]]),
    ],
    ids=["nothing small", "one small takes the next", "too little together", "enough together", "all is small"],
)
def test_no_more_is_hidden_than_must_be(counts: Sequence[Sequence[int]], shown: Shown):
    assert protected(counts) == shown


def test_what_everybody_knows_to_be_empty_is_shown_and_hides_nothing():
    assert protected([[3, 0], [9, 30]], known={(0, 1)})[0] == [None, 0, None]
    assert protected([[8], [9], [40]], thin={(0, 0), (0, 1)})[0] == [None, None], "eight asks of two groups"


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 9)), max_size=5))
def test_a_longer_report_only_adds_what_was_shown(quarters: list[dict[str, int]]):
    shown = [{(name, ""): value if value > 4 else None for name, value in one.items()} for one in quarters]
    for (name, _column), found in added(shown).items():
        true = sum(one.get(name, 0) for one in quarters)
        assert found.least == true if found.is_whole else found.least <= true
    assert added([{("a", ""): 7}, {("a", ""): None}, {("a", ""): 6}]) == {("a", ""): Sum(13, is_whole=False)}
