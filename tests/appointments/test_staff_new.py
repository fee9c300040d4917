"""Booking for somebody at the desk, and the matters as staff keep them."""

import re

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, appointment_of, at, book, bookings, matter, told
from tests.appointments.staff_desk import ALL, page_of, read, signed_in
from wok.appointments import queries, words
from wok.appointments.models import Matter
from wok.db import db
from wok.mail.models import Message

NEW, MATTERS = f"{ALL}/new", f"{ALL}/matters"


@pytest.fixture
def claire(app, client):
    return signed_in(client)


def at_desk(client, query="", **typed):
    """Fill in the desk's page and press its main button."""
    return client.fill(NEW + query, "/new", **{"do": "book", **typed})


def test_one_press_books_and_prints_a_card_in_their_language(claire):
    subject = matter()
    answer = at_desk(
        claire,
        "?language=fr&name=Bruno&visit=7",
        at=words.write_instant(at(TUESDAY, 9)),
        phone="621 123 456",
    )
    assert answer.status_code == 303 and "visit=7" in answer.location
    booking = bookings()[0]
    assert (booking.status, booking.reach, booking.contact_phone) == ("confirmed", "phone", "+352621123456")
    assert appointment_of(booking).matter_id == subject.id
    card = read(claire, answer.location)
    assert "mardi 17 novembre" in card and "Statuts" in card and booking.code[:4] in card and "<svg" in card
    assert "must be called" in card
    assert db.session.query(Message).one().channel == "phone"


def test_a_known_person_is_picked_by_typing_and_told_as_they_wish(claire):
    amina = make.delegate("Les danseurs", needs=["childcare", "step_free"])
    matter()
    page = read(claire, NEW)
    assert "Amina Haddad (Les danseurs)" in page
    at_desk(claire, at=words.write_instant(at(TUESDAY, 9)), name="Amina Haddad (Les danseurs)")
    booking = bookings()[0]
    assert (booking.person_id, booking.contact_name, booking.contact_email) == (amina.id, "Amina Haddad", amina.email)
    assert booking.association.name == "Les danseurs"
    assert appointment_of(booking).needs == ["step_free", "childcare"]  # asked once, in her profile
    second = at_desk(claire, at=words.write_instant(at(TUESDAY, 11)), name="Les danseurs")
    assert second.status_code == 422 and "They have one already:" in second.get_data(as_text=True)


def test_another_matter_shows_its_own_times_before_anything_is_booked(claire):
    anna, dora = make.colleague(), make.colleague(make.staff(name="Dora"), days=(4,), shown_as="Dora")
    matter(anna)
    other = matter(dora, name={"fr": "Subsides"})
    answer = at_desk(claire, matter=str(other.id), name="Bruno", at=words.write_instant(at(TUESDAY, 9)))
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200 and bookings() == [] and "Bruno" in html
    shown = [words.read_instant(text) for text in re.findall(r'name="at" value="([^"]+)"', html)]
    assert at(FRIDAY, 9) in shown and at(TUESDAY, 9) not in shown


def test_a_time_that_went_offers_the_nearest_and_keeps_what_was_typed(claire):
    subject = matter()
    page = make.form_of(read(claire, NEW), "/new")
    book(subject, at(TUESDAY, 9))
    answer = claire.post(
        NEW, data={**page.values, "do": "book", "name": "Bruno", "at": words.write_instant(at(TUESDAY, 9))}
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "The nearest times that are free" in html and 'value="Bruno"' in html


def test_beyond_hours_with_a_reason_and_on_the_list_without_a_time(claire):
    anna = make.colleague()
    matter(anna)
    own = {"day": "2026-11-20", "time": "19:30", "colleague": str(anna.person_id), "name": "Bruno"}
    assert at_desk(claire, **own).status_code == 422
    assert at_desk(claire, **own, override="They work all day").status_code == 303
    assert bookings()[0].starts_at == at(FRIDAY, 19, 30)
    assert at_desk(claire, name="Rosa", at="none").status_code == 303
    assert (bookings()[1].status, told(bookings()[1])) == ("waiting", [("noted", "due")])
    assert "Find a time" in read(claire)


def test_without_name_or_time_nothing_is_booked(claire):
    matter()
    html = at_desk(claire, phone="12").get_data(as_text=True)
    for sentence in ("Write their name.", "Choose a time.", "Write the phone number like"):
        assert sentence in html
    assert bookings() == []


def test_a_matter_is_written_in_french_at_least_and_changed_by_one_at_a_time(claire):
    assert "no matter yet" in read(claire, NEW)
    anna = make.colleague()
    typed = {"name_en": "Grants", "minutes": "45", "places": ["wok"], "colleagues": [str(anna.person_id)]}
    refused = claire.fill(f"{MATTERS}/new", **typed)
    assert refused.status_code == 422 and "Write the name in French at least." in refused.get_data(as_text=True)
    assert claire.fill(f"{MATTERS}/new", **typed, name_fr="Subsides").status_code == 303
    row = db.session.query(Matter).one()
    page = f"{MATTERS}/{row.id}"
    old = make.form_of(read(claire, page))
    dora = make.colleague(make.staff(name="Dora"), shown_as="Dora")
    claire.fill(page, colleagues=[str(anna.person_id), str(dora.person_id)])
    answer = claire.post(page, data={**old.values, "minutes": "60"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Claire, Dora" in html and 'value="60"' in html
    assert (db.session.query(Matter).one().minutes, len(queries.handlers(row))) == (45, 2)


def test_withdrawing_shows_first_what_stays_and_can_be_taken_back(claire):
    subject, other = matter(), matter(name={"fr": "Subsides"})
    booking = book(subject, at(FRIDAY, 10))
    withdraw = f"{MATTERS}/{subject.id}/withdraw"
    assert "1 open appointment stays as it is." in read(claire, withdraw)
    claire.fill(withdraw)
    assert [one.id for one in queries.matters()] == [other.id]
    assert db.session.get(type(booking), booking.id).status == "confirmed"
    read(claire, page_of(booking))
    claire.fill(MATTERS, "/offer")
    claire.fill(MATTERS, "/up")
    assert [one.id for one in queries.matters()] == [other.id, subject.id]
