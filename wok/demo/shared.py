"""The demonstration's year of sharing, lived through in order of time: loans, rooms, rounds, the desk."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.demo import desk, fairly, lending, rooms
from wok.demo.past_days import PastDays
from wok.demo.people import Regular
from wok.kernel import weekly
from wok.sharing.models import ShareRound

WEEKS = 50  # of a whole year of loans


def write(
    things: Mapping[str, int],
    spaces: Mapping[str, int],
    regulars: Sequence[Regular],
    seed: int,
    *,
    years: float,
    now: datetime,
    say: Callable[[str], None],
) -> int:
    """All of it; returns how many bookings. Owns its transactions: one for each thing that happened."""
    rng = random.Random(f"sharing {seed} {weekly.local_day(now)}")
    past = PastDays(now)
    with transaction():
        world = lending.world(things, regulars, past, rng, weeks_back=round(WEEKS * min(years, 1)))
        if world is None:
            return 0
        lending.plan(world)
        desk.plan(world)
        fairly.plan(world)
        rooms.plan(world, spaces, rng)
    past.pass_by()
    fairly.settle(world)
    handed = desk.settle(world)
    with transaction():
        used = rooms.settle(world)
        asked = db.session.scalar(select(func.count(Booking.id)).where(Booking.kind.in_(("loan", "space")))) or 0
        drawn = db.session.scalar(select(func.count(ShareRound.id)).where(ShareRound.state == "published")) or 0
    say(f"{asked} loans and uses of rooms, {handed} handed over, {used} uses agreed, {drawn} rounds drawn")
    return asked
