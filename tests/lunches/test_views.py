"""The Wednesday lunch on a phone: see the date, say how many come, whatever is typed."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.lunches.table import bookings, lunches
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.lunches.models import Chip, Rsvp
from wok.mail.models import Message

DAY = "/en/lunch/2026-11-18"
AMINA = {"name": "Amina Haddad", "email": "amina@example.org", "adults": "3"}


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_amina_says_that_three_come_and_gets_a_page_and_a_mail(client: FlaskClient) -> None:
    lunches()
    answer = client.fill("/en/lunch", **AMINA, vegetarian="2", allergens=["nuts"], needs=["step_free"], note="By bus")
    assert answer.status_code == 303
    (booking,) = bookings()
    assert (booking.status, booking.quantity, booking.language) == ("confirmed", 3, "en")
    rsvp = db.session.get_one(Rsvp, booking.id)
    assert (rsvp.diets, rsvp.needs, rsvp.note) == ({"vegetarian": 2, "nuts": 1}, ["step_free"], "By bus")
    page = text(client.get(answer.location))
    assert "You are counted in" in page
    assert booking.code[:4] in page and "amina@example.org" in page
    assert [one.kind for one in db.session.query(Message)] == ["lunches/confirmed"]


def test_the_mailed_link_opens_in_the_language_of_the_booking_and_hides_the_name(app: Flask) -> None:
    lunches()
    app.test_client().fill("/de/lunch", **AMINA)
    (booking,) = bookings()
    stranger = app.test_client()
    short = stranger.get(f"/b/{booking.link_token}")
    assert short.location == f"/de/booking/{booking.link_token}"
    page = text(stranger.get(short.location))
    assert "amina@example.org" not in page and "Haddad" not in page
    opened = stranger.post(f"{short.location}/letters", data=token(page) | {"letters": "ÁMI"})
    assert opened.status_code == 303
    assert "amina@example.org" in text(stranger.get(opened.location))


def token(page: str) -> dict[str, str]:
    """The page's proof that a POST is ours."""
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)}


def test_a_form_sent_twice_is_one_booking(client: FlaskClient) -> None:
    lunches()
    page = text(client.get(DAY))
    data = {**make.form_of(page).values, **AMINA}
    first, second = client.post(DAY, data=data), client.post(DAY, data=data)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len(bookings()) == 1


def test_a_late_resend_is_not_told_that_its_own_places_are_taken(client: FlaskClient) -> None:
    lunches(capacity=3)
    data = {**make.form_of(text(client.get(DAY))).values, **AMINA}
    first = client.post(DAY, data=data)
    assert client.post(DAY, data=data).location == first.location
    assert len(bookings()) == 1


def test_two_browsers_for_the_last_seat(app: Flask) -> None:
    lunches(capacity=1)
    one, other = app.test_client(), app.test_client()
    typed = {**AMINA, "adults": "1", "note": "We bring <cake>", "topic": "A van", "direction": "offer"}
    late = {**make.form_of(text(other.get(DAY))).values, **typed}
    assert one.fill(DAY, **{**AMINA, "adults": "1"}).status_code == 303
    answer = other.post(DAY, data=late)
    page = text(answer)
    assert answer.status_code == 422
    assert "We bring &lt;cake&gt;" in page and "A van" in page and "amina@example.org" in page
    assert 'value="wait"' in page
    offered = re.findall(r'formaction="(/en/lunch/[\d-]+)"', page)
    assert offered == ["/en/lunch/2026-11-25", "/en/lunch/2026-12-02", "/en/lunch/2026-12-09"]
    waiting = other.post(DAY, data={**make.form_of(page).values, "action": "wait"})
    assert waiting.status_code == 303
    assert "You are number 1 in line" in text(other.get(waiting.location))
    assert [one.status for one in bookings()] == ["confirmed", "waiting"]


