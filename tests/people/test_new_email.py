"""One's own new e-mail address: proved by its mailbox, the old one is told, nobody learns who is known."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.conftest import NOW
from wok.db import db
from wok.mail.models import Message
from wok.people.models import Person

ASK, DIGITS = "/en/my/profile/email", "/en/my/profile/email/digits"


@pytest.fixture
def amina(client: FlaskClient) -> Person:
    somebody = make.delegate(email="amina@example.org", language="en")
    make.sign_in(client, somebody)
    return somebody


def mails(kind: str = "people/new_email") -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def path_of(mail: Message) -> str:
    return mail.facts["link"].removeprefix("http://localhost")


def test_the_new_address_counts_once_its_mailbox_shows_the_link(app: Flask, client: FlaskClient, amina: Person) -> None:
    booking = make.rsvp(make.lunch(), email="amina@example.org")
    tablet, cookie = app.test_client(), client.get_cookie("wok_login").value
    make.sign_in(tablet, amina)
    assert client.fill(ASK, email="Amina.New@example.org").location == DIGITS
    (mail,) = mails()
    assert mail.recipient == "amina.new@example.org" and amina.email == "amina@example.org"
    assert client.get(path_of(mail)).status_code == 200 and amina.email == "amina@example.org"
    assert client.fill(path_of(mail)).location == "/en/my/profile"
    assert amina.email == "amina.new@example.org" and "amina.new@example.org" in client.get("/en/my/profile").text
    assert client.get_cookie("wok_login").value != cookie and tablet.get("/en/my/profile").status_code == 303
    (told,) = mails("people/email_changed")
    assert told.recipient == "amina@example.org" and "amina.new" not in str(told.facts)
    assert (booking.contact_email, booking.person_id) == ("amina.new@example.org", amina.id)
    assert client.get(path_of(mail)).status_code == 410


def test_the_digits_do_it_too_and_five_wrong_tries_are_enough(client: FlaskClient, amina: Person) -> None:
    client.fill(ASK, email="new@example.org")
    digits = mails()[0].facts["digits"]
    wrong = "000000" if digits != "000000" else "111111"
    assert [client.fill(DIGITS, digits=wrong).status_code for _turn in range(5)] == [422] * 5
    assert client.fill(DIGITS, digits=digits).status_code == 422 and amina.email == "amina@example.org"
    client.fill(ASK, email="new@example.org")
    assert client.fill(DIGITS, digits=mails()[1].facts["digits"]).status_code == 303
    assert amina.email == "new@example.org"


def test_a_phone_left_lying_about_changes_and_erases_nothing(client: FlaskClient, amina: Person, clock_at) -> None:
    clock_at(NOW + timedelta(minutes=31))
    for page, typed in ((ASK, {"email": "thief@example.org"}), ("/en/my/data/erase", {"is_sure": "y"})):
        assert client.get(page).location == f"/en/sign-in?next={page}"
        assert "Please sign in once more." in client.get("/en/sign-in").text
        token = make.form_of(client.get("/en/my/profile").text).values["csrf_token"]
        assert client.post(page, data={**typed, "csrf_token": token}).status_code == 303
    assert not mails() and amina.left_at is None
    client.fill(f"/en/sign-in?next={ASK}", email="amina@example.org")
    assert client.fill(path_of(mails("people/sign_in")[0])).location == ASK
    assert client.fill(ASK, email="new@example.org").location == DIGITS


def test_an_address_of_somebody_else_gets_the_same_answer_and_is_never_taken(
    client: FlaskClient, amina: Person
) -> None:
    bruno = make.person(name="Bruno", email="bruno@example.org")
    pages = []
    for address in ("nobody@example.org", "bruno@example.org"):
        answer = client.fill(ASK, email=address)
        page = client.get(answer.location).text
        pages.append((answer.status_code, answer.location, re.sub(r'value="[^"]*"', "", page)))
    assert pages[0] == pages[1] and len(mails()) == 2
    taken = client.fill(DIGITS, digits=mails()[1].facts["digits"])
    assert taken.status_code == 422 and "Call us" in taken.text
    assert (amina.email, bruno.email) == ("amina@example.org", "bruno@example.org")


def test_the_link_is_worth_nothing_to_others_and_after_an_hour(
    app: Flask, client: FlaskClient, amina: Person, clock_at
) -> None:
    client.fill(ASK, email="new@example.org")
    link = path_of(mails()[0])
    bruno = app.test_client()
    assert bruno.get(link).status_code == 303
    make.sign_in(bruno, make.person(name="Bruno"))
    assert bruno.get(link).status_code == 410
    clock_at(NOW + timedelta(hours=1))
    assert client.get(link).status_code == 410 and amina.email == "amina@example.org"


def test_nobody_is_flooded_and_typing_errors_are_asked_about(client: FlaskClient, amina: Person) -> None:
    assert client.fill(ASK, email="amina@gmial.com").status_code == 422 and not mails()
    assert [client.fill(ASK, email=f"a{turn}@example.org").status_code for turn in range(7)] == [303] * 7
    assert len(mails()) == 5
