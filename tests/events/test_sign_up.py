"""Signing up for an event: the page in all its states, the sign-up's own page, the waiting list, a whole course."""

import re
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.events import signing
from tests.events.signing import press
from wok.answers import deeds
from wok.bookings import services as core
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.events import dates, due, states
from wok.events.models import Registration

FRIDAYS = (date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4))


def test_somebody_without_account_signs_up_changes_cancels_and_comes_back(app: Flask, client: FlaskClient) -> None:
    event = signing.event(seats=6)
    address = f"/en/events/{event.id}"
    assert "Samba for all" in client.get("/en/events").text
    page = client.get(address).text
    assert "6 places left" in page
    assert "There is no text in your language yet" not in page
    assert 'lang="fr"' in page  # the text exists in French alone
    data = {**make.form_of(page, "/events/").values, **signing.typed(children="1", ages=["4-6"], needs=["interpreter"])}
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    assert client.post(address, data=data).headers["Location"] == answer.headers["Location"]
    (booking,) = signing.bookings()
    assert (booking.quantity, booking.status, db.session.get_one(Registration, booking.id).ages) == (
        3,
        "confirmed",
        "4-6",
    )
    (letter,) = signing.owed("confirmed")
    assert letter.facts["entry"]["uid"] == booking.uid
    shown = client.get(f"/en/events/booking/{booking.link_token}").text
    assert "amina@example.org" in shown
    assert "You have signed up" in client.get(address).text
    assert client.get(f"/b/{booking.link_token}.ics").status_code == 200

    stranger = app.test_client()
    assert "amina@example.org" not in stranger.get(f"/b/{booking.code}", follow_redirects=True).text
    again = stranger.fill(address, **signing.typed())
    assert again.status_code == 422 and "You have signed up for this date already" in again.text
    assert len(signing.bookings()) == 1
    assert stranger.fill(address, **signing.typed(name="Somebody else")).status_code == 303

    change = f"/en/events/booking/{booking.link_token}/change"
    assert client.fill(change, adults="3").status_code == 303
    old = {**make.form_of(client.get(change).text).values, "adults": "1", "version": "1"}
    assert client.post(change, data=old).status_code == 409
    assert client.fill(change, adults="9").status_code == 422
    shown = client.get(f"/en/events/booking/{booking.link_token}").text
    form = make.form_of(shown, "/cancel")
    assert client.post(form.action, data=form.values).status_code == 303
    assert signing.bookings()[0].status == "cancelled"
    form = make.form_of(client.get(f"/en/events/booking/{booking.link_token}").text, "/undo")
    client.post(form.action, data=form.values)
    assert (signing.bookings()[0].status, signing.bookings()[0].quantity) == ("confirmed", 4)


def test_a_freed_place_is_offered_down_the_list_and_larger_parties_are_asked(
    app: Flask, client: FlaskClient, clock_at
) -> None:
    event = signing.event(seats=4)
    address = f"/en/events/{event.id}"
    client.fill(address, **signing.typed(adults="3"))
    full = app.test_client().fill(address, **signing.typed(name="Bruno", email="bruno@example.org", adults="3"))
    assert full.status_code == 422 and "Join the waiting list" in full.text and 'value="Bruno"' in full.text
    for name, people in (("Bruno", "3"), ("Dora", "2"), ("Emil", "1")):
        browser = app.test_client()
        form = make.form_of(browser.get(address).text, "/events/").values
        typed = signing.typed(name=name, email=f"{name}@example.org", adults=people)
        assert browser.post(address, data={**form, **typed, "action": "wait"}).status_code == 303
    statuses = [one.status for one in signing.bookings()]
    assert statuses == ["confirmed", "waiting", "waiting", "held"]  # the last one fits
    assert len(signing.owed("fewer")) == 2

    bruno = signing.bookings()[1]
    page = client.get(f"/en/events/booking/{bruno.link_token}").text
    assert "You are number 1 in line." in page
    first = signing.bookings()[0]
    form = make.form_of(client.get(f"/en/events/booking/{first.link_token}").text, "/cancel")
    client.post(form.action, data=form.values)
    due.run(make.NOW)
    assert signing.bookings()[1].status == "waiting"  # ten minutes of undo
    due.run(make.NOW + timedelta(minutes=11))
    assert [one.status for one in signing.bookings()] == ["cancelled", "held", "waiting", "held"]
    with transaction():
        deeds.carry_out(signing.bookings()[3], "ACCEPTED", now=make.NOW + timedelta(minutes=12), takes_back=False)
    due.run(make.NOW + timedelta(hours=25))
    assert [one.status for one in signing.bookings()] == ["cancelled", "cancelled", "held", "confirmed"]
    assert len(signing.owed("lapsed")) == 1
    clock_at(make.NOW + timedelta(hours=26))
    dora = signing.bookings()[2]
    form = make.form_of(client.get(f"/en/events/booking/{dora.link_token}").text, "/take")
    client.post(form.action, data=form.values)
    assert signing.bookings()[2].status == "confirmed"


