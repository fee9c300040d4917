"""Pure rules of fair access: working days, until when each step is due, and what may be published of few reports."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from wok.kernel.small_groups import Cell, in_turn, merged
from wok.kernel.values import dataclass

STEPS = ("received", "answered", "talks", "decided", "follow_up", "closed")
ANSWER_DAYS = 5  # working days until the first answer
DECISION_DAYS = 30  # from the day the report came
FOLLOW_UP_DAYS = 20  # after the decision: did it hold? And as many until the report is closed
LONGEST_LOOK = 400  # days; a house that is closed for longer has other troubles
SATURDAY = 5


@dataclass(frozen=True)
class Since:
    """The days on which a report came and reached its present step."""

    received_on: date
    stepped_on: date


def after_working_days(day: date, count: int, is_closed: Callable[[date], bool]) -> date:
    """The day that is `count` working days after `day`: Monday to Friday, but for days on which the Wok is closed."""
    for step in range(1, LONGEST_LOOK):
        coming = day + timedelta(days=step)
        if coming.weekday() < SATURDAY and not is_closed(coming):
            count -= 1
        if count == 0:
            return coming
    return day + timedelta(days=LONGEST_LOOK)


def due_on(step: str, since: Since, is_closed: Callable[[date], bool]) -> date | None:
    """Until when the next step of a report is due; None once it is closed."""
    if step == "received":
        return after_working_days(since.received_on, ANSWER_DAYS, is_closed)
    if step in ("answered", "talks"):
        return after_working_days(since.received_on, DECISION_DAYS, is_closed)
    if step in ("decided", "follow_up"):
        return after_working_days(since.stepped_on, FOLLOW_UP_DAYS, is_closed)
    return None


@dataclass(frozen=True)
class Counted:
    """One report as it is counted: its number, the year, and what it is counted as."""

    case_id: int
    year: int
    kind: str


@dataclass(frozen=True)
class Line:
    """So many reports of these kinds, put together where one alone would be of too few."""

    kinds: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Years:
    """Finished years, put together until five reports stand behind them, and their reports by kind."""

    years: tuple[str, ...]
    total: int
    lines: tuple[Line, ...]


def published(reports: Iterable[Counted], kinds: Sequence[str], *, before: int) -> list[Years]:
    """Counts of the years before `before`, newest last; a later look never cuts them differently (kernel/small_groups.py).

    A year that is not over says nothing: two looks at it would tell what came in between.
    """
    known = [one for one in reports if one.year < before]
    if not known:
        return []
    span = range(min(one.year for one in known), before)
    steps = [(str(year), [{one.case_id for one in known if one.year == year}]) for year in span]
    return [_years(names, known, kinds) for names in in_turn(steps)]


def _years(names: tuple[str, ...], known: Sequence[Counted], kinds: Sequence[str]) -> Years:
    inside = [one for one in known if str(one.year) in names]
    cells = [Cell((kind,), frozenset(one.case_id for one in inside if one.kind == kind)) for kind in kinds]
    lines = tuple(Line(cell.names, len(cell.who)) for cell in merged([one for one in cells if one.who]))
    return Years(names, len(inside), lines)
