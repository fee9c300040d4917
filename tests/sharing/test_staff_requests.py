"""Staff decide requests (S6): the rule and the reason in sight, never more than there is, never over a colleague."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import make
from tests.sharing import table
from tests.sharing.table import DRAWN
from wok.db import db, transaction
from wok.people.models import Person
from wok.sharing import review
from wok.sharing.ledger_models import ShareCharge, ShareOverride
from wok.sharing.models import SharePool, ShareRequest

LIST = "/en/staff/requests"


@pytest.fixture
def amina(app: Flask) -> Person:
    return make.delegate("Les danseurs")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make.delegate("Futebol", name="Bruno Silva")


@pytest.fixture
def pool(app: Flask) -> SharePool:
    return table.tents()


@pytest.fixture
def claire(client: FlaskClient) -> Person:
    person = make.staff()
    make.sign_in(client, person)
    return person


def of(request: ShareRequest, more: str = "") -> str:
    return f"{LIST}/{request.id}{more}"


def text(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.get_data(as_text=True).partition("<main")[2]


def test_staff_see_open_wishes_then_decided_ones_and_who_waits(
    client: FlaskClient, claire: Person, amina: Person, bruno: Person, pool: SharePool
):
    assert "No request here." in text(client, LIST)
    small, large = table.asks(amina, pool, 3), table.asks(bruno, pool, 8, 8)

    wishes = text(client, LIST)
    assert "Les danseurs" in wishes and "Futebol" in wishes and "More asked than we have" in wishes
    assert "Les danseurs" not in text(client, f"{LIST}?family=room")
    page = text(client, of(small))
    assert f'href="/en/staff/requests/{large.id}"' in page  # the rival
    assert "Whoever would end up with the least goes first" in page

    table.draw()
    assert "No request here." in text(client, LIST)
    assert "Les danseurs" in text(client, f"{LIST}?state=decided")
    waiting = text(client, f"{LIST}?state=waiting&page=0")
    assert "Futebol" in waiting and "Les danseurs" not in waiting
    assert "What they read" in text(client, of(large))
    for person in (amina, bruno):
        make.sign_in(client, person)
        assert client.get(of(small)).status_code == 404


def test_two_rivals_approved_from_two_desks_never_get_more_than_there_is(
    app: Flask, client: FlaskClient, claire: Person, amina: Person, bruno: Person, pool: SharePool
):
    one, other = table.asks(amina, pool, 6, 6), table.asks(bruno, pool, 5, 5)
    nour = app.test_client()
    make.sign_in(nour, make.staff(name="Nour Ben Salah"))
    hers = make.form_of(nour.get(of(other)).get_data(as_text=True), "decide")

    first = client.fill(of(one), "decide", quantity="6", reason="The town's own fair.")
    second = nour.post(hers.action, data={**hers.values, "quantity": "5", "reason": "They helped last year."})

    assert (first.status_code, second.status_code) == (303, 409)
    page = second.get_data(as_text=True)
    assert "A colleague has decided something here" in page and "They helped last year." in page
    assert "Les danseurs" in page and "Decided by staff: 6" in page
    again = make.form_of(page, "decide")
    refused = nour.post(again.action, data={**again.values, "quantity": "5"})
    assert refused.status_code == 422 and "So many are not free" in refused.get_data(as_text=True)
    given = nour.post(again.action, data={**again.values, "quantity": "2"})
    assert given.status_code == 303
    assert (one.granted, other.granted, other.state) == (6, 2, "overridden")
    assert [row.reason for row in db.session.query(ShareOverride).order_by(ShareOverride.id)] == [
        "The town's own fair.",
        "They helped last year.",
    ]
    assert "They helped last year." in text(client, "/en/staff/sharing")


def test_declining_needs_a_reason_which_they_read(client: FlaskClient, claire: Person, amina: Person, pool: SharePool):
    asked = table.asks(amina, pool, 4)

    silent = client.fill(of(asked), "decide", decline="y", reason=" ")
    assert silent.status_code == 422 and asked.state == "open"
    for wrong in ("-1", "x", "99999999"):
        assert client.fill(of(asked), "decide", quantity=wrong, reason="So.").status_code == 422
    more = client.fill(of(asked), "decide", quantity="5", reason="So.")
    assert more.status_code == 422 and "They asked for fewer" in more.get_data(as_text=True)

    assert client.fill(of(asked), "decide", decline="y", reason="The tents are wet.").status_code == 303
    assert (asked.state, asked.granted) == ("overridden", 0)
    assert "The tents are wet." in str(table.told("answer", amina)[0].facts)


def test_a_decision_is_undone_before_anybody_is_told(
    client: FlaskClient, claire: Person, amina: Person, bruno: Person, pool: SharePool
):
    asked, late = table.asks(amina, pool, 4), table.asks(bruno, pool, 6)
    before = len(table.told("answer", amina))
    client.fill(of(asked), "decide", quantity="3", reason="A promise of last year.")
    client.fill(of(late), "decide", decline="y", reason="The tents are wet.")
    given, declined = db.session.scalars(select(ShareOverride).order_by(ShareOverride.id)).all()
    assert (asked.granted, late.booking.status, len(charges(asked))) == (3, "cancelled", 1)
    held_back = [one for one in table.told("answer", amina)[before:] if one.due_at > one.created_at]
    assert len(held_back) == 1

    for row in (given, declined, given):
        assert undo(client, row).status_code == 303
    assert [(one.state, one.granted, one.booking.status) for one in (asked, late)] == [("open", 0, "waiting")] * 2
    assert not charges(asked) and {one.state for one in held_back} == {"void"}
    shown = text(client, of(asked))
    assert "A promise of last year." not in shown and "can no longer be undone" in shown


def undo(client: FlaskClient, row: ShareOverride) -> TestResponse:
    token = make.forms_of(client.get(of(row.request)).text)[0].values["csrf_token"]
    return client.post(f"{LIST}/decisions/{row.id}/undo", data={"csrf_token": token})


def charges(request: ShareRequest) -> list[ShareCharge]:
    return list(db.session.scalars(select(ShareCharge).where(ShareCharge.request_id == request.id)))


def test_the_class_is_set_with_a_reason_and_moves_the_round(
    client: FlaskClient, claire: Person, amina: Person, bruno: Person, pool: SharePool
):
    dancers, footballers = table.asks(amina, pool, 5, 5), table.asks(bruno, pool, 5, 5)
    page = of(footballers, "/class")
    assert client.fill(page, klass="Z", reason="So.").status_code == 422
    assert client.fill(page, klass="A", reason="").status_code == 422
    typed = make.form_of(client.get(page).get_data(as_text=True))

    assert client.fill(page, klass="A", reason="A language café for newcomers.").status_code == 303
    late = client.post(page, data={**typed.values, "klass": "D", "reason": "Closed."})
    assert late.status_code == 409 and "A language café for newcomers." in late.get_data(as_text=True)

    table.draw()
    assert (dancers.granted, footballers.granted, footballers.klass) == (0, 5, "A")
    assert client.fill(page, klass="B", reason="So.").status_code == 422  # the rule has run


def test_other_dates_two_who_might_share_and_a_review(
    client: FlaskClient, clock_at: Any, claire: Person, amina: Person, bruno: Person, pool: SharePool
):
    one, other = table.asks(amina, pool, 5, 5), table.asks(bruno, pool, 5, 5)
    dates = of(one, "/dates")
    assert client.fill(dates, words="").status_code == 422
    assert client.fill(dates, days=["2026-12-11", "1999-01-01"], words="It is quiet then.").status_code == 303
    assert table.told("other_dates", amina)[0].facts["days"] == [{"free_at": "2026-12-10T23:00:00+00:00"}]
    undo = next(form for form in make.forms_of(text(client, of(one))) if "undo" in form.action)
    assert client.post(undo.action, data=undo.values).status_code == 303
    assert not table.told("other_dates", amina)

    ask = make.form_of(client.get(of(one)).get_data(as_text=True), "share-with")
    assert client.post(ask.action, data=ask.values).status_code == 303
    assert client.post(ask.action, data=ask.values).status_code == 303  # once is enough
    assert len(table.told("together", bruno)) == 1
    assert "they have not both answered" in text(client, of(one))

    table.draw()
    clock_at(DRAWN)
    loser = one if one.granted == 0 else other
    with transaction():
        review.ask(loser, "We had none all year.", now=DRAWN)
    assert "Asks for a review" in text(client, f"{LIST}?state=review")
    assert client.fill(of(loser), "reviews", answer="").status_code == 422
    assert client.fill(of(loser), "reviews", answer="You are right, see above.").status_code == 303
    assert "No request here." in text(client, f"{LIST}?state=review")
