"""Answers and offers on paper and on the page: taken, passed on or left from a mailed link, without an account."""

import json
import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make, share
from tests.sharing import table
from tests.sharing.table import DRAWN, NOW
from wok.db import db, transaction
from wok.kernel import advice as proved
from wok.kernel import fairness, published
from wok.mail import rendering
from wok.mail.rendering import Letter
from wok.people.models import Person
from wok.sharing import advice, review, together
from wok.sharing.models import ShareOffer, SharePool, ShareRequest
from wok.sharing.snapshot import request_code
from wok.sharing.together_models import ShareTogether
from wok.web.language import in_language

AFTER = DRAWN + timedelta(minutes=5)


@pytest.fixture
def amina(app: Flask) -> Person:
    return make.delegate("Les danseurs")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make.delegate("Futebol", name="Bruno Silva")


@pytest.fixture
def pool(app: Flask) -> SharePool:
    return table.tents()


def words(message: Any) -> str:
    return rendering.words(Letter(**{one.name: getattr(message, one.name) for one in fields(Letter)})).body


def press(client: FlaskClient, page: str, action: str) -> Any:
    """Post to an address as a page that was open for long would."""
    token = make.forms_of(client.get(page).get_data(as_text=True))[0].values["csrf_token"]
    return client.post(action, data={"csrf_token": token})


