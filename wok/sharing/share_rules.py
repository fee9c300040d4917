"""What an association's points mean for its next request; pure. Points in thousandths."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from wok.kernel import standing as rule
from wok.kernel.small_groups import ENOUGH
from wok.kernel.standing import Params, Standing
from wok.kernel.values import dataclass

WEEKS = 104
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Counted:
    """What counts for and against one circle in one family."""

    family: str
    weight: int
    charges: Sequence[rule.Charge]
    penalties: Sequence[rule.Penalty]
    contributions: Sequence[rule.Contribution]
    waiting: rule.Waiting | None

    def on(self, day: date, params: Params) -> Standing:
        """Where it will stand on a day if it asks for nothing until then."""
        return rule.standing(
            self.family,
            weight=self.weight,
            charges=self.charges,
            penalties=self.penalties,
            contributions=self.contributions,
            waiting=self.waiting,
            today=day,
            params=params,
        )


@dataclass(frozen=True)
class Place:
    """Among the groups that asked lately: how many of a hundred come after, and when it is level with their middle."""

    after_us_of_100: int | None  # None: too few others to say
    level_on: date | None = None  # only of who stands behind three quarters of them


def place(ours: int, others: Sequence[int], at: Callable[[date], int], today: date) -> Place:
    """Where `ours` stands among `others`; `at` says how we shall stand on a later day."""
    if len(others) < ENOUGH:
        return Place(None)
    before, after = sum(one < ours for one in others), sum(one > ours for one in others)
    share = 100 * after // len(others) // 5 * 5
    if 4 * before < 3 * len(others):
        return Place(share)
    middle = sorted(others)[len(others) // 2]
    days = (today + WEEK * number for number in range(1, WEEKS + 1))
    return Place(share, next((day for day in days if at(day) <= middle), None))
