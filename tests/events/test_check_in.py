"""The day of an event: the desk, the list, the door, helpers, and what is kept of it afterwards."""

import json
from datetime import time, timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.events import signing
from tests.events.signing import press
from wok.bookings.models import Booking
from wok.db import db
from wok.events import check_in, due
from wok.events.models import Registration, ShiftHelper
from wok.jobs import tidy


def test_staff_and_the_organiser_check_people_in(app: Flask, client: FlaskClient, clock_at) -> None:
    amina = make.delegate("Les danseurs")
    event = signing.event(seats=3, association_id=amina.memberships[0].association_id)
    one = signing.dates_of(event)[0]
    page = f"/en/events/{event.id}/dates/{one.id}/list"
    client.fill(f"/en/events/{event.id}", **signing.typed(children="1"))
    assert client.get(page).status_code == 303  # sign in first
    other, organiser, staff = app.test_client(), app.test_client(), app.test_client()
    make.sign_in(other, make.delegate("Les footballeurs"))
    make.sign_in(organiser, amina)
    make.sign_in(staff, make.staff())
    assert other.get(page).status_code == 404

    desk = f"/en/staff/events/{event.id}/dates/{one.id}/guests/new"
    assert staff.fill(desk, name="Dora", adults="2").status_code == 422
    card = staff.fill(desk, name="Dora", adults="2", reason="She leads the dance.")
    assert "Dora" in staff.get(card.headers["Location"]).text
    first, second = signing.bookings()
    assert second.override_reason == "She leads the dance."
    assert "on the day itself" in organiser.get(page).text

    clock_at(one.starts_at)
    assert press(organiser, page, "/code", code=f"http://localhost/b/{second.code}") == 303
    assert press(organiser, page, "/code", code="XXXX YYYY") == 422
    assert press(staff, page, f"/{first.id}/mark", attendance="came", attended="2") == 303
    assert press(staff, page, "/walk-ins", people="5", words="Neighbours") == 303
    assert press(staff, page, "/walk-ins", people="none") == 422
    shown = organiser.get(f"{page}?q={first.code}").text
    assert "2 of 3 came" in shown and "Dora" not in shown
    assert check_in.came_on(one) == 9
    press(organiser, page, "/count", who="adult")
    press(organiser, page, "/count", who="child")
    press(organiser, page, "/count", who="child_less")
    assert check_in.came_on(one) == 1
    assert press(staff, page, f"/{first.id}/mark", attendance="no_show") == 303
    assert (signing.bookings()[0].attendance, signing.bookings()[0].attended) == ("no_show", None)
    assert "Neighbours" in organiser.get(f"{page}/print").text


def test_who_helps_is_in_one_place_at_a_time_and_the_hours_count(app: Flask, client: FlaskClient, clock_at) -> None:
    event, other = signing.event(), signing.event()
    bar, door = signing.shift(event), signing.shift(other, what="Door")
    later = signing.shift(other, time(19), time(21), what="Clean up")
    assert "We look for helpers" in client.get(f"/en/events/{event.id}").text
    me = {"name": "Bruno", "email": "bruno@example.org"}
    link = client.fill(f"/en/events/{event.id}/help/{bar.id}", **me).headers["Location"]
    overlap = client.fill(f"/en/events/{other.id}/help/{door.id}", **me)
    assert overlap.status_code == 422 and "You help somewhere else at that time" in overlap.text
    assert client.fill(f"/en/events/{other.id}/help/{later.id}", **me).status_code == 303
    form = make.form_of(client.get(f"/en/events/{other.id}/help/{door.id}").text)
    client.post(
        form.action or f"/en/events/{other.id}/help/{door.id}", data={**form.values, **me, "email": "e@example.org"}
    )
    full = client.post(
        f"/en/events/{event.id}/help/{bar.id}",
        data={**form.values, "form_token": "x" * 30, "name": "Emil", "reach": "none"},
    )
    assert full.status_code == 422
    assert client.get(f"/en/events/{event.id}/help/{door.id}").status_code == 404

    assert press(client, link, "/withdraw") == 303
    assert press(client, link, "/again") == 303
    assert len(signing.owed("helper_confirmed")) == 3
    one = signing.dates_of(event)[0]
    clock_at(one.ends_at)
    staff = app.test_client()
    make.sign_in(staff, make.staff())
    helper = db.session.query(ShiftHelper).order_by(ShiftHelper.id).first()
    page = f"/en/events/{event.id}/dates/{one.id}/list"
    assert press(staff, page, f"/helpers/{helper.id}/mark", minutes="90") == 303
    helper = db.session.query(ShiftHelper).order_by(ShiftHelper.id).first()
    assert (helper.state, helper.minutes) == ("came", 90)
    assert "90" in client.get(link).text


def test_names_go_and_numbers_stay(app: Flask, client: FlaskClient, clock_at) -> None:
    person = make.person(email="amina@example.org")
    event = signing.event(seats=9)
    one, shift = signing.dates_of(event)[0], signing.shift(event, time(20), time(21))
    client.fill(f"/en/events/{event.id}", **signing.typed(needs=["interpreter"], note="Marked words"))
    client.fill(f"/en/events/{event.id}/help/{shift.id}", name="Amina Haddad", email="amina@example.org")
    own = app.test_client()
    make.sign_in(own, person)
    kept = json.loads(own.get("/en/my/data.json").text)
    assert kept["bookings"][0]["event"]["note"] == "Marked words"
    assert kept["helped_at_events"][0]["what"] == "Bar"

    clock_at(one.starts_at)
    staff = app.test_client()
    make.sign_in(staff, make.staff())
    page = f"/en/events/{event.id}/dates/{one.id}/list"
    press(staff, page, "/mark", attendance="came")
    press(staff, page, "/walk-ins", people="2", words="Marked neighbours")
    due.run(one.ends_at + timedelta(days=31))
    tidy.run(one.ends_at + timedelta(days=91))
    db.session.rollback()
    db.session.expire_all()
    booking, row = db.session.query(Booking).one(), db.session.query(Registration).one()
    helper = db.session.query(ShiftHelper).one()
    assert (booking.contact_name, booking.contact_email, row.note, row.needs) == ("", None, "", [])
    assert (helper.name, helper.email) == ("", None)
    assert check_in.came_on(one) == 4
    assert check_in.day_list(one).walk_ins[0].words == ""


def test_my_wok_shows_the_offer_of_an_event_by_its_title(app: Flask, client: FlaskClient) -> None:
    make.sign_in(client, make.person(email="amina@example.org"))
    event = signing.event(seats=2)
    client.fill(f"/en/events/{event.id}", **signing.typed())
    assert "Samba for all" in client.get("/en/my").text
    assert "Samba for all" in client.get("/en/my/bookings").text
