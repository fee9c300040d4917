"""Fair access from report to counts: a stranger tells, named staff follow it, nobody else ever sees it."""

import logging
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import make
from wok.db import db, transaction
from wok.fair_access import queries, services, staff_services
from wok.fair_access.forms import Report
from wok.fair_access.models import FairCase, FairLine, FairLook
from wok.jobs import tidy
from wok.mail import rendering
from wok.mail.models import Message

NOW = make.NOW
TELL, FOLLOW, CASE, STAFF = (
    "/en/fair-access/tell",
    "/en/fair-access/follow",
    "/en/fair-access/case",
    "/en/staff/fair-access",
)
SECRET = "They gave the hall to others and laughed at us"
REPORT = {
    "place": "town",
    "kind": "room",
    "association": "Les footballeurs",
    "happened": SECRET,
    "word": "Brouillard",
    "reach": "none",
}


@pytest.fixture
def claire(app):
    return named("Claire Weber")


def named(name: str, *, is_named: bool = True):
    somebody = make.staff(name=name)
    if is_named:
        with transaction():
            staff_services.name_reader(somebody, now=NOW)
    return somebody


def browser(app, person=None) -> make.Browser:
    made = make.Browser(app)
    if person is not None:
        make.sign_in(made, person)
    return made


def told(app, **given) -> tuple[make.Browser, FairCase]:
    """A stranger's report, and the browser it was written in."""
    stranger = make.Browser(app)
    answer = stranger.fill(TELL, **{**REPORT, **given})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return stranger, db.session.scalars(select(FairCase).order_by(FairCase.id.desc())).first()


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def test_a_stranger_tells_follows_and_adds_without_an_account(app, claire, clock_at, caplog):
    caplog.set_level(logging.DEBUG)
    page = make.Browser(app)
    empty = page.fill(TELL, happened="")
    assert empty.status_code == 422 and "What happened? – Please fill this in." in empty.get_data(as_text=True)
    kept = page.fill(TELL, **{**REPORT, "reach": "email", "email": "nobody@gmial.com"})
    assert (
        kept.status_code == 422 and SECRET in kept.get_data(as_text=True) and "gmail.com" in kept.get_data(as_text=True)
    )

    stranger, case = told(app, reach="email", email="bruno.s@example.org")
    assert case.code[:4] in stranger.get("/en/fair-access/told").get_data(as_text=True)
    received, waits = mails()
    assert (received.kind, received.recipient) == ("fair_access/received", "bruno.s@example.org")
    assert waits.recipient == claire.email and SECRET not in str(waits.facts) and case.code not in str(waits.facts)

    later = make.Browser(app)
    wrong = later.fill(FOLLOW, code=case.code, word="Soleil")
    assert wrong.status_code == 422 and "We find no report" in wrong.get_data(as_text=True)
    assert later.get(CASE).status_code == 302
    assert later.fill(FOLLOW, code=case.code.lower(), word="BROUILLARD ").status_code == 303
    assert later.fill(CASE, CASE, words="It happened again").status_code == 303
    shown = later.get(CASE).get_data(as_text=True)
    assert "It happened again" in shown and SECRET in shown and "Monday 23 November" in shown
    assert "It happened again" in later.get(f"{CASE}/data.json").get_json()["letters"][0]["words"]
    assert mails()[-1].kind == "fair_access/waits"

    assert later.fill(CASE, action="/en/fair-access/case/close").status_code == 303
    assert later.get(CASE).status_code == 302
    clock_at(NOW + timedelta(minutes=31))
    late = stranger.post(CASE, data={"words": "My long text"})
    assert late.status_code == 403 and "My long text" in late.get_data(as_text=True)
    said = " ".join(record.getMessage() for record in caplog.records)
    assert not any(word in said for word in (SECRET, case.code, "bruno.s", "Brouillard"))


