"""Joining: five questions, one request however often it is sent, and nothing typed is lost or believed too early."""

import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from wok.db import db
from wok.mail.models import Message
from wok.people.models import Association, Membership, Person
from wok.web.text import clean

ANSWERS = {
    "name": "Les Danseurs",
    "form": "informal",
    "rcs_number": "",
    "purpose": "We dance on Mondays.",
    "contact_name": "Amina Haddad",
    "reach": "email",
    "email": "amina@example.org",
    "phone": "",
    "language": "pt",
    "size_band": "up_to_25",
    "neighbourhood": "Oberkorn",
}
NASTY = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE association; --", "{{ 7*7 }}", "{% raw %}", "${7*7}",
    "%(name)s", "%s%n", "../../etc/passwd", "a\x00b", "\u202eevil\u202c", "مرحبا بكم", "שלום", "👩‍👩‍👧‍👦🍜", "e\u0301", "ﬀ", "a\u2028b",
    "a\u2029b", "a\x85b", "a\r\nBcc: x@y.z", "=1+1", "+1", "-1", "@SUM(A1)", "\tTab", "&amp;", "&lt;b&gt;", "<!--", "]]>", "\\", "\\u0000",
    "' OR '1'='1", "null", "undefined", "None", "True", "0", "-99999999999", "1e309", "NaN", "𝕎𝕠𝕜", "Ａｂｃ", "\u200bzero", "x" * 149,
]  # fmt: skip


def join(client: FlaskClient, **given: object):
    return client.fill("/en/join", **{**ANSWERS, **given})


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_an_association_asks_to_join(client: FlaskClient) -> None:
    answer = join(client)
    assert answer.status_code == 303 and answer.location == "/en/join/received"
    assert "being checked" in client.get(answer.location).text
    (asked,) = db.session.scalars(select(Association))
    (membership,) = asked.memberships
    assert (asked.status, asked.name, asked.is_listed) == ("asked", "Les Danseurs", False)
    assert (membership.role, membership.confirmed_at) == ("delegate", None)
    assert (membership.person.language, membership.person.email) == ("pt", "amina@example.org")
    (mail,) = db.session.scalars(select(Message))
    assert (mail.kind, mail.language, mail.facts["link"]) == (
        "people/join_received",
        "pt",
        "http://localhost/pt/my/association",
    )


def test_a_double_click_is_one_request(client: FlaskClient) -> None:
    data = {**make.form_of(client.get("/en/join").text).values, **ANSWERS}
    assert [client.post("/en/join", data=data).status_code for _turn in range(3)] == [303] * 3
    assert count(Association) == count(Membership) == count(Person) == count(Message) == 1


@pytest.mark.parametrize(("reach", "phone"), [("phone", "58 77 1-1558"), ("association", ""), ("none", "")])
def test_no_email_is_needed(client: FlaskClient, reach: str, phone: str) -> None:
    assert join(client, reach=reach, email="", phone=phone).status_code == 303
    person = db.session.scalar(select(Person))
    assert person.email is None and person.reach == reach
    assert person.phone == ("+352587711558" if phone else None)
    assert count(Message) == 0


def test_who_is_known_is_linked_and_never_overwritten_or_revealed(client: FlaskClient) -> None:
    amina = make.person(name="Amina the First", email="amina@example.org", language="de")
    answer = join(client, contact_name="Somebody Else")
    assert answer.location == "/en/join/received"
    assert "First" not in client.get(answer.location).text
    assert count(Person) == 1 and amina.name == "Amina the First" and amina.language == "de"
    assert amina.memberships[0].confirmed_at is None


