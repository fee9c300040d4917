"""A town with events: made by plain functions with keyword overrides, as tests/make.py does."""

import itertools
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests import make
from wok.bookings.models import Occurrence, Resource, Series
from wok.db import db, transaction
from wok.events.models import Event
from wok.kernel import weekly
from wok.people.neighbourhood_models import Neighbourhood

_numbers = itertools.count(1)
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 18:00 in Luxembourg


def neighbourhood(name: str = "Oberkorn", **given: Any) -> Neighbourhood:
    """A neighbourhood of that French name, at the end of the list."""
    return make._save(Neighbourhood(**{"name": {"fr": name}, "position": 900 + next(_numbers), **given}))


def event(*starts: datetime, hours: int = 2, **given: Any) -> Event:
    """A published course with places, on Friday unless told otherwise, by the Wok."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "state": "published",
        "kind": "course",
        "title": {"fr": f"Cours {number}", "en": f"Course {number}"},
        "languages": ["fr"],
        "seats": 12,
        "created_at": make.NOW,
        "changed_at": make.NOW,
        "published_at": make.NOW,
    }
    one = Event(**{**facts, **given})
    one.series = Series(
        kind=f"event-test-{number}",
        weekday=4,
        starts_local=time(0),
        ends_local=time(23, 59),
        capacity=one.seats,
        first_on=weekly.local_day(FRIDAY),
        last_on=weekly.local_day(FRIDAY),
        uid=f"event-{number}@wok",
        changed_at=make.NOW,
    )
    with transaction():
        db.session.add(one)
        db.session.flush()
        for at in starts or (FRIDAY,):
            db.session.add(_date(one, at, hours))
    return one


def _date(one: Event, at: datetime, hours: int) -> Occurrence:
    return Occurrence(
        series_id=one.series_id,
        original_on=weekly.local_day(at),
        original_at=at,
        starts_at=at,
        ends_at=at + timedelta(hours=hours),
        resource=Resource(kind=one.series.kind, name=one.series.kind, capacity=one.seats),
        changed_at=make.NOW,
    )


def dates(one: Event) -> list[Occurrence]:
    """The dates of an event, in order."""
    return sorted(db.session.query(Occurrence).filter_by(series_id=one.series_id), key=lambda date: date.starts_at)
