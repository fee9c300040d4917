"""Erasing a person (PROMISES D3): a search for their name, address and number in the whole database finds nothing."""

from datetime import timedelta
from functools import cache

from flask import Flask
from sqlalchemy import MetaData, select

from tests import make
from tests.appointments import desk
from tests.directory import cast
from tests.equipment import loaning
from tests.events import organised, signing
from tests.fair_access.test_reports import told
from tests.oncall import thursday
from tests.projects import table
from tests.skills import helping
from wok.bookings.models import Booking
from wok.calendar import erased_again
from wok.circulars import stops
from wok.db import db, transaction
from wok.directory import search
from wok.events.models import ShiftHelper
from wok.fair_access.staff_services import name_reader
from wok.feeds import services as feeds
from wok.mail.models import Message
from wok.people.models import Membership, Person

NAME, EMAIL, PHONE = "Amina Ångström-Haddad", "amina@secret.example", "+352621987654"


@cache
def tables(_dialect: str) -> MetaData:
    """The tables there are, as the database itself says: they are the same in every test."""
    found = MetaData()
    found.reflect(db.engine)
    return found


def everything() -> dict[str, str]:
    """Every row of every table, as text."""
    db.session.rollback()
    found = tables(db.engine.dialect.name)
    with db.engine.connect() as connection:
        return {name: str(connection.execute(select(one)).all()) for name, one in sorted(found.tables.items())}


def places_with(*words: str) -> list[str]:
    return [name for name, rows in everything().items() if any(one.casefold() in rows.casefold() for one in words)]


def test_nothing_of_amina_is_left_anywhere(app: Flask, clock_at) -> None:
    amina = make.delegate("Les danseurs", name=NAME, email=EMAIL, phone=PHONE, needs=["quiet_place"])
    bruno, claire = make.person(name="Bruno", email="bruno@example.org"), make.staff()
    dancers = amina.memberships[0].association
    make.membership(bruno, dancers, role="member")
    hers, desk_browser = make.Browser(app), make.Browser(app)
    make.sign_in(hers, amina)
    make.sign_in(desk_browser, claire)
    who = {"name": NAME, "email": EMAIL, "phone": PHONE, "reach": "email"}

    lunch, date = make.lunch(), thursday.thursday()
    alone = make.rsvp(lunch, 2, person_id=amina.id, party={"note": f"{NAME} eats little"}, **who)
    ours = make.rsvp(lunch, 3, person_id=amina.id, association_id=dancers.id, **who)
    thursday.time(date, person_id=amina.id, **who)
    desk.book(desk.matter(), desk.at(desk.TUESDAY, 10), ask={"question": f"I am {NAME}"}, person_id=amina.id, **who)
    event = organised.event(claire, contact_name=NAME, contact_email=EMAIL, contact_phone=PHONE)
    organised.guest(event, **who)
    helper = organised.helper(signing.shift(event), name=NAME, email=EMAIL, phone=PHONE, person_id=amina.id)
    loan = loaning.lend(dancers, {make.item(): 1})
    project = table.project(amina, text=f"Ask {NAME} or {EMAIL}.")
    table.brings(table.need(project, amina), amina, 3)
    helping.offer(amina)
    cast.entry(dancers, contact_email=EMAIL, contact_phone=PHONE, about={"en": f"{NAME} dances"})
    others = cast.acting_for("Chorale")[0]
    assert hers.fill(f"/en/associations/{others.id}/write", words=f"Yours, {NAME}").status_code == 303
    with transaction():
        name_reader(claire, now=make.NOW)
    told(app, reach="email", email=EMAIL)
    with transaction():
        stops.choose(amina, is_wanted=False, now=make.NOW)
        secret = feeds.make_address(amina, "mine", None, "en", now=make.NOW)
        loan.contact_name, loan.contact_email, loan.person_id = NAME, EMAIL, amina.id
    assert len(places_with(NAME, EMAIL, PHONE)) >= 12

    page = hers.get("/en/my/data/erase").text
    assert "These bookings are cancelled" in page and "Who books for Les danseurs from here on?" in page
    assert hers.fill("/en/my/data/erase").status_code == 422  # the tick is missing
    answer = hers.fill("/en/my/data/erase", is_sure="y", **{f"follows-{dancers.id}": str(bruno.id)})
    assert answer.status_code == 303, answer.text
    assert places_with(NAME, "amina angstrom", EMAIL, PHONE, PHONE[1:]) == []
    assert hers.get("/en/my").status_code == 303 and feeds.key_of(secret) is None

    db.session.expire_all()
    standing = {one.id: one for one in db.session.scalars(select(Booking).where(Booking.kind == "lunch"))}
    assert standing[alone.id].status == "cancelled" and standing[alone.id].contact_name == ""
    assert (standing[ours.id].status, standing[ours.id].contact_name) == ("confirmed", "Bruno")
    assert db.session.get_one(ShiftHelper, helper.id).state == "withdrawn"
    assert stops.is_stopped(stops.way_of(EMAIL)) and not search.find("angstrom").ids
    due = db.session.scalars(
        select(Message).where(Message.state == "due", Message.recipient.startswith("erased"))
    ).all()
    assert due == []
    role = select(Membership.role).where(Membership.person_id == bruno.id, Membership.association_id == dancers.id)
    assert db.session.scalar(role) == "delegate"

    with transaction():  # a copy of the database is put back, and Bruno leaves at the desk
        db.session.get_one(Person, amina.id).name = NAME
    assert erased_again.apply(now=make.NOW + timedelta(days=1)) == 1 and places_with(NAME) == []
    clock_at(make.NOW + timedelta(days=1))
    gone = f"/en/staff/people/{bruno.id}/erase"
    assert desk_browser.fill(gone, is_sure="y").status_code == 303
    assert places_with("bruno@example.org") == []
    assert "1 association has nobody who may book" in desk_browser.get("/en/staff/").text
    assert "Les danseurs" in desk_browser.get("/en/staff/associations?status=alone").text
    assert desk_browser.get(f"/en/staff/people/{claire.id}/erase").text.count("is_sure") == 0
