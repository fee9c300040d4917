"""Answers by mail: read leniently, believed only as far as they prove themselves, carried out once (CALENDAR.md 20)."""

import io
import sys
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from tests.appointments import desk as meetings
from tests.lunches import desk
from tests.mail import replies
from tests.oncall import thursday
from tests.space import rooms
from wok import cli
from wok.answers import command, reading, services
from wok.bookings.models import Booking, BookingEvent
from wok.db import db, transaction
from wok.lunches import services as lunches
from wok.mail import reply_to
from wok.mail.models import MailAnswer, Message

AMINA = {"reach": "email", "email": "amina@example.org"}
MAKERS = {
    "lunch": lambda: desk.guest(desk.first_lunch(), **AMINA),
    "oncall": lambda: thursday.time(thursday.thursday(), 0, **AMINA),
    "space": lambda: rooms.use(rooms.room(), rooms.span(rooms.FRIDAY), asks=rooms.who(**AMINA)),
    "appointment": lambda: meetings.book(meetings.matter(), meetings.at(meetings.FRIDAY, 10), **AMINA),
}


@pytest.fixture(autouse=True)
def mailbox(app: Flask, clock_at) -> None:
    app.config["MAIL_ANSWERS"] = "wok@example.org"
    clock_at(replies.NOW)


def answer(booking: Booking, partstat: str = "ACCEPTED", number: int = 1, **changes: str) -> bytes:
    """Amina's answer; each `number` is a mail of its own, a second later."""
    envelope = {"to": reply_to.address_for(booking.id), "name": f"<{number}@mail.example.org>"}
    envelope |= {key: changes.pop(key) for key in ("sender", "to") if key in changes}
    facts = {"uid": booking.uid, "sequence": booking.sequence, "stamp": f"20261116T1150{number:02d}Z"}
    text = replies.calendar(**{**facts, "partstat": partstat, **changes})
    return replies.mail(text, **envelope)


def receive(source: bytes) -> int:
    code = command.receive(io.BytesIO(source))
    db.session.rollback()
    db.session.expire_all()
    return code


def history(booking: Booking) -> list[str]:
    rows = db.session.query(BookingEvent).filter_by(booking_id=booking.id).order_by(BookingEvent.id)
    return [row.what for row in rows][1:]


def notes() -> list[str]:
    return [row.why for row in db.session.query(MailAnswer).filter_by(state="new").order_by(MailAnswer.id)]


@pytest.mark.parametrize("kind", MAKERS)
def test_yes_maybe_no_and_yes_again_do_what_the_links_do(kind: str) -> None:
    booking = MAKERS[kind]()
    for number, partstat in enumerate(("ACCEPTED", "TENTATIVE", "DECLINED"), 1):
        assert receive(answer(booking, partstat, number)) == 0
    assert [one for one in history(booking) if one != "granted"] == ["reconfirmed", "tentative", "cancelled"]
    assert booking.status == "cancelled"
    told = db.session.query(Message).filter_by(booking_id=booking.id, state="due").one()
    assert told.kind.endswith("/cancelled") and told.due_at == replies.NOW + timedelta(minutes=10)
    assert receive(answer(booking, "ACCEPTED", 4)) == 0
    assert booking.status == "confirmed" and history(booking)[-1] == "undone"
    assert notes() == []


def test_a_repeated_or_older_answer_changes_nothing() -> None:
    booking = MAKERS["lunch"]()
    second, first = answer(booking, "ACCEPTED", 9), answer(booking, "DECLINED", 3)
    for source in (second, second, first, first.replace(b"<3@", b"<33@"), second.replace(b"<9@", b"<99@")):
        assert receive(source) == 0
    assert booking.status == "confirmed" and history(booking) == ["reconfirmed"]
    assert db.session.query(MailAnswer).count() == 1


def test_forged_answers_change_nothing_and_are_shown_to_staff() -> None:
    booking = MAKERS["lunch"]()
    other = desk.guest(desk.first_lunch(), reach="email", email="bruno@example.org")
    forged = {
        "sender": answer(booking, "DECLINED", 1, sender="eve@example.org"),
        "attendee": answer(booking, "DECLINED", 2, attendee="bruno@example.org"),
        "two senders": answer(booking, "DECLINED", 3).replace(b"To:", b"From: amina@example.org\r\nTo:", 1),
        "uid": answer(booking, "DECLINED", 4, uid="nobody@wok"),
        "other's uid": answer(booking, "DECLINED", 5, uid=other.uid),
        "guessed address": answer(booking, "DECLINED", 6, to=f"wok+{booking.id}-{'a' * 24}@example.org"),
        "no address": answer(booking, "DECLINED", 7, to="wok@example.org"),
        "delegated": answer(booking, "DELEGATED", 8),
    }
    assert [receive(source) for source in forged.values()] == [0] * 8
    assert notes() == [*["not_theirs"] * 3, *["unknown"] * 4, "text"]
    assert {booking.status, other.status} == {"confirmed"} and not history(booking)


