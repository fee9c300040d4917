"""A whole demonstration: people, the Wednesday series, closures, the past in bulk and the future by the rules.

The same seed and the same day give the same people, dates and parties. Codes, links and UIDs are
secrets: they are fresh each time, because a demonstration on the public net must not have guessable ones.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from wok.bookings import codes
from wok.bookings import series as dates
from wok.bookings.holidays import public_holidays
from wok.bookings.models import Booking, Closure, Occurrence, Series
from wok.db import Texts, db, transaction
from wok.demo import (
    appointments,
    coming,
    equipment,
    events,
    fair_access,
    oncall,
    past,
    people,
    shared,
    skills,
    space,
    team,
    texts,
    together,
)
from wok.demo.people import Regular
from wok.figures import releases
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.models import Association, Person
from wok.web.models import HouseText

WEDNESDAY = 2
SEATS = 40
USUAL = 60  # associations; a house with more of them has more seats
SMALLEST = (5, 0.1)  # associations and years: with fewer of them the stories that are told lack somebody, or a day
AT_ONCE = 26  # past lunches written in one transaction


@dataclass(frozen=True)
class Made:
    """What a demonstration holds."""

    associations: int
    people: int
    lunches: int
    bookings: int


def is_empty() -> bool:
    """True when nobody has put anything into this database yet."""
    tables = (Person, Association, Series, Booking)
    return not any(db.session.scalar(select(exists().select_from(table))) for table in tables)


def make(associations: int, years: float, seed: int, *, now: datetime, say: Callable[[str], None]) -> Made:
    """Fill an empty database. Owns its transactions: people, series, each half year of the past, the future."""
    rng = random.Random(f"{seed} {weekly.local_day(now)}")
    with transaction():
        _house(now=now)
        regulars = people.write(associations, rng, now=now)
        say(f"{associations} associations, {len(regulars)} people who come to lunch")
        series = _series(associations, years, now=now)
        lunches = dates.extend(series, through=weekly.local_day(now) + dates.AHEAD, now=now)
        say(f"{lunches} lunches, the last one in 18 months")
        colleagues = team.write(series.first_on, now=now)
        say(f"{len(colleagues)} colleagues, on duty in turn on a year of Thursdays")
        things = {key: item.id for key, item in equipment.write(now=now).items()}
        rooms = {key: room.id for key, room in space.write().items()}
        say(f"{len(things)} things to lend, {len(rooms)} rooms")
    booked = _past(regulars, rng, now=now, say=say)
    with transaction():
        before = _count()
        coming.write(_occurrences(after=now), regulars, rng, now=now)
        booked += _count() - before
    with transaction():
        before = _count()
        visits = oncall.write(regulars, rng, now=now)
        booked += _count() - before
        say(f"{visits} visits on Thursdays")
    with transaction():
        before = _count()
        meetings = appointments.write(regulars, rng, now=now)
        booked += _count() - before
        say(f"{meetings} appointments")
    booked += shared.write(things, rooms, regulars, seed, years=years, now=now, say=say)
    booked += _together(things, rooms, regulars, seed, years=years, now=now, say=say)
    say(f"figures of past quarters: {releases.publish(now=now)}")
    say(f"{booked} bookings in all")
    return Made(associations, len(regulars), lunches, booked)


def _together(
    things: dict[str, int],
    rooms: dict[str, int],
    regulars: list[Regular],
    seed: int,
    *,
    years: float,
    now: datetime,
    say: Callable[[str], None],
) -> int:
    """What brings associations together; returns how many bookings. Owns its transactions."""
    with transaction():
        say(f"{fair_access.write(now=now)} reports of unfair treatment")
    with transaction():
        say(f"{skills.write(things, now=now)} offers of skills")
    with transaction():
        made, signed_up = events.write(rooms, regulars, seed, years, now=now)
        say(f"{made} events, {signed_up} sign-ups")
    with transaction():
        entries, projects = together.write(now=now)
        say(f"{entries} associations in the directory, {projects} projects")
    return signed_up


def _house(*, now: datetime) -> None:
    db.session.add_all([HouseText(key=key, value=value, changed_at=now) for key, value in texts.HOUSE.items()])
    db.session.flush()


def _series(associations: int, years: float, *, now: datetime) -> Series:
    today = weekly.local_day(now)
    first_on = today - timedelta(days=round(years * 365.25))
    for holiday in public_holidays(first_on, today + dates.AHEAD):
        db.session.add(_closure("public_holiday", holiday.on, holiday.on, holiday.names, now=now))
    winter = today.year if (today.month, today.day) < (12, 1) else today.year + 1
    db.session.add(_closure("school_holiday", date(winter, 12, 19), date(winter + 1, 1, 3), texts.WINTER, now=now))
    series = Series(
        kind="lunch",
        weekday=WEDNESDAY,
        starts_local=time(12, 0),
        ends_local=time(14, 0),
        capacity=max(SEATS, SEATS * associations // USUAL),
        first_on=first_on,
        uid=codes.new_uid(),
        changed_at=now,
    )
    db.session.add(series)
    db.session.flush()
    return series


def _closure(kind: str, first_on: date, last_on: date, reason: Texts, *, now: datetime) -> Closure:
    return Closure(kind=kind, first_on=first_on, last_on=last_on, reason=reason, uid=codes.new_uid(), changed_at=now)


def _past(regulars: list[Regular], rng: random.Random, *, now: datetime, say: Callable[[str], None]) -> int:
    """The lunches that are over, half a year at a time; returns how many bookings."""
    over = [one.id for one in _occurrences(before=now)]
    written = 0
    for start in range(0, len(over), AT_ONCE):
        with transaction():
            chosen = _occurrences(ids=over[start : start + AT_ONCE])
            written += past.write(chosen, regulars, rng, now=now)
            say(f"{min(start + AT_ONCE, len(over))} of {len(over)} past lunches, {written} bookings")
    return written


def _occurrences(
    *, before: datetime | None = None, after: datetime | None = None, ids: list[int] | None = None
) -> list[Occurrence]:
    chosen = (
        select(Occurrence)
        .join(Series, Series.id == Occurrence.series_id)
        .options(joinedload(Occurrence.resource), joinedload(Occurrence.closure))
        .where(Series.kind == "lunch")
    )
    if before:
        chosen = chosen.where(Occurrence.ends_at <= before)
    if after:
        chosen = chosen.where(Occurrence.starts_at > after)
    if ids is not None:
        chosen = chosen.where(Occurrence.id.in_(ids))
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


def _count() -> int:
    return db.session.scalar(select(func.count(Booking.id))) or 0
