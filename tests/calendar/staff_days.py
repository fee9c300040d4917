"""Claire's lane on Friday 20 November 2026, for the tests of the staff's calendar. NOW is Monday the 16th, 10:00."""

from typing import Any

from flask.testing import FlaskClient

from tests import make
from tests.appointments.desk import FRIDAY, at, book, matter
from wok.appointments.models import Matter
from wok.bookings.models import Booking
from wok.db import db
from wok.mail.models import Message
from wok.team.models import Colleague

NEW = "/en/staff/calendar/new"


def desk(client: FlaskClient) -> Colleague:
    """Claire, signed in, met on weekdays from 9:00 to 17:00."""
    claire = make.staff()
    make.sign_in(client, claire)
    return make.colleague(claire)


def entry(booking: Booking) -> str:
    """The page of an entry."""
    return f"/en/staff/calendar/entries/{booking.id}"


def statutes(*people: Colleague, **given: Any) -> Matter:
    """Half an hour about statutes."""
    return matter(*people, **given)


def friday(what: Matter, hour: int = 10, minute: int = 0, **given: Any) -> Booking:
    """Bruno's appointment on Friday."""
    return book(what, at(FRIDAY, hour, minute), **given)


def drop(client: FlaskClient, booking: Booking, starts: str, ends: str, **more: Any) -> Any:
    """Let an entry go at another time, as the pointer and the keys do."""
    fields = {"version": booking.version, "day": FRIDAY.isoformat(), "starts": starts, "ends": ends, **more}
    token = make.form_of(client.get(entry(booking)).get_data(as_text=True)).values["csrf_token"]
    headers = {"Accept": "application/json"}
    return client.post(entry(booking), data={**fields, "csrf_token": token}, headers=headers)


def due(booking: Booking) -> list[str]:
    """The messages that wait for this booking's people."""
    db.session.rollback()
    rows = db.session.query(Message).filter_by(booking_id=booking.id, state="due").order_by(Message.id)
    return [row.kind for row in rows]


def again(row: Any) -> Any:
    """A row as it stands now."""
    db.session.rollback()
    db.session.refresh(row)
    return row
