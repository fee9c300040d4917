"""One day of one thing in a word: free, part, taken, closed; and while wishes are collected, whether there is enough."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from wok.kernel.values import dataclass

DAY = timedelta(days=1)

FREE, PART, TAKEN, CLOSED, PAST, AWAY = "free", "part", "taken", "closed", "past", "away"
ENOUGH, NEARLY, MORE = "enough", "nearly", "more"  # what the engine says while wishes are collected
OUTLOOKS = (ENOUGH, NEARLY, MORE)
MAY_BE_ASKED = frozenset({FREE, PART, *OUTLOOKS})


@dataclass(frozen=True)
class Day:
    """A day of a thing: how many are free of how many, and its state.

    `state`: free (all), part, taken, closed (no hand-over that day), past, away (not lent then), or an outlook.
    """

    on: date
    free: int
    of: int
    state: str

    @property
    def may_be_asked(self) -> bool:
        """Whether asking for this day makes sense as its first day."""
        return self.state in MAY_BE_ASKED


@dataclass(frozen=True)
class Stretch:
    """Days one after another that say the same."""

    first: date
    last: date
    state: str
    least_free: int


def state_of(free: int, of: int, *, is_open: bool, is_lent: bool, outlook: str | None) -> str:
    """The word for a day that is not past. A closed day is said first: nothing can be picked up."""
    if not is_lent:
        return AWAY
    if not is_open:
        return CLOSED
    if outlook in OUTLOOKS:
        return outlook
    if free <= 0:
        return TAKEN
    return FREE if free >= of else PART


def stretches(days: Iterable[Day]) -> list[Stretch]:
    """The days joined into stretches of one state; free and part belong together, closed days inside join either side."""
    found: list[Stretch] = []
    for day in days:
        state = PART if day.state == FREE else day.state
        last = found[-1] if found else None
        if last and last.state == state and last.last + DAY == day.on:
            found[-1] = Stretch(last.first, day.on, state, min(last.least_free, day.free))
        else:
            found.append(Stretch(day.on, day.on, state, day.free))
    return found


def first_free(days: Iterable[Day], quantity: int = 1) -> date | None:
    """The first day on which so many could be picked up."""
    return next((day.on for day in days if day.may_be_asked and day.free >= quantity), None)


def needed(people: int, serves: int | None, pack: int) -> int:
    """How many pieces are enough for so many people, in whole packs; 0 when nobody said what one is enough for."""
    if not serves or people <= 0:
        return 0
    pieces = -(-people // serves)
    return -(-pieces // pack) * pack


def whole_sets(parts: Mapping[int, int], free: Mapping[int, int]) -> int:
    """How many whole sets can be put together of what is free; `parts`: item id -> pieces in one set."""
    return min((free.get(item, 0) // quantity for item, quantity in parts.items()), default=0)
