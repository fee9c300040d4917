"""Span: a half-open stretch of time [start, end) in UTC. What ends at 14:00 leaves 14:00 free."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from wok.kernel.values import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """From `start` up to, but without, `end`. Ordered by start, then end.

    Any aware instant is taken and kept in UTC. Raises ValueError for naive, empty or backward spans.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware instants; say which zone they are in")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError("a span ends after it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts, in real time."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """True when an instant belongs to both; spans that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """True from the start on, false from the end on."""
        return self.start <= instant < self.end

    def covers(self, other: "Span") -> bool:
        """True when all of `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def common(self, other: "Span") -> "Span | None":
        """The stretch that belongs to both, or None."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

    def cut(self, busy: "Span") -> list["Span"]:
        """What is left of this span without `busy`: none, one or two spans, in order."""
        if not self.overlaps(busy):
            return [self]
        rest = []
        if self.start < busy.start:
            rest.append(Span(self.start, busy.start))
        if busy.end < self.end:
            rest.append(Span(busy.end, self.end))
        return rest

    def widened(self, *, before: timedelta, after: timedelta) -> "Span":
        """This span with set-up before and clean-up after it."""
        return Span(self.start - before, self.end + after)


def join(spans: Iterable[Span]) -> list[Span]:
    """The same instants in as few spans as possible, in order: what overlaps or touches becomes one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            if span.end > joined[-1].end:
                joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