def test_guessing_and_flooding_are_slowed_and_nothing_typed_is_lost(app, claire):
    _stranger, case = told(app)
    guesser = make.Browser(app)
    answers = [guesser.fill(FOLLOW, code=case.code, word=f"word{number}").status_code for number in range(7)]
    assert answers == [422] * 6 + [429]
    flooder = make.Browser(app)
    codes = [flooder.fill(TELL, **REPORT).status_code for _number in range(8)]
    assert codes == [303] * 7 + [429]
    assert SECRET in flooder.fill(TELL, **REPORT).get_data(as_text=True)
    form = make.form_of(make.Browser(app).get(TELL).get_data(as_text=True))
    with transaction():
        for _number in range(2):
            services.tell(_report(), language="en", token=form.values["form_token"], now=NOW)
    assert len(list(db.session.scalars(select(FairCase.id)))) == 9


def _report() -> Report:
    return Report("wok", "room", "", SECRET, "", "", "none", None, None, "brouillard", ())


def test_only_named_staff_see_reports_and_each_look_is_noted(app, claire):
    nour, lynn = named("Nour Ben Salah"), named("Lynn Hoffmann", is_named=False)
    _stranger, case = told(app, left_out=[str(nour.id)])
    page = f"{STAFF}/{case.id}"
    for person in (nour, lynn, make.delegate()):
        assert browser(app, person).get(page).status_code == 404
        assert browser(app, person).post(f"{page}/note", data={"note": "x"}).status_code in (400, 404)
    assert browser(app, lynn).get(STAFF).status_code == 404
    assert SECRET not in browser(app, nour).get(STAFF).get_data(as_text=True)
    assert f"Report {case.id}" not in browser(app, nour).get(STAFF).get_data(as_text=True)
    assert not list(db.session.scalars(select(FairLook)))

    desk = browser(app, claire)
    assert SECRET in desk.get(page).get_data(as_text=True) and "Claire Weber" in desk.get(page).get_data(as_text=True)
    assert [look.person_id for look in db.session.scalars(select(FairLook))] == [claire.id] * 2
    own = make.Browser(app).fill(TELL, **{**REPORT, "left_out": [str(nour.id), str(claire.id)]})
    assert own.status_code == 422 and "nobody could read it" in own.get_data(as_text=True)
    last = desk.fill(page, f"{page}/leave-out", who=str(claire.id))
    assert last.status_code == 422 and "Name another colleague first" in last.get_data(as_text=True)
    with transaction():
        for one in (claire, nour):
            assert staff_services.end_reader(one, now=NOW)
    assert desk.get(page).status_code == 404
    assert "nobody is named to read reports" in make.Browser(app).get(TELL).get_data(as_text=True)


def test_a_letter_waits_ten_minutes_and_tells_without_saying_what(app, claire, clock_at):
    stranger, case = told(app, reach="email", email="bruno.s@example.org")
    page, desk = f"{STAFF}/{case.id}", browser(app, claire)
    assert desk.fill(page, f"{page}/letter", letter="We are sorry.").status_code == 303
    assert "We are sorry." not in stranger.get(CASE).get_data(as_text=True)
    line = db.session.scalars(select(FairLine).where(FairLine.kind == "to_them")).one()
    back = f"{page}/letter/{line.id}/take-back"
    assert desk.fill(page, back).status_code == 303
    again = db.session.get_one(FairCase, case.id)
    assert again.state == "received" and mails()[-1].state == "void"

    assert desk.fill(page, f"{page}/letter", letter="We are sorry indeed.").status_code == 303
    letter = mails()[-1]
    assert letter.kind == "fair_access/letter" and "sorry" not in str(letter.facts)
    assert letter.due_at == NOW + timedelta(minutes=10)
    words = rendering.words(_letter(letter))
    assert words.subject == "An answer waits for you"
    clock_at(NOW + timedelta(minutes=11))
    make.sign_in(desk, claire, now=NOW)
    reader = make.Browser(app)
    reader.fill(FOLLOW, code=case.code, word="brouillard")
    shown = reader.get(CASE).get_data(as_text=True)
    assert "We are sorry indeed." in shown and "First answer given" in shown
    line = db.session.scalars(select(FairLine).where(FairLine.kind == "to_them")).one()
    late = desk.post(
        f"{page}/letter/{line.id}/take-back",
        data={"csrf_token": make.form_of(desk.get(page).get_data(as_text=True)).values["csrf_token"]},
    )
    assert late.status_code == 303 and "may have been read" in desk.get(page).get_data(as_text=True)


