"""A booking's own page, and finding it without an account."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.bookings.pages import by_code, by_link, press, text
from tests.lunches.table import bookings, lunches
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.lunches.models import Chip, Rsvp, StandingRsvp


def test_the_link_shows_the_booking_but_nothing_private(client: FlaskClient, brunos: Booking) -> None:
    page = text(client.get(by_link(brunos)))
    assert "You are counted in" in page and "4 adults" in page and brunos.code[:4] in page and "<svg" in page
    assert "Silva" not in page and brunos.contact_email not in page and "Halal" not in page


def test_the_code_shows_nothing_before_three_letters_of_the_name(client: FlaskClient, brunos: Booking) -> None:
    page = text(client.get(by_code(brunos)))
    assert "4 adults" not in page and brunos.contact_email not in page
    assert client.fill(by_code(brunos), letters="xyz").status_code == 422
    opened = client.fill(by_code(brunos), letters=" bru")
    assert opened.status_code == 303
    page = text(client.get(by_code(brunos)))
    assert "Silva by the window" in page and "Halal" in page


def test_a_code_nobody_has_asks_and_answers_like_one_that_exists(client: FlaskClient, brunos: Booking) -> None:
    unknown, known = text(client.get("/en/booking/ZZZZ2222")), text(client.get(by_code(brunos)))
    hide = re.compile(rf"ZZZZ2222|{brunos.code}|value=\"[^\"]+\"")
    assert hide.sub("", unknown) == hide.sub("", known)
    assert client.fill("/en/booking/ZZZZ2222", letters="bru").status_code == 422
    unknown, known = client.get("/b/ZZZZ2222"), client.get(f"/b/{brunos.code}")
    assert unknown.status_code == 302
    assert unknown.location.replace("ZZZZ2222", "") == known.location.replace(brunos.code, "")


@pytest.mark.parametrize("ref", ["x", "a" * 22, "é" * 22, "a" * 21 + "%00", "a" * 300, "0", "%00", "-1", "<b>"])
def test_links_of_nobody_are_not_found(client: FlaskClient, ref: str) -> None:
    lunches()
    assert client.get(f"/en/booking/{ref}").status_code == 404
    assert client.get(f"/b/{ref}").status_code == 404
    assert client.post(f"/en/booking/{ref}/cancel").status_code == 404


def test_guessing_letters_is_slowed_but_the_link_goes_on_working(client: FlaskClient, brunos: Booking) -> None:
    answers = [client.fill(by_code(brunos), letters=f"x{number}").status_code for number in range(8)]
    assert answers[-1] == 429 and 422 in answers
    assert client.get(by_link(brunos)).status_code == 200


CHANGING = [
    "cancel",
    "undo",
    "take",
    "pass",
    "fewer",
    "still",
    "every-week",
    "every-week/again",
    "every-week/end",
    "met",
]


@pytest.mark.parametrize("button", CHANGING)
def test_the_code_alone_changes_nothing(client: FlaskClient, brunos: Booking, button: str) -> None:
    proof = make.form_of(text(client.get(by_code(brunos)))).values["csrf_token"]
    data = {"csrf_token": proof, "met": "yes", "adults": "1"}
    assert client.post(f"{by_code(brunos)}/{button}", data=data).status_code == 404
    assert client.get(f"{by_code(brunos)}/change").status_code == 404
    assert bookings()[0].status == "confirmed"


@pytest.mark.parametrize("button", CHANGING)
def test_without_our_own_page_nothing_changes(client: FlaskClient, brunos: Booking, button: str) -> None:
    answer = client.post(f"{by_link(brunos)}/{button}", data={"met": "yes", "adults": "1"})
    assert answer.status_code in (400, 422)
    assert bookings()[0].status == "confirmed" and bookings()[0].version == brunos.version


def test_cancelled_twice_and_taken_back(client: FlaskClient, brunos: Booking) -> None:
    page = by_link(brunos)
    form = make.form_of(text(client.get(page)), "/cancel")
    assert client.post(form.action, data=form.values).status_code == 303
    assert client.post(form.action, data=form.values).status_code == 303
    assert "This booking is cancelled" in text(client.get(page))
    assert press(client, page, "/undo").status_code == 303
    assert bookings()[0].status == "confirmed"


def test_undo_after_ten_minutes_says_why_not(client: FlaskClient, brunos: Booking, clock_at) -> None:
    page = by_link(brunos)
    press(client, page, "/cancel")
    form = make.form_of(text(client.get(page)), "/undo")
    clock_at(make.NOW.replace(minute=30))
    answer = client.post(form.action, data=form.values)
    assert answer.status_code == 422 and "can no longer be undone" in text(answer)


def test_fewer_come_and_more_only_while_there_is_room(client: FlaskClient, brunos: Booking) -> None:
    page = f"{by_link(brunos)}/change"
    assert client.fill(page, adults="2", children="1").status_code == 303
    assert bookings()[0].quantity == 3
    answer = client.fill(page, adults="50")
    assert answer.status_code == 422 and 'value="50"' in text(answer)
    assert bookings()[0].quantity == 3


def test_who_came_by_a_forwarded_link_leaves_diet_and_note_alone(client: FlaskClient, brunos: Booking) -> None:
    page = f"{by_link(brunos)}/change"
    assert "window" not in text(client.get(page))
    client.fill(page, adults="3", note="gone", halal="0")
    rsvp = db.session.get_one(Rsvp, brunos.id)
    assert (rsvp.adults, rsvp.note, rsvp.diets) == (3, "Silva by the window", {"halal": 2})


def test_two_who_change_at_once_both_see_what_stands(app: Flask, brunos: Booking) -> None:
    one, other = app.test_client(), app.test_client()
    page = f"{by_link(brunos)}/change"
    late = make.form_of(text(other.get(page))).values
    assert one.fill(page, adults="3").status_code == 303
    answer = other.post(page, data={**late, "adults": "2"})
    assert answer.status_code == 409 and "What stands now" in text(answer) and 'value="2"' in text(answer)
    assert bookings()[0].quantity == 3
    again = make.form_of(text(answer)).values
    assert other.post(page, data=again).status_code == 303
    assert bookings()[0].quantity == 2


BAD = [
    {"adults": "-1"},
    {"adults": "x"},
    {"adults": "0"},
    {"adults": "9" * 40},
    {"children": "\x00"},
    {"version": "😀"},
    {"version": ""},
]


@pytest.mark.parametrize("wrong", BAD)
def test_a_change_that_cannot_be_is_refused(client: FlaskClient, brunos: Booking, wrong: dict[str, str]) -> None:
    assert client.fill(f"{by_link(brunos)}/change", **wrong).status_code in (409, 422)
    assert bookings()[0].quantity == 4


def test_a_waiting_party_sees_its_place_comes_with_fewer_or_leaves(client: FlaskClient, brunos: Booking) -> None:
    waiting = make.waiting(brunos.occurrence, 5, language="en")
    page = by_link(waiting)
    assert "You are number 1 in line" in text(client.get(page)) and "2 places are free now" in text(client.get(page))
    refused = press(client, page, "/fewer", adults="4")
    assert refused.status_code == 422
    assert press(client, page, "/fewer", adults="2").status_code == 303
    assert [one.status for one in bookings()] == ["confirmed", "confirmed"]
    last = make.waiting(brunos.occurrence, 1, language="en")
    assert press(client, by_link(last), "/pass").status_code == 303
    assert bookings()[-1].status == "cancelled"


def test_an_offer_is_taken_once(client: FlaskClient, brunos: Booking) -> None:
    waiting = make.waiting(brunos.occurrence, 2, language="en")
    page = by_link(waiting)
    assert "We keep 2 places for you" in text(client.get(page))
    form = make.form_of(text(client.get(page)), "/take")
    assert client.post(form.action, data=form.values).status_code == 303
    assert client.post(form.action, data=form.values).status_code == 303
    assert bookings()[-1].status == "confirmed"


def test_the_reminder_leads_to_one_tap(client: FlaskClient, brunos: Booking, clock_at) -> None:
    clock_at(make.NOW.replace(day=17, hour=16))
    assert "Are you still coming?" in text(client.get(by_link(brunos)))
    assert press(client, by_link(brunos), "/still").status_code == 303
    assert "Are you still coming?" not in text(client.get(by_link(brunos)))


def test_every_wednesday_begins_and_ends_on_the_page(client: FlaskClient, brunos: Booking) -> None:
    page = by_link(brunos)
    assert press(client, page, "/every-week").status_code == 303
    assert db.session.query(Booking).count() > 5
    form = make.form_of(text(client.get(page)), "/every-week/end")
    client.post(form.action, data={**form.values, "dates": "cancel"})
    assert db.session.query(StandingRsvp).one().ended_at is not None
    assert not [one for one in bookings() if one.status == "confirmed"]


def test_afterwards_the_page_asks_one_question(client: FlaskClient, brunos: Booking, clock_at) -> None:
    clock_at(brunos.ends_at)
    page = by_link(brunos)
    assert "Did you meet someone" in text(client.get(page))
    form = make.form_of(text(client.get(page)), "/met")
    assert client.post(form.action, data={**form.values, "met": "maybe"}).status_code == 400
    assert client.post(form.action, data={**form.values, "met": "yes"}).status_code == 303
    assert "How good that you met someone" in text(client.get(page))


def test_who_opted_in_sees_what_fits_without_names(client: FlaskClient, brunos: Booking) -> None:
    other = make.rsvp(brunos.occurrence, 1, name="Zoé Klein")
    facts = {"theme": "dance", "language": "en", "occurrence_id": brunos.occurrence_id}
    with transaction():
        look = Chip(booking_id=brunos.id, direction="look", words="dancers", wants_matches=True, state="shown", **facts)
        offer = Chip(
            booking_id=other.id, direction="offer", words="ten dancers", wants_matches=False, state="shown", **facts
        )
        db.session.add_all([look, offer])
    client.fill(by_code(brunos), letters="bru")
    page = text(client.get(by_link(brunos)))
    assert "ten dancers" in page and "Klein" not in page


def test_members_see_and_only_delegates_change(app: Flask, brunos: Booking) -> None:
    danced = make.association()
    with transaction():
        brunos.association_id = danced.id
    member, delegate, stranger = make.person(), make.person(), make.delegate()
    make.membership(member, danced, role="member")
    make.membership(delegate, danced)
    seen = {}
    for who in (member, delegate, stranger):
        browser = app.test_client()
        make.sign_in(browser, who)
        seen[who.id] = (
            "4 adults" in text(browser.get(by_code(brunos))),
            browser.get(f"{by_code(brunos)}/change").status_code,
        )
    assert seen == {member.id: (True, 404), delegate.id: (True, 200), stranger.id: (False, 404)}


def test_the_booking_goes_into_a_calendar_as_a_file(client: FlaskClient, brunos: Booking) -> None:
    assert f"/b/{brunos.link_token}.ics" in text(client.get(by_link(brunos)))
    answer = client.get(f"/b/{brunos.link_token}.ics")
    assert answer.mimetype == "text/calendar"
    assert brunos.uid in text(answer).replace("\r\n ", "") and "Silva" not in text(answer)
    assert client.get(f"/b/{brunos.code}.ics").status_code == 404
    assert client.get("/b/nobody.ics").status_code == 404
