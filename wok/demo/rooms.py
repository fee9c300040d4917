"""The demonstration's uses of rooms: one-off, weekly, by season round, contested evenings, and who is here today."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from wok.bookings.models import Booking
from wok.db import Texts, db
from wok.demo import asked
from wok.demo.lending import World, contact_of
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.sharing import window_rules
from wok.space import door_services, services, weekly_use
from wok.space.models import Room, SpaceUse
from wok.space.services import How, Place, Who
from wok.space.settling import Wanted
from wok.space.weekly_use import Regular, Rule

QUIET = (
    ("small", asked.COMMITTEE, time(10), time(12), 6),
    ("half_a", asked.COURSE, time(9), time(11), 18),
    ("half_b", asked.WORKSHOP, time(14), time(17), 20),
    ("kitchen", asked.COOKING, time(11), time(14), 8),
    ("small", asked.COMMITTEE, time(18), time(20), 8),
)  # key of the room, what for, from, to, people
EVENINGS = (
    (-30, 5, "large", (1, 2)),
    (-22, 4, "half_a", (9, 12)),
    (-12, 5, "large", (0, 5, 13)),
    (-6, 4, "half_a", (9, 4)),
    (-1, 5, "large", (2, 6)),
    (1, 5, "large", (9, 0, 8)),
    (4, 4, "large", (1, 12)),
    (4, 4, "half_a", (0,)),
)  # week, weekday, room, who wishes for the evening
WEEKLY = (
    (12, "half_b", 1, time(19), time(20, 30), asked.REHEARSAL, -8),
    (13, "half_a", 1, time(18, 30), time(20), asked.COURSE, -5),
)  # who, room, weekday, hours, what for, begins in which week
WEEKLY_LASTS, SEASON_LASTS = 9, 4
SEASON = (
    (9, "half_a", 3, time(19), time(21), asked.REHEARSAL),
    (1, "half_a", 3, time(19), time(21), asked.REHEARSAL),
    (0, "half_b", 3, time(18, 30), time(20, 30), asked.REHEARSAL),
)  # who, room, weekday, hours, what for


@dataclass(frozen=True)
class Rooms:
    """The world with its rooms."""

    world: World
    rooms: Mapping[str, int]

    def room(self, key: str) -> Room:
        """One of them."""
        return db.session.get_one(Room, self.rooms[key])

    def who(self, number: int) -> Who:
        """Who asks."""
        return Who(contact_of(self.world, number), self.world.askers[number].association_id)

    def wanted(self, number: int, activity: Texts, people: int) -> Wanted:
        """What for, in the asker's language."""
        language = self.world.askers[number].language
        return Wanted(activity[language], people, shows_name=number % 3 == 0)


def plan(world: World, rooms: Mapping[str, int], rng: random.Random) -> None:
    """All uses that were asked for."""
    here = Rooms(world, rooms)
    monday = window_rules.monday(weekly.local_day(world.past.now))
    for number in range(22):
        week = rng.randint(-max(world.weeks_back, 2), -1) if number < 14 else number - 14
        _one_off(here, monday + timedelta(weeks=week, days=rng.randrange(5)), number, rng)
    for week, weekday, key, askers in [one for one in EVENINGS if one[0] >= -world.weeks_back]:
        for who in askers:
            _evening(here, monday + timedelta(weeks=week, days=weekday), key, who, rng=rng)
    for who, key, weekday, starts, ends, activity, week in WEEKLY:
        first = monday + timedelta(weeks=week, days=weekday)
        rule = Rule(weekday, starts, ends, first, first + timedelta(weeks=WEEKLY_LASTS + 3 * (week % 2)))
        _weekly(here, who, key, activity, rule=rule, at=weekly.nearest(first, time(10)) - timedelta(days=25))
    _season(here)
    _today(here)


def _ask(here: Rooms, place: Place, who: int, activity: Texts, *, people: int, at: datetime) -> Booking:
    return services.ask(place, here.wanted(who, activity, people), here.who(who), How(waits=True), now=at)


