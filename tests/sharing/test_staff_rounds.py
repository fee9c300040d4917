"""Rounds for staff: the dry run, adjusting with a reason, the public number typed by two, the published file."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.sharing import table
from tests.sharing.table import DRAWN
from wok import verify
from wok.db import db
from wok.sharing.models import ShareRound

ROUNDS = "/en/staff/rounds"


def main_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.get_data(as_text=True).partition("<main")[2]


def test_a_round_is_tried_adjusted_and_drawn_with_a_number_two_of_the_staff_typed(
    app: Flask, client: FlaskClient, clock_at: Any
):
    nour = app.test_client()
    make.sign_in(client, make.staff())
    make.sign_in(nour, make.staff(name="Nour Ben Salah"))
    pool = table.tents()
    dancers = table.asks(make.delegate("Les danseurs"), pool, 6, 6)
    footballers = table.asks(make.delegate("Futebol", name="Bruno Silva"), pool, 4, 2)
    row = db.session.query(ShareRound).one()
    page = f"{ROUNDS}/{row.id}"
    assert "2 requests" in main_of(client, ROUNDS) and row.secret not in main_of(client, page)

    tried = main_of(client, f"{page}/dry-run")
    assert "What the rule would give today" in tried and "4 of 4" in tried and "0 of 6" in tried
    assert (dancers.state, dancers.granted, footballers.granted) == ("open", 0, 0)
    assert (
        client.fill(f"/en/staff/requests/{footballers.id}", "decide", quantity="2", reason="Half.").status_code == 303
    )
    assert "6 of 6" in main_of(client, f"{page}/dry-run")

    assert client.fill(page, "wait", until="2026-11-18").status_code == 422  # before the closing
    assert client.fill(page, "wait", until="2026-11-21").status_code == 303
    table.draw()
    clock_at(DRAWN)
    assert db.session.get_one(ShareRound, row.id).state == "closed"
    assert client.fill(page, "number", number="lucky").status_code == 422
    assert client.fill(page, "number", number="3 14 15 27").status_code == 303
    assert client.fill(page, "number", number="3 14 15 27").status_code == 422  # nobody is two
    assert nour.fill(page, "number", number="3 14 15 28").status_code == 422
    assert nour.fill(page, "number", number="3 14 15 27").status_code == 303
    assert client.get(f"{page}/file").status_code == 404
    table.draw(DRAWN + timedelta(minutes=1))

    drawn = main_of(client, page)
    assert "Published" in drawn and "3141527" in drawn and row.secret in drawn
    assert (dancers.granted, footballers.granted) == (6, 2)
    assert client.get(f"{page}/dry-run").status_code == 303
    assert "Les danseurs" in drawn and "Weekly round" in main_of(client, f"{ROUNDS}?show=over")


def test_a_closed_round_can_be_drawn_without_waiting_any_longer_and_its_file_recomputed(
    client: FlaskClient, clock_at: Any, tmp_path: Any
):
    make.sign_in(client, make.staff())
    asked = table.asks(make.delegate("Les danseurs"), table.tents(), 3)
    row = db.session.query(ShareRound).one()
    page = f"{ROUNDS}/{row.id}"
    assert client.fill(page, "wait", until="2026-11-25").status_code == 303
    early = make.form_of(client.get(page).get_data(as_text=True), "wait")
    assert client.post(f"{page}/draw", data=early.values).status_code == 303
    assert db.session.get_one(ShareRound, row.id).state == "open"
    table.draw()
    clock_at(DRAWN)

    assert asked.state == "open"
    assert client.fill(page, "draw").status_code == 303
    assert (asked.state, asked.granted) == ("granted", 3)
    published = tmp_path / "round.json"
    published.write_bytes(client.get(f"{page}/file").get_data())
    assert verify.run(str(published)) == 0
