"""The pages of Thursday as each of the cast sees them: a stranger with a phone, the tablet, the door, the booked."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import make
from tests.oncall.thursday import again, at, number, serve, thursday, time, visits
from wok.bookings.models import Booking
from wok.db import db
from wok.oncall.models import BookedMatter
from wok.oncall.tablet_views import tablet_key


@pytest.fixture
def morning(app: Flask, clock_at):
    """Ten past nine on Thursday, two on duty."""
    date = thursday(2)
    clock_at(at(10))
    return date


def read(browser, address: str, code: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == code, f"{address} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def take(browser, **typed) -> str:
    """Take a number on this phone; returns the address of its page."""
    answer = browser.fill("/en/on-call/number", "", **{"topic": "room", **typed})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def test_a_stranger_takes_a_number_steps_out_and_is_back(morning, client):
    page = read(client, "/en/on-call")
    assert "Claire 0" in page and "Français" in page and "Nobody is waiting." in page
    mine = take(client, nickname="Zé", language="pt")
    assert "You are next." in read(client, mine)
    assert client.fill(mine, "/out").status_code == 303
    assert visits()[0].state == "out"
    assert client.fill(mine, "/back").status_code == 303
    assert (visits()[0].state, visits()[0].language) == ("waiting", "pt")
    assert "You have number 1." in read(client, "/en/on-call")
    assert client.get("/en/on-call/number").location == mine
    assert "Zé" not in read(client, mine) + read(client, "/en/on-call/door") + read(client, "/en/on-call")


def test_a_resent_form_is_one_number_and_another_phone_gets_the_next(morning, app, client):
    form = make.form_of(read(client, "/en/on-call/number"))
    sent = [client.post("/en/on-call/number", data={**form.values, "topic": "room"}).location for _turn in range(3)]
    assert len(set(sent)) == 1
    take(app.test_client())
    assert [one.number for one in visits()] == [1, 2]


def test_without_a_topic_the_form_comes_back_filled(morning, client):
    answer = client.fill("/en/on-call/number", nickname="Tante Anna")
    assert answer.status_code == 422
    assert "Tante Anna" in answer.get_data(as_text=True)
    assert not visits()


def test_a_foreign_link_is_no_page(morning, client):
    number(morning)
    read(client, "/en/on-call/number/0000000000000000000000", 404)
    read(client, "/en/on-call/tablet/0000000000000000", 404)


def test_the_tablet_gives_a_number_each_time_and_returns_to_its_start(morning, client):
    address = f"/en/on-call/tablet/{tablet_key()}"
    first = client.fill(address, topic="money")
    second = client.fill(address, topic="other")
    assert first.location != second.location
    answer = client.get(second.location)
    assert "Number 2" in answer.get_data(as_text=True)
    start = address.replace("/en/", "/fr/")  # the next visitor begins in the first language of the house
    assert answer.headers["Refresh"].endswith(f"url={start}")
    assert [one.taken_where for one in visits()] == ["tablet", "tablet"]


def test_the_tablet_knows_who_has_booked(morning, client):
    booking = time(morning, 60, name="Bruno Silva")
    address = f"/en/on-call/tablet/{tablet_key()}/here"
    assert client.fill(address, code=booking.code, letters="xyz").status_code == 422
    assert "Number 1" in read(client, client.fill(address, code=booking.code, letters="bru").location)
    assert visits()[0].booking_id == booking.id


def test_the_door_shows_numbers_and_says_when_there_is_nothing(morning, client, clock_at):
    number(morning, 1, nickname="Mia")
    page = read(client, "/de/on-call/door")
    assert ">1<" in page.replace("\n", "") and "Mia" not in page
    clock_at(at(24 * 60))
    assert "26" in read(client, "/fr/on-call/door")


def test_a_poll_answers_not_modified_until_something_changes(morning, client):
    first = client.get("/api/on-call")
    known = {"If-None-Match": first.headers["ETag"]}
    same = client.get("/api/on-call", headers=known)
    assert (same.status_code, same.get_data()) == (304, b"")
    number(morning, 10)
    assert client.get("/api/on-call", headers=known).status_code == 200


def test_a_time_is_booked_without_account_and_kept(app, client):
    date = thursday()
    answer = client.fill("/en/on-call/book", "", time=at(60).isoformat(), topic="papers", name="Bruno Silva",
                         reach="email", email="bruno@example.org", note="The lease")  # fmt: skip
    assert answer.status_code == 303
    page = read(client, answer.location)
    assert "Your time is kept" in page and "Bruno Silva" in page and "The lease" in page
    stranger = read(app.test_client(), answer.location)
    assert "Bruno" not in stranger and "The lease" not in stranger
    booking = db.session.query(Booking).one()
    assert (booking.occurrence_id, booking.starts_at) == (date.id, at(60))
    found = app.test_client().fill("/en/find", "/find", code=booking.code, letters="bru")
    assert found.location == answer.location
    assert app.test_client().fill(f"/en/booking/{booking.code}", "/letters", letters="bru").location == answer.location


def test_a_taken_time_keeps_all_that_was_typed_and_names_others(app, client):
    date = thursday()
    form = make.form_of(read(client, "/en/on-call/book"))
    time(date, 60)
    typed = {"time": at(60).isoformat(), "topic": "room", "name": "Amina", "reach": "none", "note": "Two chairs"}
    answer = client.post("/en/on-call/book", data={**form.values, **typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "just been taken" in page and "Two chairs" in page and "Thursday 19 November, 9:00" in page
    assert db.session.query(Booking).count() == 1


def test_change_move_cancel_and_undo_by_link(app, client):
    date = thursday()
    booking = time(date, 0, name="Amina", language="en")
    link = f"/en/on-call/booking/{booking.link_token}"
    assert client.fill(f"{link}/change", time=at(120).isoformat(), topic="things").status_code == 303
    assert again(booking).starts_at == at(120)
    assert db.session.get(BookedMatter, booking.id).topic == "things"
    assert client.fill(link, "/cancel").status_code == 303
    assert again(booking).status == "cancelled"
    assert client.fill(link, "/undo").status_code == 303
    assert again(booking).status == "confirmed"


def test_who_changes_second_sees_what_stands(app, client, clock_at):
    booking = time(thursday(), 0, name="Amina")
    clock_at(make.NOW + timedelta(minutes=1))
    link = f"/en/on-call/booking/{booking.link_token}/change"
    form = make.form_of(read(client, link))
    app.test_client().fill(link, topic="papers")
    answer = client.post(link, data={**form.values, "topic": "room"})
    assert answer.status_code == 409
    assert "A letter or a form" in answer.get_data(as_text=True)
    assert db.session.get(BookedMatter, booking.id).topic == "papers"


def test_i_am_here_on_the_day(morning, client, clock_at):
    booking = time(morning, 60)
    mine = client.fill(f"/en/on-call/booking/{booking.link_token}", "/here").location
    assert "Number 1" in read(client, mine)
    clock_at(at(60) - timedelta(days=1))
    assert "I am here" not in read(client, f"/en/on-call/booking/{booking.link_token}")


def test_the_page_says_why_there_is_none(app, client, clock_at):
    from wok.bookings import series
    from wok.bookings.closures import new_closure
    from wok.db import transaction

    date = thursday()
    with transaction():
        closure = new_closure("public_holiday", at(0).date(), at(0).date(), {"en": "Ascension"}, now=make.NOW)
        series.close(closure, now=make.NOW)
    assert "We have not decided yet" in read(client, "/en/on-call")
    clock_at(at(10))
    page = read(client, "/en/on-call")
    assert "does not take place today" in page and "Ascension" in page
    assert "Ascension" in read(client, "/en/on-call/door")
    assert client.get("/en/on-call/number").status_code == 200
    assert again(date).status == "needs_decision"


def test_seen_last_number_and_over(morning, client, clock_at):
    visit = number(morning, 0)
    serve(visit, 1)
    assert "Thank you for coming." in read(client, f"/en/on-call/number/{visit.link_token}")
    clock_at(at(181))
    assert "over for today" in read(client, "/en/on-call")
