"""Things and events come in by list; what staff may see goes out as tables, and is put on record."""

import io
from datetime import timedelta

import openpyxl
from sqlalchemy import func, select

from tests import make
from tests.transfer.lists import Desk, latest, outcomes
from wok.bookings.models import Occurrence, Resource, Series
from wok.db import db, transaction
from wok.equipment.models import Item
from wok.events.models import Event
from wok.people.models import Person
from wok.sharing.models import SharePool
from wok.transfer.models import TransferNote
from wok.web import sheets


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_things_and_events_come_in_as_what_they_are_and_go_again(app):
    desk = Desk(app)
    dancers = make.association(name="Les danseurs asbl")
    book = sheets.xlsx_bytes(
        {
            "Matériel": [
                ["Bezeichnung", "Anzahl", "Kategorie", "Gewicht", "Verein", "Kaution"],
                ["Zelt 3 × 3 m", 8, "Für draußen", "12,5", "", 50],
                ["Beamer", 2, "screens", "", "Danseurs", ""],
                ["Bank", "many", "sofa", "", "Unknown", "free"],
            ]
        }
    )
    page = desk.bring("equipment", book, "list.xlsx").replace("/en/", "/de/")
    assert desk.press(f"{page}/carry-out") == 303
    things = {next(iter(one.name.values())): one for one in db.session.scalars(select(Item))}
    tent, beamer = things["Zelt 3 × 3 m"], things["Beamer"]
    assert (tent.weight_grams, tent.deposit_cents, tent.category, tent.resource.capacity) == (
        12500,
        5000,
        "outdoors",
        8,
    )
    assert (beamer.owner, beamer.association_id) == ("association", dancers.id) and count(SharePool) == 2
    with transaction():
        beamer.serves = 40
    assert desk.press(f"{page}/undo") == 303
    assert [one.name for one in db.session.scalars(select(Item))] == [{"en": "Beamer"}] and count(Resource) == 1

    soon, later = make.NOW.date() + timedelta(days=20), make.NOW.date() + timedelta(days=27)
    rows = [
        ["Titre", "Date", "Début", "Fin", "Organisateur", "Places", "Langues", "Quartier"],
        ["Cours de danse", soon, "18h30", "20h", "les danseurs", 20, "français, Deutsch", "Oberkorn"],
        ["Cours de danse", later.strftime("%d.%m.%Y"), "18:30", "20:00", "Les danseurs asbl", 20, "", "Oberkorn"],
        ["Cours de danse", later, "18:30", "20:00", "Les danseurs asbl", 20, "", ""],
        ["Fête", "31.02.2027", "25h", "20:00", "Nobody", "", "", "Atlantis"],
    ]
    page = desk.bring("events", rows)
    shown = desk.text(page)
    for words in (
        "Write the date like",
        "Write the time like",
        "Nobody is called Nobody",
        "Atlantis is not on the list",
    ):
        assert words in shown, words
    assert desk.press(f"{page}/carry-out") == 303 and outcomes(latest()) == ["new", "new", "left", "left"]
    event = db.session.scalar(select(Event))
    assert (event.state, event.seats, event.association_id, event.languages) == ("draft", 20, dancers.id, ["fr", "de"])
    assert event.neighbourhood_id and count(Occurrence) == 2
    page_again = desk.bring("events", rows)
    assert "Already here: 2" in desk.text(page_again)
    assert desk.press(f"{page}/undo") == 303
    assert (count(Event), count(Occurrence), count(Series), count(Resource)) == (0, 0, 0, 1)


def test_every_table_goes_out_in_both_forms_and_is_put_on_record(app):
    desk = Desk(app)
    amina = make.delegate(name="=Amina", phone="+352621123456", needs=["hearing_loop"])
    make.person(name="Erased Somebody", left_at=make.NOW)
    make.rsvp(make.lunch(), name="=Amina")
    make.item("Tent", 8)
    for what in (
        "associations",
        "people",
        "bookings",
        "loans",
        "equipment",
        "rooms",
        "events",
        "projects",
        "skills",
        "closures",
    ):
        for form in ("csv", "xlsx"):
            answer = desk.browser.fill("/en/staff/export", what=what, form=form, last_on="2026-12-31")
            assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"], (what, form)
            data = answer.get_data()
            rows = (
                list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
                if form == "xlsx"
                else data.decode("utf-8-sig").splitlines()
            )
            if what in ("people", "bookings"):
                assert len(rows) == (4 if what == "people" else 2) - (what == "people"), rows
                said = str(rows)
                assert "Amina" in said and "Erased" not in said and "hearing_loop" not in said
    assert count(TransferNote) == 20
    answer = desk.browser.fill(
        "/en/staff/export", what="bookings", form="csv", first_on="2026-12-31", last_on="2026-01-01"
    )
    assert answer.status_code == 422 and "not before the beginning" in answer.get_data(as_text=True)
    answer = desk.browser.fill("/en/staff/export", what="people", form="csv")
    assert "\n'=Amina;" in answer.get_data().decode("utf-8-sig").replace("\r", "")
    page = desk.bring("people", answer.get_data())
    assert "Already here: 2" in desk.text(page), "what goes out can come in again"
    assert db.session.scalar(select(Person.name).where(Person.id == amina.id)) == "=Amina"
