"""Interpreters for bookings, helpers along with a loan, and what a booking is for."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.equipment import loaning
from tests.lunches import desk
from tests.make import NOW, Browser
from tests.projects import table
from tests.skills import helping
from tests.space import rooms
from wok.bookings import causes
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.lunches import services as lunches
from wok.lunches.rules import Party
from wok.skills import asking, due
from wok.skills.models import SkillAsk

LATER = NOW + timedelta(minutes=11)  # nothing can be undone any more


def test_a_guest_needs_an_interpreter_and_claire_asks_with_one_press(app: Flask, client: Browser, clock_at) -> None:
    bruno = make.delegate("Les footballeurs", name="Bruno")
    helping.offer(bruno)
    guest = desk.guest(
        desk.first_lunch(), party=Party(2, needs=("interpreter",)), email="rosa@example.org", reach="email"
    )
    with transaction():
        guest.language = "pt"
    page = client.get(f"/b/{guest.link_token}").location.replace("/pt/", "/en/")
    assert "Interpreter" not in client.get(page).text  # a forwarded link says nothing of needs
    client.fill(page, "/letters", letters="Ami")
    assert "not yet: the Wok looks for one" in client.get(page).text
    claire = desk.signed_in(app.test_client())
    assert "1 booking needs an interpreter" in claire.get("/en/staff/").text
    shown = claire.get("/en/staff/skills").text
    assert "Could come:" in shown and "Les footballeurs" in shown
    for _twice in range(2):
        claire.post(
            f"/en/staff/skills/interpreter/{guest.id}",
            data=make.form_of(shown, f"/interpreter/{guest.id}").values,
        )
    ask = db.session.scalars(select(SkillAsk)).one()
    assert (ask.association_id, ask.language, ask.halves, ask.booking_id) == (None, "pt", 4, guest.id)
    assert helping.told("asked") == [bruno.email] and "asked, no answer yet" in client.get(page).text
    with transaction():
        asking.say_yes(ask.calls[0], now=NOW)
    assert helping.told("found") == ["rosa@example.org"] and "Les footballeurs" in client.get(page).text
    assert "needs an interpreter" not in claire.get("/en/staff/").text

    with transaction():
        lunches.cancel(guest, now=NOW)
    due.run(NOW)
    assert ask.state == "confirmed"  # it can still be undone
    due.run(LATER)
    due.run(LATER)
    db.session.expire_all()
    assert ask.state == "withdrawn" and helping.told("gone") == [bruno.email]


def test_a_projector_comes_with_somebody_who_sets_it_up(app: Flask, client: Browser) -> None:
    projector, bruno = make.item("Projector", 2), make.delegate("Les footballeurs", name="Bruno")
    amina = make.delegate("Les danseurs")
    desk_browser = app.test_client()
    make.sign_in(desk_browser, make.staff())
    make.sign_in(client, amina)
    asked = loaning.query({projector: 1})
    assert "come along" not in client.get(f"/en/equipment/ask/use?{asked}").text
    desk_browser.fill(
        "/en/staff/skills/things?skill=sound", "/things", thing=[str(projector.id), str(projector.resource_id)]
    )
    helping.offer(bruno, "sound", hours_a_month=4)
    assert "come along" in client.get(f"/en/equipment/ask/use?{asked}").text
    wrong = loaning.to_check(client, asked, hand="sound", hand_starts="soon")
    assert wrong.status_code == 422 and "Write a time like 18:30." in wrong.text
    too_long = loaning.press(client, loaning.to_check(client, asked, hand="sound", hand_starts="18:00", hand_hours="8"))
    assert too_long.status_code == 422 and "Nobody offers this" in too_long.text
    assert db.session.query(Booking).count() == 0  # all of it or nothing
    check = loaning.to_check(client, asked, hand="sound", hand_starts="18:00", hand_hours="2", place_of_use="Rue Neuve")
    assert "Comes along" in check.text
    sent = loaning.press(client, check)
    ask = db.session.scalars(select(SkillAsk)).one()
    loan = db.session.get_one(Booking, ask.booking_id)
    assert (ask.skill, ask.halves, ask.place, ask.association_id) == ("sound", 4, "Rue Neuve", loan.association_id)
    assert "asked, no answer yet" in client.get(sent.location).text
    with transaction():
        asking.say_yes(ask.calls[0], now=NOW)
        loan.starts_at += timedelta(days=5)
        loan.ends_at += timedelta(days=5)
    before = ask.starts_at
    due.run(LATER)
    due.run(LATER)
    db.session.expire_all()
    assert (ask.state, ask.starts_at - before) == ("asked", timedelta(days=5)) and helping.told("moved") == [
        bruno.email
    ]


def test_things_and_rooms_are_asked_for_a_project(app: Flask, client: Browser) -> None:
    amina, other = make.delegate("Les danseurs"), make.delegate("Les footballeurs", name="Bruno")
    project = table.project(amina)
    table.joins(project, other)
    said, tents = f"project-{project.id}", make.item("Tent", 4)
    make.sign_in(client, amina)
    asked = f"{loaning.query({tents: 1})}&for={said}"
    use = client.get(f"/en/equipment/ask/use?{asked}").text
    assert project.title in use and 'value="Les footballeurs"' in use
    sent = loaning.ask(client, asked, partner_1=None)
    loan = loaning.loan()
    assert sent.status_code == 303 and causes.causes_of([loan.id]) == {loan.id: ("project", project.id)}
    assert project.title in client.get(sent.location).text
    assert project.title not in app.test_client().get(sent.location).text

    room = rooms.room()
    when = {"room": room.id, "day": "2026-11-20", "starts": "18:00", "ends": "20:00", "people": 6}
    page = client.get("/en/space/ask", query_string={**when, "for": said})
    assert project.title in page.text
    for step, typed in (
        ("/space/ask/use", {}),
        ("/space/ask/check", {"activity": "Rehearsal"}),
        ("/space/ask/send", {}),
    ):
        form = make.form_of(page.text, step)
        page = client.post(form.action, data={**form.values, **typed})
    assert page.status_code == 303 and len(causes.bookings_for("project", project.id)) == 2
    assert project.title in client.get("/en/skills?for=" + said).text
    assert project.title not in app.test_client().get("/en/skills?for=" + said).text
