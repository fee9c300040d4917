"""The subscribe page: what to follow, private links shown once, replaced and ended by one press (CALENDAR.md 13, 14)."""

import re
from argparse import Namespace
from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.feeds import lunches as table
from wok.db import db
from wok.feeds import services
from wok.feeds.models import FeedAddress
from wok.jobs import commands

PAGE = "/en/subscribe"
MAKE = "/en/subscribe/private"
END = "/en/subscribe/private/end"


@pytest.fixture
def amina(client):
    amina = make.delegate("Les danseurs", email="amina@example.org")
    make.sign_in(client, amina)
    return amina


def private_links(html: str) -> list[str]:
    return re.findall(r"http://localhost(/feeds/private/[\w-]+\.ics)", html)


def post(client, action: str, purpose: str, **typed: str):
    page = client.get(PAGE).get_data(as_text=True)
    forms = [form for form in make.forms_of(page) if form.action == action and form.values.get("purpose") == purpose]
    assert len(forms) == 1, f"{action} for {purpose}: {len(forms)}"
    return client.post(action, data={**forms[0].values, **typed})


@pytest.mark.parametrize("language", ["fr", "pt", "en", "de", "lb"])
def test_rule_13_the_page_offers_each_public_feed_in_its_language_three_ways(client, language):
    html = client.get(f"/{language}/subscribe").get_data(as_text=True)
    for kind in ("all", "lunch", "oncall", "events", "space", "closures"):
        assert f'href="webcal://localhost/feeds/{kind}.{language}.ics"' in html
        assert f'value="http://localhost/feeds/{kind}.{language}.ics"' in html
    assert html.count("qrline") == 6 and "style=" not in html


def test_rule_13_each_offered_address_works(client):
    html = client.get(PAGE).get_data(as_text=True)
    for path in re.findall(r'value="http://localhost(/feeds/[^"]+)"', html):
        assert client.get(path).status_code == 200


def test_rule_13_the_page_says_how_slow_each_client_is(client):
    html = client.get(PAGE).get_data(as_text=True)
    for words in ("Google is slow: changes may take a day.", "within a few hours", "every quarter of an hour"):
        assert words in html


def test_a_stranger_is_asked_to_sign_in_for_private_links(client):
    html = client.get(PAGE).get_data(as_text=True)
    assert "Sign in to get a private link" in html and "No private link yet" not in html
    assert client.post(MAKE, data={"purpose": "mine"}).status_code in (303, 400)
    assert db.session.scalars(select(FeedAddress)).all() == []


def test_rule_14_a_private_link_is_shown_once_and_works(client, amina):
    answer = post(client, MAKE, "mine")
    (link,) = set(private_links(answer.get_data(as_text=True)))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert client.get(link).status_code == 200
    assert private_links(client.get(PAGE).get_data(as_text=True)) == []


def test_rule_14_a_private_link_is_replaced_in_one_press_and_ends_with_everything_on_a_bad_day(client, amina):
    (first,) = set(private_links(post(client, MAKE, "mine").get_data(as_text=True)))
    (second,) = set(private_links(post(client, MAKE, "mine").get_data(as_text=True)))
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200
    assert commands.end_all(Namespace(email="nobody@example.org")) == 1 and client.get(second).status_code == 200
    bruno = client.application.test_client()
    make.sign_in(bruno, make.delegate(name="Bruno", email="bruno@example.org"))
    assert commands.end_all(Namespace(email="Bruno@example.org")) == 0
    assert "/sign-in" in bruno.get("/en/my").location and client.get(second).status_code == 200
    assert commands.end_all(Namespace(email="")) == 0
    assert client.get(second).status_code == 404 and "/sign-in" in client.get("/en/my").location


def test_rule_14_a_private_link_is_ended_in_one_press(client, amina):
    (link,) = set(private_links(post(client, MAKE, "mine").get_data(as_text=True)))
    assert post(client, END, "mine").status_code == 303
    assert client.get(link).status_code == 404
    assert "The private link has ended" in client.get(PAGE).get_data(as_text=True)


def test_an_association_has_a_private_link_of_its_own(client, amina):
    purpose = f"association-{amina.memberships[0].association_id}"
    (ours,) = set(private_links(post(client, MAKE, purpose).get_data(as_text=True)))
    (mine,) = set(private_links(post(client, MAKE, "mine").get_data(as_text=True)))
    assert client.get(ours).status_code == client.get(mine).status_code == 200


@pytest.mark.parametrize("purpose", ["", "association-0", "association-x", "all", "\x00"])
def test_nobody_gets_a_link_to_what_is_not_theirs(client, amina, purpose):
    other = make.association(name="Les footballeurs")
    page = make.form_of(client.get(PAGE).get_data(as_text=True), MAKE)
    for asked in (purpose, f"association-{other.id}"):
        assert client.post(MAKE, data={**page.values, "purpose": asked}).status_code == 404


def test_s7_a_post_without_our_proof_makes_no_link(client, amina):
    assert client.post(MAKE, data={"purpose": "mine"}).status_code == 400
    assert db.session.scalars(select(FeedAddress)).all() == []


@pytest.mark.parametrize(
    ("detail", "seen", "hidden"),
    [
        ("full", ("Wednesday lunch", "3 places for you"), "Busy"),
        ("titles", ("Wednesday lunch",), "places for you"),
        ("busy", ("SUMMARY:Busy",), "lunch"),
    ],
)
def test_rule_15_a_private_link_tells_as_much_as_was_chosen(client, amina, detail, seen, hidden):
    booked = table.booking(table.lunch(table.series(), date(2026, 11, 18)), person_id=amina.id)
    (link,) = set(private_links(post(client, MAKE, "mine", detail=detail).get_data(as_text=True)))
    body = client.get(link).get_data(as_text=True)
    events = body.partition("BEGIN:VEVENT")[2].replace("\r\n ", "")
    assert all(words in events for words in seen) and hidden not in events and booked.uid in events
    services.publish_changed(now=make.NOW)
    page = client.get(PAGE).get_data(as_text=True)
    assert f'value="{detail}" checked' in page
    table.booking(person_id=amina.id)
    assert services.publish_changed(now=make.NOW) == [
        f"mine:{amina.id}.en" + ("" if detail == "full" else f".{detail}")
    ]


@pytest.mark.parametrize("detail", ["", "everything", "\x00"])
def test_a_link_of_an_unknown_kind_is_not_made(client, amina, detail):
    assert post(client, MAKE, "mine", detail=detail).status_code == 400
    assert db.session.scalars(select(FeedAddress)).all() == []
