"""A matter, who handles it and what is booked, for the tests of appointments. NOW is Monday 16 November 2026, 10:00."""

from datetime import date, datetime, time
from typing import Any

from tests import make
from tests.make import NOW
from wok.appointments import matter_services, services
from wok.appointments.matter_services import MatterFacts
from wok.appointments.models import Appointment, Matter
from wok.appointments.rules import Ask
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.kernel import weekly
from wok.mail.models import Message
from wok.team.models import Colleague

TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time as an instant."""
    return weekly.instant(day, time(hour, minute))


def matter(*people: Colleague, **given: Any) -> Matter:
    """Advice on statutes: 30 minutes at the Wok or by phone, a day's notice, sixty days ahead; Claire unless told otherwise."""
    facts: dict[str, Any] = {
        "name": {"fr": "Statuts", "en": "Statutes"},
        "description": {"en": "We read your statutes with you."},
        "minutes": 30,
        "places": ("wok", "phone"),
        "notice_hours": 20,
        "horizon_days": 60,
        "buffer_before": 0,
        "buffer_after": 0,
        "daily_cap": None,
        "confirmation": "at_once",
        "colleague_ids": tuple(one.person_id for one in people or (make.colleague(),)),
    }
    with transaction():
        return matter_services.write(None, MatterFacts(**{**facts, **given}))


def book(
    matter: Matter, start: datetime, *, now: datetime = NOW, ask: dict[str, Any] | None = None, **who: Any
) -> Booking:
    """Bruno's appointment, in French at the Wok."""
    asked = Ask(**{"start": start, "place": "wok", "language": "fr", **(ask or {})})
    with transaction():
        return services.book(matter, asked, make.contact(**who), now=now)


def told(booking: Booking) -> list[tuple[str, str]]:
    """What the booker was or will be told, oldest first: kind and state."""
    rows = db.session.query(Message).filter_by(booking_id=booking.id).order_by(Message.id)
    return [(row.kind.removeprefix("appointments/"), row.state) for row in rows]


def bookings() -> list[Booking]:
    """Every booking, oldest first."""
    db.session.rollback()
    return list(db.session.query(Booking).order_by(Booking.id))


def appointment_of(booking: Booking) -> Appointment:
    """The appointment of a booking, read afresh."""
    return db.session.get_one(Appointment, booking.id, populate_existing=True)