def test_an_answer_to_another_time_is_late_but_an_undone_change_is_none() -> None:
    booking = MAKERS["lunch"]()
    first = answer(booking, "DECLINED", 1)
    with transaction():
        db.session.query(Message).update({"state": "sent"})
        lunches.cancel(booking, now=replies.NOW)
        lunches.undo_cancel(booking, now=replies.NOW)
    assert booking.sequence == 2
    assert receive(first) == 0 and booking.status == "cancelled"
    other = MAKERS["oncall"]()
    old = answer(other, "DECLINED", 2)
    with transaction():
        other.starts_at, other.sequence = other.starts_at + timedelta(minutes=1), 1
    assert receive(old) == 0 and other.status == "confirmed" and notes() == ["late"]


def test_after_the_date_nothing_is_changed(clock_at) -> None:
    booking = MAKERS["oncall"]()
    clock_at(booking.starts_at + timedelta(hours=1))
    assert receive(answer(booking, "DECLINED")) == 0
    assert booking.status == "confirmed" and notes() == ["late"]


def test_a_comment_and_a_letter_are_read_by_staff_with_one_tick(client: FlaskClient) -> None:
    booking = MAKERS["lunch"]()
    receive(answer(booking, "ACCEPTED", 1, more="COMMENT:We bring\\, <b>two</b>\\ncakes\r\n"))
    letter = EmailMessage()
    letter["From"], letter["To"] = "amina@example.org", reply_to.address_for(booking.id)
    letter.set_content("Can we bring a pram?\n> Hello Amina\n")
    receive(letter.as_bytes())
    assert notes() == ["words", "text"]
    desk.signed_in(client)
    page = desk.read(client, "/en/staff/calls")
    assert "We bring, &lt;b&gt;two&lt;/b&gt;" in page and "Can we bring a pram?" in page and "Hello Amina" not in page
    first = db.session.query(MailAnswer).filter_by(why="words").one()
    client.fill("/en/staff/calls", f"answers/{first.id}/read")
    assert notes() == ["text"]
    assert "1 mail to read" in desk.read(client, "/en/staff/")


def test_a_flood_is_noted_up_to_a_point() -> None:
    for number in range(services.MOST_NOTES + 5):
        assert receive(b"From: eve@example.org\r\nMessage-ID: <%d@x>\r\n\r\nBuy!\r\n" % number) == 0
    assert len(notes()) == services.MOST_NOTES


def test_noise_of_a_mebibyte_and_nothing_at_all_are_noted_quickly() -> None:
    booking = MAKERS["lunch"]()
    huge = answer(booking, "DECLINED", 1) + b"x" * 2**21
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(20_000))
    for source in (huge, nested[: 2**20], bytes(range(256)) * 4096, b""):
        assert receive(source) == 0
    assert booking.status == "confirmed" and len(notes()) == 4


def test_the_mail_server_keeps_the_mail_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = MAKERS["lunch"]()

    def away(*_given: object, **_named: object) -> str:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as world:
        world.setattr(services, "take", away)
        assert receive(answer(booking)) == command.TRY_LATER
    assert receive(answer(booking)) == 0 and history(booking) == ["reconfirmed"]


def test_the_command_reads_standard_input(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    booking = MAKERS["lunch"]()
    source = answer(booking, "ACCEPTED", 1, to="wok@example.org")  # only the envelope names the booking
    monkeypatch.setattr("wok.app.create_app", lambda: app)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source)))
    assert cli.main(["mail", "receive", "--to", reply_to.address_for(booking.id)]) == 0
    assert capsys.readouterr().out == "done\n"


class TestShapes:
    """Reading alone; no database."""

    @pytest.fixture(autouse=True)
    def mailbox(self) -> None:
        """Nothing is needed."""

    @pytest.mark.parametrize("shape", replies.SHAPES)
    def test_each_program_is_understood(self, shape: str) -> None:
        found = reading.read(replies.SHAPES[shape])
        assert found.sender == "amina@example.org"
        assert found.reply is not None and found.reply.uid == "b-17@wok"
        assert [(one.address, one.partstat) for one in found.reply.attendees] == [("amina@example.org", "ACCEPTED")]

    @pytest.mark.parametrize("method", ["REQUEST", "COUNTER", "PUBLISH", ""])
    def test_what_is_no_reply_is_none(self, method: str) -> None:
        assert reading.read(replies.mail(replies.calendar(method), "text/calendar")).reply is None

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=400), st.integers(0, 900), st.sampled_from(sorted(replies.SHAPES)))
    def test_no_bytes_crash_the_reader(self, noise: bytes, at: int, shape: str) -> None:
        source = replies.SHAPES[shape]
        for made in (noise, source[:at] + noise + source[at:], source[:at]):
            assert len(reading.read(made).fingerprint) == 64
