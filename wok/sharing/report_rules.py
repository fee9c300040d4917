"""The public report's figures, pure: from decided requests to what may be said of them (FAIRNESS.md 11).

A month, a size or a class is shown only with nobody or five circles behind it (kernel/small_groups.py). Only full
months are counted. "Contested" are requests for which there was too little; "served" got at least their least.

What was shown once stays as it was, whatever is corrected later. Sizes, classes and newcomers are told apart for half a
year or more at a time, made of whole lines of months: so two reports never overlap in part, every table of a half-year
has the same sums, and tables that have but their sums in common say nothing of one another's cells.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from wok.kernel import evenness, small_groups
from wok.kernel.small_groups import ENOUGH, Cell
from wok.kernel.values import dataclass

OFTEN = 3  # circles with fewer contested requests say nothing about how evenly was shared
MONTHS = 12
APART_MONTHS = 6
SIZES = ("up_to_25", "up_to_100", "above")
KLASSES = ("A", "B", "C", "D")
NEW, KNOWN = "new", "known"


@dataclass(frozen=True)
class Asked:
    """One decided request. `on`: when its wishes closed, or when it was asked; points in thousandths."""

    on: date
    circles: tuple[int, ...]  # the asking one first
    is_contested: bool
    is_served: bool
    asked_points: int = 0
    given_points: int = 0
    klass: str = "C"
    is_by_lot: bool = False
    idle: int = 0  # units that stayed on the shelf although this request could have had them


@dataclass(frozen=True)
class Party:
    """A circle as the report groups it: its size band, its weight in thousandths, whether an association is behind it."""

    size: str = SIZES[0]
    weight: int = 1000
    is_association: bool = True  # visitors who come to one lunch share for that one booking alone


@dataclass(frozen=True)
class Count:
    """So many asked; for so many there was too little; so many of those were served. `names`: what was put together."""

    names: tuple[str, ...]
    asked: int
    contested: int
    served: int

    @property
    def served_of_100(self) -> int | None:
        """Of a hundred that asked when there was too little."""
        return per_100(self.served, self.contested)


@dataclass(frozen=True)
class Evenness:
    """How evenly, among associations that asked often enough; waits in days."""

    circles: int
    jain_served: float
    jain_share: float
    gini: float
    lowest_tenth: float
    never_served: int
    wait_95: float
    wait_longest: int


@dataclass(frozen=True)
class Report:
    """One family's figures; `months` is empty while too few have asked.

    `ever`: all months that were ever shown, put together where few asked. `apart`: the months that `sizes`, `classes`
    and `newcomers` tell of.
    """

    ever: list[Count] = field(default_factory=list)
    months: list[Count] = field(default_factory=list)
    apart: tuple[str, ...] = ()
    total: Count = Count((), 0, 0, 0)
    sizes: list[Count] = field(default_factory=list)
    classes: list[Count] = field(default_factory=list)
    newcomers: list[Count] = field(default_factory=list)
    evenness: Evenness | None = None
    by_lot: int = 0
    idle: int = 0


def per_100(part: int, whole: int) -> int | None:
    """Of a hundred, half up; nothing of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def month_of(day: date) -> str:
    """ "2026-11"."""
    return f"{day.year:04}-{day.month:02}"


