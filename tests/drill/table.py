"""What the races are about: a lunch with few seats, a room of two halves; and how rivals are started."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import select

from tests.make import NOW
from wok.bookings import series as dates
from wok.bookings import services
from wok.bookings.models import Booking, Occurrence, Resource, ResourcePart, Series, Taking
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel.span import Span
from wok.lunches import services as lunches
from wok.lunches.rules import Party

PATIENCE = 120  # seconds a rival may take


def lunch(capacity: int) -> Occurrence:
    """The lunch of 25 November 2026 with so many seats."""
    series = Series(
        kind="lunch",
        weekday=2,
        starts_local=time(12),
        ends_local=time(14),
        capacity=capacity,
        first_on=date(2026, 11, 25),
        uid="lunch@test",
        changed_at=NOW,
    )
    with transaction():
        db.session.add(series)
        db.session.flush()
        dates.extend(series, through=date(2026, 12, 2), now=NOW)
    return db.session.scalars(select(Occurrence).order_by(Occurrence.starts_at)).first()


def guest(number: int) -> Contact:
    """Somebody of their own."""
    return Contact(f"Guest {number}", "en", "email", f"guest{number}@example.org")


def come(occurrence_id: int, number: int, seats: int = 1, *, now: datetime = NOW) -> Booking:
    """One guest books, in a transaction of their own."""
    with transaction():
        return lunches.come(db.session.get_one(Occurrence, occurrence_id), Party(seats), guest(number), now=now)


def room() -> tuple[int, int, int]:
    """A large room and its two halves; their ids."""
    with transaction():
        rows = [Resource(kind="space", name=name, capacity=1) for name in ("Large room", "Half A", "Half B")]
        db.session.add_all(rows)
        db.session.flush()
        whole, a, b = rows
        db.session.add_all([ResourcePart(whole_id=whole.id, part_id=half.id) for half in (a, b)])
    return whole.id, a.id, b.id


def book_room(resource_id: int, number: int) -> Booking:
    """Two hours from an hour that depends on the rival, so that spans overlap in part."""
    start = datetime(2026, 12, 5, 10 + number % 3, tzinfo=UTC)
    span = Span(start, start + timedelta(hours=2))
    with transaction():
        booking = services.new_booking("space", guest(number), span, 1, now=NOW)
        booking.status = "confirmed"
        return services.add(booking, db.session.get_one(Resource, resource_id), now=NOW)


def peak(resource_id: int) -> int:
    """The most that is taken of a resource at any instant."""
    rows = db.session.execute(
        select(Taking.starts_at, Taking.ends_at, Taking.quantity).where(Taking.resource_id == resource_id)
    ).all()
    loads = [sum(row.quantity for row in rows if row.starts_at <= at.starts_at < row.ends_at) for at in rows]
    return max(loads, default=0)


def race(app: Flask, rivals: int, work: Callable[[int], object]) -> Counter[str]:
    """Let so many processes do their work at one instant; counts "done", the refusals' names, and any error's."""
    db.session.remove()
    db.engine.dispose()
    fork = multiprocessing.get_context("fork")
    line, said = fork.Barrier(rivals), fork.SimpleQueue()
    processes = [fork.Process(target=_rival, args=(work, number, line, said)) for number in range(rivals)]
    for process in processes:
        process.start()
    outcomes = Counter(said.get() for _ in processes)
    for process in processes:
        process.join(PATIENCE)
    return outcomes


def _rival(work: Callable[[int], object], number: int, line: object, said: object) -> None:
    try:
        db.session.connection()  # everybody stands at the line with an open connection
        db.session.rollback()
        line.wait(PATIENCE)
        work(number)
        said.put("done")
    except Refusal as refusal:
        said.put(type(refusal).__name__)
    except BaseException as error:
        said.put(f"ERROR {type(error).__name__}: {str(error)[:300]}")
