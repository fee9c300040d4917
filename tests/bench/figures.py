"""The rows of the figures: ten years of events, lunches' guests and visits, read for one page, and the quarter's release."""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from tests.bench import programme
from tests.bench.measure import Row
from tests.databases import House
from wok import clock
from wok.app import create_app
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.events.door_models import DoorCount
from wok.figures import months, periods, releases, sections
from wok.figures.periods import Period
from wok.figures.tables import full
from wok.kernel import weekly
from wok.people import neighbourhoods

YEARS = 10
GUESTS = 100_000
GOAL = 500  # milliseconds of this process, for orientation
ROUNDS = 5


def figures(house: House, kind: str, folder: Path) -> Iterator[Row]:
    """On a database of its own, within one process."""
    url = house.sqlite() if kind == "sqlite" else house.postgresql()
    app = create_app(house.settings(url), instance=folder)
    with app.test_request_context("/en/"):
        now = clock.now()
        programme.fill(years=2 * YEARS)
        _people(now)
        if kind != "sqlite":
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("ANALYZE")
        today = weekly.local_day(now)
        decade = Period("", today - timedelta(days=YEARS * 365), today)
        quarter = periods.quarter_of(today - timedelta(days=100))
        began = time.process_time()
        nights = list(iter(lambda: months.count_closed(sections.first_day(now=now), now=now), 0))
        took = time.process_time() - began
        yield Row("all closed months counted by the job", "(a night)", took, None, "s", None, f"{sum(nights)} months")
        for work, period in (("ten years", decade), ("one quarter", quarter)):
            took = statistics.median(_read(period, now) for _round in range(ROUNDS))
            yield Row(f"figures over {work}, all sections", f"({GOAL})", took, None, "ms", None, _said(period, now))
        began = time.process_time()
        done = releases.publish(now=now)
        yield Row(
            "all past quarters published by the job", "(once)", time.process_time() - began, None, "s", None, done
        )
        db.session.remove()
        db.engine.dispose()
    house.drop(url)


def _read(period: Period, now: datetime) -> float:
    began = time.process_time()
    _tables(period, now)
    return 1000 * (time.process_time() - began)


def _tables(period: Period, now: datetime) -> int:
    db.session.remove()
    places = neighbourhoods.all_of_them()
    grids = [full(one) for one in sections.tables(period, None, places, now=now)]
    return sum(one.at("sum", "sum").least for one in grids if one.key == "attendance")


def _said(period: Period, now: datetime) -> str:
    return f"{_tables(period, now)} people at events"


def _people(now: datetime) -> None:
    """Half the dates were counted at the door, at the others guests were ticked."""
    dates = db.session.execute(
        select(Occurrence.id, Occurrence.starts_at, Occurrence.ends_at).where(Occurrence.starts_at < now)
    ).all()
    each = max(1, GUESTS // max(1, len(dates) // 2))
    with transaction():
        doors = [
            {"occurrence_id": one.id, "adults": 9, "children": 4, "first_time": 2, "changed_at": now}
            for one in dates[::2]
        ]
        db.session.execute(insert(DoorCount), doors)
        for start in range(1, len(dates), 2000):
            db.session.execute(
                insert(Booking), [_guest(one, n, now) for one in dates[start : start + 2000 : 2] for n in range(each)]
            )


def _guest(date: Any, n: int, now: datetime) -> dict[str, object]:
    number = f"{date.id}-{n}"
    span = {"starts_at": date.starts_at, "ends_at": date.ends_at}
    names = {"code": number, "link_token": number, "uid": number, "contact_name": "Guest"}
    facts = {"kind": "event", "status": "confirmed", "quantity": 2, "attendance": "came", "attended": 2}
    return {**span, **names, **facts, "occurrence_id": date.id, "created_at": now, "changed_at": now}
