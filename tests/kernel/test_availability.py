"""What is free, and how many units are taken at once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wok.kernel.availability import Taken, free_spans, free_units, peak, peaks
from wok.kernel.span import Span, join
from wok.kernel.weekly import Hours, opening_spans

EIGHT = datetime(2026, 11, 25, 8, tzinfo=UTC)


def hours(start: float, end: float) -> Span:
    return Span(EIGHT + timedelta(hours=start), EIGHT + timedelta(hours=end))


@pytest.mark.parametrize(
    ("opening", "taken", "free"),
    [
        pytest.param([], [hours(0, 1)], [], id="never open"),
        pytest.param([hours(0, 4)], [], [hours(0, 4)], id="nothing taken"),
        pytest.param([hours(0, 4)], [hours(1, 2), hours(1.5, 3)], [hours(0, 1), hours(3, 4)], id="taken overlap"),
        pytest.param([hours(0, 4), hours(6, 8)], [hours(3, 7)], [hours(0, 3), hours(7, 8)], id="across a break"),
        pytest.param([hours(0, 4)], [hours(-5, 9)], [], id="taken beyond the hours"),
        pytest.param([hours(0, 4)], [hours(4, 5), hours(-2, 0)], [hours(0, 4)], id="touching takes nothing"),
    ],
)
def test_what_is_left_of_the_opening_hours(opening, taken, free):
    assert free_spans(opening, taken) == free


@pytest.mark.parametrize(
    ("takings", "most"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([Taken(hours(0, 1), 3), Taken(hours(1, 2), 4)], 4, id="one after the other share"),
        pytest.param([Taken(hours(0, 2), 3), Taken(hours(1, 3), 4)], 7, id="at once add up"),
        pytest.param([Taken(hours(-3, 0), 9), Taken(hours(4, 5), 9)], 0, id="outside does not count"),
        pytest.param([Taken(hours(-3, 1), 2), Taken(hours(3, 9), 5)], 5, id="reaching in from both sides"),
    ],
)
def test_the_most_units_taken_at_any_instant(takings, most):
    assert peak(takings, hours(0, 4)) == most
    assert free_units(10, takings, hours(0, 4)) == 10 - most


def test_a_lowered_capacity_leaves_nothing_rather_than_less_than_nothing():
    assert free_units(2, [Taken(hours(0, 1), 5)], hours(0, 1)) == 0


near = st.tuples(st.integers(-20, 200), st.integers(1, 30)).map(lambda pair: hours(pair[0], pair[0] + pair[1]))
takings = st.lists(st.builds(Taken, near, st.integers(1, 9)), max_size=12)


@given(takings, st.lists(st.integers(1, 30), max_size=8), st.integers(-20, 60))
def test_many_spans_at_once_are_the_same_as_one_by_one(taken, lengths, begin):
    spans = []
    for length in lengths:  # every second one with a gap before it
        begin += length % 2
        spans.append(hours(begin, begin + length))
        begin += length
    assert peaks(taken, spans) == [peak(taken, span) for span in spans]


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19)], ids=["spring change", "autumn change"])
@given(st.data())
def test_free_and_taken_together_are_the_opening_hours(monday, data):
    weekly_hours = [Hours(day, time(1), time(23)) for day in range(7)]
    opening = opening_spans(weekly_hours, [], first=monday, last=monday + timedelta(days=7))
    shift = opening[0].start - EIGHT
    taken = [Span(span.start + shift, span.end + shift) for span in data.draw(st.lists(near, max_size=15))]
    free = free_spans(opening, taken)
    busy = [common for span in opening for one in taken if (common := span.common(one))]
    assert join(free + busy) == opening
    assert not any(one.overlaps(other) for one in free for other in busy)
    assert free == sorted(free)


@given(takings, near)
def test_the_peak_is_what_counting_each_hour_finds(several, span):
    instants = [span.start + timedelta(hours=count) for count in range(int(span.length / timedelta(hours=1)))]
    counted = [sum(one.quantity for one in several if one.span.contains(at)) for at in instants]
    assert peak(several, span) == max(counted)
