"""How we share (P14), the rounds' files and Our share (A3), as people read them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make, share
from tests.sharing import table
from wok import verify
from wok.db import db, transaction
from wok.sharing import overriding, report_files
from wok.sharing.models import ShareRequest, ShareRound

HOW, ROUNDS, OURS = "/en/how-we-share", "/en/how-we-share/rounds", "/en/my/share"


def text_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.get_data(as_text=True).partition("<main")[2]


@pytest.fixture
def drawn(app: Flask) -> list[ShareRequest]:
    """Six groups asked for eight tents; in the December after, the report can tell."""
    pool = table.tents()
    people = [make.delegate(f"Group {number}") for number in range(6)]
    asked = [table.asks(person, pool, 2, 2) for person in people]
    table.draw()
    return asked


def test_the_report_says_so_while_too_little_has_been_asked(client: FlaskClient, app: Flask):
    assert "Nothing is shared by this rule yet." in text_of(client, HOW)
    table.asks(make.delegate(), table.tents(), 2)

    read = text_of(client, HOW)
    assert "Too little has been asked for yet to say anything." in read
    assert "whoever would end up with the least goes first" in read
    assert "<table" not in read


def test_the_report_tells_in_words_pictures_and_a_file_how_it_went(
    client: FlaskClient, drawn: list[ShareRequest], clock_at: Any
):
    claire = make.staff()
    given = next(one for one in drawn if db.session.get_one(ShareRequest, one.id).granted)
    with transaction():
        overriding.override(given, 0, "=HYPERLINK(1) needed by the town", claire, now=table.DRAWN + timedelta(hours=1))
    clock_at(table.DRAWN + timedelta(days=20))

    read = text_of(client, HOW)
    assert "Of 100 that asked when there was too little, 50 got it." in read
    assert '<svg class="bars"' in read and "November 2026" in read
    assert "Group 1" not in read
    assert make.statements(client, HOW) < 30

    answer = client.get(f"{HOW}.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert answer.mimetype == "text/csv" and {len(row) for row in rows} == {6}
    assert ["Equipment", "November 2026", "Month by month", "November 2026", "Requests", "6"] in rows
    assert any(row[5] == "'=HYPERLINK(1) needed by the town" for row in rows)
    assert report_files.harmless("6") == "6" and report_files.harmless("@x") == "'@x"


def test_anybody_downloads_a_drawn_round_and_recomputes_it(client: FlaskClient, app: Flask):
    asked = table.asks(make.delegate(), table.tents(), 2)
    row = db.session.get_one(ShareRequest, asked.id).round
    assert row is not None
    page, file = f"{ROUNDS}/{row.key.replace(' ', '-')}", f"/api/rounds/{row.key.replace(' ', '-')}.json"
    secret, commitment, row_id = row.secret, row.commitment, row.id
    before = text_of(client, page)
    assert commitment in before and secret not in before and client.get(file).status_code == 404

    table.draw()

    read = text_of(client, page)
    assert secret in read and "None: the office alone knew the secret" in read and "1 request was decided." in read
    answer = client.get(file)
    assert answer.data.decode() == db.session.get_one(ShareRound, row_id).document
    assert not list(verify.differences(verify.opened(answer.data), answer.data))
    assert client.get(file, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert row_id and page in text_of(client, ROUNDS)
    assert client.get(f"{ROUNDS}/no-such-round").status_code == 404
    assert client.get("/api/rounds/%00.json").status_code == 404


def test_an_association_reads_what_it_had_and_what_that_means(client: FlaskClient, app: Flask, clock_at: Any):
    amina = make.delegate()
    make.sign_in(client, amina)
    pool = table.tents()
    assert "New here: your first request comes before three quarters of the others." in text_of(client, OURS)

    asked = table.asks(amina, pool, 4)
    table.draw()
    clock_at(table.DRAWN)
    code = db.session.get_one(ShareRequest, asked.id).facts["code"]

    read = text_of(client, OURS)
    assert "New here" not in read and "4 × " in read and code in read
    assert 'href="/en/how-we-share#use"' in read
    bruno = make.delegate("Les footballeurs", name="Bruno", email="bruno@example.org")
    share.had(bruno.memberships[0].association, 9000)
    assert code not in text_of(_as(app, bruno), OURS)


def _as(app: Flask, person: Any) -> FlaskClient:
    browser = app.test_client()
    make.sign_in(browser, person)
    return browser
