"""A booking for the tests of its page."""

import pytest
from flask import Flask

from tests import make
from tests.lunches.table import lunches
from wok.bookings.models import Booking


@pytest.fixture
def brunos(app: Flask) -> Booking:
    """Bruno's four places at the next lunch."""
    first, *_rest = lunches(capacity=6)
    return make.rsvp(first, 4, language="en", party={"note": "Silva by the window", "diets": {"halal": 2}})