def months_between(first: date, today: date) -> list[str]:
    """The full months from that of `first` up to, but without, that of `today`."""
    numbers = range(first.year * 12 + first.month - 1, today.year * 12 + today.month - 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def groups_of(history: Iterable[Asked], before: Sequence[tuple[str, ...]], today: date) -> list[tuple[str, ...]]:
    """The full months that were not shown `before`, put together where too few asked."""
    by_month: dict[str, list[Asked]] = defaultdict(list)
    for one in history:
        by_month[month_of(one.on)].append(one)
    if not by_month:
        return []
    first = min(one.on for asked in by_month.values() for one in asked)
    shown = before[-1][-1] if before else ""
    months = [month for month in months_between(first, today) if month > shown]
    return small_groups.in_turn((month, _sides(by_month[month])) for month in months)


def _sides(asked: Sequence[Asked]) -> list[set[int]]:
    """Who asked when there was too little, and who when there was enough."""
    return [{who for one in asked if one.is_contested == side for who in one.circles} for side in (True, False)]


def report(history: Sequence[Asked], parties: Mapping[int, Party], today: date, before: Report) -> Report:
    """All figures of one family, from every request ever decided in it and the report `before`, which stays true."""
    new = groups_of(history, [one.names for one in before.ever], today)
    ever = [*before.ever, *(_count(group, _within(history, group)) for group in new)]
    last_year = set(_last_year(today))
    months = [one for one in ever if last_year.issuperset(one.names)]
    if not months:
        return Report(ever=ever)
    inside = [month for one in months for month in one.names]
    asked = _within(history, inside)
    scarce = [one for one in asked if one.is_contested]
    return Report(
        ever=ever,
        months=months,
        total=_total(months),
        evenness=_evenness(scarce, parties, today),
        by_lot=sum(one.is_by_lot for one in asked),
        idle=sum(one.idle for one in asked),
        **_told_apart(history, parties, [one.names for one in ever], before),
    )


def _within(history: Iterable[Asked], months: Iterable[str]) -> list[Asked]:
    inside = set(months)
    return [one for one in history if month_of(one.on) in inside]


def _last_year(today: date) -> list[str]:
    return months_between(date(today.year - 1, today.month, 1), today)


def _total(months: Sequence[Count]) -> Count:
    return Count(
        (), sum(one.asked for one in months), sum(one.contested for one in months), sum(one.served for one in months)
    )


def _told_apart(
    history: Sequence[Asked], parties: Mapping[int, Party], groups: Sequence[tuple[str, ...]], before: Report
) -> dict[str, Any]:
    """By size, class and who was new: as told before, or of a later half-year or more in which enough asked for it."""
    found = {name: getattr(before, name) for name in ("apart", "sizes", "classes", "newcomers")}
    months: list[str] = []
    for group in groups:
        if not before.apart or group[0] > before.apart[-1]:
            months += group
        if len(months) >= APART_MONTHS:
            told = _kinds(history, parties, months)
            if any(told.values()):
                found, months = {"apart": tuple(months), **told}, []
    return found


def _kinds(history: Sequence[Asked], parties: Mapping[int, Party], months: Sequence[str]) -> dict[str, list[Count]]:
    earlier = {who for one in history if month_of(one.on) < months[0] for who in one.circles}
    scarce = [one for one in _within(history, months) if one.is_contested]
    return {
        "sizes": _of_groups(SIZES, scarce, parties, lambda one: parties[one.circles[0]].size),
        "classes": _apart(KLASSES, scarce, lambda one: one.klass),
        "newcomers": _of_groups((NEW, KNOWN), scarce, parties, lambda one: KNOWN if one.circles[0] in earlier else NEW),
    }


def _of_groups(
    names: Sequence[str], scarce: Sequence[Asked], parties: Mapping[int, Party], kind: Callable[[Asked], str]
) -> list[Count]:
    """Visitors have no size, and no past; what is left to the sum are they, so they too must be nobody or enough."""
    visitors = {one.circles[0] for one in scarce if not parties[one.circles[0]].is_association}
    of_groups = [one for one in scarce if one.circles[0] not in visitors]
    return _apart(names, of_groups, kind) if small_groups.may_show(visitors) else []


def _count(names: tuple[str, ...], asked: Sequence[Asked]) -> Count:
    scarce = [one for one in asked if one.is_contested]
    return Count(names, len(asked), len(scarce), sum(one.is_served for one in scarce))


def _apart(names: Sequence[str], scarce: Sequence[Asked], kind: Callable[[Asked], str]) -> list[Count]:
    """The contested requests by kind; kinds of too few are put together, and one alone is the total: then none."""
    cells = [Cell((name,), frozenset(one.circles[0] for one in scarce if kind(one) == name)) for name in names]
    found = small_groups.merged(cells)
    if sum(bool(one.who) for one in found) < 2:
        return []
    return [_count(cell.names, [one for one in scarce if kind(one) in cell.names]) for cell in found]


def _evenness(scarce: Sequence[Asked], parties: Mapping[int, Party], today: date) -> Evenness | None:
    by_circle: dict[int, list[Asked]] = defaultdict(list)
    for one in scarce:
        for who in one.circles:
            if parties[who].is_association:
                by_circle[who].append(one)
    often = [who for who, asked in by_circle.items() if len(asked) >= OFTEN]
    if len(often) < ENOUGH:
        return None
    rates = [sum(one.is_served for one in by_circle[who]) / len(by_circle[who]) for who in often]
    use = {who: _points(asked, lambda one: one.given_points) for who, asked in by_circle.items()}
    wanted = {who: _points(asked, lambda one: one.asked_points) for who, asked in by_circle.items()}
    weights = {who: parties[who].weight / 1000 for who in by_circle}
    shares = evenness.fair_shares(sum(use.values()), wanted, weights)
    waits = [days for asked in by_circle.values() for days in _waits(asked, today)]
    return Evenness(
        circles=len(often),
        jain_served=evenness.jain(rates),
        jain_share=evenness.jain([min(1.0, use[who] / shares[who]) if shares[who] else 1.0 for who in often]),
        gini=evenness.gini(use[who] / weights[who] for who in often),
        lowest_tenth=evenness.lowest_tenth(rates),
        never_served=sum(1 for rate in rates if rate == 0),
        wait_95=evenness.at_95(waits),
        wait_longest=max(waits, default=0),
    )


def _points(asked: Iterable[Asked], of: Callable[[Asked], int]) -> float:
    """A joint request counts for each partner in equal parts."""
    return sum(of(one) / len(one.circles) for one in asked)


def _waits(asked: Iterable[Asked], today: date) -> list[int]:
    return evenness.waits(((one.on, one.is_served) for one in asked), today)
