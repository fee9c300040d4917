"""The staff at their pages of appointments."""

from typing import Any

from flask.testing import FlaskClient

from tests import make
from wok.bookings.models import Booking
from wok.db import db

ALL = "/en/staff/appointments"


def signed_in(client: FlaskClient, **given: Any) -> FlaskClient:
    """Claire at her desk."""
    make.sign_in(client, make.staff(**given))
    return client


def read(client: FlaskClient, page: str = ALL, code: int = 200) -> str:
    """A page's text, decoded."""
    answer = client.get(page)
    assert answer.status_code == code, f"{page} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def page_of(booking: Booking, rest: str = "") -> str:
    """The staff's address of one appointment."""
    return f"{ALL}/{booking.id}{rest}"


def fresh(booking: Booking) -> Booking:
    """The booking as it stands now."""
    return db.session.get_one(Booking, booking.id, populate_existing=True)
