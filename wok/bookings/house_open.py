"""Whether somebody is at the house now: its weekly hours without the closed days (P22)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wok.bookings.series import running_closures
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays, Hours
from wok.web import house_hours
from wok.web.house import house

LOOKS_AHEAD = timedelta(weeks=6)


@dataclass(frozen=True)
class HouseNow:
    """Open until `closes_at`, or closed until `opens_at`; None where no opening is near. `week`: "9:00–12:00", Monday first."""

    closes_at: datetime | None
    opens_at: datetime | None
    week: list[tuple[int, str]]


def house_now(*, now: datetime) -> HouseNow | None:
    """How it stands now; None as long as staff have not written the hours."""
    hours = house_hours.read(house("weekly"))
    if not hours:
        return None
    first = weekly.local_day(now)
    last = first + LOOKS_AHEAD
    closed = [
        ClosedDays(one.first_on, one.last_on) for one in running_closures(first, last) if one.kind != "school_holiday"
    ]
    return _stands(hours, closed, now=now)


def _stands(hours: Sequence[Hours], closed: Sequence[ClosedDays], *, now: datetime) -> HouseNow:
    first = weekly.local_day(now)
    spans = [one for one in weekly.opening_spans(hours, closed, first=first, last=first + LOOKS_AHEAD) if now < one.end]
    is_open = bool(spans) and spans[0].start <= now
    return HouseNow(
        closes_at=spans[0].end if is_open else None,
        opens_at=spans[0].start if spans and not is_open else None,
        week=[(day, house_hours.said(hours, day).replace("-", "–")) for day in range(7)],
    )
