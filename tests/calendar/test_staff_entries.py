"""New entries: an appointment at the desk, a time on Thursday, own entries once or every week, each with its clashes."""

from datetime import date

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, appointment_of, at, bookings
from tests.calendar import staff_days
from tests.calendar.staff_days import NEW, again, due, entry
from wok.calendar.staff_models import StaffBlock
from wok.db import db
from wok.kernel import weekly


@pytest.fixture
def claire(app, client):
    return staff_days.desk(client)


def blocks() -> list[StaffBlock]:
    db.session.rollback()
    return list(db.session.query(StaffBlock).order_by(StaffBlock.booking_id))


def test_somebody_at_the_desk_is_booked_with_a_name_and_a_phone(client, claire):
    staff_days.statutes(claire)
    typed = {"name": "Rosa Dias", "phone": "621 123 456", "day": FRIDAY.isoformat(), "starts": "9:30"}

    answer = client.fill(NEW, **typed)

    (booking,) = bookings()
    assert answer.status_code == 303
    assert (booking.contact_name, booking.reach, booking.starts_at) == ("Rosa Dias", "phone", at(FRIDAY, 9, 30))
    assert due(booking) == ["appointments/confirmed"]
    assert f"The code is {booking.code}" in client.get(answer.location).get_data(as_text=True)


def test_a_known_person_is_reached_as_they_wish_and_one_form_is_one_booking(client, claire):
    staff_days.statutes(claire)
    amina = make.delegate(email="amina@danseurs.example")
    form = make.form_of(client.get(NEW).get_data(as_text=True))
    typed = {**form.values, "name": amina.name, "day": FRIDAY.isoformat(), "starts": "9:30"}

    for _turn in range(2):
        assert client.post(NEW, data=typed).status_code == 303

    (booking,) = bookings()
    assert (booking.person_id, booking.contact_email) == (amina.id, "amina@danseurs.example")


def test_a_taken_hour_keeps_all_that_was_typed_and_offers_three_times(client, claire):
    what = staff_days.statutes(claire)
    staff_days.friday(what, 9, 30)
    typed = {"name": "Rosa Dias", "day": FRIDAY.isoformat(), "starts": "9:30", "question": "Our hall"}

    refused = client.fill(NEW, **typed)
    page = refused.get_data(as_text=True)

    assert refused.status_code == 422
    assert "Bruno Silva" in page
    assert page.count('name="take"') == 3
    assert 'value="Rosa Dias"' in page
    assert "Our hall" in page


def test_an_empty_hour_of_a_lane_fills_in_colleague_and_time(client, claire):
    form = make.form_of(
        client.get(f"{NEW}?kind=block&at=2026-11-20T12:00%2B01:00&who={claire.person_id}").get_data(as_text=True)
    )

    assert (form.values["day"], form.values["starts"], form.values["colleague"]) == (
        "2026-11-20",
        "12:00",
        str(claire.person_id),
    )


def test_an_own_entry_every_week_stays_at_noon_through_the_clock_change(client, claire):
    client.fill(f"{NEW}?kind=block", day="2027-03-26", starts="12:00", ends="13:00", words="Choir", until="2027-04-09")

    hours = [weekly.local_time(one.booking.starts_at).hour for one in blocks()]
    assert hours == [12, 12, 12]
    assert len({one.series_key for one in blocks()}) == 1


def test_later_dates_move_together_and_are_undone_together(client, claire):
    client.fill(f"{NEW}?kind=block", day="2026-11-20", starts="12:00", ends="13:00", until="2026-12-04")
    second = blocks()[1].booking
    client.get("/en/staff/calendar")

    client.fill(entry(second), starts="14:00", ends="15:00", scope="later")
    assert [weekly.local_time(one.booking.starts_at).hour for one in blocks()] == [12, 14, 14]

    shown = client.get("/en/staff/calendar?day=2026-11-27").get_data(as_text=True)
    undo = make.form_of(shown, "/undo")
    client.post(undo.action, data=undo.values)
    assert [weekly.local_time(one.booking.starts_at).hour for one in blocks()] == [12, 12, 12]


def test_a_date_that_is_taken_is_named_and_can_be_left_out(client, claire):
    staff_days.friday(staff_days.statutes(claire), 12)
    week = {"day": "2026-11-19", "starts": "12:00", "ends": "13:00", "until": "2026-12-03"}
    client.fill(f"{NEW}?kind=block", day="2026-11-26", starts="12:00", ends="13:00")
    client.get("/en/staff/calendar")

    refused = client.fill(f"{NEW}?kind=block", **week)
    assert refused.status_code == 422
    assert "Thursday 26 November" in refused.get_data(as_text=True)
    assert len(blocks()) == 1
    assert client.fill(f"{NEW}?kind=block", **week, skip="y").status_code == 303
    assert [weekly.local_day(one.booking.starts_at) for one in blocks()[1:]] == [date(2026, 11, 19), date(2026, 12, 3)]


def test_all_dates_are_cancelled_and_nobody_is_told_of_an_own_entry(client, claire):
    client.fill(f"{NEW}?kind=block", day="2026-11-20", starts="12:00", ends="13:00", until="2026-12-04")
    first = blocks()[0].booking
    client.get("/en/staff/calendar")

    client.fill(entry(first), f"{first.id}/cancel", scope="all")

    assert {one.booking.status for one in blocks()} == {"cancelled"}
    assert due(first) == []


def test_a_time_on_thursday_is_booked_and_a_day_without_on_call_refused(client, claire):
    make.oncall_thursday(claire)
    typed = {"name": "Rosa Dias", "topic": "money", "starts": "9:20"}

    refused = client.fill(f"{NEW}?kind=oncall", **typed, day="2026-11-20")
    client.fill(f"{NEW}?kind=oncall", **typed, day="2026-11-19")

    assert refused.status_code == 422
    assert [one.kind for one in bookings()] == ["oncall"]


def test_an_own_entry_opens_for_nobody_else(client, claire):
    client.fill(f"{NEW}?kind=block", day="2026-11-20", starts="12:00", ends="13:00", words="Dentist")
    booking = blocks()[0].booking

    assert client.get(f"/b/{booking.link_token}", follow_redirects=True).status_code == 404


def test_an_appointment_moved_by_staff_keeps_its_colleague_and_version(client, claire):
    booking = staff_days.friday(staff_days.statutes(claire))
    client.fill(entry(booking), starts="11:00", ends="11:30")

    assert appointment_of(booking).colleague_id == claire.person_id
    assert again(booking).version > 1
