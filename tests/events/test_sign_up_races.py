"""The last place of an event, and the last helper wanted, asked for at the same moment: exactly as many as there are."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests import make
from tests.events import signing
from wok.db import db
from wok.events.models import ShiftHelper


def test_five_people_for_the_last_two_places_and_the_one_shift(app: Flask) -> None:
    event = signing.event(seats=2)
    shift = signing.shift(event)
    pages = (f"/en/events/{event.id}", f"/en/events/{event.id}/help/{shift.id}")

    def come(number: int) -> tuple[int, ...]:
        typed = {"name": f"Guest {number}", "email": f"guest{number}@example.org"}
        with app.app_context():
            browser = app.test_client()
            forms = [make.form_of(browser.get(page).text).values for page in pages]
            everybody_has_read.wait()
            sent = zip(pages, forms, strict=True)
            return tuple(browser.post(page, data={**form, **typed}).status_code for page, form in sent)

    everybody_has_read = Barrier(5, timeout=60)
    with ThreadPoolExecutor(5) as people:
        answers = list(people.map(come, range(5)))
    assert sorted(one for one, _ in answers) == [303, 303, 422, 422, 422]
    assert sorted(two for _, two in answers) == [303, 422, 422, 422, 422]
    assert len(signing.bookings()) == 2
    assert db.session.query(ShiftHelper).count() == 1


def test_one_helper_who_signs_up_at_six_events_at_once_gets_one_of_the_overlapping_shifts(app: Flask) -> None:
    events = [signing.event() for _each in range(6)]
    pages = [f"/en/events/{event.id}/help/{signing.shift(event).id}" for event in events]
    ways = [{"email": "amina@example.org"}, {"email": "amina@example.org", "phone": "+352 621 111 111"}] * 3
    everybody_has_read = Barrier(len(pages), timeout=60)

    def help_in(page: str, way: dict[str, str]) -> int:
        with app.app_context():
            browser = app.test_client()
            form = make.form_of(browser.get(page).text).values
            everybody_has_read.wait()
            return browser.post(page, data={**form, "name": "Amina Haddad", **way}).status_code

    with ThreadPoolExecutor(len(pages)) as hands:
        answers = list(hands.map(help_in, pages, ways))
    assert sorted(answers) == [303, *[422] * 5]
    assert db.session.query(ShiftHelper).count() == 1
