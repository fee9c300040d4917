"""Sending what is owed, to a real mail server that is well, away, mute or unwilling."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.mail import letters, sink
from tests.mail.letters import NOW, later
from tests.mail.sink import Sink
from wok.db import db, transaction
from wok.mail import outbox, post, sending
from wok.mail.models import DeliveredCopy, Message


@pytest.fixture
def server(app: Flask) -> Iterator[Sink]:
    """A mail server that is well, and that the Wok knows."""
    made = Sink()
    with sink.serving(made, sink.free_port()) as address:
        app.config["SMTP_URL"] = address
        yield made


def send(now: datetime = NOW) -> str:
    return str(sending.send_due(now=now))


def test_what_is_owed_is_sent_once(server: Sink) -> None:
    for number in range(3):
        letters.owe(number)
    assert send() == "sent 3, failed 0, later 0"
    assert send(later(60)) == "sent 0, failed 0, later 0"
    assert letters.states() == ["sent"] * 3
    assert len(set(server.ids)) == len(server.ids) == 3
    assert server.connections == 1, "one connection serves many mails"


def test_nothing_is_sent_before_its_time(server: Sink) -> None:
    letters.owe(due_at=later(10))
    send(later(9))
    assert not server.mails
    send(later(10))
    assert len(server.mails) == 1


def test_a_reminder_that_is_too_late_is_not_sent(server: Sink) -> None:
    letters.owe(kind="lunches/reminder", useful_until=later(60))
    send(later(360))
    assert letters.states() == ["void"]
    assert not server.mails


def test_what_was_taken_back_is_not_sent(server: Sink) -> None:
    letters.owe(due_at=later(10))
    with transaction():
        outbox.void(now=later(9), cause="test:1")
    send(later(10))
    assert not server.mails


def test_somebody_without_e_mail_is_left_to_the_call_list(server: Sink) -> None:
    letters.owe(to=outbox.Recipient("phone", "+35258771", "Amina", "fr"))
    send()
    assert letters.states() == ["due"]


def test_an_address_that_is_refused_fails_at_once_and_holds_up_nobody(server: Sink) -> None:
    server.refuse["amina1@example.org"] = "550 no such mailbox"
    for number in (1, 2, 3):
        letters.owe(number)
    failed = []
    sending.send_due(now=NOW, rim=sending.Rim(on_failed=lambda letter, now: failed.append(letter.recipient)))
    assert letters.states() == ["failed", "sent", "sent"]
    assert failed == ["amina1@example.org"]
    assert letters.row("test:1").last_error == "recipient 550"


def test_a_row_that_cannot_be_written_holds_up_nobody(server: Sink) -> None:
    letters.owe(1, kind="lunches/confirmed", facts={"day_at": "not a date"})
    letters.owe(2, kind="lunches/reminder", facts={})
    letters.owe(3, to=outbox.Recipient("email", "a@example.org, b@example.org", "Amina", "en"))
    letters.owe(4)
    send()
    assert letters.states() == ["failed", "failed", "failed", "sent"]
    assert [mail["To"] for mail in server.mails] == ["Amina <amina4@example.org>"]


def test_what_is_not_taken_now_is_tried_with_growing_pauses_and_then_shown_as_failed(server: Sink) -> None:
    server.refuse["amina1@example.org"] = "450 busy"
    letters.owe(1)
    now, tried = NOW, []
    while letters.states() == ["due"]:
        send(now)
        again = letters.row("test:1").lease_until
        if letters.states() == ["due"]:
            tried.append((again - now) // timedelta(minutes=1))
            send(again - timedelta(seconds=1))
            now = again
    assert tried == [1, 5, 15, 60, 360]
    assert letters.states() == ["failed"]


def test_a_server_that_is_down_for_an_hour_loses_nothing(app: Flask) -> None:
    port = sink.free_port()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    for number in range(60):
        letters.owe(number)
    for minute in range(60):
        send(later(minute))
    assert set(letters.states()) == {"due"}
    made = Sink()
    with sink.serving(made, port):
        send(later(76))
        send(later(77))
    assert set(letters.states()) == {"sent"}
    assert Counter(Counter(made.ids).values()) == {1: 60}


def test_a_server_that_never_comes_back_is_seen(app: Flask) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{sink.free_port()}"
    letters.owe()
    send(NOW + timedelta(days=4))
    assert letters.states() == ["failed"]


def test_nothing_goes_unencrypted_to_another_machine() -> None:
    here, there, port = Sink(), Sink(), sink.free_port()
    letter = ("wok@localhost", "amina@example.org", b"Subject: x\r\n\r\nx")
    with sink.serving(here, port) as near, sink.serving(there, port, host="127.0.0.2") as far:  # not known to be near
        with closing(post.SmtpPost(near)) as ours:
            ours.deliver(*letter)
        with closing(post.SmtpPost(far)) as theirs, pytest.raises(post.ServerAway):
            theirs.deliver(*letter)
        assert len(here.mails) == 1 and not there.mails
        with closing(post.SmtpPost(f"{far}?tls=none")) as theirs:  # the house's own decision
            theirs.deliver(*letter)
    assert len(there.mails) == 1


def test_a_mute_server_holds_up_one_turn_for_a_few_seconds_and_marks_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "LIMIT_SECONDS", 0.3)
    with sink.mute_server() as address:
        app.config["SMTP_URL"] = address
        for number in range(3):
            letters.owe(number)
        assert send() == "sent 0, failed 0, later 3"
    assert set(letters.states()) == {"due"}


def test_one_mail_that_hangs_does_not_hold_up_the_others(server: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "LIMIT_SECONDS", 0.5)
    server.hang_on.add("amina1@example.org")
    for number in (1, 2, 3):
        letters.owe(number)
    assert send() == "sent 2, failed 0, later 1"
    assert letters.states() == ["due", "sent", "sent"]


def test_a_claim_nobody_finished_is_free_again_when_its_lease_ends(server: Sink) -> None:
    letters.owe()
    taken = sending.claim(now=NOW)
    assert len(taken) == 1 and sending.claim(now=later(1)) == []
    send(later(6))
    assert letters.states() == ["sent"]
    assert server.mails[0]["Message-ID"] == letters.row("test:1").message_id.replace("@wok", "@localhost")


def test_the_clock_may_jump_back_and_forth(server: Sink) -> None:
    for number in range(4):
        letters.owe(number, due_at=later(30 * number))
    for minutes in (0, 60, 0, -60, 30, 90, 0, 90):
        send(later(minutes))
    assert letters.states() == ["sent"] * 4
    assert len(set(server.ids)) == len(server.ids) == 4


def test_nothing_is_sent_inside_a_transaction(server: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ones = []
    deliver = post.SmtpPost.deliver

    def watched(self: post.SmtpPost, *words: object) -> None:
        open_ones.append(db.session().in_transaction())
        deliver(self, *words)

    monkeypatch.setattr(post.SmtpPost, "deliver", watched)
    letters.owe()
    send()
    assert open_ones == [False]


def test_without_a_server_the_mail_lands_in_the_mailbox_once(app: Flask) -> None:
    letters.owe()
    send()
    with transaction():
        row = db.session.scalars(select(Message)).one()
        row.state, row.lease_until = "due", None
    send()
    copy = db.session.scalars(select(DeliveredCopy)).one()
    assert copy.recipient == "amina1@example.org"
    assert b"K7M2P9QX" in copy.source


def test_no_address_and_no_secret_stands_in_the_logs(server: Sink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "wok")
    server.refuse = {
        "amina1@example.org": "550 amina1@example.org is unknown",
        "amina2@example.org": "450 amina2@example.org",
    }
    letters.owe(1)
    letters.owe(2)
    letters.owe(3, facts={"day_at": "amina3@example.org"})
    letters.owe(4)
    send()
    assert "failed" in caplog.text
    assert "@example.org" not in caplog.text and letters.LINK not in caplog.text
    for number in (1, 2, 3):
        assert "@" not in letters.row(f"test:{number}").last_error


def test_letters_module_knows_every_template() -> None:
    found = {f"{path.parent.name}/{path.stem}" for path in Path("templates/mail").glob("*/*.txt")}
    assert found - letters.FRAMES == set(letters.MORE)
