"""The team's pages: who is met, hours, days away with their effect, the rota, decisions, two editors."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests import make
from tests.lunches.desk import close_the_day, read
from tests.make import NOW
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.team import effects, queries, services
from wok.team.models import Colleague, Duty, HoursException

TEAM, ROTA = "/en/staff/team", "/en/staff/team/thursdays"
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 19)


@pytest.fixture
def claire(app, client):
    """Claire, met on weekdays, and her browser."""
    person = make.staff()
    make.sign_in(client, person)
    return make.colleague(person)


@pytest.fixture
def nour(claire):
    return make.colleague(make.staff(name="Nour Ben Salah"), shown_as="Nour", languages=["ar"])


def of(colleague, more=""):
    return f"{TEAM}/{colleague.person_id}{more}"


def appointment(colleague, day=MONDAY, hour=10):
    """Bruno meets this colleague for an hour."""
    start = weekly.instant(day, time(hour))
    with transaction():
        booking = core.new_booking(
            "appointment",
            make.contact(),
            Span(start, start + timedelta(hours=1)),
            1,
            now=NOW,
            status="confirmed",
        )
        return core.add(booking, db.session.get_one(core.Resource, colleague.resource_id), now=NOW)


def undo(client, page):
    """Press Undo in the notice of a page."""
    form = next(form for form in make.forms_of(read(client, page)) if "undo" in form.action)
    assert client.post(form.action, data=form.values).status_code == 303


def typed_in(html):
    """The page's own form, as it would be sent once more."""
    return next(form.values for form in make.forms_of(html) if "seen" in form.values)


def free_on(colleague, day):
    found = queries.open_spans_of(queries.colleagues(), day, day)[colleague.person_id]
    return [f"{weekly.local_time(one.start):%H:%M}-{weekly.local_time(one.end):%H:%M}" for one in found]


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


def thursday(day=THURSDAY):
    return db.session.scalars(select(Occurrence).where(Occurrence.original_on == day)).one()


def on_duty(day=THURSDAY):
    return [one.colleague.shown_as for one in services.duties_on(thursday(day))]


def test_the_rota_puts_on_duty_swaps_and_knows_who_is_ill(client, claire, nour):
    make.oncall_thursday()
    page = f"{ROTA}/{thursday().id}"
    client.fill(page, f"{thursday().id}/duties", colleague_id=str(claire.person_id))
    assert on_duty() == ["Claire"]
    client.fill(page, "/swap", colleague_id=str(nour.person_id))
    assert on_duty() == ["Nour"]
    client.fill(page, "/ill")
    assert on_duty() == [] and "Nobody is on duty on Thursday 19 November now" in read(client, page)
    client.fill(page, "/on")
    assert on_duty() == ["Nour"]


def test_thursdays_without_anybody_are_shared_out_in_turn_and_taken_back(client, claire, nour):
    make.oncall_thursday()
    with transaction():
        services.add_exception(claire, "away", THURSDAY, THURSDAY, now=NOW)
    client.fill(ROTA, "/share-out")
    found = [on_duty(THURSDAY + timedelta(weeks=week))[0] for week in range(5)]
    assert found == ["Nour", "Claire", "Nour", "Claire", "Nour"]
    undo(client, ROTA)
    assert db.session.scalars(select(Duty).where(Duty.state == "planned")).all() == []


def test_ascension_needs_a_decision_and_is_held_moved_or_skipped(client, claire):
    make.oncall_thursday()
    close_the_day(date(2027, 5, 6))
    row = thursday(date(2027, 5, 6))
    assert row.status == "needs_decision" and "Needs a decision" in read(client, f"{ROTA}?all=1")
    page = f"{ROTA}/{row.id}"
    client.fill(page, "/hold")
    assert thursday(date(2027, 5, 6)).status == "planned"
    undo(client, page)
    client.fill(f"{page}/move", day="2027-05-05", starts="14:00", ends="17:00")
    assert weekly.local_day(thursday(date(2027, 5, 6)).starts_at) == date(2027, 5, 5)
    read(client, page)
    client.fill(f"/en/staff/on-call/{row.id}/call-off", reason_fr="Ascension")
    assert thursday(date(2027, 5, 6)).status == "cancelled"
    read(client, page)
    assert client.fill(f"{page}/move", day="2027-05-05", starts="14:00", ends="17:00").status_code == 422


def test_the_on_call_service_is_opened_and_its_hours_changed_without_moving_anybody(client, claire):
    client.fill(f"{ROTA}/rule", starts="9:30", ends="12:00", booked_one_in="4", from_on="2026-11-16")
    rule = queries.oncall_series()
    assert (rule.starts_local, rule.booked_one_in) == (time(9, 30), 4)
    start = weekly.instant(THURSDAY, time(9, 30))
    with transaction():
        booking = core.new_booking(
            "oncall",
            make.contact(),
            Span(start, start + timedelta(minutes=20)),
            1,
            now=NOW,
            status="confirmed",
            occurrence_id=thursday().id,
        )
        core.add(booking, db.session.get_one(core.Resource, thursday().resource_id), now=NOW)
    shown = client.fill(f"{ROTA}/rule", starts="10:00", ends="12:30")
    assert "1 date keeps its hours" in shown.text
    client.post(f"{ROTA}/rule", data=typed_in(shown.text))
    later = thursday(THURSDAY + timedelta(weeks=1))
    assert [f"{weekly.local_time(one.starts_at):%H:%M}" for one in (thursday(), later)] == ["09:30", "10:00"]
    undo(client, ROTA)
    assert f"{weekly.local_time(thursday(THURSDAY + timedelta(weeks=1)).starts_at):%H:%M}" == "09:30"


def test_addresses_that_lead_nowhere_are_not_found(client, claire):
    make.oncall_thursday()
    for address in (f"{TEAM}/99999999999", f"{TEAM}/4711/hours", f"{ROTA}/99999999999", f"{ROTA}/4711/move"):
        read(client, address, 404)


def test_the_desk_page_lists_what_needs_a_decision(client, claire):
    appointment(claire)
    make.oncall_thursday()
    close_the_day(MONDAY)
    close_the_day(date(2026, 11, 26))
    html = read(client, "/en/staff/")
    assert "1 Thursday needs a decision" in html and "1 appointment needs a decision" in html
    assert "1 Thursday has nobody on duty" in html
    client.fill("/en/staff/", "/hold")
    client.fill("/en/staff/", "/keep")
    html = read(client, "/en/staff/")
    assert "needs a decision" not in html


def test_school_holidays_name_the_appointments_and_thursdays_in_them_first(client, claire):
    appointment(claire)
    make.oncall_thursday()
    typed = {"kind": "school_holiday", "first_on": "2026-11-23", "last_on": "2026-11-27", "reason_fr": "Vacances"}
    shown = client.fill("/en/staff/closures/new", **typed)
    assert "1 appointment is on these days" in shown.text and "1 date would need a decision" in shown.text
    client.post("/en/staff/closures/new", data=typed_in(shown.text))
    assert free_on(claire, MONDAY) == [] and len(effects.clashes(now=NOW)) == 1
