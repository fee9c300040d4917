"""What goes into a round and what comes out of it (FAIRNESS.md sections 2 and 5).

Slots are numbered: a day by `date.toordinal()`, half hours since any fixed instant, a lunch by its date. Points and
weights are whole thousandths. Circles and requests go by their codes of the round (`lot.code`).
"""

from collections.abc import Mapping
from dataclasses import field
from itertools import pairwise

from wok.kernel.standing import ONE, Params
from wok.kernel.values import dataclass

MOST = 100_000
"""No pool has more units and no request more slots: what is larger is a mistake, or a published file made to choke on."""


@dataclass(frozen=True)
class Pool:
    """Alike units. A typical loan is `q_ref` units for `t_ref` slots; `lot` is the smallest pack."""

    id: str
    capacity: int
    q_ref: int
    t_ref: int
    lot: int = 1
    is_once_first: bool = False

    def __post_init__(self) -> None:
        if not (0 <= self.capacity <= MOST and 1 <= self.q_ref <= MOST and 1 <= self.t_ref <= MOST and self.lot >= 1):
            raise ValueError(f"the pool {self.id!r} has an impossible capacity, typical loan or pack")


@dataclass(frozen=True, order=True)
class Period:
    """Slots from `first` up to, but without, `end`; clean-up days are in it already."""

    first: int
    end: int
    may_drop: bool = False
    """In a series: the circle can do without this date."""

    def __post_init__(self) -> None:
        if not 0 < self.end - self.first <= MOST:
            raise ValueError("a period ends after it starts")

    @property
    def slots(self) -> range:
        return range(self.first, self.end)


@dataclass(frozen=True)
class Request:
    """What circles ask for together. Several periods are a series: all of them or nothing, but for what may drop."""

    id: str
    circles: tuple[str, ...]
    pool: str
    periods: tuple[Period, ...]
    quantity: int
    least: int = 1
    klass: str = "C"
    rank: int = 0
    had: int = 0
    """Units it was given in an earlier round: on the waitlist it asks for the rest."""

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.quantity <= MOST or not 0 <= self.had < self.quantity:
            raise ValueError(f"the request {self.id!r} asks for an impossible quantity")
        if not self.circles or len(set(self.circles)) < len(self.circles) or not self.periods:
            raise ValueError(f"the request {self.id!r} needs circles, each of them once, and periods")
        if any(two.first < one.end for one, two in pairwise(self.periods)):
            raise ValueError(f"the periods of the request {self.id!r} overlap or are out of order")
        if sum(len(period.slots) for period in self.periods) > MOST:
            raise ValueError(f"the request {self.id!r} is too long")


@dataclass(frozen=True)
class Party:
    """A circle as the round sees it: its standing, rounded to the band, and its weight, both in thousandths."""

    standing: int = 0
    weight: int = ONE

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError("a weight is more than nothing")


@dataclass(frozen=True)
class Step:
    """A line of the trace: `units` given to a request whose key was the smallest."""

    request: str
    units: int
    key: int
    is_again: bool = False


@dataclass(frozen=True)
class Closing:
    """A request whose next step fitted no more: how much was free to it then, and its key."""

    request: str
    free: int
    key: int
    after_step: int
    """How many steps had been given before."""


@dataclass(frozen=True)
class Charged:
    """What one partner pays for what a request was given in this round."""

    request: str
    circle: str
    points: int
    is_contested: bool


@dataclass(frozen=True)
class Outcome:
    """What a round gives. Every request is in `grants`, also with nothing; `closings` are those left short."""

    grants: Mapping[str, int]
    charges: tuple[Charged, ...]
    trace: tuple[Step, ...]
    closings: tuple[Closing, ...]
    contested: frozenset[str]
    dropped: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    """Dates of a series that were given up."""


Free = Mapping[str, Mapping[int, int]]
"""Pool and slot -> units free; a slot that is not named has the whole capacity, a closed one none."""


@dataclass(frozen=True)
class Inputs:
    """All a round works on: kept as it was at closing, and published."""

    pools: tuple[Pool, ...]
    free: Free
    requests: tuple[Request, ...]
    circles: Mapping[str, Party]
    params: Params
