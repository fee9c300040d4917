"""Events and projects at the desk: Today, My Wok, the search, and a menu that names reports only to who reads them."""

from datetime import timedelta

from flask import Flask

from tests import make
from tests.events import organised, signing
from tests.projects import table
from wok.db import db, transaction
from wok.events.models import Organisation
from wok.fair_access.staff_services import name_reader

EVENING = make.NOW + timedelta(days=4)  # Friday, the day of the event


def test_claire_finds_events_and_projects_and_sees_who_is_missing_and_amina_her_shift(app: Flask, clock_at) -> None:
    amina, claire = make.delegate("Les danseurs"), make.staff()
    event = organised.event(claire, title={"fr": "Café des langues", "en": "Language café"})
    table.project(amina, title="Fête du château")
    with transaction():
        db.session.add(Organisation(name="Élan asbl"))
    shift = signing.shift(event, wanted=2)
    organised.helper(shift, name=amina.name, email=amina.email, person_id=amina.id)
    hers, desk = make.Browser(app), make.Browser(app)
    make.sign_in(hers, amina)
    make.sign_in(desk, claire)
    mine = hers.get("/en/my").text
    assert "I help" in mine and "Bar" in mine and "/en/events/helper/" in mine
    clock_at(EVENING)
    today = desk.get("/en/staff/").text
    assert "1 helper is missing" in today and "Who comes" in today and "Fair access" not in menu(today)
    for typed, address in (
        ("cafe des", f"/en/my/events/{event.id}"),
        ("chateau", "/en/projects/"),
        ("elan", "/en/staff/organisations/"),
    ):
        found = desk.get("/en/staff/search", query_string={"q": typed}).text
        assert "Events and projects" in found and address in found.partition("<main")[2], typed
    with transaction():
        name_reader(claire, now=make.NOW)
    assert "Fair access" in menu(desk.get("/en/staff/").text)


def menu(page: str) -> str:
    return page.partition("drop menu")[2].partition("</details>")[0]
