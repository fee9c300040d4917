"""Rooms and their uses for the tests of the space. NOW is Monday 16 November 2026, 10:00."""

from datetime import date, datetime, time, timedelta
from typing import Any

from tests import make
from tests.make import NOW
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.people.models import Association
from wok.space import room_services, services
from wok.space.models import Room, SpaceUse
from wok.space.room_facts import RoomFacts, Stretch
from wok.space.services import How, Place, Who
from wok.space.settling import Wanted

FRIDAY = date(2026, 11, 20)
DAYTIME = tuple(Stretch(day, time(8), time(23)) for day in range(7))
EVENINGS = (
    *(Stretch(day, time(8), time(18)) for day in range(7)),
    *(Stretch(day, time(18), time(23), "window") for day in range(7)),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time as an instant."""
    return weekly.instant(day, time(hour, minute))


def span(day: date, first: int = 18, last: int = 20) -> Span:
    """From one full hour to another."""
    return Span(at(day, first), at(day, last))


def room(name: str = "Meeting room", **given: Any) -> Room:
    """The small meeting room: eight seats, open every day from 8:00 to 23:00, given at once."""
    facts: dict[str, Any] = {"name": {"fr": name, "en": name}, "seats": 8, "hours": DAYTIME, **given}
    with transaction():
        return room_services.write(None, RoomFacts(**facts))


def large_room(**given: Any) -> tuple[Room, Room, Room]:
    """The large room and its halves."""
    half_a, half_b = room("Half A", seats=30, **given), room("Half B", seats=30, **given)
    facts = {"seats": 60, "standing": 100, "part_ids": (half_a.id, half_b.id), **given}
    return room("Large room", **facts), half_a, half_b


def who(association: Association | None = None, **given: Any) -> Who:
    """Bruno for his association."""
    ours = association or make.association(name="Les footballeurs")
    return Who(make.contact(association_id=ours.id, **given), ours.id)


def contact(**given: Any) -> Contact:
    """Bruno alone."""
    return make.contact(**given)


def use(
    room: Room, when: Span, *, asks: Who | None = None, now: datetime = NOW, how: How | None = None, **said: Any
) -> Booking:
    """A use of a room, granted at once where it is free."""
    wanted, asks = Wanted(**{"activity": "Rehearsal", "people": 6, **said}), asks or who()
    with transaction():
        return services.ask(Place(room, when), wanted, asks, how or How(), now=now)


def use_of(booking: Booking) -> SpaceUse:
    """The use of a booking, read afresh."""
    return db.session.get_one(SpaceUse, booking.id, populate_existing=True)


def told(booking: Booking) -> list[tuple[str, str]]:
    """What the booker was or will be told, oldest first: kind and state."""
    db.session.rollback()
    rows = db.session.query(Message).filter_by(booking_id=booking.id).order_by(Message.id)
    return [(row.kind.partition("/")[2], row.state) for row in rows if row.state != "void"]


def in_weeks(count: int, day: date = FRIDAY) -> date:
    """The same weekday some weeks later."""
    return day + timedelta(weeks=count)
