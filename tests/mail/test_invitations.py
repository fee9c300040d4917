"""Invitations in mails: what goes out when a mailbox reads the answers, and when none does (CALENDAR.md 17 to 19)."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from tests import make
from tests.lunches import desk
from tests.mail import letters
from wok import config
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.feeds import ics
from wok.feeds.queries import booking_entry
from wok.kernel.span import Span
from wok.lunches import services, staff_services
from wok.mail import rendering, reply_to, sending
from wok.mail.models import DeliveredCopy, Message
from wok.mail.rendering import Letter
from wok.web.language import in_language

HOUR = timedelta(hours=1)
STORED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Differdange//Wok//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Wednesday lunch at the Wok
DTSTART;TZID=Europe/Luxembourg:20261118T120000
DTEND;TZID=Europe/Luxembourg:20261118T140000
DTSTAMP:20261110T080000Z
UID:b-17@wok
SEQUENCE:2
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:amina@example.org
CLASS:PRIVATE
LAST-MODIFIED:20261110T080000Z
LOCATION:Le Wok
ORGANIZER;CN="Le Wok":mailto:wok+17-secret@example.org
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:http://localhost/en/lunch
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def database_url(house) -> Iterator[str]:
    """Mails are made from rows that other tests write on both databases: one is enough."""
    url = house.sqlite("the_test")
    yield url
    house.drop(url)


@pytest.fixture
def answered(app: Flask) -> Flask:
    """An installation whose mailbox is read."""
    app.config["MAIL_ANSWERS"] = "wok@example.org"
    return app


def invited(**given: object) -> Letter:
    facts = {**letters.LUNCH, "reply_to": "wok+17-secret@example.org", **given}
    return letters.letter(facts=facts)


def mail_of(letter: Letter) -> EmailMessage:
    source = rendering.wire_bytes(letter, event_writer=ics.event_bytes)
    return email.message_from_bytes(source, policy=email.policy.default)


def event_of(mail: EmailMessage) -> str:
    """The calendar part unfolded, without its time zone."""
    part = mail.get_body(("calendar",))
    whole = re.sub(r"\r\n ", "", part.get_payload(decode=True).decode()) if part else ""
    return re.sub(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", "", whole, flags=re.DOTALL)


def line(event: str, name: str) -> list[str]:
    return [one for one in event.split("\r\n") if re.match(rf"{name}[;:]", one)]


def last_mail() -> EmailMessage:
    """The last mail of the demonstration's mailbox, after everything due was sent."""
    db.session.rollback()
    copy = db.session.query(DeliveredCopy).order_by(DeliveredCopy.id.desc()).first()
    return email.message_from_bytes(copy.source, policy=email.policy.default)


def test_the_invitation_stands_as_it_is_stored(app: Flask) -> None:
    assert event_of(mail_of(invited())).replace("\r\n", "\n") == STORED


def test_its_structure_is_the_one_that_calendar_programs_read(app: Flask) -> None:
    mail = mail_of(invited())
    alternative, attached = mail.iter_parts()
    plain, html, calendar = alternative.iter_parts()
    kinds = [part.get_content_type() for part in (mail, alternative, plain, html, calendar, attached)]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar["Content-Transfer-Encoding"] == attached["Content-Transfer-Encoding"] == "base64"
    assert not calendar.is_attachment() and attached.get_filename() == "invite.ics"
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == ["wok+17-secret@example.org"]


def test_one_organizer_one_attendee_and_nobody_else(app: Flask) -> None:
    event = event_of(mail_of(invited()))
    assert len(line(event, "ORGANIZER")) == len(line(event, "ATTENDEE")) == 1
    assert "SENT-BY" not in event
    assert set(re.findall(r"mailto:(\S+)", event)) == {"wok+17-secret@example.org", "amina@example.org"}


def test_a_cancelled_date_is_called_off(app: Flask) -> None:
    entry = {**letters.ENTRY, "status": "CANCELLED", "sequence": 3}
    mail = mail_of(invited(entry=entry))
    event = event_of(mail)
    assert mail.get_body(("calendar",))["Content-Type"].params["method"] == "CANCEL"
    for wanted in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "TRANSP:TRANSPARENT"):
        assert f"\r\n{wanted}\r\n" in event
    assert line(event, "ORGANIZER") and line(event, "ATTENDEE")


def test_a_date_that_is_over_is_not_sent_again(app: Flask) -> None:
    letter = letters.letter(facts=invited().facts, due_at=letters.NOW + timedelta(days=9))
    assert event_of(mail_of(letter)) == ""


