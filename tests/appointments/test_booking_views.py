"""The page of one appointment (P7): who sees how much, moving, cancelling, taking back, without account."""

from datetime import timedelta

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, bookings, matter
from tests.make import NOW
from wok.appointments import queries, staff_services, words
from wok.db import db, transaction

SECRET = "Our treasurer left with the cash box"


def page_of(booking, more=""):
    return f"/en/appointments/booking/{booking.link_token}{more}"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_mailed_link_shows_the_time_and_the_letters_show_the_rest(app, client):
    booking = book(matter(), at(FRIDAY, 10), ask={"question": SECRET}, name="Bruno Silva")
    assert client.get(f"/b/{booking.link_token}").location.endswith(f"pt/appointments/booking/{booking.link_token}")
    page = client.get(page_of(booking))
    assert "Friday 20 November, 10:00 to 10:30" in text(page)
    assert SECRET not in text(page)
    answer = client.fill(page_of(booking), "/letters", letters="bru")
    assert SECRET in text(client.get(answer.location))


def test_a_printed_code_shows_nothing_before_the_letters_known_or_not(app, client):
    booking = book(matter(), at(FRIDAY, 10))
    for code in (booking.code, "7K3MQ2PX"):
        answer = client.get(f"/en/appointments/booking/{code}")
        assert answer.location == f"/en/booking/{code}"
    assert client.get("/en/appointments/booking/no-such-link").status_code == 404
    found = client.fill("/en/find", "/find", code=booking.code, letters="bru")
    assert found.location.startswith(page_of(booking))


def test_moving_and_taking_it_back(app, client):
    booking = book(matter(), at(TUESDAY, 10))
    answer = client.fill(page_of(booking, "/change"), "/change", at=words.write_instant(at(WEDNESDAY, 14)))
    assert answer.status_code == 303
    assert bookings()[0].starts_at == at(WEDNESDAY, 14)
    page = client.get(page_of(booking))
    assert "Moved. This is your new time." in text(page)
    form = make.form_of(text(page), "/undo")
    assert client.post(form.action, data=form.values).status_code == 303
    assert bookings()[0].starts_at == at(TUESDAY, 10)


def test_a_new_time_that_went_meanwhile_offers_the_nearest_three(app, client):
    subject = matter()
    booking = book(subject, at(TUESDAY, 10))
    form = make.form_of(text(client.get(page_of(booking, "/change"))), "/change")
    book(subject, at(WEDNESDAY, 14))
    answer = client.post(form.action, data={**form.values, "at": words.write_instant(at(WEDNESDAY, 14))})
    assert answer.status_code == 422
    assert "The nearest times that are free" in text(answer)
    assert bookings()[0].starts_at == at(TUESDAY, 10)
    for odd in ("", "tomorrow", words.write_instant(at(TUESDAY, 3))):
        assert client.fill(page_of(booking, "/change"), "/change", at=odd).status_code == 422


def test_cancelling_twice_and_undoing_it(app, client):
    booking = book(matter(), at(TUESDAY, 10))
    form = make.form_of(text(client.get(page_of(booking))), "/cancel")
    for _twice in range(2):
        assert client.post(form.action, data=form.values).status_code == 303
    page = text(client.get(page_of(booking)))
    assert "This appointment is cancelled" in page
    undo = make.form_of(page, "/undo")
    client.post(undo.action, data=undo.values)
    assert bookings()[0].status == "confirmed"
    answer = client.post(undo.action, data=undo.values)
    assert answer.status_code == 422


def test_yes_i_come_and_tell_me_if_earlier(app, client, clock_at):
    booking = book(matter(), at(FRIDAY, 10))
    assert "Yes, I come" not in text(client.get(page_of(booking)))
    clock_at(at(WEDNESDAY, 11))
    for action in ("/yes", "/earlier"):
        form = make.form_of(text(client.get(page_of(booking))), action)
        assert client.post(form.action, data=form.values).status_code == 303
    assert appointment_of(booking).agreed_at
    assert queries.wish_of(booking)
    assert "You said that you come" in text(client.get(page_of(booking)))


def test_a_proposed_time_is_taken_with_one_press(app, client):
    booking = book(matter(), at(WEDNESDAY, 10))
    with transaction():
        staff_services.cancel_with_proposals(booking, "Claire is ill", now=NOW)
    page = text(client.get(page_of(booking)))
    assert "Please choose a new time" in page
    form = make.form_of(page, "/take")
    assert client.post(form.action, data=form.values).status_code == 303
    assert bookings()[0].status == "confirmed"
    assert client.post(form.action, data={**form.values, "proposal": "99"}).status_code == 303  # pressed twice


def test_two_who_change_the_details_both_read_what_stands(app, client, clock_at):
    booking = book(matter(), at(FRIDAY, 10), name="Bruno Silva")
    client.fill(page_of(booking), "/letters", letters="bru")
    form = make.form_of(text(client.get(page_of(booking, "/details"))), "/details")
    clock_at(NOW + timedelta(minutes=1))
    assert (
        client.post(form.action, data={**form.values, "question": "First words", "place": "phone"}).status_code == 303
    )
    answer = client.post(form.action, data={**form.values, "question": "Second words"})
    assert answer.status_code == 409
    assert "First words" in text(answer)
    assert "Second words" in text(answer)
    assert (appointment_of(booking).question, appointment_of(booking).place) == ("First words", "phone")


def test_needing_an_interpreter_later_makes_it_provisional(app, client):
    booking = book(matter(), at(FRIDAY, 10), name="Bruno Silva")
    client.fill(page_of(booking), "/letters", letters="bru")
    client.fill(page_of(booking, "/details"), "/details", interpreter="y")
    assert bookings()[0].status == "held"
    form = make.form_of(text(client.get(page_of(booking, "/details"))), "/details")
    client.post(form.action, data={name: value for name, value in form.values.items() if name != "interpreter"})
    assert bookings()[0].status == "confirmed"


@pytest.mark.parametrize("more", ["", "/change", "/details"])
def test_a_past_appointment_can_only_be_read(app, client, clock_at, more):
    booking = book(matter(), at(TUESDAY, 10))
    clock_at(at(TUESDAY, 10) + timedelta(hours=2))
    answer = client.get(page_of(booking, more), follow_redirects=True)
    assert "This appointment is over" in text(answer)
    assert "/cancel" not in text(answer)
    db.session.rollback()


def test_another_association_cannot_change_it(app, client):
    booking = book(matter(), at(FRIDAY, 10))
    make.sign_in(client, make.delegate("Les footballeurs"))
    assert client.get(f"/en/appointments/booking/{booking.code}/change").status_code == 404
    assert client.post(f"/en/appointments/booking/{booking.code}/cancel").status_code == 404
    lunch = make.rsvp(make.lunch())
    assert client.get(page_of(lunch)).status_code == 404
