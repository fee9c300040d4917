"""One's data in one click (PROMISES D3): whole, without secrets, and nothing of others."""

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.appointments import desk
from tests.oncall import thursday
from wok.db import db, transaction
from wok.feeds import services as feeds
from wok.lunches.models import Chip


def test_ones_data_is_taken_along_in_two_files(app: Flask, client: FlaskClient) -> None:
    lunch, amina = make.lunch(), make.delegate("Les Danseurs", email="amina@example.org", needs=["quiet_place"])
    dancers = amina.memberships[0].association
    party = {"diets": {"vegan": 1}, "needs": ("quiet_place",)}
    who = {"name": "Amina", "email": None, "reach": "none"}
    own = make.rsvp(lunch, 3, person_id=amina.id, association_id=dancers.id, party=party, **who)
    make.rsvp(lunch, 1, email="amina@example.org", name="Amina")
    make.rsvp(lunch, 1, name="Bruno", association_id=dancers.id)
    with transaction():
        secret = feeds.make_address(amina, "mine", None, "en", now=make.NOW)
        facts = {"direction": "look", "words": "We look for a van", "theme": "transport", "language": "en"}
        db.session.add(Chip(booking_id=own.id, occurrence_id=lunch.id, **facts))
    make.sign_in(client, amina)
    answer = client.get("/en/my/data.json")
    data = answer.json
    assert (data["name"], data["needs"], data["associations"][0]["name"]) == (
        "Amina Haddad",
        ["quiet_place"],
        "Les Danseurs",
    )
    first, second = data["bookings"]
    assert (first["code"], first["diets"], first["needs"]) == (own.code, {"vegan": 1}, ["quiet_place"])
    assert first["history"][0]["what"] == "booked" and first["topics"][0]["words"] == "We look for a van"
    assert second["contact_email"] == "amina@example.org"
    assert data["calendar_addresses"][0]["scope"] == "mine" and data["messages"][0]["recipient"] == "amina@example.org"
    for word in ("Bruno", "hash", "token", secret, feeds.fingerprint(secret), own.link_token):
        assert word not in answer.text, word
    calendar = client.get("/en/my/bookings.ics")
    assert (answer.headers["Cache-Control"], calendar.headers["Cache-Control"]) == ("no-store", "no-store")
    assert (
        calendar.mimetype == "text/calendar" and calendar.text.count("BEGIN:VEVENT") == 2 and own.uid in calendar.text
    )


def test_thursdays_and_appointments_are_taken_along_too(app: Flask, client: FlaskClient) -> None:
    amina = make.delegate(email="amina@example.org")
    date = thursday.thursday()
    thursday.time(date, person_id=amina.id)
    visit = thursday.number(date, 20, nickname="Mina")
    with transaction():
        visit.person_id = amina.id
    subject = desk.matter()
    desk.book(subject, desk.at(desk.TUESDAY, 10), ask={"question": "How do we begin?"}, person_id=amina.id)
    make.sign_in(client, amina)
    data = client.get("/en/my/data.json").json
    appointment, oncall = data["bookings"]
    assert appointment["appointment"]["question"] == "How do we begin?" and appointment["on_call"] is None
    assert oncall["on_call"]["topic"] == "money" and oncall["appointment"] is None
    assert data["numbers_on_thursdays"][0]["nickname"] == "Mina"