def test_what_was_typed_goes_along_to_another_date(app: Flask) -> None:
    first, *_rest = lunches(capacity=2)
    make.rsvp(first, 2)
    client = app.test_client()
    answer = client.fill(DAY, **AMINA | {"adults": "2"})
    data = make.form_of(text(answer)).values
    moved = client.post("/en/lunch/2026-11-25", data={**data, "action": "come"})
    assert moved.status_code == 303
    assert bookings()[-1].starts_at.day == 25


def test_an_aged_page_keeps_what_was_typed(client: FlaskClient) -> None:
    lunches()
    answer = client.post(DAY, data={**AMINA, "csrf_token": "old", "note": "ten years old", "reach": "email"})
    assert answer.status_code == 422
    assert "ten years old" in text(answer) and "amina@example.org" in text(answer)
    assert not bookings()


BAD = {
    "nobody comes": {"adults": "0"},
    "negative": {"adults": "-3"},
    "huge": {"adults": "99999999999999999999"},
    "too many": {"children": "1000"},
    "not a number": {"adults": "three"},
    "no name": {"name": ""},
    "a name of signs": {"name": "…!"},
    "a long name": {"name": "a" * 5000},
    "no address": {"email": ""},
    "a strange address": {"email": "amina at example"},
    "a phone that cannot be": {"reach": "phone", "phone": "12"},
    "no association": {"reach": "association", "association": ""},
    "a long note": {"note": "x" * 5000},
    "a topic without words": {"direction": "look", "topic": ""},
    "a long association": {"association": "b" * 5000},
    "negative diet": {"vegan": "-1"},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_is_said_and_kept(client: FlaskClient, wrong: dict[str, str]) -> None:
    lunches()
    answer = client.fill(DAY, **{**AMINA, "note": "keep me", **wrong})
    page = text(answer)
    assert answer.status_code == 422
    assert "error-summary" in page and "<title>Error:" in page
    assert all(value in page for value in wrong.values())
    assert not bookings()


GOOD = {
    "NUL and control characters": ("Ami\x00na\x07", "Amina"),
    "emoji": ("Amina 🍜", "Amina 🍜"),
    "right to left": ("أمينة \u202eحداد", "أمينة حداد"),
    "line breaks": ("Amina\r\nHaddad", "Amina Haddad"),
    "markup": ("<b>Amina</b>", "<b>Amina</b>"),
}


@pytest.mark.parametrize(("typed", "kept"), GOOD.values(), ids=GOOD.keys())
def test_names_of_every_kind_are_stored_clean(client: FlaskClient, typed: str, kept: str) -> None:
    lunches()
    answer = client.fill(DAY, **{**AMINA, "name": typed, "note": "🎉" * 100})
    assert answer.status_code == 303
    assert bookings()[0].contact_name == kept
    assert client.get(answer.location).status_code == 200


FORGED = ["adults", "reach", "act_for", "email_meant", "theme", "direction", "needs", "allergens"]


@pytest.mark.parametrize("field", FORGED)
def test_forged_choices_break_nothing(client: FlaskClient, field: str) -> None:
    lunches()
    for value in ("", "x" * 300, "\x00", "😀", "-1"):
        answer = client.fill(DAY, **{**AMINA, "topic": "a van", field: value})
        assert answer.status_code in (303, 422)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2027-13-01",
        "20261118",
        "2026-W47-3",
        "x",
        "9999-12-31",
        "0001-01-01",
        "2026-11-19",
        "２０２６-11-18",
    ],
)
def test_days_that_do_not_exist_or_have_no_lunch_are_not_found(client: FlaskClient, day: str) -> None:
    lunches()
    assert client.get(f"/en/lunch/{day}").status_code == 404
    assert client.post(f"/en/lunch/{day}", data=AMINA).status_code == 404


