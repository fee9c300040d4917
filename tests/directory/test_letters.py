"""Letters: passed on in each one's language, addresses hidden, undone, limited, stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import make
from tests.directory import cast
from wok.db import db, transaction
from wok.directory import keeping, rules
from wok.directory.models import Conversation, Letter, LetterBar
from wok.mail.models import Message
from wok.mail.rendering import Letter as Mail
from wok.mail.rendering import words as words_of

LATER = make.NOW + timedelta(minutes=11)
OURS = "/en/my/letters"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def said(row: Message) -> str:
    """The mail as it reads."""
    given = ("id", "kind", "recipient", "name", "language", "booking_id", "facts", "message_id", "due_at", "tries")
    found = words_of(Mail(**{name: getattr(row, name) for name in given}))
    return f"{found.subject}\n{found.body}"


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("Bonjour.Je viens à 12.30, voir amina@example.org", 0),
        ("https://x.example/a and www.b.example", 2),
        ("see evil.com/page or HTTP://EVIL.com", 2),
        ("ftp://a.b javascript://x shop.example.lu.", 3),
        ("l'asbl. Net ? Fr.", 0),
    ],
)
def test_links_are_counted_however_they_are_written(words, links):
    assert rules.links_in(words) == links


def test_bruno_writes_undoes_and_is_answered_and_no_address_is_seen(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs", who={"language": "fr", "email": "amina@secret.example"})
    make.membership(make.person(name="Zoé", email=None, phone="+352621000000", reach="phone", language="lb"), dancers)
    friends, bruno = cast.acting_for(
        "Os amigos", who={"name": "Bruno Silva", "language": "pt", "email": "bruno@secret.example"}
    )
    his, hers = cast.browser(app, bruno), cast.browser(app, amina)
    page = f"/en/associations/{dancers.id}/write"
    assert his.fill(page, "/write", words="  ").status_code == 422
    assert his.fill(page, "/write", words="x", sender="999").status_code == 422
    too_many = his.fill(page, "/write", words="a.com b.com c.com Danse ?", language="fr", sender=str(friends.id))
    assert too_many.status_code == 422
    assert "Danse ?" in text(too_many)
    sent = his.fill(page, "/write", words="Voulez-vous\ndanser ?", language="fr", sender=str(friends.id))
    assert sent.status_code == 303
    own = sent.headers["Location"]
    assert [one.channel for one in cast.mails()] == ["email", "phone"]
    assert all(one.due_at == make.NOW + timedelta(minutes=10) for one in cast.mails())
    assert hers.get(own).status_code == 200
    assert "danser ?" not in text(hers.get(own))
    assert his.fill(own, "/undo").status_code == 303
    assert [one.state for one in cast.mails()] == ["void", "void"]
    assert "danser ?" in text(his.get(own))
    assert his.fill(own, "/answer").status_code == 303

    clock_at(LATER)
    mail, call = (one for one in cast.mails() if one.state == "due")
    read = said(mail)
    assert "Bruno Silva" in read and "Os amigos" in read
    assert "> Voulez-vous\n> danser ?" in read
    assert "Français" in read
    assert "danser" not in said(call)
    assert "bruno@" not in read + str(mail.facts)
    cast.send_all()
    assert "Sent" in text(his.get(own))
    inbox = text(hers.get(OURS))
    assert "1 new" in inbox
    assert "1 new letter" in text(hers.get("/en/my"))
    assert hers.fill(own, "/read").status_code == 303
    assert "Read" in text(his.get(own))
    assert hers.fill(own, "/answer", words="Avec plaisir").status_code == 303
    clock_at(LATER + timedelta(minutes=11))
    answer = cast.mails(recipient="bruno@secret.example")[0]
    assert "> Avec plaisir" in said(answer)
    for one in (text(his.get(own)), text(hers.get(own)), said(answer)):
        assert "secret.example" not in one
    assert "Haddad" not in text(his.get(own)) + said(answer)
    for other in (make.delegate(), make.staff()):
        assert cast.browser(app, other).get(own).status_code == 404
    claire = cast.browser(app, make.staff())
    assert "danser ?" not in text(claire.get("/en/staff/calls"))


def test_a_visitors_letter_waits_for_their_mailbox_and_may_hold_no_link(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs")
    stranger, hers = cast.browser(app), cast.browser(app, amina)
    page = f"/en/associations/{dancers.id}/write"
    given = {"contact_name": "Marie", "reach": "email", "email": "marie@example.org", "words": "I want to dance"}
    assert "link" in text(stranger.fill(page, "/write", **{**given, "words": "Look at evil.com"}))
    assert stranger.fill(page, "/write", **{**given, "email": ""}).status_code == 422
    assert stranger.fill(page, "/write", **{**given, "email": "marie@gmial.com"}).status_code == 422
    assert stranger.fill(page, "/write", **given).status_code == 303
    (proof,) = cast.mails()
    assert (proof.kind, proof.recipient) == ("directory/prove", "marie@example.org")
    assert "dance" not in said(proof)
    clock_at(LATER)
    assert "Marie" not in text(hers.get(OURS))
    link = proof.facts["link"].removeprefix("http://localhost")
    assert "dance" in text(stranger.get(link))
    assert len(cast.mails()) == 1
    for _twice in (1, 2):
        stranger.post(f"{link}/send", data=make.form_of(text(stranger.get(link))).values)
    assert [one.recipient for one in cast.mails("letter")] == [amina.email]
    clock_at(LATER + timedelta(minutes=11))
    assert "Marie" in text(hers.get(OURS))
    number = db.session.scalar(select(Conversation.id))
    assert hers.fill(f"{OURS}/{number}", "/answer", words="Come on Monday: https://x.example").status_code == 303
    assert cast.mails(recipient="marie@example.org")[-1].facts["link"].endswith(link)
    clock_at(LATER + timedelta(minutes=30))
    assert "Come on Monday" in text(stranger.get(link))
    assert stranger.fill(link, "/answer", words="Thank you, see a.com").status_code == 303
    assert stranger.get(f"{link}x").status_code == stranger.get("/en/letters/x").status_code == 404
    for _more in range(rules.NEW_A_DAY_STRANGER - 1):
        assert stranger.fill(page, "/write", **given).status_code == 303
    refused = stranger.fill(page, "/write", **given)
    assert refused.status_code == 422
    assert "I want to dance" in text(refused)


def test_a_visitor_without_e_mail_is_passed_on_by_the_staff(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs")
    stranger, claire, hers = cast.browser(app), cast.browser(app, make.staff()), cast.browser(app, amina)
    given = {"contact_name": "Rosa", "reach": "phone", "phone": "621 123 456", "words": "Posso vir?", "language": "pt"}
    assert stranger.fill(f"/en/associations/{dancers.id}/write", **given).status_code == 303
    assert cast.mails() == []
    assert "1 letter to look at" in text(claire.get("/en/staff/"))
    desk = "/en/staff/letters"
    assert "Posso vir?" in text(claire.get(desk))
    for said_by_claire in ("no", "undo", "yes"):
        answer = claire.post(
            f"{desk}/pass-on/1/{said_by_claire}".replace("/1/", f"/{db.session.scalar(select(Conversation.id))}/"),
            data=make.forms_of(text(claire.get(desk)))[-1].values,
        )
        assert answer.status_code == 303
    assert [one.recipient for one in cast.mails("letter")] == [amina.email]
    clock_at(LATER)
    number = db.session.scalar(select(Conversation.id))
    assert hers.fill(f"{OURS}/{number}", "/answer", words="Sim, venha").status_code == 303
    clock_at(LATER + timedelta(minutes=11))
    (call,) = cast.mails("answer_by_phone")
    assert (call.channel, call.recipient, call.language) == ("phone", "+352621123456", "pt")
    assert "Sim, venha" in text(claire.get("/en/staff/calls"))


def test_a_reported_letter_stops_everything_until_the_staff_decide(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs")
    _friends, bruno = cast.acting_for("Os amigos", who={"name": "Bruno Silva"})
    his, hers, claire = cast.browser(app, bruno), cast.browser(app, amina), cast.browser(app, make.staff())
    page = f"/en/associations/{dancers.id}/write"
    own = his.fill(page, "/write", words="Buy my shoes").headers["Location"]
    clock_at(LATER)
    assert hers.fill(own, "/report", why="It sells").status_code == 303
    assert his.post(f"{own}/answer", data={"words": "And hats", "language": "en"}).status_code in (400, 422)
    assert hers.fill(own, "/unreport").status_code == 303
    assert hers.fill(own, "/report", why="It sells").status_code == 303
    desk = text(claire.get("/en/staff/letters")).split("<main")[1]
    report = "/en/staff/letters/" + desk.split("/en/staff/letters/")[1].split('"')[0]
    assert "Buy my shoes" not in text(claire.get(report))
    assert claire.fill(report, "/read").status_code == 303
    shown = text(claire.get(report))
    assert "Buy my shoes" in shown
    assert "Claire Weber" in shown
    assert "Buy my shoes" not in text(cast.browser(app, make.staff(name="Dora")).get(report))
    assert claire.fill(report, "/decide", decision="barred", reason=" ").status_code == 422
    for _twice in (1, 2):
        assert claire.fill(report, "/decide", decision="barred", reason="It sells").status_code == 303
        assert his.fill(page, "/write", words="Again").status_code == 422
        if _twice == 1:
            form = make.forms_of(text(claire.get(report)))[0]
            assert claire.post(f"{report}/undo", data=form.values).status_code == 303
            assert {one.state for one in cast.mails("decided")} == {"void"}
    clock_at(LATER + timedelta(minutes=30))
    due = [one for one in cast.mails() if one.state == "due" and one.kind != "directory/letter"]
    assert {(one.kind, one.recipient) for one in due} == {
        ("directory/decided", amina.email),
        ("directory/barred", bruno.email),
    }
    assert "closed" in text(his.get(own))


def test_an_association_blocks_a_writer_and_letters_are_limited(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs")
    bruno = make.person(name="Bruno Silva", email="bruno@example.org")
    his, hers = cast.browser(app, bruno), cast.browser(app, amina)
    page = f"/en/associations/{dancers.id}/write"
    assert hers.fill(page, "/write", words="To myself").status_code == 422
    own = his.fill(page, "/write", words="Good day").headers["Location"]
    assert his.fill(page, "/write", words="And again").headers["Location"] == own, "a second letter joins the first"
    clock_at(LATER)
    assert hers.fill(own, "/block").status_code == 303
    assert his.fill(page, "/write", words="Hello?").status_code == 422
    stranger = cast.browser(app)
    masked = {"contact_name": "B", "reach": "email", "email": "bruno@example.org", "words": "Hello?"}
    assert stranger.fill(page, "/write", **masked).status_code == 422
    assert hers.fill(own, "/unblock").status_code == 303
    assert his.fill(page, "/write", words="Hello?").status_code == 303
    others = [cast.acting_for(f"Chorale {number}")[0] for number in range(rules.NEW_A_DAY)]
    answers = [his.fill(f"/en/associations/{one.id}/write", "/write", words="Hello").status_code for one in others]
    assert answers == [303] * (rules.NEW_A_DAY - 1) + [422]
    cast.entry(dancers, takes_letters=False)
    assert his.get(page).status_code == 404


def test_letters_are_forgotten_after_two_years_exported_and_erased(app, clock_at):
    dancers, amina = cast.acting_for("Les danseurs", who={"name": "Amina Secret"})
    bruno = make.person(name="Bruno Secret", email="bruno@secret.example")
    his, hers = cast.browser(app, bruno), cast.browser(app, amina)
    own = his.fill(f"/en/associations/{dancers.id}/write", words="Secret dance").headers["Location"]
    clock_at(LATER)
    assert hers.fill(own, "/answer", words="Answer to it").status_code == 303
    data = text(his.get("/en/my/data.json"))
    assert "Secret dance" in data
    assert "Answer to it" not in data
    assert "Answer to it" in text(hers.get("/en/my/data.json"))
    with transaction():
        keeping.erase(db.session.merge(bruno), now=LATER)
    db.session.expire_all()
    kept = [str(vars(row)) for table in (Conversation, Letter, Message) for row in db.session.scalars(select(table))]
    letters = [line for line in kept if "directory/decided" not in line and "Secret dance" in line]
    assert letters == []
    assert not [line for line in kept if "Bruno Secret" in line and "kind" not in line]
    assert keeping.tidy(now=LATER + timedelta(days=729)) == 0
    assert keeping.tidy(now=LATER + timedelta(days=731)) == 1
    assert cast.letters() == []
    assert db.session.scalar(select(LetterBar)) is None
