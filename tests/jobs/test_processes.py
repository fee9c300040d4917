"""Several jobs processes over one database: each mail once, whoever is killed."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.jobs import processes
from tests.mail import letters, sink
from tests.mail.sink import Sink
from wok import clock
from wok.db import db, transaction
from wok.mail import sending
from wok.mail.models import Message

LEADS = "this jobs process leads"


@pytest.fixture
def server() -> Iterator[Sink]:
    """A mail server that is well."""
    made = Sink()
    with sink.serving(made, sink.free_port()) as made.address:
        yield made


@pytest.fixture
def true_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes live in real time."""
    monkeypatch.delenv("WOK_NOW", raising=False)


def owe_now(numbers: range) -> None:
    for number in numbers:
        letters.owe(number, now=clock.now())


def test_of_two_jobs_processes_one_sends_each_mail_once_and_the_other_takes_over_within_ten_seconds(
    app: Flask, server: Sink, true_clock: None, tmp_path: Path
) -> None:
    owe_now(range(40))
    logs = [tmp_path / "one.log", tmp_path / "other.log"]
    both = [processes.start(app.config["DATABASE_URL"], server.address, tmp_path, log=log) for log in logs]
    with processes.running(*both):
        processes.wait_for(is_all_sent, seconds=90)
        assert Counter(Counter(server.ids).values()) == {1: 40}
        leads = [LEADS in log.read_text() for log in logs]
        assert sorted(leads) == [False, True]
        server.wait_seconds = 0.01
        owe_now(range(100, 140))
        processes.wait_for(lambda: len(server.mails) > 40, seconds=30)
        processes.kill(both[leads.index(True)])
        free_the_claimed()
        before = len(server.mails)
        assert processes.wait_for(lambda: len(server.mails) > before, seconds=20) < 10
        processes.wait_for(is_all_sent, seconds=90)
    times = Counter(server.ids)
    assert len(times) == 80
    assert sum(times.values()) <= 81, "the mail that was on its way may come twice"
    words = "".join(log.read_text() for log in logs)
    assert words.count(LEADS) == 2
    assert "@example.org" not in words and letters.LINK not in words


def is_all_sent() -> bool:
    return set(letters.states()) == {"sent"}


def killed_again_and_again(app: Flask, server: Sink, folder: Path, *, kills: int, mails: int) -> None:
    """Kill the jobs process at random moments while it sends; then let one finish."""
    chance = random.Random(1535)
    server.wait_seconds = 0.002
    owe_now(range(mails))
    for _ in range(kills):
        process = processes.start(app.config["DATABASE_URL"], server.address, folder)
        with processes.running(process):
            before = len(server.mails)
            processes.wait_for(lambda: len(server.mails) > before or is_all_sent_or_claimed(), seconds=90)
            processes.wait_for(lambda: chance.random() < 0.3, seconds=5)
            processes.kill(process)
        free_the_claimed()
    last = processes.start(app.config["DATABASE_URL"], server.address, folder)
    with processes.running(last):
        processes.wait_for(is_all_sent, seconds=120)
    times = Counter(server.ids)
    assert len(times) == mails, "one Message-ID for each cause"
    assert sum(times.values()) - mails <= kills


def is_all_sent_or_claimed() -> bool:
    return "due" not in letters.states()


def free_the_claimed() -> None:
    """The lease is over: what minutes do, in no time."""
    with transaction():
        db.session.execute(update(Message).where(Message.state == "sending").values(lease_until=clock.now()))


@pytest.mark.drill
def test_a_jobs_process_killed_fifty_times_loses_nothing(
    app: Flask, server: Sink, true_clock: None, tmp_path: Path
) -> None:
    killed_again_and_again(app, server, tmp_path, kills=50, mails=1500)


def test_the_lease_outlives_a_turn() -> None:
    assert sending.LEASE.total_seconds() > sending.TURN_SECONDS + 10 * 10
