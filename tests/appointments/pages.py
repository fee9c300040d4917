"""The way through the four pages, as a browser goes it."""

from datetime import datetime
from typing import Any

from werkzeug.test import TestResponse

from tests import make
from tests.make import Browser
from wok.appointments import words
from wok.appointments.models import Matter

TYPED = {"name": "Amina Haddad", "email": "amina@example.org", "question": "How do we begin?"}


def details(client: Browser, matter: Matter, start: datetime | None, **query: Any) -> str:
    """The address of the third page."""
    at = words.write_instant(start) if start else "none"
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"/en/appointments/details?matter={matter.id}&language=fr&at={at}{more}"


def to_check(client: Browser, matter: Matter, start: datetime | None, **typed: Any) -> TestResponse:
    """Fill in the details; the answer is the check page, or the details with what is wrong."""
    return client.fill(details(client, matter, start), "/check", **{**TYPED, **typed})


def press(client: Browser, page: TestResponse, **typed: Any) -> TestResponse:
    """Press the main button of the check page."""
    form = make.form_of(page.get_data(as_text=True), "/book")
    return client.post(form.action, data={**form.values, **typed})


def book(client: Browser, matter: Matter, start: datetime | None, **typed: Any) -> TestResponse:
    """All the way."""
    return press(client, to_check(client, matter, start, **typed))
