"""Presses at the same moment: one form is one booking, one cancelling is one cancelling, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests import make
from tests.lunches.table import bookings, lunches
from wok.db import db

DAY = "/en/lunch/2026-11-18"


def at_once(app: Flask, address: str, data: dict[str, str], cookies: dict[str, str], times: int = 5) -> list[int]:
    """The answers of several equal POSTs sent together by one person's browser."""

    def send(_number: int) -> int:
        with app.app_context():
            browser = app.test_client()
            for name, value in cookies.items():
                browser.set_cookie(name, value)
            return browser.post(address, data=data).status_code

    with ThreadPoolExecutor(times) as people:
        return list(people.map(send, range(times)))


def cookies_of(client) -> dict[str, str]:
    """What the browser would send along."""
    return {name: client.get_cookie(name).value for name in ("wok",) if client.get_cookie(name)}


def test_five_presses_of_one_form_are_one_booking(app: Flask) -> None:
    lunches(capacity=2)
    client = app.test_client()
    page = client.get(DAY).get_data(as_text=True)
    data = {**make.form_of(page).values, "name": "Amina", "email": "amina@example.org", "adults": "2"}
    assert at_once(app, DAY, data, cookies_of(client)) == [303] * 5
    assert len(bookings()) == 1
    assert client.post(DAY, data=data).status_code == 303
    assert len(bookings()) == 1


def test_five_presses_of_cancel_cancel_once(app: Flask) -> None:
    first, *_rest = lunches()
    booking = make.rsvp(first, 2, language="en")
    client = app.test_client()
    page = client.get(f"/en/booking/{booking.link_token}").get_data(as_text=True)
    form = make.form_of(page, "/cancel")
    assert at_once(app, form.action, form.values, cookies_of(client)) == [303] * 5
    db.session.rollback()
    assert bookings()[0].status == "cancelled"


def test_five_people_for_the_last_two_seats(app: Flask) -> None:
    lunches(capacity=2)

    def come(number: int) -> int:
        typed = {"name": f"Guest {number}", "email": f"guest{number}@example.org", "adults": "1"}
        with app.app_context():
            return app.test_client().fill(DAY, **typed).status_code

    with ThreadPoolExecutor(5) as people:
        answers = sorted(people.map(come, range(5)))
    assert answers == [303, 303, 422, 422, 422]
    assert len(bookings()) == 2
