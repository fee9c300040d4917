"""How long people wait who come without a booked time: so many within each of a few lengths. Pure.

Such counts add up over quarters and are hidden like any other; the middle is worked out from what is shown of them, so
it tells nothing more.
"""

from collections.abc import Mapping

from wok.figures.tables import SUM, Grid, Table
from wok.kernel.cells import Sum

LENGTHS = (5, 15, 30, 60)  # minutes; finer ones would mostly be hidden
LONGER = "longer"
ROWS = (*(f"w{most}" for most in LENGTHS), LONGER)
ENOUGH_WAITS = 20  # fewer say nothing about the middle
PARTS = {"middle": (1, 2), "nine_in_ten": (9, 10)}


def tables(minutes: Mapping[int, int]) -> list[Table]:
    """For everybody so many of each length; for staff, who see each minute, the middle and what nine in ten did not exceed."""
    counts: dict[tuple[str, str], int] = {}
    for length, number in minutes.items():
        row = next((f"w{most}" for most in LENGTHS if length <= most), LONGER)
        counts[row, "people"] = counts.get((row, "people"), 0) + number
    exact = _middle([(length, number) for length, number in sorted(minutes.items())], sum(minutes.values()))
    opened = frozenset({"minutes"})
    return [
        Table("waits", ROWS, ("people",), counts),
        Table(
            "waiting",
            list(PARTS),
            ("minutes",),
            exact,
            has_total=False,
            adds_up=False,
            is_public=False,
            open=opened,
        ),
    ]


def middle_of(grid: Grid) -> Grid | None:
    """The same from published counts, as the length that so many did not exceed; None when too little is shown."""
    whole = grid.at(SUM, "people")
    lengths = [(most, grid.at(f"w{most}", "people").least) for most in LENGTHS]
    found = _middle(lengths, whole.least) if whole.is_whole else {}
    cells = {spot: Sum(value, is_whole=True) for spot, value in found.items()}
    return Grid("waiting", list(PARTS), ("minutes",), cells, adds_up=False) if cells else None


def _middle(lengths: list[tuple[int, int]], everybody: int) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row, (part, of) in PARTS.items():
        so_far = 0
        for most, number in lengths:
            so_far += number
            if everybody >= ENOUGH_WAITS and so_far * of >= everybody * part and (row, "minutes") not in found:
                found[row, "minutes"] = most
    return found
