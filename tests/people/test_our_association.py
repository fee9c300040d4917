"""Our association and our own profile (page A7); nobody reads or changes what is another's (PROMISES S1)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.conftest import NOW
from wok.db import db
from wok.mail.models import Message
from wok.people.models import Association, Login, Membership, Person


@pytest.fixture
def amina(client: FlaskClient) -> Person:
    somebody = make.delegate("Les Danseurs", email="amina@example.org")
    make.sign_in(client, somebody)
    return somebody


def test_a_delegate_keeps_the_association_right_but_not_its_state(client: FlaskClient, amina: Person) -> None:
    dancers = amina.memberships[0].association
    extra = {"status": "inactive", "staff_note": "x", "form_token": "x" * 30, "accepted_at": "", "role": "staff"}
    assert (
        client.fill(f"/en/my/association/{dancers.id}", purpose="We dance more.", is_listed="y", **extra).status_code
        == 303
    )
    assert (dancers.purpose, dancers.is_listed, dancers.status, dancers.staff_note) == (
        "We dance more.",
        True,
        "accepted",
        "",
    )
    assert dancers.form_token is None
    assert "We dance more." in client.get("/en/my/association").text


def test_two_delegates_see_both_texts(client: FlaskClient, amina: Person) -> None:
    place = f"/en/my/association/{amina.memberships[0].association_id}"
    early = {**make.form_of(client.get(place).text).values, "purpose": "The second text"}
    client.fill(place, purpose="The first text")
    clash = client.post(place, data=early)
    assert clash.status_code == 409 and "The first text" in clash.text and "The second text" in clash.text
    assert db.session.scalar(select(Association)).purpose == "The first text"


def test_another_association_does_not_exist_for_us(app: Flask, client: FlaskClient, amina: Person) -> None:
    bruno = make.delegate("Footballeurs", name="Bruno")
    theirs = bruno.memberships[0]
    token = make.form_of(client.get("/en/my/profile").text).values["csrf_token"]
    own = amina.memberships[0].association_id
    for path in (f"{theirs.association_id}", f"{theirs.association_id}/people", "999999", "9" * 25):
        assert client.get(f"/en/my/association/{path}").status_code == 404
    for path in (
        f"association/{theirs.association_id}",
        f"association/{theirs.association_id}/people",
        f"association/{theirs.association_id}/people/{theirs.id}/end",
        f"association/{own}/people/{theirs.id}/end",
        f"invitations/{theirs.id}/yes",
        f"invitations/{theirs.id}/no",
    ):
        data = {"csrf_token": token, "email": "amina@example.org", "role": "delegate"}
        assert client.post(f"/en/my/{path}", data=data).status_code == 404, path
    assert "Footballeurs" not in client.get("/en/my/association").text and theirs.ended_at is None


def test_a_member_sees_but_does_not_change(client: FlaskClient) -> None:
    bruno, dancers = make.person(name="Bruno"), make.association()
    make.membership(bruno, dancers, role="member")
    make.sign_in(client, bruno)
    assert "Bruno" in client.get(f"/en/my/association/{dancers.id}/people").text
    assert client.get(f"/en/my/association/{dancers.id}").status_code == 404


@pytest.mark.parametrize("is_known", [True, False])
def test_who_is_invited_says_yes_themselves_and_is_not_named_before(
    app: Flask, client: FlaskClient, amina: Person, is_known: bool
) -> None:
    if is_known:
        make.person(name="Bruno", email="bruno@example.org")
    place = f"/en/my/association/{amina.memberships[0].association_id}/people"
    assert client.fill(place, "/people", email="bruno@example.org", role="delegate").status_code == 303
    page = client.get(place).text
    assert "bruno@example.org" in page and ">Bruno<" not in page and "no answer yet" in page
    client.fill(place, "/people", email="bruno@example.org", role="delegate")
    (mail,) = db.session.scalars(select(Message))
    assert (mail.kind, mail.recipient) == ("people/invited", "bruno@example.org")
    assert mail.facts["link"].endswith("/my/association") and mail.facts["association"] == "Les Danseurs"
    bruno = db.session.scalar(select(Person).where(Person.email == "bruno@example.org"))
    browser = app.test_client()
    make.sign_in(browser, bruno)
    assert browser.get(place).status_code == 404
    assert browser.fill("/en/my/association", "/yes").status_code == 303
    assert browser.get(place).status_code == 200
    assert db.session.scalar(select(Membership).where(Membership.person_id == bruno.id)).confirmed_at == NOW


def test_the_last_delegate_needs_somebody_to_follow(client: FlaskClient, amina: Person) -> None:
    own = amina.memberships[0]
    place = f"/en/my/association/{own.association_id}/people"
    client.fill(place, "/end")
    assert own.ended_at is None and "First name somebody to follow" in client.get(place).text
    bruno = make.membership(make.person(name="Bruno"), own.association, role="member")
    client.fill(place, "/end")
    assert own.ended_at is None
    client.fill(place, f"/{bruno.id}/delegate")  # a member follows, without a mail and without leaving first
    assert bruno.role == "delegate" and "Let them book for us" not in client.get(place).text
    assert client.fill(place, f"/{own.id}/end").location == "/en/my/association"
    assert own.ended_at == NOW and client.get(place).status_code == 404


def test_a_question_is_answered_by_sending_the_request_again(client: FlaskClient) -> None:
    dancers = make.association(status="question", staff_note="Who are you?", accepted_at=None)
    amina = make.person()
    make.membership(amina, dancers, confirmed_at=None)
    make.sign_in(client, amina)
    assert "Who are you?" in client.get("/en/my/association").text
    assert client.fill(f"/en/my/association/{dancers.id}", purpose="Dancers, really.").status_code == 303
    assert (dancers.status, dancers.purpose) == ("asked", "Dancers, really.")
    assert client.get(f"/en/my/association/{dancers.id}/people").status_code in (200, 404)


def test_needs_are_asked_once_and_kept(client: FlaskClient, amina: Person) -> None:
    answer = client.fill(
        "/en/my/profile",
        name="Amina H.",
        language="pt",
        needs=["quiet_place"],
        diets=["vegan", "nuts"],
        is_staff="y",
        email="x@y.zz",
    )
    assert answer.location == "/pt/my/profile"
    assert (amina.name, amina.language, amina.needs, amina.diets) == (
        "Amina H.",
        "pt",
        ["quiet_place"],
        ["vegan", "nuts"],
    )
    assert (amina.is_staff, amina.email) == (False, "amina@example.org")
    assert client.fill("/en/my/profile", needs=["a throne"]).status_code == 422
    assert client.fill("/en/my/profile", reach="phone", phone="").status_code == 422


def test_two_browsers_of_one_person_see_both_texts(client: FlaskClient, amina: Person) -> None:
    early = {**make.form_of(client.get("/en/my/profile").text).values, "name": "The second name"}
    client.fill("/en/my/profile", name="The first name")
    clash = client.post("/en/my/profile", data=early)
    assert clash.status_code == 409 and "The first name" in clash.text and "The second name" in clash.text
    assert amina.name == "The first name"


def test_a_login_elsewhere_is_ended_from_here_but_never_anothers_and_lasts_while_it_is_used(
    app: Flask, client: FlaskClient, amina: Person, clock_at: Callable[[datetime], None]
) -> None:
    tablet = app.test_client()
    make.sign_in(tablet, amina)
    bruno = app.test_client()
    make.sign_in(bruno, make.person(name="Bruno"))
    logins = list(db.session.scalars(select(Login).order_by(Login.id)))
    assert client.fill("/en/my/profile", f"/logins/{logins[1].id}/end").status_code == 303
    assert tablet.get("/en/my/profile").status_code == 303
    token = make.form_of(client.get("/en/my/profile").text).values["csrf_token"]
    assert client.post(f"/en/my/logins/{logins[2].id}/end", data={"csrf_token": token}).status_code == 404
    assert bruno.get("/en/my/profile").status_code == 200
    assert client.fill("/en/my/profile", f"/logins/{logins[0].id}/end").location == "/en/sign-in"
    for days in (20, 40, 60):  # used now and then: the thirty days begin anew with whatever is sent
        clock_at(make.NOW + timedelta(days=days))
        assert bruno.fill("/en/subscribe", "/en/subscribe/private").status_code == 200
    clock_at(make.NOW + timedelta(days=89))
    assert bruno.get("/en/my/profile").status_code == 200
    clock_at(make.NOW + timedelta(days=91))
    assert bruno.get("/en/my/profile").status_code == 303
    make.sign_in(bruno, make.person(name="Bruna"))
    for days in (*range(25, 180, 25), 179, 181):  # used all the time, and over after half a year all the same
        clock_at(make.NOW + timedelta(days=days))
        found = (
            bruno.get("/en/subscribe").text if days > 180 else bruno.fill("/en/subscribe", "/en/subscribe/private").text
        )
    assert bruno.get("/en/my/profile").status_code == 303 and "/en/subscribe/private" not in found


@pytest.mark.parametrize("path", ["association", "profile", "data.json", "association/1", "association/1/people"])
def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/en/my/{path}")
    assert answer.status_code == 303 and answer.location == f"/en/sign-in?next=/en/my/{path}"
