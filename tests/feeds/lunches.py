"""Rows for the tests of the feeds: a weekly lunch, closed days, bookings; plain functions with keyword overrides."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

from wok.bookings.models import Booking, Closure, Occurrence, Resource, Series
from wok.db import db, transaction
from wok.kernel import weekly

REVISED = datetime(2026, 11, 1, 8, tzinfo=UTC)
_numbers = itertools.count(1)


def save(row):
    with transaction():
        db.session.add(row)
        db.session.flush()
    return row


def series(**given) -> Series:
    """Lunch every Wednesday from noon to two."""
    facts = {
        "kind": "lunch",
        "weekday": 2,
        "starts_local": time(12),
        "ends_local": time(14),
        "capacity": 40,
        "first_on": date(2026, 10, 21),
        "uid": "series-lunch@wok",
        "changed_at": REVISED,
    }
    return save(Series(**{**facts, **given}))


def lunch(of: Series, on: date, **given) -> Occurrence:
    """One stored date of the series."""
    resource = save(Resource(kind="lunch", name=f"Lunch {on}", capacity=of.capacity))
    starts_at = weekly.instant(on, of.starts_local)
    facts = {
        "series_id": of.id,
        "original_on": on,
        "original_at": starts_at,
        "starts_at": starts_at,
        "ends_at": weekly.instant(on, of.ends_local),
        "resource_id": resource.id,
        "changed_at": REVISED,
    }
    return save(Occurrence(**{**facts, **given}))


def lunches(of: Series, *days: date) -> list[Occurrence]:
    return [lunch(of, day) for day in days]


def closure(**given) -> Closure:
    facts = {
        "kind": "other",
        "first_on": date(2026, 12, 24),
        "last_on": date(2027, 1, 3),
        "reason": {"fr": "Fêtes de fin d’année", "en": "End of the year"},
        "uid": f"closure-{next(_numbers)}@wok",
        "changed_at": REVISED,
    }
    return save(Closure(**{**facts, **given}))


def booking(of: Occurrence | None = None, **given) -> Booking:
    number = next(_numbers)
    starts_at = of.starts_at if of else datetime(2026, 11, 25, 11, tzinfo=UTC)
    facts = {
        "kind": "lunch",
        "status": "confirmed",
        "quantity": 3,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "occurrence_id": of.id if of else None,
        "contact_name": "Amina Haddad",
        "language": "en",
        "code": f"CODE{number:04}",
        "link_token": f"token-{number}",
        "uid": f"booking-{number}@wok",
        "created_at": REVISED,
        "changed_at": REVISED,
    }
    return save(Booking(**{**facts, **given}))
