"""When a meeting can begin: never outside, never over what is taken, on the raster of the local clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wok.kernel import availability, slots, weekly
from wok.kernel.slots import Buffers
from wok.kernel.span import Span, join
from wok.kernel.weekly import Hours

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
DAYS = [SPRING, AUTUMN, date(2026, 11, 24)]
minutes_of_day = st.integers(0, 24 * 60 - 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return weekly.instant(day, time(hour, minute))


def clocks(found: list[datetime]) -> list[str]:
    return [f"{one.astimezone(weekly.ZONE):%H:%M}" for one in found]


def test_a_morning_gives_a_start_each_quarter_until_the_meeting_no_longer_fits():
    day = date(2026, 11, 24)
    assert clocks(slots.starts([Span(at(day, 9), at(day, 10))], 30)) == ["09:00", "09:15", "09:30"]


def test_buffers_must_be_free_too():
    day = date(2026, 11, 24)
    found = slots.starts([Span(at(day, 9), at(day, 10))], 30, buffers=Buffers(10, 5))
    assert clocks(found) == ["09:15"]


def test_hours_that_begin_off_the_raster_give_starts_on_it():
    day = date(2026, 11, 24)
    assert clocks(slots.starts([Span(at(day, 9, 10), at(day, 10))], 20)) == ["09:15", "09:30"]


def test_the_night_the_clocks_jump_has_no_start_in_the_missing_hour():
    found = slots.starts([Span(at(SPRING, 1), at(SPRING, 4))], 30, raster=30)
    assert clocks(found) == ["01:00", "01:30", "03:00", "03:30"]


def test_the_night_the_clocks_fall_back_has_the_repeated_hour_twice():
    found = slots.starts([Span(at(AUTUMN, 1), at(AUTUMN, 4))], 60, raster=60)
    assert clocks(found) == ["01:00", "02:00", "02:00", "03:00"]


@pytest.mark.parametrize(("minutes", "raster"), [(30, 7), (30, 0), (30, 90), (0, 15)])
def test_a_raster_that_does_not_divide_the_hour_is_refused(minutes: int, raster: int):
    with pytest.raises(ValueError, match=r"raster|lasts"):
        slots.starts([], minutes, raster=raster)


@st.composite
def days_with_bookings(draw):
    """A day's opening hours and what is taken of them, on an ordinary day and on both nights of change."""
    day = draw(st.sampled_from(DAYS))
    hours = []
    for _number in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.lists(minutes_of_day, min_size=2, max_size=2, unique=True)))
        hours.append(Hours(day.weekday(), time(*divmod(start, 60)), time(*divmod(end, 60))))
    midnight = weekly.day_span(day).start
    taken = []
    for _number in range(draw(st.integers(0, 4))):
        begins = midnight + timedelta(minutes=draw(minutes_of_day))
        taken.append(Span(begins, begins + timedelta(minutes=draw(st.integers(5, 180)))))
    return weekly.opening_spans(hours, [], first=day, last=day), taken


@settings(deadline=None, max_examples=60)
@given(
    days_with_bookings(),
    st.integers(5, 120),
    st.sampled_from([5, 10, 15, 20, 30, 60]),
    st.builds(Buffers, st.integers(0, 30), st.integers(0, 30)),
)
def test_starts_are_exactly_those_that_fit(day, minutes: int, raster: int, buffers: Buffers):
    opening, taken = day
    free = availability.free_spans(opening, taken)
    assert join([*free, *(part for span in opening for one in taken if (part := span.common(one)))]) == join(opening)

    found = slots.starts(free, minutes, raster=raster, buffers=buffers)
    assert found == sorted(set(found))
    for start in found:
        whole = slots.occupied(start, minutes, buffers)
        assert start.tzinfo is UTC
        assert start.astimezone(weekly.ZONE).minute % raster == 0
        assert any(span.covers(whole) for span in opening)
        assert not any(whole.overlaps(one) for one in taken)
    if opening:
        first = opening[0].start.replace(minute=0)
        every = range(0, int((opening[-1].end - first).total_seconds() // 60), raster)
        fitting = [
            start
            for start in (first + timedelta(minutes=one) for one in every)
            if any(span.covers(slots.occupied(start, minutes, buffers)) for span in free)
        ]
        assert found == fitting
