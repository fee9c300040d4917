"""Finding a booking without an account (P8), and asking for one's links again."""

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.bookings.pages import press, text
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.mail.models import Message


def test_wrong_cancelled_and_past_are_three_answers(client: FlaskClient, brunos: Booking, clock_at) -> None:
    wrong = client.fill("/en/find", "/find", code="2222 2222", letters="bru")
    assert wrong.status_code == 422 and "We find no booking" in text(wrong) and 'value="2222 2222"' in text(wrong)
    none = client.fill("/en/find", "/find", code=brunos.code, letters="").get_data(as_text=True)
    assert "The first three letters of your name – Please fill this in.</a>" in none
    letters = client.fill("/en/find", "/find", code=brunos.code, letters="zzz")
    assert "We find no booking" in text(letters)
    right = client.fill(
        "/en/find", "/find", code=f" {brunos.code[:4].lower()}-{brunos.code[4:]}", letters="Bruno Silva"
    )
    assert "Here is your booking" in text(client.get(right.location))
    press(client, right.location, "/cancel")
    found = client.fill("/en/find", "/find", code=brunos.code, letters="bru")
    assert "it was cancelled" in text(client.get(found.location))
    with transaction():
        brunos.status = "confirmed"
    clock_at(brunos.ends_at)
    found = client.fill("/en/find", "/find", code=brunos.code, letters="bru")
    assert "this lunch is over" in text(client.get(found.location))


@pytest.mark.parametrize("code", ["", "x", "\x00", "😀" * 8, "A" * 5000, "----", "\u202e12345678"])
def test_codes_that_cannot_be_are_refused(client: FlaskClient, brunos: Booking, code: str) -> None:
    assert client.fill("/en/find", "/find", code=code, letters="b" * 5000).status_code == 422


def test_links_are_sent_to_who_booked_and_the_answer_is_the_same(client: FlaskClient, brunos: Booking) -> None:
    db.session.query(Message).delete()
    db.session.commit()
    answers = []
    for where in (brunos.contact_email.upper(), "nobody@example.org", brunos.code, "621 123 456"):
        form = make.form_of(text(client.get("/en/find")), "/find/links")
        answers.append(client.post(form.action, data={**form.values, "where": where}).location)
    assert answers == ["/en/find/sent"] * 4
    mails = db.session.query(Message).all()
    assert [(mail.kind, mail.recipient) for mail in mails] == [("bookings/my_links", brunos.contact_email)] * 2
    assert mails[0].facts["links"][0]["link"].endswith(f"/b/{brunos.link_token}")
    asked = client.fill("/en/find", "/find/links", where="bruno@gmial.com")
    assert asked.status_code == 422 and "Did you mean bruno@gmail.com?" in text(asked)
    again = make.form_of(text(asked), "/find/links")
    assert client.post(again.action, data=again.values).location == "/en/find/sent"  # whoever insists is believed


def test_nobody_is_flooded_with_links(client: FlaskClient, brunos: Booking) -> None:
    form = make.form_of(text(client.get("/en/find")), "/find/links")
    data = {**form.values, "where": brunos.contact_email}
    codes = [client.post(form.action, data=data).status_code for _number in range(22)]
    assert codes[:20] == [303] * 20 and codes[-1] == 429
    assert db.session.query(Message).filter_by(kind="bookings/my_links").count() == 5


@pytest.mark.parametrize("kind", ["oncall", "appointment"])
def test_each_kind_of_booking_leads_to_its_own_page(client: FlaskClient, brunos: Booking, kind: str) -> None:
    with transaction():
        brunos.kind = kind
    own = client.get(f"/b/{brunos.link_token}").location
    assert own != f"/{brunos.language}/booking/{brunos.link_token}" and kind not in own.partition("/booking/")[2]
    assert client.get(f"/{brunos.language}/booking/{brunos.link_token}").location == own
    hidden = client.get(f"/b/{brunos.code}").location
    assert "first three letters" in client.get(f"/en/booking/{brunos.code}").text and kind not in hidden
    assert client.fill(f"/{brunos.language}/booking/{brunos.code}", "/letters", letters="bru").location == own


@pytest.mark.parametrize("where", ["les DANSEURS asbl", "amina@example.org", "code"])
def test_who_is_reached_through_an_association_gets_the_link_by_its_delegate(
    client: FlaskClient, brunos: Booking, where: str
) -> None:
    amina = make.delegate("Les Danseurs", email="amina@example.org", language="de")
    make.membership(make.person(email="member@example.org"), amina.memberships[0].association, role="member")
    with transaction():
        db.session.query(Message).delete()
        brunos.association_id, brunos.reach = amina.memberships[0].association_id, "association"
        brunos.contact_email = brunos.contact_phone = None
    answer = client.fill("/en/find", "/find/links", where=brunos.code if where == "code" else where)
    unknown = client.fill("/en/find", "/find/links", where="Les chanteurs")
    assert answer.location == unknown.location == "/en/find/sent"
    (mail,) = db.session.query(Message)
    assert (mail.recipient, mail.channel, mail.language) == ("amina@example.org", "email", "de")
    (link,) = mail.facts["links"]
    assert link["link"].endswith(brunos.link_token) and link["who"] == brunos.contact_name
