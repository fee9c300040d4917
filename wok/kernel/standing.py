"""Where a circle stands in a family of pools: what it had lately, fading, and how long it has been waiting.

FAIRNESS.md section 4. Points, weights and shares are whole thousandths; a lower standing is served earlier. A
half-life comes from `decimal` with 28 digits, so every machine gets the same number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import pairwise

from wok.kernel.values import dataclass

ONE = 1000
"""One point, one weight, one whole share: everything is counted in thousandths of it."""
MILLION = 1_000_000
EXACT = Context(prec=28, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Params:
    """Every number of the rule that may be changed. Points, weights and shares in thousandths."""

    half_life_days: Mapping[str, int] = field(
        default_factory=lambda: {"equipment": 90, "skills": 90, "room": 60, "lunch": 42}
    )
    uncontested_share: int = 250
    waiting_points_a_week: int = 500
    waiting_stops_after_days: int = 180
    band: int = 100
    classes: Mapping[str, int] = field(default_factory=lambda: {"A": 1000, "B": 500, "C": 0, "D": -1000})
    coop_each: int = 250
    coop_most: int = 500
    weights: tuple[tuple[int, int], ...] = ((0, 1000), (26, 1250), (101, 1500))
    """From so many active people on, this weight."""
    contribution_points: int = 250
    """For an hour of skill given, or a day of own equipment lent."""
    contribution_most: int = 1000
    newcomer_active_days: int = 180
    late_points_a_day: int = 500
    late_most: int = 2000
    late_failed_other: int = 1000
    no_show_points: int = 1500
    penalty_half_life_days: int = 60
    penalty_cap: int = 4000
    cancel_early_hours: Mapping[str, int] = field(
        default_factory=lambda: {"equipment": 240, "skills": 240, "room": 72, "lunch": 24}
    )
    cancel_early_kept: int = 500
    cancel_early_kept_if_taken: int = 250
    cancel_late_kept: int = 1000
    cancel_late_kept_if_taken: int = 500
    cancel_late_penalty: int = 500
    season_share: int = 600
    """At most this share of a pool of several units goes to a season round."""
    offer_hours: int = 48
    offer_hours_if_near: int = 24
    offer_near_days: int = 5
    loan_days_most: int = 7

    def __post_init__(self) -> None:
        lives = [*self.half_life_days.values(), self.penalty_half_life_days, self.band]
        if min(lives, default=1) < 1:
            raise ValueError("a half-life lasts at least a day, and a band is at least a thousandth of a point")
        if not any(people == 0 for people, _weight in self.weights) or min(w for _people, w in self.weights) < 1:
            raise ValueError("there must be a weight for every size of group, each more than nothing")


@dataclass(frozen=True)
class Charge:
    """What a grant cost: thousandths, dated the first day of the loan; `kept_share` is less than one once cancelled."""

    on: date
    points: int
    kept_share: int = ONE


@dataclass(frozen=True)
class Penalty:
    """A late return, a no-show, a late cancellation; one that staff excused is left out by the caller."""

    on: date
    points: int


@dataclass(frozen=True)
class Contribution:
    """Skill given or own equipment lent."""

    on: date
    points: int


@dataclass(frozen=True)
class Waiting:
    """A running clock: since the first refusal after the last contested grant, and each day it has asked since."""

    since: date
    asked_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Decided:
    """What a contested round said to a circle: `is_granted` when it got anything at all."""

    on: date
    is_granted: bool


@dataclass(frozen=True)
class Standing:
    """The parts people read line by line, in thousandths, and their total, rounded to the band."""

    use: int
    penalty: int
    waiting: int
    contributions: int
    weight: int
    total: int


def standing(
    family: str,
    *,
    weight: int,
    charges: Iterable[Charge] = (),
    penalties: Iterable[Penalty] = (),
    contributions: Iterable[Contribution] = (),
    waiting: Waiting | None = None,
    today: date,
    params: Params,
) -> Standing:
    """use / weight + penalty - waiting - contributions, to the nearest band. Lower is served earlier."""
    half_life = params.half_life_days[family]
    use = sum(faded(one.points * one.kept_share // ONE, one.on, half_life, today=today) for one in charges)
    strict = sum(faded(one.points, one.on, params.penalty_half_life_days, today=today) for one in penalties)
    given = sum(faded(one.points, one.on, half_life, today=today) for one in contributions)
    penalty, helped = min(params.penalty_cap, strict), min(params.contribution_most, given)
    credit = waiting_credit(waiting, today=today, params=params)
    total = to_band(use * ONE // weight + penalty - credit - helped, params.band)
    return Standing(use, penalty, credit, helped, weight, total)


def faded(points: int, on: date, half_life: int, *, today: date) -> int:
    """What is left of points today, half up to a thousandth; what is still to come counts in full."""
    return (points * half_of(max(0, (today - on).days), half_life) + MILLION // 2) // MILLION


@lru_cache(maxsize=20_000)
def half_of(age_days: int, half_life: int) -> int:
    """2^(-age/half-life) in millionths, half up."""
    share = EXACT.power(Decimal(2), EXACT.divide(Decimal(-age_days), Decimal(half_life)))
    return int(EXACT.multiply(share, Decimal(MILLION)).to_integral_value(ROUND_HALF_UP))


def to_band(points: int, band: int) -> int:
    """The nearest band, half up; closer than that is a tie."""
    return (2 * points + band) // (2 * band) * band


def waiting_since(decided: Iterable[Decided]) -> date | None:
    """The first refusal in a contested round after the last contested grant; a grant of the same day comes last."""
    since: date | None = None
    for one in sorted(decided, key=lambda one: (one.on, one.is_granted)):
        if one.is_granted:
            since = None
        elif since is None:
            since = one.on
    return since


def waiting_credit(waiting: Waiting | None, *, today: date, params: Params) -> int:
    """So much for each full week the clock ran; it pauses when nothing new was asked for so many days."""
    if waiting is None:
        return 0
    marks = sorted({waiting.since, *(day for day in waiting.asked_on if waiting.since < day < today), today})
    marks = [day for day in marks if waiting.since <= day <= today]
    stop = timedelta(days=params.waiting_stops_after_days)
    ran = sum((min(later - day, stop) for day, later in pairwise(marks)), timedelta())
    return ran.days // 7 * params.waiting_points_a_week


def weight_of(active_people: int, params: Params) -> int:
    """The weight of a group; of linked groups take the largest member's people, never the sum."""
    return max(weight for people, weight in params.weights if active_people >= people)


def newcomers_charge(others: Iterable[int], *, weight: int) -> int:
    """What a newcomer starts with: the lower quartile of the active circles' use / weight, times its own weight."""
    levels = sorted(others)
    return levels[(len(levels) - 1) // 4] * weight // ONE if levels else 0


@dataclass(frozen=True)
class Cancelled:
    """The share of the charge that stays, in thousandths, and the penalty to add."""

    kept_share: int
    penalty: int


def cancelled(family: str, hours_before: int, *, is_contested: bool, is_taken: bool, params: Params) -> Cancelled:
    """What giving a grant back costs; `is_taken` when another circle got the units in the end."""
    if hours_before >= params.cancel_early_hours[family]:
        kept = params.cancel_early_kept_if_taken if is_taken else params.cancel_early_kept
        return Cancelled(kept if is_contested else 0, 0)
    kept = params.cancel_late_kept_if_taken if is_taken else params.cancel_late_kept
    return Cancelled(kept, params.cancel_late_penalty)


def late_penalty(days: int, *, failed_other: bool, params: Params) -> int:
    """For each started day late, up to a limit, and more if another's loan failed because of it."""
    points = min(params.late_most, days * params.late_points_a_day)
    return points + (params.late_failed_other if failed_other else 0)
