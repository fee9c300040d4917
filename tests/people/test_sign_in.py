"""Signing in: a link or six digits, once, in time, from the asking browser, and nobody learns who is known."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests import make
from tests.conftest import NOW
from wok.db import db
from wok.mail.models import Message
from wok.people import sessions
from wok.people.models import Login, SignInMail

PLAIN_TIME = re.compile(r'value="[^"]*"')


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "people/sign_in").order_by(Message.id)))


def ask(client: FlaskClient, email: str, **given: object):
    return client.fill("/en/sign-in", email=email, **given)


def path_of(mail: Message) -> str:
    return mail.facts["link"].removeprefix("http://localhost")


@pytest.fixture
def amina(app: Flask):
    return make.person(email="amina@example.org")


def test_the_mailed_link_signs_its_browser_in_with_one_press(client: FlaskClient, amina) -> None:
    assert ask(client, " Amina@Example.org ").location == "/en/sign-in/sent"
    (mail,) = mails()
    assert mail.recipient == "amina@example.org" and mail.facts["minutes"] == 10
    assert mail.useful_until == NOW + timedelta(minutes=10)
    answer = client.fill(path_of(mail))
    assert answer.status_code == 303
    assert sessions.cookie_name() in answer.headers["Set-Cookie"]
    assert db.session.scalar(select(Login)).person_id == amina.id


def test_looking_at_the_link_does_not_use_it_up(client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    link = path_of(mails()[0])
    for _turn in range(2):
        assert client.head(link).status_code == 200
        assert client.get(link).status_code == 200
    assert db.session.scalar(select(SignInMail)).used_at is None
    assert client.fill(link).status_code == 303


def test_a_link_works_once(client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    link = path_of(mails()[0])
    client.fill(link)
    answer = client.get(link)
    assert answer.status_code == 410 and "was used before" in answer.text
    assert client.post(link).status_code == 410


def test_a_link_is_too_old_after_ten_minutes(client: FlaskClient, amina, clock_at) -> None:
    ask(client, "amina@example.org")
    clock_at(NOW + timedelta(minutes=10))
    answer = client.get(path_of(mails()[0]))
    assert answer.status_code == 410 and "too old" in answer.text


def test_a_wrong_link_says_so(client: FlaskClient) -> None:
    answer = client.get("/en/sign-in/" + "x" * 43)
    assert answer.status_code == 404 and "not right" in answer.text
    assert client.get("/en/sign-in/" + "x" * 500).status_code == 404


def test_another_browser_needs_the_six_digits(app: Flask, client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    (mail,) = mails()
    phone = app.test_client()
    assert phone.fill(path_of(mail)).status_code == 422
    assert phone.fill(path_of(mail), digits="000000" if mail.facts["digits"] != "000000" else "1").status_code == 422
    assert phone.fill(path_of(mail), digits=mail.facts["digits"]).status_code == 303


def test_the_six_digits_sign_the_asking_browser_in_however_they_are_spaced(client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    digits = mails()[0].facts["digits"]
    answer = client.fill("/en/sign-in/sent", digits=f" {digits[:3]} {digits[3:]} ")
    assert answer.status_code == 303 and sessions.cookie_name() in answer.headers["Set-Cookie"]


def test_the_digits_of_one_browser_are_worth_nothing_in_another(app: Flask, client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    stranger = app.test_client()
    ask(stranger, "bruno@example.org")
    assert stranger.fill("/en/sign-in/sent", digits=mails()[0].facts["digits"]).status_code == 422


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_five_wrong_digits_are_enough_for_known_and_unknown_alike(client: FlaskClient, amina, email: str) -> None:
    ask(client, email)
    for _turn in range(5):
        assert client.fill("/en/sign-in/sent", digits="12 34").status_code == 422
    assert client.fill("/en/sign-in/sent", digits="12 34").status_code == 429
    right = mails()[0].facts["digits"] if mails() else "123456"
    assert client.fill("/en/sign-in/sent", digits=right).status_code == 429


def test_asking_again_gives_no_more_tries_on_the_old_mail(client: FlaskClient, amina) -> None:
    ask(client, "amina@example.org")
    first = mails()[0].facts["digits"]
    for _turn in range(5):
        client.fill("/en/sign-in/sent", digits="1")
    ask(client, "nobody@example.org")
    assert client.fill("/en/sign-in/sent", digits=first).status_code == 422


def test_known_and_unknown_addresses_get_the_same_words(app: Flask, amina) -> None:
    pages = []
    for email in ("amina@example.org", "nobody@example.org"):
        browser = app.test_client()
        answer = ask(browser, email)
        page = browser.get(answer.location)
        pages.append((answer.status_code, answer.location, PLAIN_TIME.sub("", page.text).replace(email, "")))
    assert pages[0] == pages[1]
    assert len(mails()) == 1


def test_known_and_unknown_addresses_cost_the_same_work(app: Flask, amina) -> None:
    done: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: done.append(given[2]))
    event.listen(db.engine, "savepoint", lambda *_given: done.append("savepoint"))
    work = []
    for email in ("amina@example.org", "nobody@example.org", "bruno@example.org"):
        browser = app.test_client()
        data = {**make.form_of(browser.get("/en/sign-in").text).values, "email": email}
        done.clear()
        browser.post("/en/sign-in", data=data)
        work.append([one for one in done if "SAVEPOINT" not in one])
    assert work[0] == work[1] == work[2] and sum("INSERT INTO message" in one for one in work[0]) == 1
    assert [mail.recipient for mail in mails()] == ["amina@example.org"]


def test_the_sixth_mail_of_an_hour_is_silently_left_out(client: FlaskClient, amina, clock_at) -> None:
    for _turn in range(7):
        assert ask(client, "amina@example.org").status_code == 303
    assert len(mails()) == 5
    clock_at(NOW + timedelta(minutes=61))
    ask(client, "amina@example.org")
    assert len(mails()) == 6


def test_thirty_guesses_with_forged_addresses_slow_the_guesser_alone(app: Flask, amina) -> None:
    answers = []
    for turn in range(30):
        guesser = app.test_client()
        typed = guesser.get("/en/sign-in/with-code")
        data = {**make.form_of(typed.text).values, "code": f"WRONG{turn}"}
        forged = {"X-Forwarded-For": f"10.1.1.{turn}"}
        answers.append(guesser.post("/en/sign-in/with-code", data=data, headers=forged).status_code)
    assert answers == [422] * 20 + [429] * 10
    client = app.test_client()
    ask(
        client,
        "amina@example.org",
    )
    assert client.fill(path_of(mails()[0])).status_code == 303


def test_an_address_that_looks_mistyped_is_asked_about_once(client: FlaskClient) -> None:
    page = client.get("/en/sign-in")
    data = {**make.form_of(page.text).values, "email": "amina@gmial.com"}
    asked = client.post("/en/sign-in", data=data)
    assert asked.status_code == 422 and "amina@gmail.com" in asked.text and "amina@gmial.com" in asked.text
    again = client.post("/en/sign-in", data=make.form_of(asked.text).values)
    assert again.status_code == 303


@pytest.mark.parametrize(
    "email", ["", "amina", "a@b", "x" * 5000, "a\x00b@", "🍜", "a@example.org\nBcc: b@example.org"]
)
def test_what_cannot_be_an_address_is_refused_and_kept(client: FlaskClient, email: str) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422 and "Error:" in answer.text
    assert not mails()


def test_a_planted_login_and_session_are_renewed(app: Flask, client: FlaskClient, amina) -> None:
    bruno = make.person(name="Bruno")
    planted = make.sign_in(client, bruno)
    ask(client, "amina@example.org")
    answer = client.fill(path_of(mails()[0]))
    fresh = re.search(r"wok_login=([^;]+)", answer.headers["Set-Cookie"]) or re.search(
        "wok_login=([^;]+)", str(answer.headers)
    )
    assert fresh and fresh.group(1) != planted
    with client.session_transaction() as session:
        assert "browser" not in session and "ask" not in session
    ended = db.session.scalar(select(Login).where(Login.cookie_hash == sessions.fingerprint(planted)))
    assert ended.ended_at == NOW


def test_a_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, amina) -> None:
    secret = make.sign_in(client, amina)
    page = client.get("/en/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
    answer = client.post("/en/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303 and answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = app.test_client()
    thief.set_cookie(sessions.cookie_name(), secret)
    assert "Sign out" not in thief.get("/en/sign-in").text


def test_what_touches_safety_is_on_record_without_a_word_of_anybodys(
    app: Flask, client: FlaskClient, amina, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    there = {"REMOTE_ADDR": "203.0.113.77"}
    client.environ_base.update(there)
    ask(client, "amina@example.org")
    digits = mails()[0].facts["digits"]
    client.fill("/en/sign-in/sent", digits="000000" if digits != "000000" else "111111")
    client.fill("/en/sign-in/sent", digits=digits)
    client.get("/en/staff/people/1/erase")
    client.post("/en/sign-out", data={"csrf_token": "made-up"})
    client.post("/en/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    client.get("/feeds/private/a-guessed-secret.ics")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/my/profile").text).group(1)
    client.post("/en/sign-out", data={"csrf_token": token})
    said = [record.getMessage() for record in caplog.records if record.name == "wok.security"]
    by = f"by={amina.id}"
    assert said == [
        "sign_in.asked by=- view=people.sign_in from=203.0.113.0/24",
        "sign_in.failed by=- view=people.sent from=203.0.113.0/24",
        f"sign_in.done person={amina.id} way=digits by=- view=people.sent from=203.0.113.0/24",
        f"refused status=404 {by} view=erasing.of_person from=203.0.113.0/24",
        f"no_proof {by} view=people.sign_out from=203.0.113.0/24",
        f"refused status=400 {by} view=people.sign_out from=203.0.113.0/24",
        f"refused status=403 {by} view=people.sign_out from=203.0.113.0/24",
        f"sign_out {by} view=people.sign_out from=203.0.113.0/24",
    ]
    for secret in ("amina", digits, "203.0.113.77", "a-guessed-secret", "made-up"):
        assert not any(secret in record.getMessage() for record in caplog.records if record.name.startswith("wok"))


def test_signing_out_needs_the_proof_that_the_press_is_ours(client: FlaskClient, amina) -> None:
    make.sign_in(client, amina)
    assert client.post("/en/sign-out").status_code == 400
    assert db.session.scalar(select(Login)).ended_at is None


def test_a_person_who_left_gets_no_mail_and_cannot_come_in(client: FlaskClient) -> None:
    make.person(email="left@example.org", left_at=NOW)
    assert ask(client, "left@example.org").status_code == 303
    assert not mails()


def test_the_way_goes_on_to_the_page_that_was_asked_for(client: FlaskClient, amina) -> None:
    page = client.get("/en/sign-in?next=/en/join?a=b")
    data = {**make.form_of(page.text).values, "email": "amina@example.org"}
    client.post("/en/sign-in?next=/en/join?a=b", data=data)
    assert client.fill(path_of(mails()[0])).location == "/en/join?a=b"
