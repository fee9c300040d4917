"""Two colleagues, and Claire's browser."""

import pytest

from tests import make


@pytest.fixture
def claire(app, client):
    """Claire, met on weekdays, and her browser."""
    person = make.staff()
    make.sign_in(client, person)
    return make.colleague(person)


@pytest.fixture
def nour(claire):
    return make.colleague(make.staff(name="Nour Ben Salah"), shown_as="Nour", languages=["ar"])
