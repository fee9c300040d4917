"""My Wok: what is next, what waits for us, and our bookings."""

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.appointments import desk
from tests.lunches.table import bookings, lunches
from wok.appointments import staff_services
from wok.db import transaction


def text(client: FlaskClient, page: str) -> str:
    return client.get(page).get_data(as_text=True)


def test_strangers_are_led_to_sign_in(client: FlaskClient) -> None:
    for page in ("/en/my", "/en/my/bookings"):
        assert "/sign-in" in client.get(page).location


def test_with_nothing_booked_three_doors_are_open(client: FlaskClient) -> None:
    make.sign_in(client, make.delegate())
    assert "Three doors are open" in text(client, "/en/my")
    assert "Nothing here yet" in text(client, "/en/my/bookings")


def test_amina_sees_what_is_next_and_what_waits(client: FlaskClient, clock_at) -> None:
    first, second, *_rest = lunches(capacity=4)
    amina = make.delegate()
    make.sign_in(client, amina)
    make.rsvp(first, 3, person_id=amina.id)
    make.rsvp(second, 4)
    held = make.waiting(first, 1, association_id=amina.memberships[0].association_id)
    clock_at(make.NOW.replace(day=17, hour=8))
    assert "Still coming" not in text(client, "/en/my")
    clock_at(make.NOW.replace(day=17, hour=16))
    page = text(client, "/en/my")
    assert "Places kept for Wednesday 18 November" in page and held.code in page
    assert "Still coming on Wednesday 18 November?" in page and "2026-11-25" not in page


def test_bookings_are_found_changed_and_cancelled_from_the_list(client: FlaskClient) -> None:
    first, second, *_rest = lunches()
    amina = make.delegate()
    make.sign_in(client, amina)
    make.rsvp(first, 2, person_id=amina.id)
    other = make.rsvp(second, 3, person_id=amina.id, name="Zoé")
    page = text(client, f"/en/my/bookings?find={other.code}")
    assert "2026-11-25" in page and "Lunch on Wednesday 18" not in page
    form = make.form_of(page, "/cancel")
    assert client.post(form.action, data=form.values).status_code == 303
    assert bookings()[1].status == "cancelled"
    assert "2026-11-25" in text(client, "/en/my/bookings?period=cancelled")


def test_nobody_sees_the_bookings_of_others(app: Flask) -> None:
    first, *_rest = lunches()
    amina, bruno = make.delegate("Dancers"), make.delegate("Footballers")
    booking = make.rsvp(first, 2, person_id=amina.id, association_id=amina.memberships[0].association_id)
    browser = app.test_client()
    make.sign_in(browser, bruno)
    assert booking.code not in text(browser, "/en/my") + text(browser, "/en/my/bookings")


def test_odd_pages_and_searches_break_nothing(client: FlaskClient) -> None:
    lunches()
    make.sign_in(client, make.delegate())
    for asked in ("0", "-1", "9" * 30, "x", "😀", "%00", "1' or 1=1", "%25_"):
        for name in ("page", "find", "period"):
            assert client.get(f"/en/my/bookings?{name}={asked}").status_code == 200


def test_many_bookings_come_a_page_at_a_time(client: FlaskClient) -> None:
    first, *_rest = lunches(capacity=100)
    amina = make.delegate()
    make.sign_in(client, amina)
    for _number in range(22):
        make.rsvp(first, 1, person_id=amina.id)
    page = text(client, "/en/my/bookings")
    assert page.count('class="entry ') == 20 and 'rel="next"' in page
    assert text(client, "/en/my/bookings?page=2").count('class="entry ') == 2
    with transaction():
        first.topic = {"en": "x"}


def test_a_new_time_to_choose_waits_on_ones_page(client: FlaskClient) -> None:
    amina = make.delegate()
    booking = desk.book(desk.matter(), desk.at(desk.WEDNESDAY, 10), person_id=amina.id)
    with transaction():
        staff_services.cancel_with_proposals(booking, "Claire is ill", now=desk.NOW)
    make.sign_in(client, amina)
    page = text(client, "/en/my")
    assert "Waits for your answer" in page and "Please choose a new time" in page
