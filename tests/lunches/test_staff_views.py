"""Claire's lunch list on the day: arrivals, walk-ins, the kitchen sheet, the list of dates."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.lunches import desk
from tests.lunches.desk import NOON, again, guest, on, page, read
from wok.bookings.models import Occurrence
from wok.db import db
from wok.lunches.models import NoShowForgiven, WalkIn
from wok.lunches.rules import Party

PAGES = ("", "/kitchen", "/guests/new", "/cancel", "/move", "/topic", "/places")


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


@pytest.mark.parametrize("more", PAGES)
def test_strangers_sign_in_and_members_find_nothing(client, lunch, more):
    assert "/sign-in" in client.get(page(lunch, more)).location
    make.sign_in(client, make.delegate())
    read(client, page(lunch, more), 404)


@pytest.mark.parametrize("language", ("fr", "en"))
@pytest.mark.parametrize("more", PAGES)
def test_every_page_of_a_date_opens_for_staff(claire, lunch, more, language):
    guest(lunch)
    html = read(claire, page(lunch, more, language))
    assert html.count("<h1") == 1


def test_the_list_of_dates_names_each_lunch_and_its_places(claire, lunch):
    guest(lunch, adults=3)
    html = read(claire, "/en/staff/lunches")
    assert "Wednesday 18 November" in html and "3 of 40" in html
    read(claire, "/en/staff/lunches?past=1")


def test_an_unknown_date_is_not_found(claire, lunch):
    read(claire, "/en/staff/lunches/999999999999", 404)


def test_amina_arrives_and_the_tick_can_be_undone(claire, lunch, clock_at):
    amina = guest(lunch)
    clock_at(NOON)
    answer = claire.fill(page(lunch), f"/guests/{amina.id}/mark")
    assert answer.status_code == 303 and answer.location.endswith(f"#guest-{amina.id}")
    assert (again(amina).attendance, amina.attended) == ("came", 2)
    claire.fill(page(lunch), f"/guests/{amina.id}/mark")
    assert (again(amina).attendance, amina.attended) == (None, None)


def test_part_of_a_party_arrives(claire, lunch, clock_at):
    amina = guest(lunch, adults=5)
    clock_at(NOON)
    token = make.form_of(read(claire, page(lunch))).values
    claire.post(page(lunch, f"/guests/{amina.id}/mark"), data={**token, "attendance": "came", "attended": "3"})
    assert again(amina).attended == 3
    assert "3 of 5 came" in read(claire, page(lunch))


def test_a_no_show_is_marked_and_forgiven(claire, lunch, clock_at):
    amina = guest(lunch)
    clock_at(NOON)
    data = make.form_of(read(claire, page(lunch)), "/mark").values
    claire.post(page(lunch, f"/guests/{amina.id}/mark"), data={**data, "attendance": "no_show"})
    assert again(amina).attendance == "no_show"
    for _time in range(2):
        claire.fill(page(lunch), f"/guests/{amina.id}/forgive")
    assert len(db.session.scalars(select(NoShowForgiven)).all()) == 1


def test_a_tick_that_does_not_exist_is_refused(claire, lunch, clock_at):
    amina = guest(lunch)
    clock_at(NOON)
    data = make.form_of(read(claire, page(lunch)), "/mark").values
    other = on(date(2026, 11, 25))
    assert claire.post(page(other, f"/guests/{amina.id}/mark"), data=data).status_code == 404
    answer = claire.post(page(lunch, f"/guests/{amina.id}/mark"), data={**data, "attendance": "late"})
    assert answer.status_code == 400 and again(amina).attendance is None


def test_guests_are_found_by_name_association_and_code(claire, lunch):
    amina, _bruno = guest(lunch, association_said="Danseurs"), guest(lunch, "Bruno Lopes")
    for words in ("amina", "danse", f"{amina.code[:4].lower()}-{amina.code[4:]}"):
        html = read(claire, page(lunch, f"?q={words}"))
        assert "Amina Haddad" in html and "Bruno Lopes" not in html


def test_walk_ins_are_counted_once_and_can_be_taken_back(claire, lunch, clock_at):
    clock_at(NOON)
    data = {**make.form_of(read(claire, page(lunch)), "/walk-ins").values, "people": "4", "words": "neighbours"}
    for _time in range(2):
        assert claire.post(page(lunch, "/walk-ins"), data=data).status_code == 303
    assert [row.people for row in db.session.scalars(select(WalkIn))] == [4]
    claire.fill(page(lunch), "/undo")
    assert not db.session.scalars(select(WalkIn)).all()


def test_a_walk_in_that_cannot_be_read_keeps_what_was_typed(claire, lunch, clock_at):
    clock_at(NOON)
    answer = claire.fill(page(lunch), "/walk-ins", people="many", words="neighbours")
    assert answer.status_code == 422 and 'value="neighbours"' in answer.text and 'value="many"' in answer.text


def test_more_people_than_places_are_shown(claire, lunch, clock_at):
    guest(lunch, adults=40)
    clock_at(NOON)
    claire.fill(page(lunch), "/mark")
    claire.fill(page(lunch), "/walk-ins", people="2")
    assert "2 people more than places are here" in read(claire, page(lunch))


def test_the_kitchen_sheet_has_numbers_and_no_names(claire, lunch):
    guest(lunch, party=Party(2, 1, 0, {"vegan": 2, "nuts": 1}, ("step_free",)))
    html = read(claire, page(lunch, "/kitchen"))
    assert "Vegan" in html and "Nuts" in html and "Step-free way in" in html
    assert "Amina" not in html and "3 people have booked" in html
