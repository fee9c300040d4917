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
