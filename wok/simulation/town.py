"""A year of an invented town: who there is, and who wishes for what when. The same seed gives the same town."""

import random
from datetime import date, timedelta

from wok.kernel.rounds import Pool
from wok.kernel.values import dataclass

MONDAY = date(2026, 1, 5)
WEEKS = 52
SEASON = (0.4, 0.5, 0.7, 0.9, 1.6, 1.9, 1.7, 0.6, 1.1, 0.9, 0.7, 1.5)
"""How busy each month is: May to July and December."""
POOLS = (
    Pool("tents", 10, 3, 2),
    Pool("tables", 40, 10, 2, 5),
    Pool("benches", 80, 20, 2, 10),
    Pool("sound", 3, 1, 2),
    Pool("projectors", 4, 1, 2),
    Pool("grills", 2, 1, 2),
    Pool("cups", 20, 5, 2),
)
WANTED = {"tents": 26, "sound": 16, "tables": 20, "benches": 14, "projectors": 10, "grills": 7, "cups": 7}


@dataclass(frozen=True)
class Size:
    """Of a kind of circle: how many there are, requests a year, how large, how many days ahead they ask, weight."""

    name: str
    many: int
    a_year: int
    needs: float
    lead_days: int
    weight: int


SIZES = (
    Size("large", 6, 35, 1.7, 95, 1500),
    Size("middle", 18, 19, 1.0, 55, 1250),
    Size("small", 36, 11, 0.7, 38, 1000),
)
NEWCOMERS, NEWCOMERS_LEAD, LEAD_SPREAD = 8, 28, 18


@dataclass(frozen=True)
class Group:
    """A circle of the town."""

    name: str
    size: Size
    joins_in_week: int = 0
    exaggerates: float = 1.0
    misses: float = 0.0
    """The share of its loans it does not come for."""


@dataclass(frozen=True)
class Wish:
    """A loan wished for: the true need and the least that is useful, and what is asked for, which may be more."""

    id: str
    group: str
    pool: str
    first_on: date
    days: int
    need: int
    least: int
    asked: int
    asked_least: int
    lead_days: int
    klass: str
    is_missed: bool = False

    @property
    def asked_on(self) -> date:
        return self.first_on - timedelta(self.lead_days)

    @property
    def slots(self) -> range:
        return range(self.first_on.toordinal(), self.first_on.toordinal() + self.days)


@dataclass(frozen=True)
class Town:
    seed: int
    groups: dict[str, Group]
    wishes: tuple[Wish, ...]


def make(seed: int, demand: float = 1.0) -> Town:
    """The town of a seed; `demand` multiplies how often everybody asks."""
    chance = random.Random(f"town {seed}")
    groups = _groups(chance)
    wishes = [wish for group in groups.values() for wish in _wishes(group, chance, demand)]
    return Town(seed, groups, tuple(sorted(wishes, key=lambda wish: wish.id)))


def _groups(chance: random.Random) -> dict[str, Group]:
    sizes = [size for size in SIZES for _one in range(size.many)]
    young = set(chance.sample(range(SIZES[0].many, len(sizes)), NEWCOMERS))
    groups = [
        Group(
            f"{size.name}-{at:02}",
            size,
            joins_in_week=chance.randint(13, 39) if at in young else 0,
            exaggerates=1.7 if chance.random() < 1 / 5 else 1.0,
            misses=0.25 if chance.random() < 1 / 8 else 0.0,
        )
        for at, size in enumerate(sizes)
    ]
    return {group.name: group for group in groups}


def _wishes(group: Group, chance: random.Random, demand: float) -> list[Wish]:
    share = (WEEKS - group.joins_in_week) / WEEKS
    many = int(group.size.a_year * chance.lognormvariate(0, 0.45) * share * demand + chance.random())
    weeks = range(group.joins_in_week, WEEKS)
    busy = [SEASON[(MONDAY + timedelta(weeks=week, days=4)).month - 1] for week in weeks]
    return [_wish(group, at, week, chance) for at, week in enumerate(chance.choices(weeks, busy, k=many))]


def _wish(group: Group, at: int, week: int, chance: random.Random) -> Wish:
    pool = chance.choices(POOLS, [WANTED[one.id] for one in POOLS])[0]
    days = chance.randint(1, 3)
    first_on = MONDAY + timedelta(weeks=week, days=chance.randint(3, 7 - days))
    need = _whole(pool.q_ref * group.size.needs * chance.lognormvariate(0, 0.4), pool)
    least = _whole(need * chance.choice((0.5, 0.7, 1.0)), pool)
    mean = NEWCOMERS_LEAD if group.joins_in_week else group.size.lead_days
    lead = max(1, round(chance.gauss(mean, LEAD_SPREAD)))
    asked = _whole(need * group.exaggerates, pool)
    klass = chance.choices("ABC", (30, 28, 42))[0]
    is_missed = chance.random() < group.misses
    name = f"{group.name}/{at:03}"
    return Wish(name, group.name, pool.id, first_on, days, need, least, asked, least, lead, klass, is_missed)


def _whole(units: float, pool: Pool) -> int:
    """Whole packs, at least one, at most all."""
    return min(pool.capacity, max(1, round(units / pool.lot)) * pool.lot)
