"""Spans are half-open stretches of real time."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wok.kernel.span import Span, join

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def hours(start: float, end: float) -> Span:
    return Span(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: hours(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(hours(0, 2), hours(2, 4), False, id="touching leaves 14:00 free"),
        pytest.param(hours(0, 2), hours(1, 3), True, id="overlapping"),
        pytest.param(hours(0, 4), hours(1, 2), True, id="inside"),
        pytest.param(hours(0, 1), hours(3, 4), False, id="apart"),
    ],
)
def test_what_ends_at_two_leaves_two_free(one, other, expected):
    assert one.overlaps(other) is other.overlaps(one) is expected


@pytest.mark.parametrize(
    ("busy", "rest"),
    [
        pytest.param(hours(1, 2), [hours(0, 1), hours(2, 4)], id="in the middle"),
        pytest.param(hours(-1, 1), [hours(1, 4)], id="at the beginning"),
        pytest.param(hours(3, 9), [hours(0, 3)], id="at the end"),
        pytest.param(hours(-1, 9), [], id="all of it"),
        pytest.param(hours(4, 9), [hours(0, 4)], id="touching"),
    ],
)
def test_a_busy_stretch_is_cut_out(busy, rest):
    assert hours(0, 4).cut(busy) == rest


@pytest.mark.parametrize(
    ("start", "end"),
    [(NOON.replace(tzinfo=None), NOON), (NOON, NOON), (NOON, NOON - timedelta(1))],
    ids=["naive", "empty", "backwards"],
)
def test_naive_empty_and_backward_spans_are_refused(start, end):
    with pytest.raises(ValueError):
        Span(start, end)


def test_a_span_is_kept_in_utc_whatever_zone_it_came_in():
    there = timezone(timedelta(hours=5))
    span = Span(NOON.astimezone(there), (NOON + timedelta(hours=1)).astimezone(there))
    assert span == hours(0, 1) and span.start.tzinfo is UTC
    assert span.length == timedelta(hours=1)


def test_the_end_is_outside_and_the_start_inside():
    assert hours(0, 1).contains(NOON) and not hours(0, 1).contains(NOON + timedelta(hours=1))


@given(st.lists(spans))
def test_joined_spans_are_in_order_and_never_touch(several):
    joined = join(several)
    assert all(a.end < b.start for a, b in pairwise(joined))
    assert all(any(whole.covers(span) for whole in joined) for span in several)


@given(spans, spans)
def test_cut_and_common_together_are_the_span(one, other):
    common = one.common(other)
    parts = one.cut(other) + ([common] if common else [])
    assert sum((part.length for part in parts), timedelta()) == one.length
    assert join(parts) == [one]