def test_a_past_a_cancelled_and_a_closed_day_say_so_and_lead_on(client: FlaskClient, clock_at) -> None:
    first, second, third, *_rest = lunches()
    with transaction():
        second.status, second.reason = "cancelled", {"fr": "La cuisinière est malade."}
        third.status = "needs_decision"
    cancelled, undecided = text(client.get("/en/lunch/2026-11-25")), text(client.get("/en/lunch/2026-12-02"))
    assert "does not take place" in cancelled and "La cuisinière est malade." in cancelled
    assert "have not decided yet" in undecided
    clock_at(first.ends_at)
    assert "This lunch is over" in text(client.get(DAY))
    for day in ("2026-11-18", "2026-11-25", "2026-12-02"):
        data = {**AMINA, "adults": "1", "reach": "email"}
        answer = client.post(f"/en/lunch/{day}", data=data | token(text(client.get("/en/lunch/2026-12-09"))))
        assert answer.status_code == 422
        assert "/en/lunch/2026-12-09" in text(answer)
    assert not bookings()


def test_a_mistyped_address_is_asked_about_once(client: FlaskClient) -> None:
    lunches()
    answer = client.fill(DAY, **{**AMINA, "email": "amina@gmial.com"})
    page = text(answer)
    assert answer.status_code == 422 and "amina@gmail.com" in page
    data = make.form_of(page).values
    assert client.post(DAY, data={**data, "email_meant": "amina@gmail.com"}).status_code == 303
    assert bookings()[0].contact_email == "amina@gmail.com"


def test_who_insists_on_an_address_is_believed(client: FlaskClient) -> None:
    lunches()
    data = make.form_of(text(client.fill(DAY, **{**AMINA, "email": "amina@gmial.com"}))).values
    assert client.post(DAY, data={**data, "email_meant": "amina@gmial.com"}).status_code == 303
    assert bookings()[0].contact_email == "amina@gmial.com"


def test_a_delegate_finds_her_association_and_her_name_filled_in(client: FlaskClient) -> None:
    lunches()
    amina = make.delegate("Les danseurs", name="Amina Haddad", diets=["vegan"])
    make.sign_in(client, amina)
    assert client.fill(DAY, adults="2").status_code == 303
    (booking,) = bookings()
    assert booking.person_id == amina.id and booking.association.name == "Les danseurs"
    assert db.session.get_one(Rsvp, booking.id).diets == {"vegan": 1}


def test_nobody_books_for_an_association_that_is_not_theirs(client: FlaskClient) -> None:
    lunches()
    other = make.association(name="Footballers")
    make.sign_in(client, make.delegate())
    client.fill(DAY, act_for=str(other.id), association_id=str(other.id), status="cancelled", person_id="1")
    (booking,) = bookings()
    assert booking.association_id is None and booking.status == "confirmed"


def test_a_topic_is_brought_and_every_wednesday_is_booked(client: FlaskClient) -> None:
    lunches()
    client.fill(DAY, **AMINA, direction="look", topic="dancers", theme="dance", wants_matches="y", every_week="y")
    (chip,) = db.session.query(Chip)
    assert (chip.direction, chip.words, chip.state, chip.wants_matches) == ("look", "dancers", "new", True)
    assert len(bookings()) == 8
    page = f"/en/booking/{bookings()[0].link_token}/change"
    client.fill(page, topic="singers")
    db.session.rollback()
    (chip,) = db.session.query(Chip)
    assert (chip.words, chip.theme, chip.state) == ("singers", "dance", "new")  # staff read it anew
    client.fill(page, direction="")
    db.session.rollback()
    assert db.session.query(Chip).count() == 0


def test_nothing_planned_says_so(client: FlaskClient) -> None:
    assert "Nothing is planned" in text(client.get("/en/lunch"))


def test_the_page_costs_the_same_however_many_come(client: FlaskClient, app: Flask) -> None:
    first, *_rest = lunches(capacity=200)
    before = make.statements(client, DAY)
    for number in range(12):
        make.rsvp(first, 1, email=f"b{number}@example.org")
    assert make.statements(client, DAY) == before


def test_every_booking_says_which_kind_it_is(client: FlaskClient) -> None:
    lunches()
    client.fill(DAY, **AMINA)
    assert db.session.query(Booking).one().kind == "lunch"
