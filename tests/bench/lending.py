"""The rows of lending: a grid of days over many loans, a year of one pool, a round of a thousand requests."""

import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from tests.bench import measure
from tests.bench.measure import Row
from tests.databases import House
from wok import clock
from wok.app import create_app
from wok.bookings import services as core
from wok.bookings.models import Resource, Taking
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.kernel import fairness, weekly
from wok.kernel.availability import Taken, peak
from wok.kernel.rounds import Party, Period, Pool, Request
from wok.kernel.span import Span
from wok.kernel.standing import Params
from wok.sharing import outlook, pools
from wok.sharing.models import SharePool

POOLS = 40
GRID_DAYS = 28
YEARS = 6  # around today
LOANS = 100_000
REQUESTS, CIRCLES = 1_000, 200
DAY = timedelta(days=1)
RAW = "SELECT resource_id, starts_at, ends_at, quantity FROM taking WHERE resource_id IN ({}) AND ends_at > {} AND starts_at < {}"


def lending(house: House, kind: str, folder: Path) -> Iterator[Row]:
    """Each on a database of its own with a hundred thousand loans of forty pools."""
    url = house.sqlite() if kind == "sqlite" else house.postgresql()
    with create_app(house.settings(url), instance=folder).app_context():
        shared = _fill()
        if kind != "sqlite":
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("ANALYZE")
        db.session.remove()
        shared = [db.session.merge(one) for one in shared]
        today = weekly.local_day(clock.now())
        for work, some, days in (
            (f"grid of {POOLS} pools x {GRID_DAYS} days, {LOANS} loans", shared, GRID_DAYS),
            (f"one pool over a year, {LOANS} loans", shared[:1], 365),
        ):
            last = today + DAY * (days - 1)
            ours, bare = measure.pair(
                lambda a=some, b=last: outlook.free_per_day(a, today, b),
                lambda a=some, b=last: _bare(a, today, b),
                times=2,
            )
            yield Row(work, "<= 2", ours, bare, "ms", 2)
        db.session.remove()
        db.engine.dispose()
    house.drop(url)
    yield Row(f"a round of {REQUESTS} requests, {CIRCLES} circles", "(60 ms)", _round(), None, "ms")


def _fill() -> list[SharePool]:
    """Loans of one to five days, spread over the years around today."""
    now, chance = clock.now(), random.Random(1535)
    with transaction():
        things = [Resource(kind="equipment", name=f"Thing {number}", capacity=1_000_000) for number in range(POOLS)]
        db.session.add_all(things)
        db.session.flush()
        shared = [pools.open_pool(one.id, "equipment") for one in things]
        begin = weekly.day_span(weekly.local_day(now)).start - timedelta(days=365 * YEARS // 2)
        bookings = [
            core.new_booking("loan", Contact("Bench", "fr"), Span(begin, begin + DAY), 10, now=now, status="confirmed")
            for _ in range(LOANS // 10)
        ]
        db.session.add_all(bookings)
        db.session.flush()
        rows = []
        for number in range(LOANS):
            start = begin + DAY * chance.randrange(365 * YEARS)
            rows.append(
                {
                    "booking_id": bookings[number // 10].id,
                    "resource_id": things[number % POOLS].id,
                    "quantity": chance.randint(1, 4),
                    "starts_at": start,
                    "ends_at": start + DAY * chance.randint(1, 5),
                }
            )
        _insert(rows)
    return shared


def _insert(rows: Sequence[Mapping[str, object]]) -> None:
    """Write them without PostgreSQL asking at each row whether there are so many: there are a million of each."""
    checked = db.engine.dialect.name != "sqlite"
    if checked:
        db.session.execute(text("ALTER TABLE taking DISABLE TRIGGER USER"))
    db.session.execute(insert(Taking), rows)
    if checked:
        db.session.execute(text("ALTER TABLE taking ENABLE TRIGGER USER"))


def _bare(shared: list[SharePool], first: date, last: date) -> list[int]:
    """One statement without a mapper, and the sum of each day and pool by itself from what touches the day."""
    days = [weekly.day_span(first + DAY * count) for count in range((last - first).days + 1)]
    names = [f":r{number}" for number in range(len(shared))]
    words = text(RAW.format(", ".join(names), ":start", ":end")).columns(
        *Taking.__table__.c["resource_id", "starts_at", "ends_at", "quantity"]
    )
    given = {f"r{number}": one.resource_id for number, one in enumerate(shared)}
    whole = {"start": _as_stored(days[0].start), "end": _as_stored(days[-1].end)}
    touching: dict[tuple[int, date], list[Taken]] = {}
    for row in db.session.execute(words, {**given, **whole}):
        taken = Taken(Span(row.starts_at, row.ends_at), row.quantity)
        day = max(weekly.local_day(row.starts_at), first)
        while day <= last and weekly.day_span(day).start < row.ends_at:
            touching.setdefault((row.resource_id, day), []).append(taken)
            day += DAY
    return [
        peak(touching.get((one.resource_id, first + DAY * count), ()), span)
        for one in shared
        for count, span in enumerate(days)
    ]


def _as_stored(at: object) -> object:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if db.engine.dialect.name == "sqlite" else at  # type: ignore[attr-defined]


def _round() -> float:
    """Milliseconds of the pure rule: seven pools of a contested half-year."""
    chance = random.Random(1535)
    shared = [Pool(f"pool{number}", capacity=10, q_ref=2, t_ref=2) for number in range(7)]
    circles = {f"c{number}": Party(standing=chance.randrange(0, 4000, 100)) for number in range(CIRCLES)}
    asked = []
    for number in range(REQUESTS):
        first, wanted = 740_000 + 7 * chance.randrange(26), chance.randint(1, 6)
        asked.append(
            Request(
                f"r{number:04}",
                (f"c{chance.randrange(CIRCLES)}",),
                f"pool{chance.randrange(7)}",
                (Period(first, first + chance.randint(1, 3)),),
                quantity=wanted,
                least=chance.randint(1, wanted),
            )
        )
    took = []
    for _turn in range(measure.TURNS):
        began = time.perf_counter()
        fairness.allocate(shared, {}, asked, circles, seed="seed", params=Params())
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)
