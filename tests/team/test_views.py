"""The team's pages: who is met, hours, days away with their effect, two editors."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.lunches.desk import close_the_day, read
from tests.make import NOW
from tests.team.desk import MONDAY, ROTA, TEAM, appointment, free_on, of, typed_in, undo
from wok.bookings.models import Booking
from wok.db import db
from wok.team import effects, queries
from wok.team.models import Colleague, HoursException


def test_the_team_page_says_who_is_met_when_and_in_which_language(client, claire, nour):
    make.oncall_thursday(nour)
    html = read(client, TEAM)
    assert "العربية" in html and "Monday" in html and "9:00" in html and "Thursday 19 November" in html
    make.sign_in(client, make.person())
    read(client, TEAM, 404)


def test_somebody_of_the_staff_joins_the_team_and_leaves_it_again(client, claire):
    tiago = make.staff(name="Tiago Leal", language="pt")
    answer = client.fill(f"{TEAM}/new", languages=["pt", "fr"])
    assert answer.location.endswith(f"{tiago.id}/hours")
    assert db.session.get_one(Colleague, tiago.id).shown_as == "Tiago"
    client.fill(f"{TEAM}/{tiago.id}", "/end")
    assert [one.shown_as for one in queries.colleagues()] == ["Claire"]
    client.fill(TEAM, "/back")
    assert [one.shown_as for one in queries.colleagues()] == ["Claire", "Tiago"]


@pytest.mark.parametrize("number", ("", "0", "99999999999", "x"))
def test_a_colleague_that_is_none_is_refused_and_the_form_keeps_what_was_typed(client, claire, number):
    make.staff(name="Tiago Leal")
    answer = client.fill(f"{TEAM}/new", person_id=number, shown_as="Tiago!")
    assert answer.status_code == 422 and "Tiago!" in answer.text


def test_hours_are_typed_day_by_day_and_undone(client, claire):
    typed = {"from_0_a": "8", "to_0_a": "12h30", "from_0_b": "13.15", "to_0_b": "17:00", "from_on": "2026-11-20"}
    assert client.fill(of(claire, "/hours"), **typed).status_code == 303
    assert free_on(claire, MONDAY) == ["08:00-12:30", "13:15-17:00"]
    assert free_on(claire, date(2026, 11, 16)) == ["09:00-17:00"]
    undo(client, TEAM)
    assert free_on(claire, MONDAY) == ["09:00-17:00"]


@pytest.mark.parametrize(
    "typed",
    (
        {"from_0_a": "12:00", "to_0_a": "9:00"},
        {"from_0_a": "9:00", "to_0_a": "12:00", "from_0_b": "11:00", "to_0_b": "13:00"},
        {"from_0_a": "9:00", "to_0_a": ""},
        {"from_0_a": "25:00", "to_0_a": "26:00"},
        {"from_0_a": "morning", "to_0_a": "noon"},
        {"from_on": "2026-02-30"},
        {"from_on": "0001-01-01"},
    ),
    ids=["reversed", "overlapping", "half", "no such hour", "words", "no such day", "the year one"],
)
def test_hours_that_cannot_be_come_back_as_they_were_typed(client, claire, typed):
    answer = client.fill(of(claire, "/hours"), **typed)
    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.text or value.zfill(5) in answer.text for value in typed.values() if value)
    assert free_on(claire, MONDAY) == ["09:00-17:00"]


def test_new_hours_name_the_appointments_outside_them_first(client, claire):
    appointment(claire, hour=16)
    shown = client.fill(of(claire, "/hours"), to_0_a="12:00")
    assert shown.status_code == 200 and "1 appointment is touched" in shown.text
    assert free_on(claire, MONDAY) == ["09:00-16:00"]
    client.post(of(claire, "/hours"), data=typed_in(shown.text))
    assert free_on(claire, MONDAY) == ["09:00-12:00"]


def test_two_who_save_the_same_hours_see_both_texts(client, claire):
    first = make.form_of(read(client, of(claire, "/hours"))).values
    client.post(of(claire, "/hours"), data={**first, "from_0_a": "10:00"})
    clash = client.post(of(claire, "/hours"), data={**first, "from_0_a": "11:00"})
    assert clash.status_code == 409 and 'value="11:00"' in clash.text and "10:00" in clash.text
    assert free_on(claire, MONDAY) == ["10:00-17:00"]
    client.post(of(claire, "/hours"), data=typed_in(clash.text))
    assert free_on(claire, MONDAY) == ["11:00-17:00"]


def test_two_who_save_the_same_name_see_both_texts(client, claire):
    first = make.form_of(read(client, of(claire))).values
    client.post(of(claire), data={**first, "shown_as": "Claire W."})
    clash = client.post(of(claire), data={**first, "shown_as": "Cl."})
    assert clash.status_code == 409 and "Claire W." in clash.text and 'value="Cl."' in clash.text


def test_days_away_show_what_they_touch_and_throw_nobody_out(client, claire):
    booking = appointment(claire)
    make.oncall_thursday(claire, day=date(2026, 11, 26))
    typed = {"kind": "away", "first_on": "2026-11-23", "last_on": "2026-11-27", "note": "Lisbonne"}
    shown = client.fill(of(claire, "/days"), **typed)
    assert "1 appointment is touched" in shown.text and "1 Thursday on duty is touched" in shown.text
    assert not db.session.scalars(select(HoursException)).all()
    client.post(of(claire, "/days"), data=typed_in(shown.text))
    assert free_on(claire, MONDAY) == [] and db.session.get_one(Booking, booking.id).status == "confirmed"
    assert [one.why for one in effects.clashes(now=NOW)] == ["away"]
    client.fill(of(claire, "/days"), "/withdraw")
    assert effects.clashes(now=NOW) == []


@pytest.mark.parametrize(
    "typed, said",
    (
        ({"first_on": "2026-11-27", "last_on": "2026-11-23"}, "before the first one"),
        ({"first_on": "2026-02-30"}, "2026-02-30"),
        ({"first_on": "2026-11-23", "last_on": "2030-11-23"}, "at most a year"),
        ({"kind": "extra", "first_on": "2026-11-23"}, "extra hours"),
        ({"first_on": "2026-11-23", "starts": "12:00", "ends": "9:00"}, "later than the start"),
        ({"first_on": "2026-11-23", "starts": "12:00"}, "both times"),
        ({"first_on": "2027-03-28", "starts": "2:30", "ends": "5:00"}, "The next one is 3:00"),
        ({"kind": "party", "first_on": "2026-11-23"}, ""),
    ),
    ids=["reversed", "no such day", "endless", "extra without hours", "hours reversed", "half", "missing hour", "kind"],
)
def test_days_that_cannot_be_are_refused_with_the_reason(client, claire, typed, said):
    answer = client.fill(of(claire, "/days"), note="Kept words", **typed)
    assert answer.status_code == 422 and said in answer.text and "Kept words" in answer.text
    assert not db.session.scalars(select(HoursException)).all()


def test_an_appointment_of_somebody_away_is_a_decision_until_staff_keep_it(client, claire):
    appointment(claire)
    close_the_day(MONDAY)
    html = read(client, f"{TEAM}/decisions")
    assert "The Wok is closed that day." in html and "Bruno Silva" in html
    client.fill(f"{TEAM}/decisions", "/keep")
    assert effects.clashes(now=NOW) == [] and "Nothing waits." in read(client, f"{TEAM}/decisions")


def test_addresses_that_lead_nowhere_are_not_found(client, claire):
    make.oncall_thursday()
    for address in (f"{TEAM}/99999999999", f"{TEAM}/4711/hours", f"{ROTA}/99999999999", f"{ROTA}/4711/move"):
        read(client, address, 404)


def test_days_sent_twice_are_written_once(client, claire):
    sent = typed_in(read(client, of(claire, "/days"))) | {"first_on": "2026-11-23"}
    for _press in range(3):
        assert client.post(of(claire, "/days"), data=sent).status_code == 303
    assert len(db.session.scalars(select(HoursException)).all()) == 1
