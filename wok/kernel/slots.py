"""When a meeting can begin: what is free, cut into starts on a raster of the local clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from wok.kernel.span import Span
from wok.kernel.values import dataclass

MINUTE = timedelta(minutes=1)
HOUR_MINUTES = 60


@dataclass(frozen=True)
class Buffers:
    """Minutes that must be free before and after a meeting; nobody sees them."""

    before: int = 0
    after: int = 0


NONE = Buffers()


def starts(free: Iterable[Span], minutes: int, *, raster: int = 15, buffers: Buffers = NONE) -> list[datetime]:
    """Every instant at which a meeting of `minutes` can begin, buffers included, within one of the `free` spans.

    `free` is in order and does not overlap. The raster counts from the full hour of Luxembourg's clocks, which
    differ from UTC by whole hours; so it must divide an hour, and it holds across both clock changes. The
    result is in order, in UTC. Raises ValueError for another raster or a meeting without length.
    """
    if raster < 1 or HOUR_MINUTES % raster:
        raise ValueError("the raster must divide an hour")
    if minutes < 1 or buffers.before < 0 or buffers.after < 0:
        raise ValueError("a meeting lasts at least a minute, a buffer is not negative")
    step, before = raster * MINUTE, buffers.before * MINUTE
    behind = (minutes + buffers.after) * MINUTE
    found: list[datetime] = []
    for span in free:
        start, last = _on_raster(span.start + before, raster), span.end - behind
        while start <= last:
            found.append(start)
            start += step
    return found


def occupied(start: datetime, minutes: int, buffers: Buffers = NONE) -> Span:
    """What a meeting that begins at `start` takes, buffers included."""
    return Span(start - buffers.before * MINUTE, start + (minutes + buffers.after) * MINUTE)


def _on_raster(at: datetime, raster: int) -> datetime:
    """The first instant on the raster at or after `at`."""
    whole = at.replace(minute=at.minute - at.minute % raster, second=0, microsecond=0)
    return whole if whole == at else whole + raster * MINUTE
