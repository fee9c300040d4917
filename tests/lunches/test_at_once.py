"""The short way to a seat and the careful one: the same rows, and only the careful one where anything is odd."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from tests.make import NOW, contact, lunch, waiting
from wok.bookings.models import Booking, BookingEvent, Occurrence, Resource, Taking
from wok.db import Base, db, transaction
from wok.kernel import weekly
from wok.lunches import at_once, services
from wok.lunches.models import Rsvp
from wok.lunches.rules import Party
from wok.mail.models import Message

PARTY = Party(2, 1, 1, {"vegan": 1}, ("ramp",), "By the window, please.")
OWN = {"id", "booking_id", "code", "link_token", "uid", "form_token", "message_id", "cause", "facts", "searched"}


def written(booking: Booking) -> list[dict[str, Any]]:
    """All rows of a booking, without what is its own; each read anew."""
    number = booking.id
    db.session.remove()
    found: list[Base] = [db.session.get_one(Booking, number), db.session.get_one(Rsvp, number)]
    for kind in (Taking, BookingEvent, Message):
        found += db.session.scalars(select(kind).where(kind.booking_id == number).order_by(kind.id))
    return [
        {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name not in OWN}
        for row in found
    ]


def at_once_or_not(seats: int = 3) -> Booking | None:
    """A booking by the short way."""
    day = weekly.local_day(lunch().starts_at)
    with transaction():
        return at_once.come(day, Party(seats), contact(), now=NOW, form_token=f"token {seats} " * 3)


def test_a_seat_at_once_is_written_as_the_careful_way_writes_it(app):
    day, bruno = weekly.local_day(lunch().starts_at), contact()
    with transaction():
        careful = services.come(lunch(), PARTY, bruno, now=NOW, form_token="a form" * 5)
    with transaction():
        short = at_once.come(day, PARTY, bruno, now=NOW, form_token="another form" * 3)
    assert short is not None
    assert short.quantity == 3
    assert len(rows := written(short)) == 5
    assert rows == written(careful)


def test_whatever_is_odd_about_a_date_is_left_to_the_careful_way(app):
    places = lunch().resource.capacity
    assert at_once_or_not(places + 1) is None
    assert at_once_or_not(0) is None
    day, number = weekly.local_day(lunch().starts_at), lunch().id
    with transaction():
        assert at_once.come(day + timedelta(days=1), PARTY, contact(), now=NOW, form_token="a" * 30) is None
        assert at_once.come(day, PARTY, contact(), now=NOW + timedelta(days=300), form_token="a" * 30) is None
    for status, is_possible in (("needs_decision", False), ("cancelled", False), ("moved", True), ("planned", True)):
        with transaction():
            db.session.execute(update(Occurrence).where(Occurrence.id == number).values(status=status))
        assert (at_once_or_not(1 + is_possible + (status == "moved")) is not None) == is_possible, status
    left = places - 5
    assert at_once_or_not(left + 1) is None
    waiting(lunch(), places)
    assert at_once_or_not(1) is None
    assert db.session.scalar(select(Resource.capacity).where(Resource.id == lunch().resource_id)) == places
