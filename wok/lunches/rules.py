"""Pure decisions of the Wednesday lunch: who is asked again, how many to cook for."""

from dataclasses import field
from datetime import date, datetime, time, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

STANDING_WEEKS = 8
NO_SHOWS_THAT_COUNT = 2
AFTERWARDS = timedelta(hours=3)


@dataclass(frozen=True)
class Party:
    """Who comes: adults and children take seats, prams take room beside the table."""

    adults: int
    children: int = 0
    prams: int = 0
    diets: dict[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    note: str = ""

    @property
    def seats(self) -> int:
        """Seats at the table."""
        return self.adults + self.children


def standing_until(*, now: datetime) -> datetime:
    """Every Wednesday is asked again after eight weeks."""
    return now + timedelta(weeks=STANDING_WEEKS)


def must_reconfirm(no_shows: int) -> bool:
    """Two no-shows in eight weeks: the next RSVP must be re-confirmed on Tuesday, nothing harsher."""
    return no_shows >= NO_SHOWS_THAT_COUNT


@dataclass(frozen=True)
class WeeklyRule:
    """The weekly lunch as staff ask for it, from a local day on."""

    weekday: int
    starts_local: time
    ends_local: time
    capacity: int
    from_on: date

    def span_on(self, day: date) -> Span:
        """The lunch on a local day; a time the clocks skip becomes the next one. Raises ValueError when nothing is left."""
        return Span(weekly.nearest(day, self.starts_local), weekly.nearest(day, self.ends_local, late=True))


@dataclass(frozen=True)
class Expected:
    """How many the kitchen cooks for, as a range."""

    low: int
    high: int


def expected(booked: int, past: list[tuple[int, int]]) -> Expected:
    """The range of people to cook for, from what came of what was booked on the last dates.

    `past` holds (booked, came with walk-ins) of up to eight past lunches. The low end takes the lowest
    share seen, the high end the highest; without history 85 % to 110 %. Never below zero.
    """
    shares = sorted(came / booked_then for booked_then, came in past if booked_then)
    low, high = (shares[0], shares[-1]) if len(shares) >= 3 else (0.85, 1.1)
    return Expected(int(booked * low), max(booked, -(-int(booked * high * 100) // 100)))
