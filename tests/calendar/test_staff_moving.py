"""Staff move, resize and change entries: the pointer, the keys and the form post the same; people are told once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, appointment_of, at
from tests.calendar import staff_days
from tests.calendar.staff_days import again, drop, due, entry
from tests.make import NOW
from tests.oncall import thursday as oncall
from wok.calendar import staff_blocks
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.mail.models import Message


@pytest.fixture
def claire(app, client):
    return staff_days.desk(client)


@pytest.fixture
def meeting(claire):
    made = staff_days.friday(staff_days.statutes(claire))
    with transaction():
        db.session.query(Message).update({"state": "sent"})
    return again(made)


def test_several_moves_within_ten_minutes_are_told_once_and_undone_at_once(client, meeting):
    for starts, ends in (("10:30", "11:00"), ("11:05", "11:50")):
        answer = drop(client, again(meeting), starts, ends)
        assert answer.status_code == 200
    assert "is told by e-mail in ten minutes" in answer.json["said"]

    assert (again(meeting).starts_at, meeting.ends_at) == (at(FRIDAY, 11, 5), at(FRIDAY, 11, 50))
    waiting = db.session.query(Message).filter_by(booking_id=meeting.id, state="due").one()
    assert (waiting.kind, waiting.facts["old_at"]) == ("appointments/moved", at(FRIDAY, 10).isoformat())
    assert waiting.due_at == NOW + timedelta(minutes=10)

    shown = client.get("/en/staff/calendar?day=2026-11-20").get_data(as_text=True)
    undo = make.form_of(shown, "/undo")
    client.post(undo.action, data=undo.values)
    assert again(meeting).starts_at == at(FRIDAY, 10)
    assert due(meeting) == []


def test_a_move_back_by_hand_tells_nobody(client, meeting):
    drop(client, meeting, "10:30", "11:00")
    drop(client, again(meeting), "10:00", "10:30")

    assert due(meeting) == []
    assert again(meeting).undo_until is None


def test_a_clash_jumps_back_with_what_is_there_and_three_free_times(client, claire, meeting):
    with transaction():
        staff_blocks.add(claire, [Span(at(FRIDAY, 11), at(FRIDAY, 12))], "Dentist", now=NOW)

    dropped = drop(client, meeting, "11:15", "11:45")
    shown = client.fill(entry(meeting), starts="11:15", ends="11:45")

    assert dropped.status_code == shown.status_code == 422
    assert "clashes with: Busy, 11:00 to 12:00" in dropped.json["said"]
    page = shown.get_data(as_text=True)
    assert page.count('name="take"') == 3
    assert again(meeting).starts_at == at(FRIDAY, 10)
    taken = client.fill(entry(meeting), take="2026-11-20 10:30 11:00")
    assert taken.status_code == 303
    assert again(meeting).starts_at == at(FRIDAY, 10, 30)


def test_the_second_of_two_editors_sees_both_and_overwrites_nothing(client, meeting):
    drawn = make.form_of(client.get(entry(meeting)).get_data(as_text=True))
    drop(client, meeting, "14:00", "14:30")

    second = client.post(entry(meeting), data={**drawn.values, "starts": "15:00", "ends": "15:30"})
    page = second.get_data(as_text=True)

    assert second.status_code == 409
    assert "14:00 to 14:30" in page.replace("</time>", "").replace("\n", " ")
    assert 'value="15:00"' in page
    assert again(meeting).starts_at == at(FRIDAY, 14)
    assert drop(client, meeting, "16:00", "16:30", version=drawn.values["version"]).status_code == 409


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts": "18:00", "ends": "18:30"}, "is possible with a reason"),
        ({"starts": "10:03", "ends": "10:33"}, "steps of five minutes"),
        ({"starts": "11:00", "ends": "10:00"}, "later than the start"),
        ({"starts": "9:00", "ends": "17:30"}, "longer than eight hours"),
        ({"day": "2026-11-13"}, "This time is over"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "03:30"}, "The next time there is: 3:00"),
        ({"day": "9999-12-31"}, "Choose a date between"),
        ({"starts": "noon"}, "Write the time like 9:30"),
        ({"colleague": "999999"}, "no longer works here"),
        ({"matter": "999999"}, "We do not offer this matter any more"),
        ({"place": "video"}, "cannot be dealt with there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_refused_with_the_way_on_and_nothing_is_lost(client, meeting, typed, words):
    answer = client.fill(entry(meeting), **typed)

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert again(meeting).starts_at == at(FRIDAY, 10)


def test_outside_the_hours_a_reason_is_kept(client, meeting):
    answer = client.fill(entry(meeting), starts="18:00", ends="18:30", reason="He works until six")

    assert answer.status_code == 303
    assert again(meeting).override_reason == "He works until six"


def test_a_colleague_who_does_not_handle_the_matter_cannot_be_given_it(client, meeting):
    other = make.colleague(make.staff(name="Zoe Weber"), shown_as="Zoe")

    assert (
        "does not handle this matter" in drop(client, meeting, "10:00", "10:30", colleague=other.person_id).json["said"]
    )


def test_another_place_is_told_once_and_undone(client, meeting):
    client.fill(entry(meeting), place="phone")
    client.get("/en/staff/calendar")  # the notice is said there
    client.fill(entry(meeting), starts="11:00", ends="11:30")

    assert (appointment_of(meeting).place, due(meeting)) == ("phone", ["appointments/moved"])
    undo = make.form_of(client.get("/en/staff/calendar?day=2026-11-20").get_data(as_text=True), "/undo")
    client.post(undo.action, data=undo.values)
    assert (appointment_of(meeting).place, again(meeting).starts_at) == ("wok", at(FRIDAY, 10))


def test_a_booked_time_on_thursday_moves_within_the_morning_and_back(client, claire):
    date = make.oncall_thursday(claire)
    booking = oncall.time(date, 0)
    thursday = {"day": "2026-11-19"}

    assert drop(client, booking, "09:10", "09:30", **thursday).status_code == 422
    assert drop(client, again(booking), "09:20", "09:40", **thursday).status_code == 200
    assert again(booking).starts_at == oncall.at(20)
    assert due(booking) == ["oncall/moved"]
    assert drop(client, again(booking), "09:00", "09:20", **thursday).status_code == 200
    assert due(booking) == []


def test_too_late_to_undo_is_said_and_changes_nothing(client, meeting, clock_at):
    drop(client, meeting, "11:00", "11:30")
    shown = make.form_of(client.get("/en/staff/calendar?day=2026-11-20").get_data(as_text=True), "/undo")
    clock_at(datetime(2026, 11, 16, 9, 11, tzinfo=UTC))

    page = client.post(shown.action, data=shown.values, follow_redirects=True).get_data(as_text=True)

    assert "ten minutes are over" in page
    assert again(meeting).starts_at == at(FRIDAY, 11)