def test_a_course_is_signed_up_for_in_one_go(app: Flask, client: FlaskClient) -> None:
    event = signing.event(*FRIDAYS, seats=2)
    address = f"/en/events/{event.id}"
    second = str(signing.dates_of(event)[1].id)
    app.test_client().fill(address, **signing.typed(name="Bruno", email="bruno@example.org", date=second))
    rosa = app.test_client()
    full = rosa.fill(address, **signing.typed(name="Rosa", email="rosa@example.org", date=second))
    others = [str(signing.dates_of(event)[number].id) for number in (0, 2)]
    assert full.status_code == 422 and re.findall(r'name="instead" value="(\d+)"', full.text) == others
    form = make.form_of(full.text, address)
    assert rosa.post(form.action, data={**form.values, "instead": others[1]}).status_code == 303
    assert [one.contact_name for one in signing.bookings()] == ["Bruno", "Rosa"]
    rosa.fill(f"/en/events/booking/{signing.bookings()[1].link_token}", "/cancel")
    assert client.fill(address, **signing.typed(date="all")).status_code == 303
    mine = signing.bookings()[2:]
    assert [one.status for one in mine] == ["confirmed", "waiting", "confirmed"]
    (letter,) = signing.owed("all_dates")
    assert [one["state"] for one in letter.facts["dates"]] == ["confirmed", "waiting", "confirmed"]
    shown = client.get(f"/en/events/booking/{mine[0].link_token}").text
    assert "The other dates you signed up for" in shown
    form = next(one for one in make.forms_of(shown) if one.values.get("dates") == "all")
    client.post(form.action, data=form.values)
    assert {one.status for one in signing.bookings()[2:]} == {"cancelled"}
    assert len(signing.owed("cancelled")) == 2
    undo = make.form_of(client.get(f"/en/events/booking/{mine[0].link_token}").text, "/undo")
    client.post(f"{undo.action}?dates=all", data=undo.values)
    assert [one.status for one in signing.bookings()[2:]] == ["confirmed", "waiting", "confirmed"]


def test_the_page_says_why_nobody_can_sign_up(app: Flask, client: FlaskClient, clock_at) -> None:
    event = signing.event(*FRIDAYS[:2], seats=3, closes_hours=24)
    address, staff = f"/en/events/{event.id}", make.staff()
    first, second = signing.dates_of(event)
    form = make.form_of(client.get(address).text, "/events/").values
    for wrong in ({"adults": "0"}, {"adults": "many"}, {"adults": "50"}, {"date": "999999"}, {"email": "amina"}):
        answer = client.post(address, data={**form, **signing.typed(date=str(first.id)), **wrong})
        assert answer.status_code == 422 and 'value="Amina Haddad"' in answer.text
    clock_at(first.starts_at - timedelta(hours=23))
    late = client.post(address, data={**form, **signing.typed(date=str(first.id))})
    assert late.status_code == 422
    assert "Sign-up is over" in client.get(address).text
    clock_at(make.NOW)
    with transaction():
        dates.cancel(event, db.session.get_one(Occurrence, second.id), {"en": "The hall is wet."}, now=make.NOW)
    assert client.post(address, data={**form, **signing.typed(date=str(second.id))}).status_code == 422
    with transaction():
        states.take_back(event, now=make.NOW)
    assert client.post(address, data={**form, **signing.typed(date=str(first.id))}).status_code == 410
    assert client.get(address).status_code == 404
    with transaction():
        states.publish(event, staff, now=make.NOW)
    clock_at(make.NOW + timedelta(days=30))
    assert "This date is over" in client.get(address).text
    open_house = signing.event(date(2026, 12, 20), registration="none", seats=0)
    assert "No need to sign up" in client.get(f"/en/events/{open_house.id}").text
    assert signing.bookings() == []


def test_fewer_places_than_people_throw_nobody_out(app: Flask, client: FlaskClient) -> None:
    event = signing.event(seats=4)
    client.fill(f"/en/events/{event.id}", **signing.typed(adults="4"))
    one = signing.dates_of(event)[0]
    with transaction():
        core.set_capacity(one.resource, 2)
    staff = app.test_client()
    make.sign_in(staff, make.staff())
    shown = staff.get(f"/en/events/{event.id}/dates/{one.id}/list").text
    assert "More people have signed up than there are places" in shown
    assert signing.bookings()[0].status == "confirmed"
    assert "All places are taken" in client.get(f"/en/events/{event.id}").text


def test_reminders_reach_everybody_once_and_nobody_who_is_not_coming(app: Flask, client: FlaskClient) -> None:
    event = signing.event(seats=9)
    address = f"/en/events/{event.id}"
    client.fill(address, **signing.typed())
    client.fill(address, **signing.typed(name="Bruno", reach="none", email=""))
    client.fill(address, **signing.typed(name="Dora", email="dora@example.org"))
    gone = signing.bookings()[2]
    assert press(client, f"/en/events/booking/{gone.link_token}", "/cancel") == 303
    shift = signing.shift(event)
    app.test_client().fill(
        f"/en/events/{event.id}/help/{shift.id}", name="Emil", reach="phone", phone="621 123 456", email=""
    )
    thursday = make.NOW + timedelta(days=3, hours=8)  # 18:00 in Luxembourg, the day before
    due.run(thursday - timedelta(hours=2))
    assert signing.owed("reminder") == []
    due.run(thursday)
    due.run(thursday)
    assert [(one.name, one.channel) for one in signing.owed("reminder")] == [
        ("Amina Haddad", "email"),
        ("Bruno", "none"),
    ]
    assert [(one.name, one.channel) for one in signing.owed("helper_reminder")] == [("Emil", "phone")]
    week = timedelta(days=7)
    with transaction():  # the date moves after the reminder: the new one gets one of its own
        shift.starts_at, shift.ends_at = shift.starts_at + week, shift.ends_at + week
    due.run(thursday + week)
    due.run(thursday + week)
    assert [one.name for one in signing.owed("helper_reminder")] == ["Emil", "Emil"]
