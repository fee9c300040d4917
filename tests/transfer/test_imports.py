"""Staff bring in a list: they see every line, press once, and can take it back."""

import io
from datetime import timedelta

from sqlalchemy import func, select

from tests import make
from tests.transfer.lists import Desk, latest, outcomes
from wok.db import db, transaction
from wok.mail.models import Message
from wok.people.models import Association, Membership, Person
from wok.transfer import services
from wok.transfer.models import ImportLine, SheetImport, TransferNote

NAMES = "حلقة القراءة"


def count(table, *conditions):
    return db.session.scalar(select(func.count()).select_from(table).where(*conditions))


def test_a_list_of_associations_is_looked_at_corrected_imported_and_taken_back(app):
    desk = Desk(app)
    dancers = make.association(name="Les danseurs", neighbourhood="Oberkorn", purpose="We dance.")
    rows = [
        ["Associations 2026"],
        [],
        ["Quartier", "NOM", "Forme juridique", "RCS", "Objet"],
        ["oberkorn", "Les danseurs", "ASBL", "F 1234", "Danse"],
        ["Niederkorn", "Danseurs asbl", "", "", ""],
        ["Ailleurs", NAMES, "informell", "", "=cmd()|'x'"],
        ["", "L’Entraide d'Obercorn", "peut-être", "12", ""],
        ["", "", "asbl", "", ""],
        ["", "Клуб друзей", "", "", ""],
        ["", "Клуб друзей", "", "", ""],
    ]
    page = desk.bring("associations", rows)
    shown = desk.text(page + "?show=all")
    assert (
        "Line 4" in shown
        and "Write formal (asbl) or informal." in shown
        and "Name of the association is missing." in shown
    )
    assert "The same as line 9. Leave one of them out." in shown and "Perhaps known already" in shown
    assert "Import 2 associations" not in shown and "Import 3 associations" in shown
    assert count(Association) == 1, "nothing is written before the press"

    line = db.session.scalar(select(ImportLine).where(ImportLine.line == 7))
    assert desk.press(f"{page}/lines/{line.id}", **{"cell-2": "asbl", "cell-3": "F77"}) == 303
    perhaps = db.session.scalar(select(ImportLine).where(ImportLine.line == 5))
    assert desk.press(f"{page}/lines/{perhaps.id}", choice="new") == 303
    assert "Import 5 associations" in desk.text(page)
    form = make.form_of(desk.text(page), f"{page}/carry-out")
    assert desk.browser.post(form.action, data=form.values).status_code == 303
    assert desk.browser.post(form.action, data=form.values).status_code == 303, "pressed twice is imported once"
    row = latest()
    assert row.state == "done" and row.counts == {"new": 4, "changed": 1, "same": 0, "left": 2}
    assert outcomes(row) == ["changed", "new", "new", "new", "left", "new", "left"]
    db.session.refresh(dancers)
    assert (dancers.rcs_number, dancers.purpose, dancers.neighbourhood, dancers.status) == (
        "F1234", "Danse", "Oberkorn", "accepted",
    )  # fmt: skip
    assert db.session.scalar(select(Association.purpose).where(Association.name == NAMES)) == "=cmd()|'x'"
    assert count(TransferNote, TransferNote.what == "import") == 1
    left = desk.text(f"{page}/left-out")
    assert "Клуб друзей" in left and "L’Entraide" not in left

    again = desk.bring("associations", rows)
    assert "This very file was imported before" in desk.text(again)
    with transaction():
        dancers.purpose = "We dance and sing."
    make.membership(make.person(), db.session.scalar(select(Association).where(Association.name == "Клуб друзей")))
    assert desk.press(f"{page}/undo") == 303
    db.session.refresh(dancers)
    assert (dancers.rcs_number, dancers.purpose) == (None, "We dance and sing.")
    names = set(db.session.scalars(select(Association.name)))
    assert names == {"Les danseurs", "Клуб друзей"}, "what was used since stays"
    done = desk.text(page)
    assert "Changed since: What they do." in done and "It has been used since." in done


