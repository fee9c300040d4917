"""Messages to many: written, seen, sent once, taken back, stopped by who wants none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import make
from wok.circulars import filters, stops
from wok.circulars.models import Circular, CircularRecipient, CircularStop
from wok.db import db
from wok.jobs import tidy
from wok.mail import rendering, sending
from wok.mail.models import DeliveredCopy, Message

NOW = make.NOW
DESK = "/en/staff/messages"
WORDS = {"subject_en": "A party", "body_en": "Who brings music? https://wok.example.lu/party"}


@pytest.fixture
def desk(app):
    claire = make.Browser(app)
    make.sign_in(claire, make.staff(email="claire@example.org"))
    return claire


@pytest.fixture
def people(app):
    """Amina by e-mail, Bruno by phone, Dina through her association, Emil not at all."""
    amina = make.delegate("Les danseurs", email="amina@example.org", language="pt")
    make.membership(amina, make.association(name="Les voisins", size_band="above"))
    make.delegate("Les footballeurs", name="Bruno Silva", email=None, phone="+352621123456", reach="phone")
    make.delegate("Les cyclistes", name="Dina Moreau", email=None, reach="association")
    make.delegate("Les marcheurs", name="Emil Weis", email=None, reach="none")
    return amina


def draft(desk, code="delegates", **given) -> Circular:
    answer = desk.fill(f"{DESK}/new/{code}", f"/new/{code}", **{**WORDS, **given})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return db.session.scalars(select(Circular).order_by(Circular.id.desc())).first()


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "circulars/message").order_by(Message.id)))


def test_a_message_is_seen_before_it_goes_and_goes_once(desk, people, clock_at):
    page = f"{DESK}/{draft(desk).id}"
    shown = desk.get(page).get_data(as_text=True)
    for words in ("3 people are told.", "1 person by e-mail", "2 people by phone or through", "Les danseurs, Les voisins",
                  "Emil Weis", "1 person cannot be reached:", "https://wok.example.lu/party", "They read: English"):  # fmt: skip
        assert words in shown, words
    assert desk.fill(page, f"{page}/test").status_code == 303
    assert [(one.recipient, one.due_at) for one in messages()] == [("claire@example.org", NOW)]
    typed = make.form_of(shown, f"{page}/send").values
    for _press in range(3):
        assert desk.post(f"{page}/send", data=typed).status_code == 303
    owed = messages()[1:]
    assert sorted(one.channel for one in owed) == ["association", "email", "phone"]
    assert {one.due_at for one in owed} == {NOW + timedelta(minutes=10)}

    assert desk.fill(page, f"{page}/take-back").status_code == 303
    assert {one.state for one in messages()[1:]} == {"void"} and not list(db.session.scalars(select(CircularRecipient)))
    assert desk.fill(page, f"{page}/send").status_code == 303  # again, with a cause of its own
    clock_at(NOW + timedelta(minutes=11))
    sending.send_due(now=NOW + timedelta(minutes=11))
    late = desk.post(f"{page}/take-back", data={"csrf_token": typed["csrf_token"]})
    assert late.status_code == 303
    state = desk.get(page).get_data(as_text=True)
    assert (
        "It is too late to take this message back" in state and "On the call list" in state and "Amina Haddad" in state
    )
    assert "3 people" in desk.get(DESK).get_data(as_text=True)
    copy = db.session.scalars(select(DeliveredCopy).where(DeliveredCopy.recipient == "amina@example.org")).one()
    assert (
        b"Who brings music?" in copy.source and b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in copy.source
    )


def test_who_wants_none_is_left_out_by_one_press_or_in_the_profile(app, desk, people, clock_at):
    page = f"{DESK}/{draft(desk).id}"
    desk.fill(page, f"{page}/send")
    mail = next(one for one in messages() if one.channel == "email")
    headers = rendering.wire_bytes(_letter(mail)).split(b"\r\n\r\n")[0]
    address = mail.facts["stop"].removeprefix("http://localhost")
    assert f"<{mail.facts['stop']}>".encode() in headers and people.email.encode() not in mail.facts["stop"].encode()
    anybody = make.Browser(app)
    assert anybody.get(address).status_code == 200 and not list(db.session.scalars(select(CircularStop)))
    assert anybody.get(address[:-1] + "x").status_code == anybody.post("/en/stop/x").status_code == 404
    for _press in range(2):
        assert anybody.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert "no more messages" in anybody.get(address.replace("/pt/", "/en/")).get_data(as_text=True)
    assert stops.wants_none(db.session.merge(people))
    again = desk.get(f"{DESK}/{draft(desk).id}").get_data(as_text=True)
    assert "1 person wants no messages to many and is left out:" in again and "2 people are told." in again

    amina = make.Browser(app)
    make.sign_in(amina, people)
    assert amina.get("/en/my/data.json").get_json()["messages_to_many"] == "no"
    assert amina.fill("/en/my/messages", "/my/messages", wanted="yes").status_code == 303
    assert not stops.wants_none(people) and not list(db.session.scalars(select(CircularStop)))
    assert "recipients" not in tidy.run(NOW + timedelta(days=700))
    assert "3 recipients" in tidy.run(NOW + timedelta(days=731))


def _letter(message: Message) -> rendering.Letter:
    names = rendering.Letter.__dataclass_fields__
    return rendering.Letter(**{name: getattr(message, name) for name in names})


def test_bad_words_too_many_people_and_two_colleagues_are_refused_in_words(app, desk, people):
    asked, folded = desk.get(f"{DESK}/new/delegates").get_data(as_text=True).split('<details class="panel">')
    assert "body_en" in asked and "body_fr" not in asked and "body_fr" in folded and "subject_lb" in folded
    wrong = desk.fill(f"{DESK}/new/delegates", "/new/delegates", subject_en="Hi", body_fr="Bonjour http://x.example")
    said = wrong.get_data(as_text=True)
    assert wrong.status_code == 422 and "In English the subject or the text is missing." in said
    assert "Links begin with https://" in said and "Bonjour http://x.example" in said
    assert desk.get(f"{DESK}/new/everybody").status_code == 404

    page = f"{DESK}/{draft(desk).id}"
    old = make.form_of(desk.get(f"{page}/write").get_data(as_text=True)).values
    seen = make.form_of(desk.get(page).get_data(as_text=True), f"{page}/send").values
    assert desk.fill(f"{page}/write", "/write", subject_en="Another").status_code == 303
    stale = desk.post(f"{page}/write", data={**old, "subject_en": "Mine"})
    shown = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "Another" in shown and 'value="Mine"' in shown
    unseen = desk.post(f"{page}/send", data=seen)
    assert unseen.status_code == 409 and "Look once more" in unseen.get_data(as_text=True) and not messages()
    app.config["MESSAGE_RECIPIENTS"] = 2
    assert "2 at most" in desk.get(page).get_data(as_text=True)
    seen = {**seen, "version": str(db.session.scalars(select(Circular.version)).one())}
    assert desk.post(f"{page}/send", data=seen).status_code == 422 and not messages()
    assert desk.fill(page, f"{page}/discard").status_code == 303
    assert "Another" not in desk.get(DESK).get_data(as_text=True).split("<main")[0]
    assert desk.get(f"{page}/write").status_code == 404 and desk.post(f"{page}/keep", data=seen).status_code == 303


def test_each_choice_finds_its_people(desk, people):
    def names(code, **facts):
        return [one.to.name for one in filters.find(code, facts)]

    make.membership(make.person(name="Zoé Klein"), make.association(name="Les rêveurs"), role="member")
    assert "Zoé Klein" not in names("delegates") and "Zoé Klein" in names("members")
    assert names("associations", size="above") == ["Amina Haddad"]
    assert names("associations", theme="music") == names("associations", neighbourhood="999") == []
    lunch = make.lunch()
    make.rsvp(lunch, name="Kim Ney")
    assert names("date", occurrence=str(lunch.id)) == ["Kim Ney"]
    assert names("loans", first_on="2026-01-01", last_on="2026-12-31") == names("pledges", need="", words="x") == []
    asks = make.form_of(desk.get(f"{DESK}/new/loans").get_data(as_text=True)).values
    days = {**asks, **WORDS, "first_on": "2026-12-02", "last_on": "2026-12-01"}
    refused = desk.post(f"{DESK}/new/loans", data=days)
    assert refused.status_code == 422 and "The last day comes after the first." in refused.get_data(as_text=True)
    page = f"{DESK}/{draft(desk).id}"
    assert desk.fill(f"{page}/to", "/to", filter="date").headers["Location"].endswith("/write")
