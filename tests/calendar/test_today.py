"""Today at the Wok: the next hour on one page, and what waits for Claire."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.appointments.desk import TUESDAY, at, book, matter
from tests.lunches import desk
from tests.lunches.desk import NOON, again, close_the_day, guest, read
from wok.appointments import staff_services
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.jobs.models import JobRun
from wok.lunches.models import Chip
from wok.oncall import numbers
from wok.oncall.numbers import Wish


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


TODAY = "/en/staff/"


def test_strangers_sign_in_and_members_find_nothing(client, lunch):
    assert "/sign-in" in client.get(TODAY).location
    make.sign_in(client, make.person())
    read(client, TODAY, 404)


def test_a_quiet_day_says_so_and_one_on_which_nothing_runs_too(app, claire, clock_at):
    html = read(claire, TODAY)
    assert "Nothing waits" in html and "No lunch is planned" in html
    with transaction():
        db.session.add(JobRun(name="scheduler", ran_at=make.NOW))
    assert "Nothing waits" in read(claire, TODAY)
    clock_at(make.NOW + timedelta(hours=1))
    assert "/en/staff/health" in read(claire, TODAY).split('id="waits"')[1]


def test_on_other_days_the_next_lunch_is_shown(claire, lunch):
    html = read(claire, TODAY)
    assert "Next lunch" in html and "Wednesday 18 November" in html and "Arrived" not in html


def test_guests_arrive_on_the_first_page_and_the_tick_can_be_undone(claire, lunch, clock_at):
    amina = guest(lunch)
    clock_at(NOON)
    answer = claire.fill(TODAY, "/mark")
    assert answer.status_code == 303 and answer.location.endswith("/en/staff/#arrivals")
    assert again(amina).attendance == "came"
    html = read(claire, TODAY)
    assert "Amina Haddad has arrived" in html and "Everybody on the list is ticked" in html


def test_what_waits_is_counted(claire, lunch):
    amina = guest(lunch, reach="phone", phone="+352621123456")
    make.association(status="asked")
    close_the_day(date(2026, 11, 25))
    with transaction():
        lunch.resource.capacity = 1
        db.session.add(
            Chip(
                booking_id=amina.id,
                occurrence_id=lunch.id,
                direction="look",
                words="dancers",
                theme="dance",
                language="en",
                state="new",
            )
        )
    html = read(claire, TODAY)
    for words in (
        "1 association wants to join",
        "1 lunch needs a decision",
        "1 lunch has more guests",
        "1 new topic",
        "1 person to call",
    ):
        assert words in html, words
    claire.fill(TODAY, "/show")
    assert "new topic" not in read(claire, TODAY)


def test_the_page_costs_the_same_however_many_come(claire, lunch):
    for number in range(8):
        guest(lunch, f"Guest {number}")
    assert read(claire, TODAY).count("<h1") == 1


def test_the_appointments_of_the_next_hour_are_ticked_on_the_first_page(claire, clock_at):
    subject = matter(confirmation="by_staff")
    first, request = book(subject, at(TUESDAY, 10)), book(subject, at(TUESDAY, 15))
    with transaction():
        staff_services.confirm(first, now=make.NOW)
    assert "No appointment today" in read(claire, TODAY)
    clock_at(at(TUESDAY, 9, 30))
    html = read(claire, TODAY)
    assert "1 appointment waits for our answer" in html and "10:00" in html
    assert claire.fill(TODAY, "/mark").status_code == 303
    assert again(first).attendance == "came"
    assert f"/en/staff/appointments/{request.id}" in read(claire, TODAY)


def test_on_thursday_the_queue_is_one_line(claire, clock_at):
    thursday = make.oncall_thursday(make.colleague())
    assert "On-call today" not in read(claire, TODAY)
    clock_at(thursday.starts_at)
    assert "Nobody is waiting." in read(claire, TODAY)
    with transaction():
        numbers.take(thursday, Wish("papers", "fr"), now=thursday.starts_at)
    clock_at(thursday.starts_at + timedelta(minutes=12))
    html = read(claire, TODAY)
    assert "1 person is waiting." in html and "The longest for 12 minutes." in html
