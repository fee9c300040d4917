"""What was typed is never lost when the login ran out, however long it was (PROMISES B6)."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.conftest import NOW
from wok.db import db
from wok.jobs import tidy
from wok.people.models import Login, Person
from wok.web.models import KeptText

PAGE = "/en/my/association/{}"


@pytest.fixture
def amina(client: FlaskClient) -> Person:
    somebody = make.delegate(email="amina@example.org")
    make.sign_in(client, somebody)
    return somebody


def end_logins() -> None:
    for login in db.session.scalars(select(Login)):
        login.ended_at = NOW
    db.session.commit()


@pytest.mark.parametrize("length", [300, 5000, 190_000])
@pytest.mark.parametrize("is_old_tab", [False, True])
def test_long_text_comes_back_after_signing_in(
    client: FlaskClient, amina: Person, length: int, is_old_tab: bool
) -> None:
    page, words = PAGE.format(amina.memberships[0].association_id), ("Wé dance. " * 20_000)[: length - 8] + " The end"
    data = {**make.form_of(client.get(page).text).values, "purpose": words[:length]}
    end_logins()
    if is_old_tab:
        client.delete_cookie("wok")
    answer = client.post(page, data=data)
    assert answer.status_code == 303 and "/sign-in?next=" in answer.location
    assert "The end" in client.get(answer.location).text
    assert all(len(cookie) < 4093 for cookie in answer.headers.getlist("Set-Cookie"))
    assert db.session.query(KeptText).count() == (length > 1000)
    make.sign_in(client, amina)
    assert make.form_of(client.get(page).text).values["purpose"].strip() == words[:length]


def test_kept_text_belongs_to_its_browser_and_goes_after_two_hours(
    app: Flask, client: FlaskClient, amina: Person
) -> None:
    page = PAGE.format(amina.memberships[0].association_id)
    data = {**make.form_of(client.get(page).text).values, "purpose": "A secret plan. " * 400}
    end_logins()
    client.post(page, data=data)
    other = app.test_client()
    make.sign_in(other, amina)
    assert "A secret plan" not in other.get(page).text + other.get("/en/sign-in").text
    tidy.run(NOW + timedelta(hours=3))
    assert db.session.query(KeptText).count() == 0
    assert client.get(page).status_code == 303 and client.get("/en/sign-in").status_code == 200
