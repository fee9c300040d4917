"""A Thursday for the tests: colleagues on duty, numbers and booked times, the clock in the middle of the morning."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import make
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.oncall import booked, desk, numbers
from wok.oncall.models import BookedMatter, Visit
from wok.oncall.numbers import Wish
from wok.team.models import Colleague

NINE = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)  # Thursday 19 November 2026, 9:00 in Luxembourg


def at(minutes: int) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def thursday(colleagues: int = 1) -> Occurrence:
    """The morning of 19 November with so many on duty; the weeks after it are stored, too."""
    return make.oncall_thursday(*(make.colleague(make.staff(), shown_as=f"Claire {n}") for n in range(colleagues)))


def on_duty() -> list[Colleague]:
    """Who is on duty, in order."""
    return list(db.session.query(Colleague).order_by(Colleague.person_id))


def number(date: Occurrence, minutes: int = 0, **given: Any) -> Visit:
    """Somebody at the tablet takes a number so many minutes after nine."""
    facts: dict[str, Any] = {"topic": "room", "language": "fr", **given}
    with transaction():
        return numbers.take(date, Wish(**facts), now=at(minutes), where=numbers.TABLET)


def time(date: Occurrence, minutes: int = 0, **contact: Any) -> Booking:
    """Bruno books the time so many minutes after nine, three days before."""
    with transaction():
        return booked.book(date, at(minutes), make.contact(**contact), BookedMatter(topic="money"), now=make.NOW)


def serve(visit: Visit, minutes: int, lasts: int = 10, *, colleague: int | None = None) -> None:
    """This visit is called, sits down and goes."""
    with transaction():
        desk.call(visit, colleague, now=at(minutes))
        desk.start(visit, colleague, now=at(minutes))
        desk.finish(visit, desk.End(), now=at(minutes + lasts))


def again(row: Any) -> Any:
    """A row as it stands in the database now."""
    db.session.rollback()
    db.session.refresh(row)
    return row


def visits() -> list[Visit]:
    """Every visit, by number."""
    db.session.rollback()
    return list(db.session.query(Visit).order_by(Visit.number))
