"""Opening hours without closures and bookings: what is free, and how many units at once.

Pure, and its cost depends on what touches the asked span alone, never on years of history around it
(the queries hand in what overlaps; what lies outside is passed over here).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime

from wok.kernel.span import Span, join
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Taken:
    """A quantity taken over a span, buffers included."""

    span: Span
    quantity: int = 1


def free_spans(opening: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the opening hours once the taken spans are cut out, in order of start.

    Spans are half-open [start, end) in UTC; `opening` neither overlaps nor touches itself.
    Taken spans may overlap each other and reach beyond the opening hours.
    """
    if not opening:
        return []
    whole = Span(min(span.start for span in opening), max(span.end for span in opening))
    busy = join(span for span in taken if span.overlaps(whole))
    ends = [span.end for span in busy]
    free: list[Span] = []
    for span in sorted(opening):
        free += _rest(span, busy, bisect_right(ends, span.start))
    return free


def _rest(span: Span, busy: Sequence[Span], index: int) -> list[Span]:
    """What the joined `busy` spans from `index` on leave of `span`."""
    rest, start = [], span.start
    while index < len(busy) and busy[index].start < span.end:
        if start < busy[index].start:
            rest.append(Span(start, busy[index].start))
        start = busy[index].end
        index += 1
    if start < span.end:
        rest.append(Span(start, span.end))
    return rest


def peak(takings: Iterable[Taken], span: Span) -> int:
    """The most units taken at any instant of the span; 0 when nothing overlaps it."""
    changes: list[tuple[datetime, int]] = []
    for taking in takings:
        if taking.span.overlaps(span):
            changes += [(taking.span.start, taking.quantity), (taking.span.end, -taking.quantity)]
    changes.sort()  # at one instant what ends (negative) comes before what starts: spans are half-open
    units = most = 0
    for _at, change in changes:
        units += change
        most = max(most, units)
    return most


def peaks(takings: Iterable[Taken], spans: Sequence[Span]) -> list[int]:
    """`peak` for many spans in order, none overlapping the next, in one sweep: a year of days costs hardly more than one."""
    takings = list(takings)
    changes = [(one.span.start, one.quantity) for one in takings] + [(one.span.end, -one.quantity) for one in takings]
    changes.sort()
    found, units, at = [], 0, 0
    for span in spans:
        while at < len(changes) and changes[at][0] <= span.start:
            units += changes[at][1]
            at += 1
        most = units
        while at < len(changes) and changes[at][0] < span.end:
            units += changes[at][1]
            most = max(most, units)
            at += 1
        found.append(most)
    return found


def free_units(capacity: int, takings: Iterable[Taken], span: Span) -> int:
    """How many units are free during the whole span; never below 0, even when the capacity was lowered."""
    return max(0, capacity - peak(takings, span))
