"""Odd texts and numbers in every form of Thursday: refused in words, never a 5xx, and nothing is taken."""

import random

import pytest
from flask import Flask

from tests import make
from tests.house.test_fuzz import ODD_TEXTS
from tests.oncall.thursday import at, number, on_duty, thursday, time, visits
from wok.bookings.models import Booking
from wok.db import db
from wok.oncall.tablet_views import tablet_key
from wok.people.models import Person


@pytest.fixture
def morning(app: Flask, clock_at):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    date = thursday(2)
    clock_at(at(10))
    return date


def sent(browser, page: str, action: str, typed: dict[str, str]) -> list[int]:
    """The answers to this form, each field in turn filled with a few odd texts."""
    chance = random.Random(page)
    form = make.form_of(browser.get(page).get_data(as_text=True), action)
    where, good = form.action or page, {**form.values, **typed}
    return [
        browser.post(where, data={**good, name: odd.encode("utf-8", "replace")}).status_code
        for name in good
        if name != "csrf_token"
        for odd in chance.sample(ODD_TEXTS, 3)
    ]


def test_odd_texts_in_the_public_forms(morning, client):
    booking = time(morning, 60, name="Amina")
    typed = {"topic": "room", "language": "fr", "nickname": "Mia"}
    public = {
        "/en/on-call/number": typed,
        "/en/on-call/book": {
            "time": at(120).isoformat(),
            "topic": "room",
            "name": "Amina",
            "reach": "none",
            "note": "",
        },
        f"/en/on-call/tablet/{tablet_key()}": typed,
        f"/en/on-call/tablet/{tablet_key()}/here": {"code": "K7M2P9QX", "letters": "ami"},
        f"/en/on-call/booking/{booking.link_token}/change": {"topic": "room", "note": ""},
    }
    for page, given in public.items():
        answers = sent(client, page, "", given)
        assert max(answers) < 500, page
    assert len({one.number for one in visits()}) == len(visits())
    assert db.session.query(Booking).count() <= 2


def test_odd_texts_at_the_desk(morning, client):
    make.sign_in(client, db.session.get(Person, on_duty()[0].person_id))
    first, second = number(morning, 1), number(morning, 2)
    desk = "/en/staff/on-call"
    for page, action, given in (
        (desk, f"/visit/{first.id}/merge", {"number": "2"}),
        (desk, f"/visit/{second.id}/hand-on", {"colleague": "1"}),
        (f"{desk}/{morning.id}/walk-in", "", {"topic": "room"}),
        (f"{desk}/visit/{first.id}/end", "", {"note": "", "next_step": ""}),
    ):
        assert max(sent(client, page, action, given)) < 500, page
    for path in (f"{desk}/2147483648", f"{desk}/visit/99999999999/end", f"{desk}/999999"):
        assert client.get(path).status_code == 404
