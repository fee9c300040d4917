"""The rooms of today for S1: who is expected, keys, who is here; the next hour first."""

from datetime import datetime, timedelta

from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.space import door_services, queries
from wok.space.models import SpaceUse

HOUR = timedelta(hours=1)
LINES = 3  # the page must not scroll for the next hour; the rooms' own page has them all


@dataclass(frozen=True)
class RoomLine:
    """One use and what can be done with it now."""

    use: SpaceUse
    may_arrive: bool
    needs_keys: bool
    owes_keys: bool

    @property
    def who(self) -> str:
        """The association, or what the Wok does there itself."""
        booking = self.use.booking
        if self.use.is_own:
            return self.use.activity
        return booking.association.name if booking.association else booking.contact_name


@dataclass(frozen=True)
class RoomsToday:
    """Uses that begin within the hour, run, or still have our keys; how many there are besides; the next one."""

    now: list[RoomLine]
    more: int
    later: SpaceUse | None

    @property
    def is_quiet(self) -> bool:
        """Nobody uses a room today."""
        return not (self.now or self.more)


def rooms(*, now: datetime) -> RoomsToday:
    """One statement."""
    span = weekly.day_span(weekly.local_day(now))
    today = queries.uses(span.start, span.end, statuses=queries.TAKES)
    lines = [_line(one, now=now) for one in today if one.booking.starts_at <= now + HOUR]
    shown = [one for one in lines if one.use.booking.ends_at > now or one.owes_keys][:LINES]
    later = next((one for one in today if one.booking.starts_at > now + HOUR), None)
    return RoomsToday(shown, len(today) - len(shown), later)


def _line(use: SpaceUse, *, now: datetime) -> RoomLine:
    has_keys = use.room.opened_by == "keys" and not use.is_own and use.booking.status == "confirmed"
    is_out = use.keys_out_at is not None
    return RoomLine(
        use,
        may_arrive=door_services.may_arrive(use, now=now),
        needs_keys=has_keys and not is_out and use.booking.ends_at > now,
        owes_keys=has_keys and is_out and use.keys_back_at is None,
    )
