"""The figures: what staff see in full, what everybody sees once a quarter is over, and the files of both."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.events import organised
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.events import check_in
from wok.figures import releases
from wok.figures.models import FigureRelease
from wok.people.neighbourhood_models import Neighbourhood

STAFF, PUBLIC = "/en/staff/figures", "/en/figures"
SPRING = datetime.fromisoformat("2027-01-20T09:00:00+00:00")
STATEMENTS = 45


def main_of(client: FlaskClient, page: str, code: int = 200) -> str:
    answer = client.get(page)
    assert answer.status_code == code, page
    return answer.get_data(as_text=True).partition("<main")[2]


def counted(on: Occurrence, people: int, first_time: int = 0) -> None:
    with transaction():
        check_in.count(on, adults=people, first_time=first_time, now=make.NOW)


@pytest.fixture
def held(app: Flask) -> Neighbourhood:
    """Seven people at a language café in Fousbann, three at one in Oberkorn; all of it is over in January."""
    claire = make.staff()
    fousbann, oberkorn = db.session.scalars(select(Neighbourhood).order_by(Neighbourhood.id).limit(2)).all()
    for place, people, first_time in ((fousbann, 7, 6), (oberkorn, 3, 0)):
        row = organised.event(claire, neighbourhood_id=place.id, languages=("fr", "pt"))
        counted(organised.first(row), people, first_time)
    return fousbann


def test_staff_see_everything_that_was_counted_as_tables_and_files(
    client: FlaskClient, held: Neighbourhood, clock_at: Any
):
    clock_at(SPRING)
    assert client.get(STAFF).status_code == 303, "only staff"
    make.sign_in(client, make.staff(email="staff@example.org"), now=SPRING)

    read = main_of(client, f"{STAFF}?period=2026-Q4")
    assert "Quarter 4 of 2026" in read and '<svg class="bars"' in read
    assert "People at events" in read and ">10<" in read and ">7<" in read and ">3<" in read
    assert ">4<" in read, "two evenings of two hours"
    assert ">7<" in main_of(client, f"{STAFF}?period=2026-11&place={held.id}")
    assert "Nothing was counted in this time." in main_of(client, f"{STAFF}?period=2026-05")
    assert "People at events" in main_of(client, f"{STAFF}?first_on=2026-11-20&last_on=2026-11-20")
    for bad in ("?period=2026-Q9", "?first_on=2026-11-20", "?first_on=2026-12-20&last_on=2026-11-20", "?place=x"):
        assert 'class="bars"' not in main_of(client, STAFF + bad, 422), bad
    table = client.get(f"{STAFF}/csv?period=2026-Q4").get_data(as_text=True)
    assert "People at events" in table
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{STAFF}/xlsx?period=2026-Q4").get_data()))
    assert any("People at events" in name for name in book.sheetnames)
    assert client.get(f"{STAFF}/pdf?period=2026-Q4").get_data().startswith(b"%PDF")
    assert client.get(f"{STAFF}/pdf?period=2026-Q9").status_code == 422
    assert make.statements(client, f"{STAFF}?period=2026") <= STATEMENTS


def test_everybody_sees_closed_quarters_without_what_tells_of_few(
    client: FlaskClient, held: Neighbourhood, clock_at: Any
):
    assert "The first figures come two weeks after" in main_of(client, PUBLIC)
    assert releases.publish(now=make.NOW) == "published 0", "the quarter still runs"
    clock_at(SPRING)
    assert releases.publish(now=SPRING) == "published 1"

    read = main_of(client, PUBLIC)
    assert "Figures: 2026" in read and "Not in it yet" in read
    people = read.partition("People at events")[2].partition("</section>")[0]
    assert ">10<" in people and ">7<" not in people and ">3<" not in people
    newcomers = read.partition("For the first time")[2].partition("</section>")[0]
    assert ">6<" not in newcomers and ">10<" in newcomers
    assert "How we share" in read and "Figures" in main_of(client, "/en/site-map")

    later = organised.event(make.staff(email="b@example.org"), when=organised.evenings(date(2026, 11, 27)))
    counted(organised.first(later), 50)
    assert releases.publish(now=SPRING + timedelta(days=1)) == "published 0"
    assert main_of(client, PUBLIC) == read, "what is published stays as it is"
    stored = db.session.get_one(FigureRelease, "2026-Q4").tables["tables"]
    (people,) = (one["lines"] for one in stored if one["key"] == "attendance")
    assert people[0] == people[1] == [None, None], "hidden figures are not even stored"
    for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"{PUBLIC}/{kind}?period=2026-Q4").get_data().startswith(start)
    assert client.get(f"{PUBLIC}?period=2026-Q1").status_code == 422