def test_a_mistyped_address_is_asked_about_before_sending(client: FlaskClient) -> None:
    answer = join(client, email="amina@gmial.com")
    assert answer.status_code == 422 and "amina@gmail.com" in answer.text and count(Association) == 0
    assert client.post("/en/join", data=make.form_of(answer.text).values).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "x" * 5000), ("form", "royal"), ("form", None), ("rcs_number", "12"), ("purpose", ""), ("email", "amina"), ("email", ""),
        ("contact_name", ""), ("language", "xx"), ("size_band", "-5"), ("neighbourhood", "Atlantis"), ("reach", "smoke"), ("phone", "12ab"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_refused_and_everything_typed_stays(
    client: FlaskClient, field: str, typed: str
) -> None:
    answer = join(client, **{field: typed})
    assert answer.status_code == 422 and count(Association) == 0
    shown = html.unescape(answer.text)
    for name in ("name", "purpose", "contact_name", "email"):
        assert (typed if name == field else ANSWERS[name]) in shown


@pytest.mark.parametrize("nasty", NASTY)
def test_whatever_is_written_stays_text(client: FlaskClient, nasty: str) -> None:
    assert len(NASTY) == 44
    answer = join(client, name="n" + nasty, purpose=nasty + "p", contact_name="c" + nasty)
    assert answer.status_code == 303
    (asked,) = db.session.scalars(select(Association))
    assert asked.name == clean("n" + nasty) and asked.purpose == clean(nasty + "p", lines=True)
    claire = make.staff()
    make.sign_in(client, claire)
    page = client.get(f"/en/staff/associations/{asked.id}")
    assert page.status_code == 200
    assert html.unescape(re.sub(r"<[^>]+>", "", page.text.partition("<main")[2])).count(asked.purpose) >= 1
    assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_extra_fields_change_nothing(client: FlaskClient) -> None:
    extra = {
        "status": "accepted",
        "is_listed": "y",
        "is_staff": "y",
        "confirmed_at": "2026-01-01",
        "role": "staff",
        "id": "7",
        "version": "9",
    }
    assert join(client, **extra).status_code == 303
    (asked,) = db.session.scalars(select(Association))
    assert (asked.status, asked.is_listed, asked.memberships[0].confirmed_at) == ("asked", False, None)
    assert not asked.memberships[0].person.is_staff


def test_somebody_signed_in_is_not_asked_who_they_are(client: FlaskClient) -> None:
    amina = make.person()
    make.sign_in(client, amina)
    answer = client.fill(
        "/en/join", name="A second one", form="formal", rcs_number="f 123", purpose="p", size_band="above"
    )
    assert answer.location == "/en/my/association"
    page = client.get("/en/my/association")
    assert "A second one" in page.text and "being checked" in page.text
    assert db.session.scalar(select(Association)).rcs_number == "F123"


def test_one_connection_cannot_flood_the_desk(client: FlaskClient) -> None:
    for turn in range(30):
        assert join(client, email="", reach="none", name=f"Group {turn}").status_code == 303
    answer = join(client, name="One more")
    assert answer.status_code == 422 and "One more" in answer.text and count(Association) == 30


def test_what_was_typed_before_the_login_ran_out_comes_back(client: FlaskClient) -> None:
    amina = make.person(email="amina@example.org")
    token = make.form_of(client.get("/en/sign-in").text).values["csrf_token"]
    answer = client.post(
        "/en/my/profile", data={"csrf_token": token, "name": "Amina the Second", "needs": ["quiet_place"]}
    )
    assert answer.status_code == 303 and "Amina the Second" in client.get(answer.location).text
    shown = make.form_of(client.get(answer.location).text)
    client.post(answer.location, data={**shown.values, "email": "amina@example.org"})
    mail = db.session.scalar(select(Message))
    back = client.fill(mail.facts["link"].removeprefix("http://localhost"))
    assert back.location == "/en/my/profile"
    page = client.get(back.location)
    form = make.form_of(page.text)
    assert form.values["name"] == "Amina the Second" and form.values["needs"] == ["quiet_place"]
    assert "It is not sent yet" in page.text and amina.name == "Amina Haddad"
