"""Guests at Claire's desk: booked in seconds, beyond the places with a reason, a card, a call that cancels."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.lunches import desk
from tests.lunches.desk import again, guest, page, read
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.lunches.models import Rsvp


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


def bookings() -> list[Booking]:
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


def test_bruno_without_mail_is_booked_at_the_desk_and_gets_a_card(claire, lunch):
    answer = claire.fill(page(lunch, "/guests/new"), name="Bruno Lopes", adults="2", phone="621 123 456", language="pt")
    assert answer.status_code == 303 and answer.location.endswith("/card")
    bruno = bookings()[0]
    assert (bruno.status, bruno.quantity, bruno.reach, bruno.language) == ("confirmed", 2, "phone", "pt")
    html = read(claire, answer.location)
    assert f"{bruno.code[:4]} {bruno.code[4:]}" in html and 'lang="pt"' in html and "<svg" in html


def test_a_guest_may_have_no_way_to_be_reached(claire, lunch):
    claire.fill(page(lunch, "/guests/new"), name="Somebody", eating=["vegan"], prams="1")
    somebody = bookings()[0]
    assert somebody.reach == "none" and db.session.get_one(Rsvp, somebody.id).diets == {"vegan": 1}


def test_a_known_association_is_recognised(claire, lunch):
    dancers = make.association(name="Les danseurs")
    claire.fill(page(lunch, "/guests/new"), name="Amina", association="les Danseurs")
    assert bookings()[0].association_id == dancers.id and bookings()[0].reach == "association"


def test_one_form_at_the_desk_is_one_booking(claire, lunch):
    data = {**make.form_of(read(claire, page(lunch, "/guests/new"))).values, "name": "Amina"}
    answers = [claire.post(page(lunch, "/guests/new"), data=data).location for _time in range(2)]
    assert answers[0] == answers[1] and len(bookings()) == 1


def test_what_was_typed_at_the_desk_comes_back(claire, lunch):
    answer = claire.fill(page(lunch, "/guests/new"), name="Amina", email="amina at home", phone="nonsense")
    assert answer.status_code == 422
    assert "amina at home" in answer.text and "nonsense" in answer.text and not bookings()


def test_beyond_the_places_needs_a_reason_that_is_kept(claire, lunch):
    guest(lunch, adults=40)
    refused = claire.fill(page(lunch, "/guests/new"), name="Bruno")
    assert refused.status_code == 422 and "Bruno" in refused.text and "waiting list" in refused.text
    assert claire.fill(page(lunch, "/guests/new"), name="Bruno", reason="He cooks").status_code == 303
    assert bookings()[-1].override_reason == "He cooks" and again(lunch).resource.capacity == 41


def test_a_full_lunch_puts_them_on_the_waiting_list(claire, lunch):
    guest(lunch, adults=40)
    claire.fill(page(lunch, "/guests/new"), name="Bruno", do="wait")
    assert bookings()[-1].status == "waiting"


def test_amina_calls_and_is_cancelled_and_comes_after_all(claire, lunch):
    amina = guest(lunch)
    assert claire.fill(page(lunch), "/cancel").status_code == 303
    assert again(amina).status == "cancelled"
    claire.fill(page(lunch), "/undo-cancel")
    assert again(amina).status == "confirmed"


@pytest.mark.parametrize("more", ("mark", "cancel", "undo-cancel", "forgive"))
def test_a_member_cannot_act_for_guests(client, lunch, more):
    amina = guest(lunch)
    make.sign_in(client, make.person())
    token = make.forms_of(read(client, "/en/"))[0].values["csrf_token"]
    answer = client.post(page(lunch, f"/guests/{amina.id}/{more}"), data={"csrf_token": token})
    assert answer.status_code == 404 and again(amina).status == "confirmed"
    assert date(2026, 11, 18) == again(lunch).original_on


def test_the_list_leads_to_each_booking(claire, lunch):
    amina = guest(lunch)
    assert f"/en/booking/{amina.code}" in read(claire, page(lunch))
    assert "Amina Haddad" in read(claire, f"/en/booking/{amina.code}")
