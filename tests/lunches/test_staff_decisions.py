"""Decisions on a lunch date: what would happen first, then cancelled, moved or held, and undone within ten minutes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.lunches import desk
from tests.lunches.desk import NOW, again, close_the_day, guest, on, page, read
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.lunches import queries
from wok.lunches.models import Chip
from wok.mail.models import Message


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


def test_the_page_says_whom_a_cancelled_lunch_touches_before_the_button(claire, lunch):
    guest(lunch, reach="email", email="amina@example.org")
    guest(lunch, "Bruno Lopes", 3, reach="none")
    html = read(claire, page(lunch, "/cancel"))
    assert "5 people are touched" in html and "1 booking is told by e-mail" in html
    assert html.index("cannot be reached") < html.index("Bruno Lopes") < html.index("</form>", html.index("<main"))
    assert db.session.scalars(select(Message).where(Message.kind == "lunches/date_cancelled")).all() == []


def test_a_ready_reason_fills_the_form(claire, lunch):
    assert "Somebody of our team is ill" in read(claire, page(lunch, "/cancel?ready=ill"))


def test_a_lunch_is_cancelled_carried_and_brought_back(claire, lunch):
    amina = guest(lunch)
    answer = claire.fill(page(lunch, "/cancel"), reason_fr="Malade", carry="y")
    assert answer.status_code == 303
    assert again(lunch).status == "cancelled" and lunch.reason == {"fr": "Malade"}
    carried = [one.booking.contact_name for one in queries.guests(on(date(2026, 11, 25)), "confirmed")]
    assert carried == ["Amina Haddad"]
    html = read(claire, page(lunch))
    assert "this can be undone" in html and "Wednesday 25 November" in html
    claire.fill(page(lunch), "/undo")
    assert again(lunch).status == "planned" and again(amina).status == "confirmed"


def test_nobody_is_carried_when_staff_say_so(claire, lunch):
    guest(lunch)
    silent = claire.fill(page(lunch, "/cancel"), carry=None)
    assert silent.status_code == 422 and "Write the reason in one language at least." in silent.text
    claire.fill(page(lunch, "/cancel"), carry=None, reason_pt="Obras")
    assert not queries.guests(on(date(2026, 11, 25)))


def test_after_ten_minutes_it_can_no_longer_be_undone(claire, lunch, clock_at):
    claire.fill(page(lunch, "/cancel"), reason_fr="Malade")
    token = make.form_of(read(claire, page(lunch)), "/undo").values
    clock_at(NOW + timedelta(minutes=11))
    claire.post(page(lunch, "/undo"), data=token)
    html = read(claire, page(lunch))
    assert again(lunch).status == "cancelled" and "the ten minutes are over" in html and "/undo" not in html


def test_a_lunch_is_moved_with_its_guests(claire, lunch):
    amina = guest(lunch)
    late = make.form_of(read(claire, page(lunch, "/move")))
    answer = claire.fill(page(lunch, "/move"), day="2026-11-19", starts="12:30", ends="14:30")
    assert answer.status_code == 303
    assert again(amina).starts_at == datetime(2026, 11, 19, 11, 30, tzinfo=UTC)
    assert again(lunch).status == "moved"
    clash = claire.post(page(lunch, "/move"), data={**late.values, "day": "2026-11-20", "reason_fr": "Parce que"})
    assert clash.status_code == 409 and "Somebody else has just saved this page" in clash.text
    assert "Thursday 19 November" in clash.text and "2026-11-20" in clash.text and "Parce que" in clash.text


def test_a_move_that_cannot_be_keeps_what_was_typed(claire, lunch):
    for day, starts, ends in (
        ("2026-11-19", "14:00", "12:00"),
        ("2026-11-01", "12:00", "14:00"),
        ("9999-12-31", "12:00", "14:00"),
    ):
        answer = claire.fill(page(lunch, "/move"), day=day, starts=starts, ends=ends, reason_fr="Parce que")
        assert answer.status_code == 422 and day in answer.text and "Parce que" in answer.text
    assert again(lunch).status == "planned"


def test_a_lunch_on_a_closed_day_is_held_all_the_same(claire, lunch):
    close_the_day(date(2026, 11, 18))
    assert "This date needs a decision" in read(claire, page(lunch))
    assert "Fermé pour travaux" in read(claire, page(lunch, "/cancel"))
    claire.fill(page(lunch), "/hold")
    assert again(lunch).status == "planned" and lunch.decided_at == NOW
    claire.fill(page(lunch), "/undo")
    assert again(lunch).status == "needs_decision"


def test_topic_and_menu_are_written_and_their_gaps_shown(claire, lunch):
    claire.fill(page(lunch, "/topic"), topic_fr="Le vélo", menu_fr="Couscous", topic_en="Bicycles")
    assert again(lunch).topic == {"fr": "Le vélo", "en": "Bicycles"}
    html = read(claire, page(lunch))
    assert "Bicycles" in html and "Topic missing in: Português, Deutsch, Lëtzebuergesch" in html


def test_two_editors_see_both_texts_and_nothing_is_lost(claire, lunch):
    late = {**make.form_of(read(claire, page(lunch, "/topic"))).values, "topic_fr": "La danse"}
    claire.fill(page(lunch, "/topic"), topic_fr="Le vélo")
    answer = claire.post(page(lunch, "/topic"), data=late)
    assert answer.status_code == 409 and "La danse" in answer.text and "Le vélo" in answer.text
    assert again(lunch).topic == {"fr": "Le vélo"}
    claire.post(page(lunch, "/topic"), data=make.form_of(answer.text).values)
    assert again(lunch).topic == {"fr": "La danse"}


def test_fewer_places_than_guests_throws_nobody_out(claire, lunch):
    amina = guest(lunch, adults=5)
    claire.fill(page(lunch, "/places"), capacity="3")
    html = read(claire, page(lunch))
    assert "2 people are booked too many" in html and "2 people are booked beyond the places" in html
    assert again(amina).status == "confirmed"
    assert claire.fill(page(lunch, "/places"), capacity="many").status_code == 422


def test_topics_people_bring_are_read_before_they_are_shown(claire, lunch):
    amina = guest(lunch)
    with transaction():
        chip = Chip(
            booking_id=amina.id, occurrence_id=lunch.id, direction="look", words="dancers", theme="dance", language="en", state="new"
        )  # fmt: skip
        db.session.add(chip)
    claire.fill(page(lunch), "/show")
    assert again(chip).state == "shown"
    claire.fill(page(lunch), "/hide")
    assert again(chip).state == "hidden"


def test_two_editors_of_the_places_see_both_numbers_and_nothing_is_overwritten(claire, lunch):
    late = {**make.form_of(read(claire, page(lunch, "/places"))).values, "capacity": "30"}
    claire.fill(page(lunch, "/places"), capacity="50")
    guest(lunch)
    answer = claire.post(page(lunch, "/places"), data=late)
    assert answer.status_code == 409 and "50 places" in answer.text and 'value="30"' in answer.text
    assert again(lunch).resource.capacity == 50
    claire.post(page(lunch, "/places"), data=make.form_of(answer.text).values)
    assert again(lunch.resource).capacity == 30
