"""Opening and pressing on a booking's page."""

from flask.testing import FlaskClient

from tests import make
from wok.bookings.models import Booking


def text(answer) -> str:
    return answer.get_data(as_text=True)


def by_link(booking: Booking) -> str:
    return f"/en/booking/{booking.link_token}"


def by_code(booking: Booking) -> str:
    return f"/en/booking/{booking.code}"


def press(client: FlaskClient, page: str, button: str, **fields: str):
    """Press the button of the page that posts to `button`."""
    form = make.form_of(text(client.get(page)), button)
    return client.post(form.action, data={**form.values, **fields})