def test_without_a_mailbox_nobody_is_asked_to_answer(app: Flask) -> None:
    booking = desk.guest(desk.first_lunch(), reach="email", email="amina@example.org")
    facts = db.session.query(Message).filter_by(booking_id=booking.id).one().facts
    assert "reply_to" not in facts
    event = event_of(mail_of(letters.letter()))
    assert "METHOD:PUBLISH" in event and "ORGANIZER" not in event and "ATTENDEE" not in event


def test_the_same_row_gives_the_same_bytes_whatever_the_settings_say_later(answered: Flask) -> None:
    answered.config["MAIL_ANSWERS"] = "other@example.org"
    first = rendering.wire_bytes(invited(), event_writer=ics.event_bytes)
    answered.config["MAIL_ANSWERS"] = ""
    answered.config["SECRET_KEY"] = "another key that is long enough for anybody"
    again = rendering.wire_bytes(invited(), event_writer=ics.event_bytes)
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()


def test_the_secret_of_a_booking_is_its_own_and_opens_nothing(answered: Flask) -> None:
    booking = desk.guest(desk.first_lunch(), reach="email", email="amina@example.org")
    address = reply_to.address_for(booking.id)
    assert re.fullmatch(r"wok\+\d+-[a-z2-7]{24}@example\.org", address)
    assert booking.link_token not in address and booking.uid not in address
    assert reply_to.booking_of(address.upper()) == booking.id
    assert reply_to.booking_of(address.replace(f"+{booking.id}-", f"+{booking.id + 1}-")) is None
    assert reply_to.booking_of("wok@example.org") is None
    assert len(reply_to.address_for(2**31 - 1).partition("@")[0]) <= 64


def test_who_only_waits_is_not_invited_and_who_leaves_the_list_is_not_called_off(answered: Flask) -> None:
    lunch = make.lunch(capacity=2)
    make.rsvp(lunch, 2)
    booking = make.waiting(lunch, 2)
    with transaction():
        services.cancel(db.session.get_one(Booking, booking.id), now=make.NOW)
    rows = db.session.query(Message).filter_by(booking_id=booking.id).all()
    assert len(rows) == 2
    assert all("entry" not in row.facts and "reply_to" in row.facts for row in rows)


def test_a_change_and_a_cancelling_follow_the_feed(answered: Flask) -> None:
    lunch = desk.first_lunch()
    booking = desk.guest(lunch, reach="email", email="amina@example.org")
    later, claire = Span(lunch.starts_at + HOUR, lunch.ends_at + HOUR), make.staff()
    methods, sequences, organizers = [], [], set()
    steps = (
        lambda: None,
        lambda: staff_services.move_date(lunch, later, {}, now=make.NOW, staff_id=claire.id),
        lambda: services.cancel(booking, now=make.NOW),
    )
    for number, step in enumerate(steps):
        with transaction():
            step()
        sending.send_due(now=make.NOW + timedelta(minutes=11 * (number + 1)), rim=sending.Rim(ics.event_bytes))
        event = event_of(last_mail())
        db.session.refresh(booking)
        with in_language("en"):
            entry = booking_entry(booking, "en")
        assert f"UID:{entry.uid}\r\n" in event and f"SEQUENCE:{entry.sequence}\r\n" in event
        assert f"{entry.dtstart.astimezone(ics.ZONE):%Y%m%dT%H%M%S}" in line(event, "DTSTART")[0]
        methods += line(event, "METHOD")
        sequences.append(entry.sequence)
        organizers |= set(line(event, "ORGANIZER"))
    assert methods == ["METHOD:REQUEST", "METHOD:REQUEST", "METHOD:CANCEL"]
    assert sequences == sorted(set(sequences))
    assert len(organizers) == 1


def test_messages_by_phone_have_no_address_for_answers(answered: Flask) -> None:
    booking = desk.guest(desk.first_lunch(), reach="phone", phone="+352621123456")
    assert "reply_to" not in db.session.query(Message).filter_by(booking_id=booking.id).one().facts


@pytest.mark.parametrize(
    "mailbox", ["wok", "wok+x@example.org", "a@b@c", "x" * 29 + "@example.org", "wok@example.org\n"]
)
def test_a_mailbox_that_cannot_work_is_a_fault(mailbox: str) -> None:
    settings = {setting.name: setting.default for setting in config.SETTINGS} | {"MAIL_ANSWERS": mailbox}
    assert any("WOK_MAIL_ANSWERS" in fault for fault in config.faults(settings))
    assert not any(
        "MAIL_ANSWERS" in fault for fault in config.faults({**settings, "MAIL_ANSWERS": "wok@wok.example.lu"})
    )
