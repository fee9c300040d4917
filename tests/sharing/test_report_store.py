"""The public report is worked out by a job once a day; the page says the same as if it had done so itself."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.sharing import table
from wok.sharing import report_store

HOW = "/en/how-we-share"


def figures(client: FlaskClient) -> str:
    return client.get(HOW).get_data(as_text=True).partition('id="figures"')[2].partition("</main>")[0]


def test_the_page_reads_what_the_job_found_and_says_the_same(client: FlaskClient, app: Flask, clock_at: Any):
    pool = table.tents()
    for number in range(6):
        table.asks(make.delegate(f"Group {number}"), pool, 2, 2)
    table.draw()
    now = table.DRAWN + timedelta(days=20)
    clock_at(now)
    before, asked = figures(client), make.statements(client, HOW)

    assert report_store.run(now) == "worked out 1"
    assert report_store.run(now) == "still of today"
    assert figures(client) == before
    assert make.statements(client, HOW) < asked, "history is not read again"
    tomorrow = now + timedelta(days=1)
    clock_at(tomorrow)
    assert make.statements(client, HOW) == asked, "of yesterday no longer: worked out again"
