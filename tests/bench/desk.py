"""A full desk for the bench: twenty colleagues, a week of 640 appointments and a month of 140."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from wok.appointments import matter_services, queries
from wok.appointments.matter_services import MatterFacts
from wok.appointments.models import Appointment, Matter
from wok.bookings import services as core
from wok.bookings.models import Booking, Taking
from wok.bookings.services import Contact
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.models import Person
from wok.team import queries as team_queries
from wok.team import services as team
from wok.team.models import Colleague
from wok.team.rules import Stretch

LANES = 20
OF_ONE_MATTER = 5
IN_A_WEEK = 640
IN_A_MONTH = 140
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Desk:
    """Where the full desk lies."""

    matter_id: int
    week: date  # a Monday; today is within it
    month: date  # its first day


def fill(now: datetime) -> Desk:
    """Write it. Runs inside `transaction()`; capacities must already be beyond what a colleague can meet."""
    today = weekly.local_day(now)
    week, month = today - DAY * today.weekday(), (today.replace(day=1) + 150 * DAY).replace(day=1)
    people = [*team_queries.colleagues()]
    people += [_colleague(number, now) for number in range(LANES - len(people))]
    matter = _matter(people[-OF_ONE_MATTER:])
    chosen = [(people[at % LANES], start) for at, start in enumerate(_starts(week, IN_A_WEEK))]
    chosen += [(people[at % LANES], start) for at, start in enumerate(_starts(month, IN_A_MONTH, days=28))]
    _book(matter, chosen, now)
    return Desk(matter.id, week, month)


def _colleague(number: int, now: datetime) -> Colleague:
    person = Person(name=f"Colleague {number}", email=f"colleague{number}@bench.example", is_staff=True, created_at=now)
    person.reach, person.language = "email", "fr"
    db.session.add(person)
    db.session.flush()
    row = team.add_colleague(person, shown_as=f"Colleague {number}", languages=["fr", "de"], now=now)
    team.set_hours(row, row.version, [Stretch(day, time(9), time(17)) for day in range(5)], now=now)
    return row


def _matter(people: list[Colleague]) -> Matter:
    facts = MatterFacts(
        name={"fr": "Statuts", "en": "Statutes"},
        description={},
        minutes=30,
        places=("wok", "phone"),
        notice_hours=20,
        horizon_days=60,
        buffer_before=5,
        buffer_after=5,
        daily_cap=None,
        confirmation="at_once",
        colleague_ids=tuple(one.person_id for one in people),
    )
    return matter_services.write(None, facts)


def _starts(first: date, count: int, days: int = 7) -> Iterator[datetime]:
    """One after the other for each lane: day after day at nine, then at ten, and so on."""
    for number in range(count):
        hour, day = divmod(number // LANES, days)
        yield weekly.instant(first + DAY * day, time(9 + hour))


def _book(matter: Matter, chosen: list[tuple[Colleague, datetime]], now: datetime) -> None:
    bookings = []
    for number, (colleague, start) in enumerate(chosen):
        span, contact = Span(start, start + timedelta(minutes=30)), Contact(f"Visitor {number}", "fr", "phone")
        booking = core.new_booking(queries.KIND, contact, span, 1, now=now, status="confirmed")
        booking.takings = [Taking(resource_id=colleague.resource_id, quantity=1, starts_at=start, ends_at=span.end)]
        bookings.append(booking)
    db.session.add_all(bookings)
    db.session.flush()
    for booking, (colleague, _start) in zip(bookings, chosen, strict=True):
        facts = {"matter_id": matter.id, "colleague_id": colleague.person_id, "place": "wok", "language": "fr"}
        db.session.add(Appointment(booking_id=booking.id, **facts))
    db.session.flush()


def shown(first: date, days: int) -> int:
    """How many appointments lie in these days."""
    start, end = weekly.day_span(first).start, weekly.day_span(first + DAY * (days - 1)).end
    chosen = select(Booking.id).where(Booking.kind == queries.KIND, Booking.starts_at >= start, Booking.starts_at < end)
    return len(db.session.scalars(chosen).all())