def _letter(message: Message) -> rendering.Letter:
    return rendering.Letter(**{one.name: getattr(message, one.name) for one in fields(rendering.Letter)})


def test_steps_two_colleagues_calls_and_the_overdue_on_todays_page(app, claire, clock_at):
    _stranger, case = told(app, reach="phone", phone="621 123 456")
    page, desk = f"{STAFF}/{case.id}", browser(app, claire)
    assert not [one for one in mails() if one.channel == "phone"]  # the call list of the day is everybody's
    typed = make.form_of(desk.get(page).get_data(as_text=True), f"{page}/step").values
    assert desk.fill(page, f"{page}/letter", letter="Hello").status_code == 303
    stale = desk.post(f"{page}/step", data={**typed, "step": "talks", "colleague": str(claire.id)})
    assert stale.status_code == 409 and "Somebody else has just saved" in stale.get_data(as_text=True)
    refused = desk.fill(page, f"{page}/step", step="decided", outcome="", colleague="")
    assert refused.status_code == 422 and "Say how it ended." in refused.get_data(as_text=True)
    clock_at(NOW + timedelta(minutes=20))
    assert "They know" in desk.get(page).get_data(as_text=True) and "To be called" in desk.get(STAFF).get_data(
        as_text=True
    )
    line = db.session.scalars(select(FairLine).where(FairLine.kind == "to_them")).one()
    assert desk.fill(page, f"{page}/letter/{line.id}/told").status_code == 303
    assert "To be called" not in desk.get(STAFF).get_data(as_text=True)

    month_later = NOW + timedelta(days=60)
    clock_at(month_later)
    make.sign_in(desk, claire, now=month_later)
    lynn = browser(app)
    make.sign_in(lynn, named("Lynn Hoffmann", is_named=False), now=month_later)
    late = "1 report of unfair treatment is past its day"
    assert late in desk.get("/en/staff/").get_data(as_text=True)
    hers = lynn.get("/en/staff/").get_data(as_text=True)
    assert late in hers and "fair-access/" not in hers.replace("/en/fair-access", "")
    done = {"outcome": "put_right", "colleague": str(claire.id)}
    assert desk.fill(page, f"{page}/step", step="closed", **done).status_code == 303
    assert late not in desk.get("/en/staff/").get_data(as_text=True)
    closed = db.session.get_one(FairCase, case.id)
    assert (closed.counted_as, closed.assigned_id) == ("put_right", claire.id)


def test_words_go_after_two_years_or_when_asked_and_the_count_stays(app, claire, clock_at):
    stranger, _case = told(app, reach="email", email="bruno.s@example.org")
    assert stranger.fill(CASE, CASE, words="Private words").status_code == 303
    assert "cannot be taken back" in stranger.get(f"{CASE}/erase").get_data(as_text=True)
    assert stranger.fill(f"{CASE}/erase", f"{CASE}/erase").status_code == 303
    assert stranger.get(CASE).status_code == 302
    _nobody, old = told(app, association="Les cyclistes")
    with transaction():
        staff_services.change_step(services.locked(old), "closed", "explained", None, by=claire, now=NOW)
    assert tidy.run(NOW + timedelta(days=700)).find("report") == -1
    assert "1 reports" in tidy.run(NOW + timedelta(days=731))
    db.session.expire_all()
    rows = list(db.session.scalars(select(FairCase).order_by(FairCase.id)))
    assert [(one.state, one.outcome, one.happened, one.code) for one in rows] == [
        ("closed", "withdrawn", "", None),
        ("closed", "explained", "", None),
    ]
    kept = repr([tuple(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))])
    assert not any(word in kept for word in (SECRET, "Private words", "bruno.s", "Les cyclistes"))
    found = queries.figures(now=datetime(2027, 3, 1, tzinfo=UTC))
    assert found.about == [] and len(rows) == 2
