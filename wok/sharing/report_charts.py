"""Where the bars of a picture stand; the template draws them, and the table beside says the same in figures."""

from collections.abc import Sequence
from textwrap import wrap

from wok.kernel.values import dataclass

WIDTH, LINE, BAR, GAP = 320, 19, 14, 14
LONGEST = 36  # letters on a line


@dataclass(frozen=True)
class Words:
    """One line of words and where it stands."""

    y: int
    text: str


@dataclass(frozen=True)
class Bar:
    """Two bars on one another, `whole` and within it `part`, in the units of the picture; their words above them."""

    words: list[Words]
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
    at, drawn = 0, []
    for label, whole, part in rows:
        words = [Words(at + LINE * number, text) for number, text in enumerate(wrap(label, LONGEST), 1)]
        at += LINE * len(words) + 6
        drawn.append(Bar(words, at, round(WIDTH * whole / most, 1), round(WIDTH * part / most, 1)))
        at += BAR + GAP
    return Picture(max(1, at), drawn)
