"""The on-call desk as Claire uses it; nobody else finds it."""

import re

import pytest
from flask import Flask

from tests import make
from tests.appointments import desk as meetings
from tests.oncall.thursday import again, at, number, on_duty, thursday, time, visits
from wok.bookings import interpreting
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.mail.models import Message
from wok.oncall.models import BookedMatter
from wok.people.models import Person


@pytest.fixture
def morning(app: Flask, clock_at):
    date = thursday(2)
    clock_at(at(10))
    return date


@pytest.fixture
def claire(morning, client):
    """The browser of the first on duty."""
    make.sign_in(client, db.session.get(Person, on_duty()[0].person_id))
    return client


def read(browser, address: str = "/en/staff/on-call", code: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == code, f"{address} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def press(browser, action: str, **typed):
    answer = browser.fill("/en/staff/on-call", action, **typed)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return read(browser)


def test_nobody_else_sees_the_desk(morning, app):
    number(morning, nickname="Mia")
    assert app.test_client().get("/en/staff/on-call").status_code == 303
    amina = app.test_client()
    make.sign_in(amina, make.delegate())
    read(amina, code=404)


def test_an_empty_desk_says_so(claire):
    assert "Nobody is waiting now." in read(claire)


def test_call_next_start_and_done_with_the_reason_in_sight(claire, morning):
    visit = number(morning, 1, nickname="Mia", language="fr")
    page = read(claire)
    assert "first visit this month" in page and "Mia" in page
    page = press(claire, "/next")
    assert "Number 1 is called." in page
    press(claire, f"/visit/{visit.id}/start")
    press(claire, f"/visit/{visit.id}/done")
    assert (again(visit).state, visit.colleague_id) == ("seen", on_duty()[0].person_id)
    assert press(claire, f"/visit/{visit.id}/undo")
    assert again(visit).state == "with_us"


def test_note_outcome_and_an_appointment_owed(claire, morning):
    visit = number(morning, 1)
    press(claire, f"/visit/{visit.id}/start")
    end = f"/en/staff/on-call/visit/{visit.id}/end"
    claire.fill(end, "", outcome="appointment", note="Bring the lease", next_step="Come on Tuesday")
    page = read(claire)
    assert "Owed an appointment" in page
    mine = read(claire, f"/en/on-call/number/{visit.link_token}")
    assert "Come on Tuesday" in mine and "Bring the lease" not in mine
    done = press(claire, f"/visit/{visit.id}/followed")
    assert "Owed an appointment" not in done
    undo = make.form_of(done, f"/visit/{visit.id}/owed")
    claire.post(undo.action, data=undo.values)
    assert "Owed an appointment" in read(claire)
    meetings.matter()
    booked = time(morning, 60, name="Bruno Silva", email="bruno@example.org")
    press(claire, f"/arrived/{booked.id}")
    lead = re.search(
        r'href="(/en/staff/appointments/new[^"]+)"', read(claire, f"/en/staff/on-call/visit/{visits()[-1].id}/end")
    )
    page = read(claire, lead.group(1).replace("&amp;", "&"))
    assert "Bruno Silva" in page and "bruno@example.org" in page  # who comes again need not say it twice


def test_hand_on_and_merge_from_the_line(claire, morning):
    first, second, third = (number(morning, minute) for minute in range(3))
    nour = on_duty()[1].person_id
    press(claire, f"/visit/{first.id}/hand-on", colleague=str(nour))
    assert again(first).for_colleague_id == nour
    press(claire, f"/visit/{third.id}/merge", number=str(second.number))
    assert again(third).same_as_id == second.id
    assert claire.fill("/en/staff/on-call", f"/visit/{second.id}/merge", number="99").status_code == 400


def test_a_language_nobody_speaks_is_said(claire, morning):
    number(morning, 1, language="uk")
    assert "Nobody on duty speaks the language of:" in read(claire)


def test_a_walk_in_at_the_desk_and_somebody_booked(claire, morning):
    booking = time(morning, 60, name="Bruno Silva")
    walk_in = f"/en/staff/on-call/{morning.id}/walk-in"
    answer = claire.fill(walk_in, "", topic="room", nickname="Rosa", seen_this_month="y")
    assert answer.status_code == 303
    press(claire, f"/arrived/{booking.id}")
    assert [(one.number, one.lane, one.is_first_this_month) for one in visits()] == [
        (1, "walk_in", False),
        (2, "booked", True),
    ]
    assert "Bruno Silva" in read(claire)


def test_close_the_morning(claire, morning):
    number(morning, 1, nickname="Mia")
    page = press(claire, "/close")
    assert "1 person who was not seen has one of the first times next week." in page
    assert visits()[0].next_booking.starts_at == at(7 * 24 * 60)


def test_call_off_with_a_preview_and_undo(claire, morning):
    time(morning, 60, name="Bruno Silva")
    number(morning, 1)
    address = f"/en/staff/on-call/{morning.id}/call-off"
    page = read(claire, f"{address}?ready=ill")
    assert "Somebody of our team is ill" in page and "1 booking is told by e-mail" in page
    claire.fill(address, "", reason_fr="Malade")
    assert "does not take place today" in read(claire)
    press(claire, f"on-call/{morning.id}/undo")
    assert (again(morning).status, visits()[0].state) == ("planned", "waiting")


def test_the_last_number_by_hand_and_the_list_on_paper(claire, morning, app):
    number(morning, 1, nickname="Mia")
    press(claire, "/numbers/stop")
    assert "Last number gone" in read(app.test_client(), "/en/on-call")
    press(claire, "/numbers/more")
    assert "Mia" in read(claire, f"/en/staff/on-call/{morning.id}/paper")
    assert "/on-call/tablet/" in read(claire, "/en/staff/on-call/devices")


def test_a_second_press_on_the_same_button_calls_nobody_else(claire, morning):
    first, second = number(morning, 1), number(morning, 2)
    claire.get("/en/staff/on-call")
    typed = {"visit": str(first.id)}
    for _press in range(2):
        press_again = claire.fill("/en/staff/on-call", "/next", **typed)
        assert press_again.status_code == 303
    assert (again(first).state, first.calls, again(second).state) == ("called", 1, "waiting")


def test_who_was_handed_on_stays_in_sight(claire, morning):
    visit = number(morning, 1, nickname="Mia")
    page = press(claire, f"/visit/{visit.id}/hand-on", colleague=str(on_duty()[1].person_id))
    assert "For a colleague" in page and "Mia" in page


def test_a_morning_closed_too_early_is_opened_again(claire, morning):
    visit = number(morning, 1)
    page = press(claire, "/close")
    assert "Closed. 1 person" in page and again(visit).next_booking.status == "confirmed"
    assert "A new number" not in page and "Undo the last decision" in page
    page = press(claire, f"/staff/on-call/{morning.id}/undo")
    booking = db.session.query(Booking).one()
    assert (again(visit).state, visit.next_booking_id, booking.status) == ("waiting", None, "cancelled")
    assert "Call number 1" in page
    assert all(one.state == "void" for one in db.session.query(Message))


def test_needs_of_a_profile_and_words_of_a_booker_stand_at_the_desk_and_who_stays_away_is_ticked(
    claire, morning, app, clock_at
):
    booking = time(morning, 60, name="Bruno Silva")
    bruno = make.person(name="Bruno Silva", needs=["hearing_loop", "interpreter"])
    with transaction():
        db.session.get_one(Booking, booking.id).person_id = bruno.id
        db.session.get_one(BookedMatter, booking.id).note = "About our van"
    own = app.test_client()
    make.sign_in(own, bruno)
    assert "Hearing loop" in own.get(f"/en/on-call/booking/{booking.link_token}").text
    assert "Hearing loop" not in app.test_client().get(f"/en/on-call/booking/{booking.link_token}").text
    for address in ("/en/staff/on-call", f"/en/staff/on-call/{morning.id}/paper"):
        assert "Hearing loop" in read(claire, address) and "About our van" in read(claire, address)
    assert [one.booking.id for one in interpreting.needed(now=at(10))] == [booking.id]
    clock_at(at(75))
    assert "Did not come" in press(claire, f"/missed/{booking.id}", attendance="no_show")
    assert (again(booking).attendance, again(booking).status) == ("no_show", "confirmed")
    assert "has not come yet" not in read(claire)
    press(claire, f"/missed/{booking.id}", attendance="")
    assert again(booking).attendance is None
    press(claire, f"/missed/{booking.id}", attendance="told_us")
    page = press(claire, f"/arrived/{booking.id}")  # and here after all
    assert again(booking).attendance is None and "Hearing loop" in page
