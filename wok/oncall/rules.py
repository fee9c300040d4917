"""Pure decisions of the on-call: who is called next and why, how long one waits, when the last number goes, which times can be booked."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil, floor, sqrt
from statistics import quantiles

from wok.kernel.span import Span
from wok.kernel.values import dataclass

LATE = timedelta(minutes=10)
NUMBERS_BEFORE = timedelta(minutes=30)  # numbers are given out from half an hour before the doors open
CALLS = 3  # so often a number is called before it is put aside
USUAL_MINUTES = (10.0, 15.0, 15.0, 15.0, 20.0)  # what a visit takes as long as we know too few
STEP = 5  # minutes; a wait is said in fives

# Why somebody stands where they stand, in the order in which they are called.
HANDED, BOOKED, BOOKED_LATE, FIRST, AGAIN, BOOKED_EARLY = (
    "handed",
    "booked",
    "booked_late",
    "first",
    "again",
    "booked_early",
)


@dataclass(frozen=True)
class Turn:
    """What the order needs to know of one visit that waits: `slot_at` is the booked time, None for a walk-in."""

    number: int
    arrived_at: datetime
    is_first_this_month: bool = True
    slot_at: datetime | None = None
    for_colleague_id: int | None = None


@dataclass(frozen=True)
class Place:
    """One place in the order, and the reason for it."""

    number: int
    reason: str


@dataclass(frozen=True)
class Wait:
    """An expected wait as a range of minutes."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """What to reckon with."""
        return (self.low + self.high) / 2


def is_late(turn: Turn) -> bool:
    """Booked, and more than ten minutes after the time when they came."""
    return turn.slot_at is not None and turn.arrived_at > turn.slot_at + LATE


def order(
    turns: Iterable[Turn],
    *,
    now: datetime,
    walk_in_called_at: datetime | None = None,
    colleague_id: int | None = None,
) -> list[Place]:
    """Everybody who waits, in the order in which they are called, each with the reason.

    First who was handed to this colleague (`colleague_id`; without one, whoever was handed on). Then booked
    times whose time has come, by their time. Then walk-ins: the first visit this month before the others,
    each by arrival. Booked and more than ten minutes late: behind the next walk-in, which is over once a
    walk-in was called after they came (`walk_in_called_at`, the last such call); nobody is thrown out.
    Booked and too early come last: they are called at their time, or before it when nobody else waits.
    Who was handed to another colleague waits for that one and is left out.
    """
    found = list(turns)
    mine = [one for one in found if one.for_colleague_id is not None and colleague_id in (None, one.for_colleague_id)]
    rest = [one for one in found if one.for_colleague_id is None]
    booked = sorted((one for one in rest if one.slot_at), key=lambda one: (one.slot_at, one.number))
    due = [one for one in booked if not is_late(one) and _slot(one) <= now]
    early = [one for one in booked if _slot(one) > now]
    late = sorted((one for one in booked if is_late(one)), key=lambda one: (one.arrived_at, one.number))
    is_let_by = [one for one in late if walk_in_called_at is not None and walk_in_called_at >= one.arrived_at]
    behind = [one for one in late if one not in is_let_by]
    walk_ins = sorted(
        (one for one in rest if one.slot_at is None),
        key=lambda one: (not one.is_first_this_month, one.arrived_at, one.number),
    )
    line = [(one, FIRST if one.is_first_this_month else AGAIN) for one in walk_ins]
    placed = [
        *((one, HANDED) for one in sorted(mine, key=lambda one: (one.arrived_at, one.number))),
        *((one, BOOKED) for one in due),
        *((one, BOOKED_LATE) for one in is_let_by),
        *line[:1],
        *((one, BOOKED_LATE) for one in behind),
        *line[1:],
        *((one, BOOKED_EARLY) for one in early),
    ]
    return [Place(one.number, reason) for one, reason in placed]


def _slot(turn: Turn) -> datetime:
    return turn.slot_at or turn.arrived_at


def expected_wait(finished: Sequence[float], *, ahead: int, busy: int, colleagues: int) -> Wait:
    """How long somebody with `ahead` people before them waits, in minutes, as a range of fives.

    The rule: `finished` are the minutes that visits took lately; five usual ones (10, 15, 15, 15, 20) are
    added, so that one odd visit does not decide. Each of the `colleagues` on duty (at least one) works
    through people one after the other; `busy` of them have somebody now. (ahead + busy) // colleagues is how
    many visits must end before it is our turn; the first of them is on average half over. So we reckon with
    (visits - 1/2) medians, less and more the spread times the square root of the number of visits, since
    long and short ones even out. The spread is the distance of the quartiles, at least a third of the median.
    The low end is rounded down to five minutes, the high end up. Nobody before us and somebody free: 0 to 0.
    """
    rounds = (max(0, ahead) + max(0, busy)) // max(1, colleagues)
    if rounds == 0:
        return Wait(0, 0)
    short, median, long = quantiles([*finished, *USUAL_MINUTES], n=4, method="inclusive")
    middle, off = (rounds - 0.5) * median, max(long - short, median / 3) * sqrt(rounds)
    return Wait(floor(max(0.0, middle - off) / STEP) * STEP, max(STEP, ceil((middle + off) / STEP) * STEP))


def gives_numbers(wait: Wait, *, left: timedelta) -> bool:
    """No new numbers once the expected wait (the middle of its range) exceeds what is left of the morning."""
    return left > timedelta(0) and timedelta(minutes=wait.middle) <= left


def slots(span: Span, length: timedelta) -> list[Span]:
    """The whole slots of a morning, one after the other; a rest shorter than a slot is left over."""
    count = int(span.length / length)
    return [Span(span.start + number * length, span.start + (number + 1) * length) for number in range(count)]


def offered(span: Span, length: timedelta, one_in: int) -> list[Span]:
    """The slots that can be booked ahead: the first of every `one_in`; the others are for those who walk in."""
    return slots(span, length)[:: max(1, one_in)]