def text_of(client: FlaskClient, page: str) -> str:
    main = client.get(page).get_data(as_text=True).partition("<main")[2].partition("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_answer_says_the_same_by_mail_and_on_its_page(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    given, refused = table.asks(amina, pool, 6, 6, klass="A"), table.asks(bruno, pool, 4, 4, klass="D")
    assert "open until Thursday 19 November 2026, 18:00" in words(table.told("received", bruno)[0])

    table.draw()
    clock_at(AFTER)

    assert (given.granted, refused.granted, refused.reason) == (6, 0, "OTHERS_HAD_LESS")
    mail, page = words(table.told("answer", bruno)[0]), text_of(client, f"/en/answer/{refused.booking.link_token}")
    for sentence in (
        "You get none this time.",
        "2 groups asked for 10 in all. There were 8.",
        "Those who got it before you would have ended with less than you.",
        "The last one served had",
        "You have waited since Thursday 19 November",
    ):
        assert sentence in mail and sentence in page
    assert "- Not open to others, or from outside the town: 1" in mail
    assert "number 1 on the waiting list" in page
    assert client.get(f"/en/answer/{refused.booking.code}").status_code == 302  # the letters of the name first
    assert client.get("/en/answer/nobodyknowsthislink1234").status_code == 404
    make.sign_in(client, amina)
    assert press(client, "/en/my", f"/en/answer/{refused.booking.code}/leave/{refused.id}").status_code == 404


def test_advice_is_given_only_where_recomputing_the_round_proves_it(
    app: Flask, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    table.asks(amina, pool, 6, 6, klass="A")
    refused = table.asks(bruno, pool, 4, 4, klass="D")
    table.draw()
    clock_at(AFTER)

    with app.test_request_context("/en/"), in_language("en"):
        said = advice.advice(refused, now=AFTER)

    drawn = refused.round
    assert drawn is not None and drawn.snapshot and drawn.seed
    inputs, name = published.read(json.loads(drawn.snapshot)), request_code(refused, drawn.key)
    outcome = fairness.run(inputs, drawn.seed)
    points = proved.points_too_many(inputs, outcome, drawn.seed, name)
    assert said[0] == "With a minimum of 2 you would have got 2."
    assert points and said[1].startswith(f"{points / 1000:g} fewer points would have been enough.")
    assert all(sentence.startswith("It is free ") for sentence in said[2:]) and len(said) == 5


def test_an_offer_is_taken_or_passed_on_from_the_mailed_link(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    carla = make.delegate("Le chœur", name="Carla Reuter")
    given = table.asks(amina, pool, 6, 6, klass="A")
    second, third = table.asks(bruno, pool, 4, 4, klass="D"), table.asks(carla, pool, 4, 4, klass="D")
    table.draw()
    clock_at(AFTER)
    table.gives_back(given, 4, now=AFTER)
    clock_at(AFTER + timedelta(minutes=21))
    first = db.session.query(ShareOffer).one()
    lucky, other = (second, third) if first.request_id == second.id else (third, second)
    link = f"/en/answer/{lucky.booking.link_token}"

    assert "We keep 4 for you." in text_of(client, link)
    client.fill(link, f"/offer/{first.id}/pass")
    assert db.session.get_one(ShareOffer, first.id).state == "passed"
    table.draw(AFTER + timedelta(minutes=40))
    clock_at(AFTER + timedelta(minutes=41))

    owner = bruno if other is second else carla
    make.sign_in(client, owner)
    assert "We keep this for you: Tent" in text_of(client, "/en/my")
    taken = client.fill("/en/my/offers", "/take", back="offers")
    assert taken.status_code == 303 and "It is yours." in text_of(client, "/en/my/offers")
    again = db.session.query(ShareOffer).filter_by(request_id=other.id).one()
    assert again.state == "taken" and db.session.get_one(ShareRequest, other.id).granted == 4
    assert (
        press(client, "/en/my", f"/en/answer/{other.booking.code}/offer/{again.id}/take").status_code == 303
    )  # pressed twice
    late = press(client, "/en/my", f"/en/answer/{other.booking.code}/offer/{again.id}/pass")
    assert late.status_code == 422 and "This offer has ended" in late.get_data(as_text=True)
    assert [one.kind for one in table.told("passed")] == ["sharing/passed"]


def test_an_offer_nobody_answers_goes_on_kindly_and_the_list_can_be_left(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    given, waiting = table.asks(amina, pool, 6, 6, klass="A"), table.asks(bruno, pool, 4, 4, klass="D")
    carla = make.delegate("Le chœur", name="Carla Reuter")
    other = table.asks(carla, pool, 8, 8, klass="D")
    table.draw()
    table.gives_back(given, 4, now=AFTER)
    offer = db.session.query(ShareOffer).filter_by(request_id=waiting.id).one()
    table.draw(offer.until + timedelta(minutes=1))

    assert "It costs you nothing." in words(table.told("lapsed", bruno)[0])
    clock_at(offer.until + timedelta(minutes=2))
    make.sign_in(client, carla, now=AFTER)
    assert "You are number 1 in line." in text_of(client, "/en/my/offers")
    client.fill("/en/my/offers", f"/leave/{other.id}")
    assert db.session.get_one(ShareRequest, other.id).waiting_since is None
    assert "you wait for nothing" in text_of(client, "/en/my/offers")


def test_two_rivals_who_both_say_yes_become_one_request(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    mine, theirs = table.asks(amina, pool, 6, would_share=True), table.asks(bruno, pool, 5, would_share=True)
    table.asks(make.delegate("Le chœur", name="Carla Reuter"), pool, 4)
    together.run(NOW)
    together.run(NOW)  # asked once
    assert [one.recipient for one in table.told("together")] == [amina.email, bruno.email]
    asked = db.session.query(ShareTogether).one()

    client.fill(f"/en/answer/{theirs.booking.link_token}", f"/share/{asked.id}/yes")
    assert db.session.get_one(ShareRequest, theirs.id).state == "open"
    client.fill(f"/en/answer/{mine.booking.link_token}", f"/share/{asked.id}/yes")

    joint = db.session.get_one(ShareRequest, mine.id)
    assert [one.association.name for one in joint.partners if one.confirmed_at] == ["Les danseurs", "Futebol"]
    assert db.session.get_one(ShareRequest, theirs.id).state == "withdrawn"
    assert db.session.get_one(ShareRequest, theirs.id).booking.status == "cancelled"
    assert "You and Futebol both said yes." in words(table.told("joined", amina)[0])
    assert f"This is how you reach them: Amina Haddad, {amina.email}" in words(table.told("joined", bruno)[0])
    table.draw()
    clock_at(AFTER)
    answer = words(table.told("answer", bruno)[0])
    link = re.search(r"http://localhost(/en/together/\S+)", answer)
    assert link and "You get" in answer and "You get" in text_of(client, link[1])


def test_a_partner_says_yes_or_no_by_link_until_the_round_closes(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    wish = table.asks(amina, pool, 4, partners=(bruno.memberships[0].association,))
    mail = words(table.told("partner", bruno)[0])
    link = re.search(r"http://localhost(/en/together/\S+)", mail)
    assert link and "Les danseurs asks the Wok for the following, together with you, Futebol." in mail

    page = text_of(client, link[1])
    assert "4 × Tent" in page and "Without your yes, they ask alone." in page
    client.fill(link[1], "/no")
    assert "No, they ask alone" in text_of(client, link[1])
    client.fill(link[1], "/yes")
    assert [bool(one.confirmed_at) for one in db.session.get_one(ShareRequest, wish.id).partners] == [True, True]
    make.sign_in(client, bruno)
    assert "Do you ask together?" not in text_of(client, "/en/my/offers")
    clock_at(AFTER)
    late = press(client, link[1], f"{link[1]}/no")
    assert late.status_code == 422 and "It is too late" in late.get_data(as_text=True)
    assert client.get("/en/together/nobodyknowsthislink1234").status_code == 404


def test_a_partner_of_what_came_first_come_pays_an_equal_part_from_its_yes_on(
    client: FlaskClient, amina: Person, bruno: Person
):
    pool = share.pool(4, mode="first_come", q_ref=2)
    partner = bruno.memberships[0].association
    given = table.asks(amina, pool, 4, partners=(partner,))
    alone = share.charged(amina.memberships[0].association)
    link = re.search(r"http://localhost(/en/together/\S+)", words(table.told("partner", bruno)[0]))
    assert link and (given.state, given.granted) == ("granted", 4)

    client.fill(link[1], "/yes")
    both = [share.charged(one.memberships[0].association)[-1][0] for one in (amina, bruno)]
    assert both[0] == both[1] == -(-alone[-1][0] // 2)
    client.fill(link[1], "/no")
    assert share.charged(amina.memberships[0].association)[-1][0] - alone[-1][0] in (0, 1)  # rounded up twice
    assert share.charged(partner) == []


def test_a_person_looks_at_an_answer_again_once_at_a_time(
    client: FlaskClient, clock_at: Any, amina: Person, bruno: Person, pool: SharePool
):
    table.asks(amina, pool, 6, 6, klass="A")
    refused = table.asks(bruno, pool, 4, 4, klass="D")
    table.draw()
    clock_at(AFTER)
    link, form = f"/en/answer/{refused.booking.link_token}", f"/review/{refused.id}"
    long = client.fill(link, form, words="x" * 1001)
    assert long.status_code == 422 and "x" * 1001 in long.get_data(as_text=True)

    assert client.fill(link, form, words="We are open to all.").status_code == 303
    assert form not in client.get(link).get_data(as_text=True)  # one at a time
    claire = make.staff()
    browser = client.application.test_client()
    make.sign_in(browser, claire, now=AFTER)
    assert "1 group asks us to look at an answer again" in text_of(browser, "/en/staff/")
    asked = review.open_reviews()[0]
    with transaction():
        review.answer(asked, "You are right; class C from now on.", claire, now=AFTER)

    assert "You are right; class C from now on." in words(table.told("reviewed", bruno)[0])
    assert "You are right" not in text_of(client, link)  # a forwarded link alone
    make.sign_in(client, bruno, now=AFTER)
    assert "What we found: You are right" in text_of(client, link)
    assert review.open_count() == 0
