"""What mails say and how they are made."""

import email
import email.policy
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.mail import letters
from wok.feeds import ics
from wok.mail import rendering
from wok.web.language import LANGUAGES


@pytest.fixture
def database_url(house) -> Iterator[str]:
    """Writing a mail only reads: one database is enough."""
    url = house.sqlite("the_test")
    yield url
    house.drop(url)


def read(source: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(source, policy=email.policy.default)


@pytest.mark.parametrize("kind", letters.MORE)
def test_each_mail_can_be_written_in_each_language(app: Flask, kind: str) -> None:
    for language in LANGUAGES:
        check_mail(kind, language)


def check_mail(kind: str, language: str) -> None:
    facts = letters.facts(kind)
    mail = read(rendering.wire_bytes(letters.letter(kind, language=language), event_writer=ics.event_bytes))
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["Subject"]
    assert f'<html lang="{language}">' in html
    assert "<table" not in html
    for named in ("code", "link", "digits", "phone"):
        if named in facts:
            assert str(facts[named]) in text
            assert str(facts[named]) in html
    assert all(len(line) < 200 for line in text.splitlines())
    assert "%(" not in text


def test_the_plain_text_alone_says_all(app: Flask) -> None:
    text = rendering.words(letters.letter()).body
    assert text == (
        "Hello Amina Haddad,\n\n"
        "You are expected at the Wok. We look forward to eating with you.\n\n"
        "Plans change? Tell us, and somebody else can have the places.\n\n"
        "When: Wednesday 18 November 2026, 12:00 to 14:00\n"
        "Topic: Football for all\n"
        "Where: Le Wok, 16-18, avenue de la Liberté, L-4601 Differdange\n"
        "Name: Amina Haddad\n"
        "How many: 2 adults, 1 child, 1 pram\n"
        "Your code: K7M2P9QX\n\n"
        f"See, change or cancel: {letters.LINK}\n\n"
        "Any question? Call us: 58 77 1-1558.\n"
        "Your team at the Wok\n"
    )


def test_the_same_row_gives_the_same_bytes_at_any_time(app: Flask, clock_at) -> None:
    first = rendering.wire_bytes(letters.letter(), event_writer=ics.event_bytes)
    clock_at(letters.NOW.replace(year=2027))
    assert rendering.wire_bytes(letters.letter(), event_writer=ics.event_bytes) == first


def test_a_mail_about_a_date_carries_it_for_the_calendar(app: Flask) -> None:
    mail = read(rendering.wire_bytes(letters.letter(), event_writer=ics.event_bytes))
    alternative, attached = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert alternative.get_content_type() == "multipart/alternative"
    plain, html, calendar = alternative.iter_parts()
    assert [part.get_content_type() for part in (plain, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert not calendar.is_attachment()
    assert attached.get_content_type() == "application/ics"
    assert attached.get_filename() == "invite.ics"
    event = calendar.get_payload(decode=True)
    assert event == attached.get_payload(decode=True)
    assert b"UID:b-17@wok" in event and b"SEQUENCE:2" in event and b"METHOD:PUBLISH" in event
    assert b"SUMMARY:Wednesday lunch at the Wok" in event
    assert b"ORGANIZER" not in event


def test_a_date_that_cannot_be_written_does_not_hold_up_its_mail(app: Flask) -> None:
    broken = {**letters.LUNCH, "entry": {"uid": "x"}}
    mail = read(rendering.wire_bytes(letters.letter(facts=broken), event_writer=ics.event_bytes))
    assert mail.get_body(("calendar",)) is None
    assert "K7M2P9QX" in mail.get_body(("plain",)).get_content()


def test_the_head_names_one_sender_one_receiver_and_no_answering_machine(app: Flask) -> None:
    mail = read(rendering.wire_bytes(letters.letter()))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == "<00112233@localhost>"
    assert mail["Date"].datetime == letters.NOW
    assert [address.addr_spec for address in mail["To"].addresses] == ["amina@example.org"]


@pytest.mark.parametrize(
    "name", ["Smith, evil@example.com", "A\r\nBcc: evil@example.com", '"x" <evil@example.com>', "é" * 300]
)
def test_no_name_adds_a_receiver_or_a_head_line(app: Flask, name: str) -> None:
    facts = {**letters.LUNCH, "topic": name}
    mail = read(rendering.wire_bytes(letters.letter(name=name, facts=facts)))
    assert [address.addr_spec for address in mail["To"].addresses] == ["amina@example.org"]
    assert mail["Bcc"] is None and mail["Cc"] is None


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "nobody", ""]
)
def test_what_is_not_one_address_is_refused(app: Flask, address: str) -> None:
    with pytest.raises((ValueError, IndexError, UnicodeError)):
        rendering.wire_bytes(letters.letter(recipient=address))


def test_what_people_type_stays_text(app: Flask) -> None:
    typed = "<b onclick=x>Sign in: https://evil.example/</b>"
    mail = read(
        rendering.wire_bytes(
            letters.letter("people/join_question", name=typed, facts={"question": "See: https://evil.example/"})
        )
    )
    html = mail.get_body(("html",)).get_content()
    assert "<b " not in html
    assert "evil.example/</a>" not in html and 'href="https://evil' not in html
