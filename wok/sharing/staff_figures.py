"""The rule's figures by name, as staff read and write them: points with decimals, shares in per cent, days, hours."""

from collections.abc import Mapping
from typing import Any

from flask_babel.speaklater import LazyString

from wok.kernel import published
from wok.kernel.standing import Params
from wok.kernel.values import dataclass
from wok.sharing.answers import say_points
from wok.sharing.staff_words import FAMILIES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

PER_CENT = 10  # thousandths


@dataclass(frozen=True)
class Figure:
    """One figure: its part of the parameters (`key` of a table of figures), its words, its unit and what it may be."""

    name: str
    words: LazyString
    unit: str  # points, percent, days, hours
    low: int
    high: int
    key: str = ""
    note: LazyString | None = None  # which one of several alike

    @property
    def field(self) -> str:
        """The form's name for it."""
        return f"{self.name}_{self.key}" if self.key else self.name

    def of(self, values: Mapping[str, Any]) -> int:
        """Its value in a plain set, as it is stored."""
        found = values[self.name]
        if isinstance(found, list):
            return int(found[int(self.key)][1])
        return int(found[self.key] if self.key else found)

    def say(self, value: int) -> str:
        """Its value in words."""
        if self.unit == "points":
            return say_points(value)
        if self.unit == "percent":
            return _("%(share)s %%", share=say_points(value * 100))
        if self.unit == "hours":
            return ngettext("%(num)s hour", "%(num)s hours", value)
        return ngettext("%(num)s day", "%(num)s days", value)


def _families(name: str, words: LazyString, unit: str, low: int, *, high: int) -> tuple[Figure, ...]:
    return tuple(Figure(name, words, unit, low, high, family, said) for family, said in FAMILIES.items())


GROUPS: tuple[tuple[LazyString, tuple[Figure, ...]], ...] = (
    (
        _l("How fast it fades"),
        (
            *_families("half_life_days", _l("After so many days a loan counts half"), "days", 7, high=730),
            Figure("penalty_half_life_days", _l("After so many days what went wrong counts half"), "days", 7, 730),
            Figure("uncontested_share", _l("A loan nobody else went without counts only"), "percent", 0, 1000),
        ),
    ),
    (
        _l("Waiting"),
        (
            Figure("waiting_points_a_week", _l("Points for each full week of waiting"), "points", 0, 5000),
            Figure(
                "waiting_stops_after_days", _l("The waiting stops counting without a new request after"), "days", 7, 730
            ),
        ),
    ),
    (
        _l("Head starts"),
        (
            *(
                Figure("classes", _l("Head start of class %(name)s", name=code), "points", -5000, 5000, code)
                for code in ("A", "B", "C", "D")
            ),
            Figure("coop_each", _l("For each further partner"), "points", 0, 5000),
            Figure("coop_most", _l("For partners, at most"), "points", 0, 5000),
            Figure("contribution_points", _l("For an hour given or a day lent"), "points", 0, 5000),
            Figure("contribution_most", _l("For what a group did for others, at most"), "points", 0, 5000),
            Figure("band", _l("Closer than this is a tie"), "points", 10, 1000),
        ),
    ),
    (
        _l("Size of the group"),
        (
            Figure("weights", _l("Up to 25 people"), "points", 100, 10000, "0"),
            Figure("weights", _l("26 to 100 people"), "points", 100, 10000, "1"),
            Figure("weights", _l("More than 100 people"), "points", 100, 10000, "2"),
        ),
    ),
    (
        _l("When something goes wrong"),
        (
            Figure("late_points_a_day", _l("Brought back late, for each day"), "points", 0, 5000),
            Figure("late_most", _l("Brought back late, at most"), "points", 0, 10000),
            Figure("late_failed_other", _l("More, when another loan failed because of it"), "points", 0, 5000),
            Figure("no_show_points", _l("Not collected"), "points", 0, 5000),
            Figure("penalty_cap", _l("All together at most"), "points", 0, 20000),
        ),
    ),
    (
        _l("Cancelling what was scarce"),
        (
            *_families("cancel_early_hours", _l("Early means so many hours before"), "hours", 0, high=2000),
            Figure("cancel_early_kept", _l("Early: so much still counts"), "percent", 0, 1000),
            Figure("cancel_early_kept_if_taken", _l("Early, and another group took it"), "percent", 0, 1000),
            Figure("cancel_late_kept", _l("Late: so much still counts"), "percent", 0, 1000),
            Figure("cancel_late_kept_if_taken", _l("Late, and another group took it"), "percent", 0, 1000),
            Figure("cancel_late_penalty", _l("Late: points besides"), "points", 0, 5000),
        ),
    ),
    (
        _l("Offers and loans"),
        (
            Figure("offer_hours", _l("An offer is kept for"), "hours", 1, 240),
            Figure("offer_hours_if_near", _l("An offer is kept, when it begins soon, for"), "hours", 1, 240),
            Figure("offer_near_days", _l("Soon means within"), "days", 0, 60),
            Figure("season_share", _l("A season round gives away at most"), "percent", 0, 1000),
            Figure("loan_days_most", _l("A loan lasts at most"), "days", 1, 60),
            Figure("newcomer_active_days", _l("A new group is compared with groups active within"), "days", 7, 730),
        ),
    ),
)
FIGURES = tuple(one for _words, group in GROUPS for one in group)


def plain(params: Params) -> dict[str, Any]:
    """The parameters as stored."""
    return published.values_of(params)


def put(figure: Figure, value: int, values: dict[str, Any]) -> None:
    """Set one figure in a plain set."""
    found = values[figure.name]
    if isinstance(found, list):
        found[int(figure.key)][1] = value
    elif figure.key:
        found[figure.key] = value
    else:
        values[figure.name] = value


@dataclass(frozen=True)
class Difference:
    """One figure before and after."""

    figure: Figure
    before: int
    after: int


def differences(before: Params, after: Params) -> list[Difference]:
    """What a new set changes, in the order of the page."""
    old, new = plain(before), plain(after)
    return [Difference(one, one.of(old), one.of(new)) for one in FIGURES if one.of(old) != one.of(new)]
