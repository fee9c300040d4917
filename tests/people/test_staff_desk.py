"""The staff's desk for associations and people (page S10)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.appointments.desk import matter
from tests.conftest import NOW
from tests.lunches.desk import first_lunch
from wok.db import db, transaction
from wok.mail.models import Message
from wok.people.models import Association, Membership, Person


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    make.sign_in(client, make.staff(email="claire@example.org"))
    return client


@pytest.fixture
def asked(app: Flask) -> Association:
    dancers = make.association(name="Les Danseurs", status="asked", accepted_at=None)
    make.membership(make.person(email="amina@example.org", language="pt"), dancers, confirmed_at=None)
    return dancers


def mails(kind: str) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == kind)))


def test_accepting_confirms_the_delegate_and_tells_them_after_ten_minutes(
    desk: FlaskClient, asked: Association
) -> None:
    page = desk.get("/en/staff/associations")
    assert "Les Danseurs" in page.text and "Amina Haddad" in page.text
    assert desk.fill(f"/en/staff/associations/{asked.id}", "/accept").status_code == 303
    assert asked.status == "accepted" and asked.memberships[0].confirmed_at == NOW
    (mail,) = mails("people/join_accepted")
    assert (mail.language, mail.due_at) == ("pt", NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("what", "status", "kind"), [("ask", "question", "join_question"), ("decline", "declined", "join_declined")]
)
def test_a_question_and_a_no_carry_their_words(
    desk: FlaskClient, asked: Association, what: str, status: str, kind: str
) -> None:
    place = f"/en/staff/associations/{asked.id}"
    token = make.form_of(desk.get(place).text).values["csrf_token"]
    assert desk.post(f"{place}/{what}", data={"csrf_token": token, "words": ""}).status_code == 422
    assert desk.post(f"{place}/{what}", data={"csrf_token": token, "words": "Because <b>"}).status_code == 303
    assert (asked.status, asked.staff_note) == (status, "Because <b>")
    assert "Because &lt;b&gt;" in desk.get(place).text
    assert "Because <b>" in mails(f"people/{kind}")[0].facts.values()


@pytest.mark.parametrize("what", ["accept", "decline"])
def test_a_decision_can_be_undone_while_nobody_was_told(desk: FlaskClient, asked: Association, what: str) -> None:
    place = f"/en/staff/associations/{asked.id}"
    token = make.form_of(desk.get(place).text).values["csrf_token"]
    desk.post(f"{place}/{what}", data={"csrf_token": token, "words": "No."})
    assert desk.fill(place, "/take-back/").status_code == 303
    assert (asked.status, asked.accepted_at, asked.memberships[0].confirmed_at) == ("asked", None, None)
    assert {mail.state for mail in db.session.scalars(select(Message))} == {"void"}


def test_what_was_told_is_not_taken_back(desk: FlaskClient, asked: Association) -> None:
    place = f"/en/staff/associations/{asked.id}"
    desk.fill(place, "/accept")
    with transaction():
        mails("people/join_accepted")[0].state = "sent"
    desk.fill(place, "/take-back/")
    assert asked.status == "accepted"


def test_a_name_nearly_the_same_is_shown_as_a_double(desk: FlaskClient, asked: Association) -> None:
    make.association(name="Danseurs asbl")
    assert "Perhaps known already" in desk.get("/en/staff/associations").text
    assert "Danseurs asbl" in desk.get(f"/en/staff/associations/{asked.id}").text


def test_who_saves_second_sees_both_texts(desk: FlaskClient, asked: Association) -> None:
    place = f"/en/staff/associations/{asked.id}/edit"
    early = {**make.form_of(desk.get(place).text).values, "purpose": "The second text", "form": "formal"}
    assert desk.fill(place, purpose="The first text").status_code == 303
    clash = desk.post(place, data=early)
    assert clash.status_code == 409 and "The first text" in clash.text and "The second text" in clash.text
    assert asked.purpose == "The first text"
    assert desk.post(place, data=make.form_of(clash.text).values).status_code == 303
    assert asked.purpose == "The second text"


def test_people_are_found_by_any_fragment_and_any_spelling_of_the_phone(desk: FlaskClient) -> None:
    make.person(name="Élodie Kœnig", email="elodie@example.org", phone="+352621123456")
    for search in ("odie", "éLO", "ELODIE@", "621 123", "+352 621 123 456", "00352621123456", "621-123-456"):
        assert "Élodie" in desk.get("/en/staff/people", query_string={"q": search}).text, search
    for search in ("100%", "_", "nobody", "x" * 5000, "'"):
        assert "Élodie" not in desk.get("/en/staff/people", query_string={"q": search}).text, search


def test_somebody_without_email_is_written_down_and_signs_in_with_a_code(app: Flask, desk: FlaskClient) -> None:
    answer = desk.fill("/en/staff/people/new", contact_name="Bruno", reach="phone", phone="621 123 456", language="pt")
    assert answer.status_code == 303
    page = desk.get(answer.location)
    assert desk.fill(answer.location, "/code").status_code == 303
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", desk.get(answer.location).text).group()
    assert code not in desk.get(answer.location).text and "Bruno" in page.text
    phone = app.test_client()
    assert phone.fill("/en/sign-in/with-code", code=code.lower().replace("-", " ")).status_code == 303
    assert "Bruno" in phone.get("/en/my/profile").text
    assert app.test_client().fill("/en/sign-in/with-code", code=code).status_code == 422


def test_a_code_is_too_old_after_a_day_and_a_new_one_ends_the_old(app: Flask, desk: FlaskClient, clock_at) -> None:
    from wok.people import sign_in

    bruno = make.person(email=None)
    with transaction():
        first = sign_in.give_code(bruno, now=NOW)
        second = sign_in.give_code(bruno, now=NOW)
    assert app.test_client().fill("/en/sign-in/with-code", code=first).status_code == 422
    clock_at(NOW + timedelta(hours=24))
    assert app.test_client().fill("/en/sign-in/with-code", code=second).status_code == 422


def test_nobody_comes_in_as_a_colleague(desk: FlaskClient) -> None:
    colleague = make.staff(name="Dina")
    desk.fill(f"/en/staff/people/{colleague.id}", "/code")
    assert "sign in by e-mail" in desk.get("/en/staff/people").text


def test_extra_fields_make_nobody_staff(desk: FlaskClient) -> None:
    bruno = make.person(name="Bruno")
    assert (
        desk.fill(f"/en/staff/people/{bruno.id}", is_staff="y", left_at="2026-01-01", id="1", needs="vegan").status_code
        == 303
    )
    assert (bruno.is_staff, bruno.left_at, bruno.needs) == (False, None, [])


def test_an_address_that_is_taken_is_refused(desk: FlaskClient) -> None:
    make.person(email="amina@example.org")
    answer = desk.fill("/en/staff/people/new", contact_name="Bruno", reach="email", email="amina@example.org")
    assert answer.status_code == 422 and "Another person" in answer.text and "Bruno" in answer.text


def test_two_colleagues_correct_one_person(desk: FlaskClient) -> None:
    bruno = make.person(name="Bruno")
    place = f"/en/staff/people/{bruno.id}"
    early = {**make.form_of(desk.get(place).text).values, "contact_name": "Bruno the Second"}
    desk.fill(place, contact_name="Bruno the First")
    clash = desk.post(place, data=early)
    assert (
        clash.status_code == 409
        and "the First" in clash.text
        and "the Second" in clash.text
        and bruno.name == "Bruno the First"
    )


def test_staff_add_and_end_who_acts_for_an_association(desk: FlaskClient) -> None:
    dancers, bruno = make.association(), make.person(email="bruno@example.org")
    place = f"/en/staff/associations/{dancers.id}"
    assert desk.fill(place, "/people", email="nobody@example.org").status_code == 422
    assert desk.fill(place, f"{dancers.id}/people", email="Bruno@example.org", role="delegate").status_code == 303
    (membership,) = db.session.scalars(select(Membership))
    assert (membership.person_id, membership.role, membership.confirmed_at) == (bruno.id, "delegate", NOW)
    assert desk.fill(place, "/end").status_code == 303
    assert membership.ended_at == NOW
    assert (
        desk.fill(
            f"/en/staff/people/{bruno.id}", "/memberships", association_id=str(dancers.id), role="member"
        ).status_code
        == 303
    )
    assert (membership.ended_at, membership.role) == (None, "member")


@pytest.mark.parametrize(
    "path", ["associations", "people", "people/new", "associations/1", "associations/1/edit", "people/1"]
)
def test_the_desk_does_not_exist_for_others(client: FlaskClient, path: str) -> None:
    assert client.get(f"/en/staff/{path}").status_code == 303
    make.sign_in(client, make.delegate())
    assert client.get(f"/en/staff/{path}").status_code == 404
    assert client.post(f"/en/staff/{path}").status_code in (404, 405)


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "9" * 30])
def test_numbers_that_nobody_has_are_not_found(desk: FlaskClient, number: str) -> None:
    for path in ("associations", "people"):
        assert desk.get(f"/en/staff/{path}/{number}").status_code == 404


def test_staff_who_stopped_are_out_at_once(desk: FlaskClient) -> None:
    from wok.people import staff_services

    with transaction():
        staff_services.end_staff("claire@example.org", now=NOW)
    assert desk.get("/en/staff/people").status_code == 303
    assert db.session.scalar(select(Person).where(Person.email == "claire@example.org")).is_staff is False


def test_a_form_sent_twice_is_one_person(desk: FlaskClient) -> None:
    form = make.form_of(desk.get("/en/staff/people/new").text)
    data = {**form.values, "contact_name": "Bruno", "reach": "none", "language": "pt"}
    answers = [desk.post("/en/staff/people/new", data=data).location for _turn in range(2)]
    assert answers[0] == answers[1]
    assert db.session.query(Person).filter_by(name="Bruno").count() == 1


def test_who_is_added_without_email_stands_on_the_call_list(desk: FlaskClient) -> None:
    dancers, bruno = make.association(), make.person(email=None, phone="+352621123456", reach="phone", language="pt")
    fields = {"association_id": str(dancers.id), "role": "delegate"}
    assert desk.fill(f"/en/staff/people/{bruno.id}", "/memberships", **fields).status_code == 303
    (call,) = mails("people/added")
    assert (call.channel, call.recipient, call.language) == ("phone", "+352621123456", "pt")
    assert "+352621123456" in desk.get("/en/staff/calls").text


def test_an_address_typed_at_the_desk_is_asked_about_once(desk: FlaskClient) -> None:
    make.oncall_thursday(make.colleague(make.staff()))
    matter()
    lunch = first_lunch()
    made = f"/en/staff/lunches/{lunch.id}/guests/new"
    asked = desk.fill(made, name="Rosa", email="rosa@gmial.com")
    assert asked.status_code == 422 and "Did you mean rosa@gmail.com?" in asked.text
    assert desk.post(made, data=make.form_of(asked.text, "").values).status_code == 303
    others = ("calendar/new", "calendar/new?kind=oncall", "appointments/new", "loans/new", "people/new", "space/new")
    for page in others:  # the form must say that it has asked, or nobody could insist
        assert 'name="sure"' in desk.get(f"/en/staff/{page}").text, page
