"""The rota and what waits for a decision: duties, Ascension, the on-call rule, who left, the desk's page."""

from datetime import date, time, timedelta

from sqlalchemy import select

from tests import make
from tests.lunches.desk import close_the_day, read
from tests.make import NOW
from tests.team.desk import MONDAY, ROTA, THURSDAY, appointment, free_on, of, typed_in, undo
from wok.bookings import services as core
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.oncall import queries as booked
from wok.team import effects, queries, services
from wok.team.models import Duty


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
    undo_form = next(form for form in make.forms_of(read(client, page)) if "colleague_id=" in form.action)
    client.post(undo_form.action, data={"csrf_token": undo_form.values["csrf_token"]})
    assert on_duty() == ["Claire"]
    read(client, page)
    client.fill(page, "/swap", colleague_id=str(nour.person_id))
    read(client, page)
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
    late = make.form_of(read(client, f"{page}/move")).values
    client.fill(f"{page}/move", day="2027-05-05", starts="14:00", ends="17:00")
    assert client.post(f"{page}/move", data={**late, "day": "2027-05-04"}).status_code == 409
    assert weekly.local_day(thursday(date(2027, 5, 6)).starts_at) == date(2027, 5, 5)
    read(client, page)
    client.fill(f"/en/staff/on-call/{row.id}/call-off", reason_fr="Ascension")
    assert thursday(date(2027, 5, 6)).status == "cancelled"
    read(client, page)
    assert client.fill(f"{page}/move", day="2027-05-05", starts="14:00", ends="17:00").status_code == 422


def test_the_on_call_service_is_opened_and_its_hours_changed_without_moving_anybody(client, claire):
    client.fill(f"{ROTA}/rule", starts="9:30", ends="12:00", booked_one_in="4", from_on="2026-11-16", slot_minutes="30")
    rule = queries.oncall_series()
    offered = [
        (weekly.local_time(one.start), one.length) for one in booked.free_times([thursday()], now=NOW)[thursday().id]
    ]
    assert offered == [(time(9, 30), timedelta(minutes=30)), (time(11, 30), timedelta(minutes=30))]
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
    shown = client.fill(f"{ROTA}/rule", starts="10:00", ends="12:30", slot_minutes="45")
    assert "1 date keeps its hours" in shown.text
    client.post(f"{ROTA}/rule", data=typed_in(shown.text))
    later = thursday(THURSDAY + timedelta(weeks=1))
    assert [f"{weekly.local_time(one.starts_at):%H:%M}" for one in (thursday(), later)] == ["09:30", "10:00"]
    assert [weekly.local_time(one.start) for one in booked.free_times([later], now=NOW)[later.id]] == [time(10)]
    undo(client, ROTA)
    assert queries.oncall_series().slot_minutes == 30
    assert f"{weekly.local_time(thursday(THURSDAY + timedelta(weeks=1)).starts_at):%H:%M}" == "09:30"


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


def test_somebody_who_left_gets_no_hours_no_days_and_no_duty(client, claire, nour):
    make.oncall_thursday()
    with transaction():
        services.end_colleague(nour, now=NOW)
    for more, typed in (("/hours", {"from_0_a": "9:00", "to_0_a": "10:00"}), ("/days", {"first_on": "2026-11-23"})):
        answer = client.fill(of(nour, more), **typed)
        assert answer.status_code == 422 and "no longer works here" in answer.text
    client.fill(f"{ROTA}/{thursday().id}", "/duties", colleague_id=str(nour.person_id))
    assert on_duty() == [] and "no longer works here" in read(client, ROTA)


def test_a_thursday_whose_only_colleague_is_away_counts_as_one_with_nobody(client, claire, nour):
    make.oncall_thursday(claire)
    with transaction():
        services.add_exception(claire, "ill", THURSDAY, THURSDAY, now=NOW)
    assert "2 Thursdays have nobody on duty" in read(client, "/en/staff/")
    assert "is away that day" in read(client, ROTA)
    client.fill(ROTA, "/share-out")
    assert on_duty() == ["Claire", "Nour"]
