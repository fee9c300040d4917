"""Noon stays noon: local wall time in Luxembourg, turned into UTC day by day (PROMISES B8)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.weekly import ClosedDays, Hours

WEDNESDAY, THURSDAY, SUNDAY = 2, 3, 6


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 3, 25), utc(2026, 3, 25, 11), id="Wednesday before 29 March 2026"),
        pytest.param(date(2026, 4, 1), utc(2026, 4, 1, 10), id="Wednesday after"),
        pytest.param(date(2026, 10, 21), utc(2026, 10, 21, 10), id="Wednesday before 25 October 2026"),
        pytest.param(date(2026, 10, 28), utc(2026, 10, 28, 11), id="Wednesday after it"),
        pytest.param(date(2027, 3, 28), utc(2027, 3, 28, 10), id="the very day in spring"),
        pytest.param(date(2027, 10, 31), utc(2027, 10, 31, 11), id="the very day in autumn"),
    ],
)
def test_noon_stays_noon(day, expected):
    assert weekly.instant(day, time(12)) == expected
    assert weekly.local_day(expected) == day and weekly.local_time(expected) == time(12)


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59, 59)])
def test_a_time_the_clocks_skip_is_refused_with_the_next_good_one(at):
    with pytest.raises(weekly.NoSuchTime) as refused:
        weekly.instant(date(2027, 3, 28), at)
    assert refused.value.next_good == utc(2027, 3, 28, 1)
    assert weekly.local_time(refused.value.next_good) == time(3)


@pytest.mark.parametrize("at", [time(1, 59), time(3)])
def test_the_times_around_the_skipped_hour_are_good(at):
    assert weekly.local_time(weekly.instant(date(2027, 3, 28), at)) == at


def test_a_time_that_exists_twice_asks_which():
    with pytest.raises(weekly.Ambiguous) as asked:
        weekly.instant(date(2026, 10, 25), time(2, 30))
    assert asked.value.first == utc(2026, 10, 25, 0, 30)
    assert asked.value.second == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (utc(2026, 11, 24, 22, 59), date(2026, 11, 24)),
        (utc(2026, 11, 24, 23), date(2026, 11, 25)),
        (utc(2026, 7, 1, 21, 59), date(2026, 7, 1)),
        (utc(2026, 7, 1, 22), date(2026, 7, 2)),
    ],
)
def test_the_date_is_luxembourgs_not_greenwichs(instant, day):
    assert weekly.local_day(instant) == day


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 11, 25), date(2026, 12, 9), [25, 2, 9], id="both ends included"),
        pytest.param(date(2026, 11, 26), date(2026, 12, 8), [2], id="within"),
        pytest.param(date(2026, 11, 26), date(2026, 12, 1), [], id="no Wednesday"),
        pytest.param(date(2026, 12, 9), date(2026, 11, 25), [], id="backwards"),
    ],
)
def test_every_wednesday_between_two_dates(first, last, expected):
    assert [day.day for day in weekly.dates(WEDNESDAY, first, last)] == expected


def test_the_change_over_days_last_23_and_25_hours():
    assert weekly.day_span(date(2026, 3, 29)).length == timedelta(hours=23)
    assert weekly.day_span(date(2026, 10, 25)).length == timedelta(hours=25)


def test_opening_hours_leave_out_closed_days_and_join_what_touches():
    hours = [
        Hours(WEDNESDAY, time(9), time(12)),
        Hours(WEDNESDAY, time(12), time(18)),
        Hours(THURSDAY, time(9), time(12)),
    ]
    closed = [ClosedDays(date(2026, 11, 26), date(2026, 12, 1))]
    spans = weekly.opening_spans(hours, closed, first=date(2026, 11, 23), last=date(2026, 12, 3))
    assert spans == [
        Span(utc(2026, 11, 25, 8), utc(2026, 11, 25, 17)),
        Span(utc(2026, 12, 2, 8), utc(2026, 12, 2, 17)),
        Span(utc(2026, 12, 3, 8), utc(2026, 12, 3, 11)),
    ]


@pytest.mark.parametrize(
    ("day", "starts", "ends", "length"),
    [
        pytest.param(date(2027, 3, 28), time(2, 15), time(4), 1, id="opens in the skipped hour"),
        pytest.param(date(2027, 3, 28), time(2, 15), time(2, 45), 0, id="all of it skipped"),
        pytest.param(date(2026, 10, 25), time(2), time(3), 2, id="the repeated hour is open twice"),
        pytest.param(date(2026, 10, 25), time(1), time(2, 30), 2.5, id="ends the second time"),
        pytest.param(date(2026, 10, 25), time(0), time(0), 25, id="until midnight"),
    ],
)
def test_opening_hours_on_the_nights_the_clocks_change(day, starts, ends, length):
    spans = weekly.opening_spans([Hours(SUNDAY, starts, ends)], [], first=day, last=day)
    assert sum((span.length for span in spans), timedelta()) == timedelta(hours=length)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.times())
def test_every_local_time_comes_back_or_says_why(day, at):
    try:
        assert weekly.local_time(weekly.instant(day, at)) == at
    except weekly.NoSuchTime as skipped:
        assert weekly.local_time(skipped.next_good) == time(3)
    except weekly.Ambiguous as twice:
        assert weekly.local_time(twice.first) == weekly.local_time(twice.second).replace(fold=0) == at
        assert twice.second - twice.first == timedelta(hours=1)