def test_a_list_of_people_gives_no_rights_and_knows_people_again(app, clock_at):
    desk = Desk(app)
    dancers = make.association(name="Les danseurs asbl")
    amina = make.person(name="Amina Haddad", email="amina@example.org", phone="+352621123456")
    rows = [
        ["Nom", "Courriel", "GSM", "Langue", "Association", "is_staff", "role"],
        ["Amina Haddad", "AMINA@example.org", "00352 621 123 456", "Deutsch", "danseurs", "1", "delegate"],
        ["Bruno", "", "621 123 456", "pt", "", "1", ""],
        ["Zoë d’Almeida O'Neil", "zoe@example.org", "", "", "Les danseurs asbl", "yes", "delegate"],
        ["Claire Weber", desk.claire.email, "58 77 11", "", "", "", ""],
        ["Nobody", "not an address", "12", "klingon", "The unknown", "", ""],
        ["Double", "zoe@example.org", "", "", "", "", ""],
    ]
    page = desk.bring("people", rows)
    shown = desk.text(page + "?show=all")
    for words in (
        "Perhaps known already",
        "Works at the Wok: changed",
        "The same as line 4.",
        "There is no association called",
    ):
        assert words in shown
    bruno = db.session.scalar(select(ImportLine).where(ImportLine.line == 3))
    assert desk.press(f"{page}/lines/{bruno.id}", choice="new") == 303
    assert desk.press(f"{page}/carry-out") == 303
    people = {one.name: one for one in db.session.scalars(select(Person))}
    assert set(people) == {"Amina Haddad", "Bruno", "Zoë d’Almeida O'Neil", "Claire Weber"}
    assert [one.name for one in people.values() if one.is_staff] == ["Claire Weber"]
    db.session.refresh(amina)
    assert amina.language == "de" and people["Bruno"].reach == "phone" and people["Bruno"].language == "pt"
    roles = {one.person_id: one.role for one in db.session.scalars(select(Membership))}
    assert roles == {amina.id: "member", people["Zoë d’Almeida O'Neil"].id: "member"}
    assert count(Message) == 0, "nobody is told unless staff tick it"

    clock_at(make.NOW + timedelta(days=29))
    make.sign_in(desk.browser, desk.claire, now=make.NOW + timedelta(days=29))
    make.sign_in(app.test_client(), people["Bruno"])  # who has signed in stays
    assert desk.press(f"{page}/undo") == 303
    db.session.refresh(amina)
    assert amina.language == "en" and not list(db.session.scalars(select(Membership)))
    assert set(db.session.scalars(select(Person.name))) == {"Amina Haddad", "Bruno", "Claire Weber"}

    page = desk.bring("people", [["Name", "E-mail address", "Association"], ["Dora", "dora@example.org", dancers.name]])
    assert desk.press(f"{page}/carry-out", may_book="y", tells="y") == 303
    assert db.session.scalar(select(Membership.role)) == "delegate"
    assert list(db.session.scalars(select(Message.kind))) == ["people/added"]


def test_a_thousand_lines_pass_and_what_was_not_imported_is_forgotten(app):
    desk = Desk(app)
    rows = [["Name", "Phone"], *([f"Person {number:04d}", f"621 {number:06d}"] for number in range(100_000, 101_000))]
    page = desk.bring("people", rows)
    assert "Import 1000 people" in desk.text(page) and "Import 1000 people" in desk.text(page + "?page=20")
    assert desk.press(f"{page}/carry-out") == 303
    assert count(Person) == 1001 and desk.press(f"{page}/undo") == 303 and count(Person) == 1
    waiting = desk.bring("people", rows[:3])
    later = make.NOW + timedelta(hours=25)
    with transaction():
        services.forget(now=later)
    assert desk.browser.get(waiting).status_code == 404 and count(SheetImport) == 1
    with transaction():
        services.forget(now=later + timedelta(days=30))
    assert count(ImportLine) == 0


def test_what_cannot_be_a_list_is_refused_with_a_sentence(app):
    desk = Desk(app)
    form = make.form_of(desk.text("/en/staff/import/events"), None)
    for data, words in (
        (b"", "There is nothing in this file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Excel file"),
        (b"a;b\n" * 20_000, "more than 10000 lines"),
    ):
        sent = {**form.values, "sheet": (io.BytesIO(data), "list.xlsx")}
        answer = desk.browser.post("/en/staff/import/events", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    page = desk.bring("associations", [["Les lecteurs", "yes"], ["Les chanteurs", "no"]])
    assert "There is nothing to import" in desk.text(page)
    assert desk.press(f"{page}/columns", **{"column-0": "name", "column-1": "form"}) == 303
    assert "Import 2 associations" in desk.text(page), "a list without headings has no heading to lose"
    form = make.form_of(desk.text(page), f"{page}/carry-out")
    make.association(name="Les lecteurs")
    answer = desk.browser.post(form.action, data=form.values)
    assert answer.status_code == 409 and "Something changed since you looked" in answer.get_data(as_text=True)
    assert desk.press(f"{page}/drop") == 303 and desk.browser.get(page).status_code == 404
    bruno = make.delegate(name="Bruno")
    other = app.test_client()
    make.sign_in(other, bruno)
    assert other.get(page).status_code == 404 and other.get("/en/staff/import").status_code == 404
