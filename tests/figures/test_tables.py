"""Tables of figures, without a database: what is hidden follows what it is made of, and periods are as the calendar has them."""

from datetime import date

import pytest

from wok.figures import periods, tables
from wok.figures.tables import SUM, Table
from wok.kernel.cells import Sum


def shown(table: Table) -> dict[tuple[str, str], int | None]:
    grid = tables.read(tables.stored(tables.public(table)))
    return {spot: one.least if one.is_whole else None for spot, one in grid.cells.items()}


def test_hours_are_hidden_with_the_helpers_who_gave_them():
    counts = {("party", "helpers"): 2, ("party", "hours"): 600, ("course", "helpers"): 9, ("course", "hours"): 900}
    found = shown(
        Table("helpers", ("party", "course", "outing"), ("helpers", "hours"), counts, behind={"hours": "helpers"})
    )

    assert found["party", "hours"] is None and found["course", "hours"] is None
    assert found[SUM, "helpers"] == 11 and found[SUM, "hours"] == 1500


def test_many_requests_of_few_groups_are_hidden_too():
    counts = {("granted", "room"): 40, ("refused", "room"): 30, ("granted", "equipment"): 50}
    groups = {
        ("granted", "room"): {1, 2},
        ("refused", "room"): set(range(9)),
        ("granted", "equipment"): set(range(20)),
    }
    table = Table("requests", ("granted", "refused"), ("equipment", "room"), counts, is_crossed=True, groups=groups)

    assert shown(table)["granted", "room"] is None and shown(table)[SUM, SUM] == 120


def test_dates_anybody_can_count_on_the_agenda_are_never_hidden():
    table = Table("places", ("n1", "n2"), ("dates",), {("n1", "dates"): 1}, open=frozenset({"dates"}))
    assert shown(table) == {("n1", "dates"): 1, ("n2", "dates"): 0, (SUM, "dates"): 1}


def test_quarters_together_say_no_more_than_each_of_them():
    spring = Table("lunches", ("signed", "walk_in"), ("people",), {("signed", "people"): 90, ("walk_in", "people"): 2})
    summer = Table("lunches", ("signed", "walk_in"), ("people",), {("signed", "people"): 80, ("walk_in", "people"): 20})
    both = tables.together([tables.public(spring), tables.public(summer)])

    assert both.at("signed", "people") == Sum(80, is_whole=False)
    assert both.at("walk_in", "people") == Sum(20, is_whole=False)
    assert both.at(SUM, "people") == Sum(192, is_whole=True)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_from_its_code(code: str, first: date, last: date):
    found = periods.read(code)
    assert found and (found.first, found.last, found.code) == (first, last, code)


def test_only_quarters_that_are_over_for_two_weeks_are_closed():
    found = list(periods.closed_quarters(date(2025, 11, 3), date(2026, 7, 14)))
    assert [one.code for one in found] == ["2025-Q4", "2026-Q1"]
    assert periods.quarters_in(periods.year_of(date(2026, 5, 1))) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert not periods.read("2026-Q5") and not periods.read("2026-H3") and not periods.read("2026-13")
