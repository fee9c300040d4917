"""Where the bars of a picture stand; the template draws them, and the table beside says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, TOP = 320, 46, 18


@dataclass(frozen=True)
class Bar:
    """Two bars on one another: `whole` and within it `part`, in the units of the picture; `y` is the words' line."""

    label: str
    y: int
    whole: float
    part: float


@dataclass(frozen=True)
class Picture:
    """All bars of a picture, to one scale."""

    height: int
    bars: list[Bar]


def bars(rows: Sequence[tuple[str, int, int]]) -> Picture:
    """A label, how many in all, and how many of them: the longest bar is as wide as the picture."""
    most = max((whole for _label, whole, _part in rows), default=0) or 1
    drawn = [
        Bar(label, TOP + at * ROW, round(WIDTH * whole / most, 1), round(WIDTH * part / most, 1))
        for at, (label, whole, part) in enumerate(rows)
    ]
    return Picture(max(1, len(rows)) * ROW, drawn)
