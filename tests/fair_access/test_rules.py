"""Working days and published counts, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wok.fair_access import rules
from wok.fair_access.words import KINDS

CHRISTMAS = (date(2026, 12, 25), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("step", "received", "stepped", "due"),
    [
        pytest.param("received", date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 23), id="five days, a weekend"),
        pytest.param("received", date(2026, 12, 21), date(2026, 12, 21), date(2026, 12, 29), id="Christmas between"),
        pytest.param("received", date(2026, 11, 21), date(2026, 11, 21), date(2026, 11, 27), id="on a Saturday"),
        pytest.param("talks", date(2026, 10, 1), date(2026, 10, 20), date(2026, 11, 12), id="thirty from the report"),
        pytest.param("decided", date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 29), id="twenty from the decision"),
        pytest.param("closed", date(2026, 9, 1), date(2026, 10, 1), None, id="nothing once closed"),
    ],
)
def test_each_step_is_due_in_working_days(step, received, stepped, due):
    assert rules.due_on(step, rules.Since(received, stepped), CHRISTMAS.__contains__) == due


def test_a_house_that_is_always_closed_still_has_a_day():
    assert rules.after_working_days(date(2026, 1, 1), 5, lambda _day: True) > date(2027, 1, 1)


reports = st.lists(st.tuples(st.integers(2020, 2026), st.sampled_from(list(KINDS))), max_size=60)


@given(reports)
def test_no_published_number_stands_for_fewer_than_five(found):
    counted = [rules.Counted(number, year, kind) for number, (year, kind) in enumerate(found)]
    for group in rules.published(counted, tuple(KINDS), before=2026):
        assert (group.total >= 5 or not group.total) and all(line.count >= 5 for line in group.lines)
        assert not group.lines or sum(line.count for line in group.lines) == group.total


@given(reports, st.integers(2021, 2026))
def test_a_later_look_tells_the_same_of_earlier_years(found, year):
    counted = [rules.Counted(number, one, kind) for number, (one, kind) in enumerate(found)]
    known = [one for one in counted if one.year < year]
    earlier, later = (rules.published(some, tuple(KINDS), before=year) for some in (known, counted))
    assert earlier == later == rules.published(counted, tuple(KINDS), before=2027)[: len(earlier)]
