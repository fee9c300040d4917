"""When a colleague can be met: properties over both clock changes, and the cases people ask about."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.weekly import ClosedDays
from wok.team import rules
from wok.team.rules import Differs, Stretch

CHANGES = (date(2026, 10, 25), date(2027, 3, 28))
MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
times = some.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
pairs = some.tuples(times, times).filter(lambda pair: pair[0] < pair[1])


@some.composite
def weeks(draw):
    """A week around a clock change: hours, days that differ, closed days, busy spans."""
    first = draw(some.sampled_from(CHANGES)) - DAY * draw(some.integers(0, 4))
    last = first + DAY * draw(some.integers(0, 6))
    days = some.integers(0, 6).map(lambda count: first + DAY * count)
    stretches = some.builds(
        lambda day, pair, since: Stretch(day, *pair, since), some.integers(0, 6), pairs, some.none() | days
    )
    exceptions = some.builds(
        lambda kind, day, more, pair: Differs(kind, day, day + DAY * more, *(pair or (None, None))),
        some.sampled_from(("away", "ill", "extra")),
        days,
        some.integers(0, 3),
        some.none() | pairs,
    )
    closed = some.builds(lambda day, more: ClosedDays(day, day + DAY * more), days, some.integers(0, 2))
    busy = some.builds(
        lambda day, start, minutes: Span(
            weekly.day_span(day).start + timedelta(minutes=start),
            weekly.day_span(day).start + timedelta(minutes=start + minutes),
        ),
        days,
        some.integers(0, 1400),
        some.integers(1, 600),
    )
    lists = [draw(some.lists(kind, max_size=5)) for kind in (stretches, exceptions, closed, busy)]
    return (*lists, first, last)


def minutes(span):
    """Every quarter of an hour in a span."""
    at = span.start
    while at < span.end:
        yield at
        at += timedelta(minutes=15)


def is_present(at, stretches, exceptions):
    """Read the wall clock: within hours or extra hours, from the first time it shows their start to the last of their end."""
    day, clock = weekly.local_day(at), weekly.local_time(at)
    extra = [one for one in exceptions if one.kind == "extra" and one.starts and one.first_on <= day <= one.last_on]
    valid = [one for one in stretches if one.weekday == day.weekday() and (one.first_on or day) <= day]
    return any(one.starts <= clock < one.ends or _shown_twice(day, one, at) for one in (*valid, *extra))


def _shown_twice(day, one, at):
    """In the night the clocks go back nobody is sent away between two showings of one time."""
    if day not in CHANGES:
        return False
    shown = [
        instant for instant in minutes(weekly.day_span(day)) if weekly.local_time(instant) in (one.starts, one.ends)
    ]
    return len(shown) > 2 and shown[0] <= at < shown[-1]


@given(weeks())
def test_nobody_is_met_outside_their_hours_or_when_away_closed_or_busy(week):
    stretches, exceptions, closed, busy, first, last = week
    free = rules.open_spans(stretches, exceptions, closed, busy, first=first, last=last)
    assert all(one.end < after.start for one, after in pairwise(free))
    absent = [one for one in exceptions if one.kind != "extra"]
    for span in free:
        assert not any(span.overlaps(other) for other in busy)
        assert not any(span.overlaps(gone) for one in absent for gone in rules.away_spans(one, first=first, last=last))
        for at in minutes(span):
            assert first <= weekly.local_day(at) <= last
            assert not any(one.includes(weekly.local_day(at)) for one in closed)
            assert is_present(at, stretches, exceptions)


@given(weeks())
def test_free_and_taken_are_the_opening_hours(week):
    stretches, exceptions, closed, busy, first, last = week
    opening = rules.open_spans(stretches, exceptions, closed, [], first=first, last=last)
    free = rules.open_spans(stretches, exceptions, closed, busy, first=first, last=last)
    taken = [part for span in opening for other in weekly.join(busy) if (part := span.common(other))]
    assert sum((span.length for span in (*free, *taken)), timedelta()) == sum(
        (one.length for one in opening), timedelta()
    )


def local(spans):
    """Spans as people read them."""
    return [f"{weekly.local_time(span.start):%H:%M}-{weekly.local_time(span.end):%H:%M}" for span in spans]


NINE_TO_FIVE = [Stretch(weekday, time(9), time(17)) for weekday in range(5)]


@pytest.mark.parametrize(
    "differs, expected",
    (
        pytest.param(Differs("away", MONDAY, MONDAY), [], id="a day away"),
        pytest.param(Differs("ill", MONDAY, MONDAY, time(9), time(12)), ["12:00-17:00"], id="ill in the morning"),
        pytest.param(Differs("extra", MONDAY, MONDAY, time(17), time(19)), ["09:00-19:00"], id="longer in the evening"),
        pytest.param(Differs("extra", MONDAY, MONDAY), ["09:00-17:00"], id="extra without hours adds nothing"),
        pytest.param(Differs("away", MONDAY - DAY * 9, MONDAY - DAY), ["09:00-17:00"], id="back on Monday"),
    ),
)
def test_a_day_that_differs(differs, expected):
    assert local(rules.open_spans(NINE_TO_FIVE, [differs], [], [], first=MONDAY, last=MONDAY)) == expected


def test_being_away_wins_over_extra_hours_and_a_closed_day_over_both():
    extra = Differs("extra", MONDAY, MONDAY + DAY, time(18), time(20))
    away = Differs("away", MONDAY, MONDAY)
    closed = [ClosedDays(MONDAY + DAY, MONDAY + DAY)]
    assert rules.open_spans(NINE_TO_FIVE, [extra, away], closed, [], first=MONDAY, last=MONDAY + DAY) == []


def test_new_hours_hold_from_their_first_day_on():
    hours = [
        Stretch(0, time(9), time(12), last_on=MONDAY),
        Stretch(0, time(14), time(17), first_on=MONDAY + DAY),
    ]
    assert local(rules.open_spans(hours, [], [], [], first=MONDAY, last=MONDAY + DAY * 7)) == [
        "09:00-12:00",
        "14:00-17:00",
    ]


def test_the_night_the_clocks_go_back_is_an_hour_longer_and_forward_an_hour_shorter():
    night = [Stretch(6, time(1), time(4))]
    longer, shorter = (rules.open_spans(night, [], [], [], first=day, last=day) for day in CHANGES)
    assert [longer[0].length, shorter[0].length] == [timedelta(hours=4), timedelta(hours=2)]


def test_overlapping_hours_of_one_day_are_found():
    assert rules.faults(
        [Stretch(0, time(9), time(12)), Stretch(0, time(11), time(13)), Stretch(1, time(9), time(12))]
    ) == {0}
    assert rules.faults([Stretch(0, time(9), time(12)), Stretch(0, time(12), time(13))]) == set()
