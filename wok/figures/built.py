"""The tables of what was counted (`tally.py`): which lines and columns each has, and what of it everybody may see."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from wok.events.words import KINDS
from wok.figures import waits
from wok.figures.house_reads import FAMILIES, OUTCOMES
from wok.figures.tables import Spot, Table
from wok.figures.tally import NO_PLACE, Sums
from wok.oncall.words import TOPICS
from wok.people.spoken import SPOKEN
from wok.skills.words import SKILLS
from wok.team.words import SPOKEN as SPOKEN_HERE

NOWHERE = "nowhere"  # no neighbourhood was said
OPEN = frozenset({"dates", "hours"})


def tables(sums: Sums, place: int | None, places: Sequence[int], rooms: Sequence[int]) -> list[Table]:
    """Of one neighbourhood, or of all `places`."""
    here = [f"n{number}" for number in places if place in (None, number)] + ([] if place else [NOWHERE])
    return [*_of_events(sums, here), *_of_the_house(sums, rooms), *_waits(sums, place)]


def _of_events(sums: Sums, here: Sequence[str]) -> list[Table]:
    measures, done = ("dates", "hours"), sums.of("activities")
    quarters = sums.of("quarters")
    attended: Counter[Spot] = Counter()
    held: Counter[Spot] = Counter()
    for (number, (kind, _people)), people in sums.by_place("attendance").items():
        attended[_code(number), kind] += people
    for (number, (_kind, measure)), many in sums.by_place("activities").items():
        held[_code(number), measure] += many
    kinds = [kind for kind in KINDS if (kind, "dates") in done] or list(KINDS)
    # Where no date was held, everybody knows that nobody came.
    known = frozenset({(where, kind) for where in here for kind in kinds} - set(attended))
    helpers = sums.of("helpers")
    return [
        Table("activities", [*KINDS, "lunch", "oncall"], measures, {**done, **sums.of("house")}, open=OPEN),
        Table("places", here, measures, held, open=OPEN),
        Table("attendance", here, kinds, attended, is_crossed=True, known=known),
        Table("newcomers", ("first_time", "known"), ("people",), sums.of("newcomers")),
        Table("spoken", list(SPOKEN), ("dates",), sums.of("spoken"), has_total=False, open=OPEN),
        Table("quarters", sorted({row for row, _measure in quarters}), measures, quarters, open=OPEN),
        Table("helpers", list(KINDS), ("helpers", "hours"), helpers, behind={"hours": "helpers"}),
    ]


def _code(number: int) -> str:
    return NOWHERE if number == NO_PLACE else f"n{number}"


def _of_the_house(sums: Sums, rooms: Sequence[int]) -> list[Table]:
    spoken, helped, matters = [*SPOKEN_HERE, "else"], ("interpreted", "not_interpreted"), sums.of("matters")
    # What became of requests is public in "How we share" alone: the same things counted in two ways tell on few.
    asked = Table("requests", OUTCOMES, FAMILIES, sums.of("requests"), is_crossed=True, is_public=False)
    by_matter = sorted({row for row, _state in matters}, key=lambda one: int(one[1:]))
    return [
        Table("lunches", ("signed", "walk_in"), ("people",), sums.of("lunches")),
        Table("visits", list(TOPICS), spoken, sums.of("visits"), is_crossed=True),
        Table("interpreting", spoken, helped, sums.of("interpreting"), is_crossed=True),
        Table("matters", by_matter, ("meetings", "cancelled"), matters, is_public=False),
        asked,
        _rooms(sums, rooms),
        _skills(sums),
    ]


def _rooms(sums: Sums, rooms: Sequence[int]) -> Table:
    """Every room has its line: that one was left out would say that nobody used it."""
    columns, staff = ("uses", "hours", "expected"), frozenset({"expected"})
    groups = sums.groups("rooms")
    return Table(
        *("rooms", [f"r{number}" for number in rooms], columns, sums.of("rooms")),
        behind={"hours": "uses"},
        groups=groups,
        for_staff=staff,
    )


def _skills(sums: Sums) -> Table:
    groups, columns = sums.groups("skills"), ("times", "hours")
    return Table("skills", list(SKILLS), columns, sums.of("skills"), behind={"hours": "times"}, groups=groups)


def _waits(sums: Sums, place: int | None) -> list[Table]:
    """Those who walk in say no association: of a neighbourhood nothing is known."""
    minutes: dict[int, int] = defaultdict(int)
    for (length, _people), number in sums.of("waits").items():
        minutes[int(length)] += number
    return [] if place else waits.tables(minutes)