def _one_off(here: Rooms, day: date, number: int, rng: random.Random) -> None:
    key, activity, starts, ends, people = QUIET[number % len(QUIET)]
    who = rng.randrange(len(here.world.askers))
    span = Span(weekly.nearest(day, starts), weekly.nearest(day, ends))
    at = min(span.start, here.world.past.now) - timedelta(days=rng.randint(2, 12))
    here.world.past.at(at, lambda now: _use(here, key, span, who, activity=activity, people=people, now=now))


def _use(here: Rooms, key: str, span: Span, who: int, *, activity: Texts, people: int, now: datetime) -> Booking:
    return _ask(here, Place(here.room(key), span), who, activity, people=people, at=now)


def _evening(here: Rooms, day: date, key: str, who: int, *, rng: random.Random) -> None:
    """A wish for an evening that rounds decide, sent before the window closes."""
    span = Span(weekly.nearest(day, time(19)), weekly.nearest(day, time(22)))
    people, activity = (70, asked.SHOW) if key == "large" else (25, asked.REHEARSAL)
    at = min(span.start - timedelta(days=20), here.world.past.now - timedelta(hours=32))
    at -= timedelta(hours=rng.randint(1, 150))
    here.world.past.at(at, lambda now: _use(here, key, span, who, activity=activity, people=min(people, 60), now=now))


def _weekly(
    here: Rooms, who: int, key: str, activity: Texts, *, rule: Rule, at: datetime, is_season: bool = False
) -> None:
    def deed(now: datetime) -> None:
        regular = Regular(here.room(key), rule, {}, is_season)
        weekly_use.ask(regular, here.wanted(who, activity, 20), here.who(who), How(waits=True), now=now)

    here.world.past.at(at, deed)


def _season(here: Rooms) -> None:
    """The last two season rounds: two wish for the same evening, a third for another room."""
    now = here.world.past.now
    first = window_rules.season_of(weekly.local_day(now))
    for begins in (first, window_rules.season_of(first + timedelta(days=190))):
        closes = window_rules.season_closing(begins, ())
        if closes < now - timedelta(weeks=here.world.weeks_back):
            continue
        begin = begins + timedelta(weeks=10 if begins == first else 2)
        for number, (who, key, weekday, starts, ends, activity) in enumerate(SEASON):
            rule = Rule(weekday, starts, ends, begin, begin + timedelta(weeks=SEASON_LASTS))
            at = closes - timedelta(days=9 + number, hours=number)
            if closes < now or number < 2:
                _weekly(here, who, key, activity, rule=rule, at=at, is_season=True)


def _today(here: Rooms) -> None:
    """One use that runs, one this evening."""
    now = here.world.past.now
    today = weekly.local_day(now)
    local = weekly.local_time(now)
    starts = time(max(8, min(19, local.hour - 1)))
    running = Span(weekly.nearest(today, starts), weekly.nearest(today, time(starts.hour + 2, 30)))
    asked_at = now - timedelta(days=24)
    here.world.past.at(asked_at, lambda at: _use(here, "half_b", running, 8, activity=asked.COURSE, people=16, now=at))
    here.world.past.at(asked_at, lambda at: _use(here, "small", running, 3, activity=asked.COMMITTEE, people=7, now=at))
    evening = Span(weekly.nearest(today, time(19, 30)), weekly.nearest(today, time(21, 30)))
    here.world.past.at(
        asked_at, lambda at: _use(here, "half_a", evening, 9, activity=asked.REHEARSAL, people=28, now=at)
    )


def settle(world: World) -> int:
    """Who came, in bulk for what is over: nothing of today depends on it. Inside `transaction()`."""
    now = world.past.now
    chosen = (
        select(SpaceUse).join(Booking, Booking.id == SpaceUse.booking_id).where(Booking.status == "confirmed")
    ).order_by(SpaceUse.booking_id)
    uses = list(db.session.scalars(chosen))
    for use in uses:
        if use.booking.ends_at <= now:
            use.arrived_at, use.booking.attendance = use.booking.starts_at, "came"
        elif use.booking.starts_at <= now - timedelta(minutes=5):
            door_services.arrive(use, now=use.booking.starts_at + timedelta(minutes=4))
    return len(uses)
