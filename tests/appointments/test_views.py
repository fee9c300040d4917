"""Getting an appointment without an account: four pages, nothing asked twice, nothing lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests import make
from tests.appointments import pages
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, bookings, matter
from tests.make import NOW
from wok.appointments import words
from wok.db import db, transaction
from wok.team.models import Colleague


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_four_pages_lead_to_a_booking(app, client):
    subject = matter(make.colleague(hours=(9, 12)))
    first = text(client.get("/en/appointments"))
    assert "Step 1 of 4" in first
    assert "Statutes" in first
    second = text(client.get(f"/en/appointments/times?matter={subject.id}&language=fr"))
    assert "Step 2 of 4" in second
    assert "Earliest" in second
    assert len(re.findall(r'<fieldset class="time-day">', second)) == 10
    assert words.write_instant(at(TUESDAY, 10)) in second
    check = pages.to_check(client, subject, at(TUESDAY, 10))
    assert "Step 4 of 4" in text(check)
    assert "Nothing is booked yet" in text(check)
    assert "Book Tuesday 17 November, 10:00" in text(check)
    done = pages.press(client, check)
    assert done.status_code == 303
    [booking] = bookings()
    assert (booking.starts_at, booking.contact_name, booking.status) == (at(TUESDAY, 10), "Amina Haddad", "confirmed")
    page = text(client.get(done.location))
    assert "How do we begin?" in page
    assert booking.code[:4] in page


def test_later_dates_and_a_month_are_one_link_away(app, client):
    subject = matter()
    page = text(client.get(f"/en/appointments/times?matter={subject.id}&language=fr"))
    later = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "Tuesday 1 December" in text(client.get(later))
    month = text(client.get(f"/en/appointments/times?matter={subject.id}&language=fr&view=month"))
    assert "November 2026" in month
    assert "times free" in month


def test_details_that_are_wrong_come_back_with_every_word(app, client):
    answer = pages.to_check(client, matter(), at(TUESDAY, 10), email="not an address")
    assert answer.status_code == 422
    assert "How do we begin?" in text(answer)
    assert "not an address" in text(answer)
    assert "Tuesday 17 November" in text(answer)


def test_back_from_the_check_page_keeps_the_answers(app, client):
    page = pages.to_check(client, matter(), at(TUESDAY, 10), needs=["step_free"])
    form = make.form_of(text(page), "/book")
    again = text(client.post("/en/appointments/details", data=form.values))
    assert make.form_of(again, "/check").values["question"].strip() == "How do we begin?"
    times = text(client.post("/en/appointments/times", data=form.values))
    carried = make.form_of(times, "/details").values
    assert (carried["name"], carried["needs"]) == ("Amina Haddad", "step_free")


def test_a_time_that_went_keeps_the_answers_and_offers_the_nearest_three(app, client):
    subject = matter()
    check = pages.to_check(client, subject, at(TUESDAY, 10))
    book(subject, at(TUESDAY, 10))
    answer = pages.press(client, check)
    assert answer.status_code == 422
    offered = re.findall(r'type="radio" name="at" value="([^"]+)"', text(answer))
    assert offered == [words.write_instant(at(TUESDAY, *clock)) for clock in ((9, 15), (9, 30), (10, 30))]
    assert "How do we begin?" in text(answer)
    assert pages.press(client, answer, at=offered[2]).status_code == 303
    assert bookings()[-1].starts_at == at(TUESDAY, 10, 30)


@pytest.mark.parametrize(
    ("day", "clock"),
    [(TUESDAY, (10, 5)), (TUESDAY, (3, 0)), (FRIDAY + timedelta(days=1), (10, 0))],
    ids=["off the raster", "outside the hours", "saturday"],
)
def test_an_odd_time_in_the_address_is_refused_at_the_last_press(app, client, day, clock):
    answer = pages.book(client, matter(), at(day, *clock))
    assert answer.status_code == 422
    assert "How do we begin?" in text(answer)
    assert bookings() == []


def test_a_matter_or_colleague_withdrawn_meanwhile_loses_no_word(app, client):
    claire = make.colleague()
    subject, other = matter(claire), matter(claire, name={"en": "Grants"})
    check = pages.to_check(client, subject, at(TUESDAY, 10))
    with transaction():
        subject.ended_at = NOW
    answer = pages.press(client, check)
    assert answer.status_code == 422
    assert "How do we begin?" in text(answer)
    check = pages.to_check(client, other, at(TUESDAY, 10))
    with transaction():
        claire.ended_at = NOW
    answer = pages.press(client, check)
    assert answer.status_code == 422
    assert "How do we begin?" in text(answer)


def test_one_open_appointment_leads_to_moving_it(app, client):
    subject = matter()
    pages.book(client, subject, at(TUESDAY, 10))
    [booking] = bookings()
    answer = pages.book(client, subject, at(WEDNESDAY, 10))
    assert answer.status_code == 422
    assert f"/en/appointments/booking/{booking.link_token}/change" in text(answer)
    stranger = app.test_client()
    answer = pages.book(stranger, subject, at(WEDNESDAY, 10))
    assert answer.status_code == 422
    assert booking.link_token not in text(answer)
    assert "Tuesday 17 November" not in text(answer)


def test_when_no_time_is_free_a_request_can_be_sent(app, client):
    subject = matter(make.colleague(days=(1,), hours=(9, 10)), minutes=60, horizon_days=2)
    book(subject, at(TUESDAY, 9))
    page = text(client.get(f"/en/appointments/times?matter={subject.id}&language=fr"))
    assert "No time is free" in page
    assert "at=none" in page or 'value="none"' in page
    answer = pages.book(client, subject, None)
    assert answer.status_code == 303
    assert bookings()[-1].status == "waiting"
    assert "We look for a time for you" in text(client.get(answer.location))


def test_an_interpreter_makes_it_provisional_and_says_so(app, client):
    answer = pages.book(client, matter(), at(FRIDAY, 10), interpreter="y")
    assert bookings()[0].status == "held"
    assert "once we have found an interpreter" in text(client.get(answer.location))


def test_sixteen_rivals_for_one_time(app):
    subject = matter()
    start = at(TUESDAY, 10)
    ready = []
    for number in range(16):
        client = app.test_client()
        ready.append(
            (
                client,
                pages.to_check(
                    client, subject, start, email=f"rival{number}@example.org", question=f"I am rival {number}"
                ),
            )
        )

    def press(pair):
        with app.app_context():
            return pages.press(*pair)

    with ThreadPoolExecutor(16) as rivals:
        answers = list(rivals.map(press, ready))
    assert sorted(one.status_code for one in answers) == [303] + [422] * 15
    assert len(bookings()) == 1
    for number, one in enumerate(answers):
        if one.status_code == 422:
            assert f"I am rival {number}" in text(one)
            assert len(re.findall(r'type="radio" name="at"', text(one))) == 3


def test_five_presses_and_a_late_one_are_one_appointment(app, client):
    check = pages.to_check(client, matter(), at(TUESDAY, 10))
    form = make.form_of(text(check), "/book")
    cookie = client.get_cookie("wok").value

    def send(_number):
        with app.app_context():
            browser = app.test_client()
            browser.set_cookie("wok", cookie)
            return browser.post(form.action, data=form.values).status_code

    with ThreadPoolExecutor(5) as presses:
        assert list(presses.map(send, range(5))) == [303] * 5
    assert len(bookings()) == 1
    db.session.rollback()
    assert appointment_of(bookings()[0]).question == "How do we begin?"


def test_who_asks_us_for_a_time_says_how_to_reach_them(app, client):
    answer = pages.to_check(client, matter(), None, reach="none", email="")
    assert answer.status_code == 422 and "Choose how we may reach you" in text(answer)


def test_who_cannot_be_reached_is_not_promised_a_message(app, client):
    answer = pages.book(client, matter(), at(FRIDAY, 10), reach="none", email="")
    assert "Tell me if something earlier opens" not in text(client.get(answer.location))


def test_who_wished_for_a_colleague_who_left_meanwhile_is_offered_the_others(app, client):
    claire, lynn = make.colleague(), make.colleague(shown_as="Lynn")
    subject = matter(claire, lynn)
    details = pages.details(client, subject, at(TUESDAY, 10), person=lynn.person_id)
    checked = client.fill(details, "/check", **pages.TYPED)
    with transaction():
        db.session.get_one(Colleague, lynn.person_id).ended_at = NOW
    answer = pages.press(client, checked)
    assert answer.status_code == 422 and "The nearest times that are free" in text(answer)
    assert pages.press(client, answer, at=words.write_instant(at(TUESDAY, 10))).status_code == 303
    assert bookings()[0].contact_name == "Amina Haddad"
