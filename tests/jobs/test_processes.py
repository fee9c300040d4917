"""Several jobs processes over one database: each mail once, whoever is killed."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.jobs import processes
from tests.mail import letters, sink
from tests.mail.sink import Sink
from wok import clock
from wok.db import db
from wok.jobs.models import JobRun
from wok.mail import sending


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


def owe_now(count: int) -> None:
    for number in range(count):
        letters.owe(number, now=clock.now())


def test_two_jobs_processes_send_each_mail_once(app: Flask, server: Sink, true_clock: None, tmp_path: Path) -> None:
    owe_now(120)
    url = app.config["DATABASE_URL"]
    log = tmp_path / "log"
    both = [processes.start(url, server.address, tmp_path, log=log) for _ in range(2)]
    with processes.running(*both):
        processes.wait_for(lambda: len(server.mails) >= 120, seconds=90)
        owe_more = range(200, 230)
        for number in owe_more:
            letters.owe(number, now=clock.now())
        processes.wait_for(lambda: set(letters.states()) == {"sent"}, seconds=90)
    assert Counter(Counter(server.ids).values()) == {1: 150}
    words = log.read_text()
    assert words.count("this jobs process leads") == 1
    assert "@example.org" not in words and letters.LINK not in words


def test_when_the_leader_is_killed_the_other_works_within_ten_seconds(
    app: Flask, server: Sink, true_clock: None, tmp_path: Path
) -> None:
    url = app.config["DATABASE_URL"]
    leader = processes.start(url, server.address, tmp_path)
    with processes.running(leader):
        processes.wait_for(lambda: has_beaten(), seconds=90)
        standby = processes.start(url, server.address, tmp_path)
        with processes.running(standby):
            letters.owe(1, now=clock.now())
            processes.wait_for(lambda: letters.states() == ["sent"], seconds=90)
            processes.wait_for(lambda: is_standing_by(standby), seconds=5)
            processes.kill(leader)
            letters.owe(2, now=clock.now())
            assert processes.wait_for(lambda: letters.states() == ["sent", "sent"], seconds=20) < 10


def is_standing_by(process: object) -> bool:
    """It has had the time to start; a start takes about two seconds on a busy machine."""
    import time

    time.sleep(3)
    return process.poll() is None


def has_beaten() -> bool:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(JobRun, "scheduler") is not None


def killed_again_and_again(app: Flask, server: Sink, folder: Path, *, kills: int, mails: int) -> None:
    """Kill the jobs process at random moments while it sends; then let one finish."""
    chance = random.Random(1535)
    server.wait_seconds = 0.002
    owe_now(mails)
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
        processes.wait_for(lambda: set(letters.states()) == {"sent"}, seconds=120)
    times = Counter(server.ids)
    assert len(times) == mails, "one Message-ID for each cause"
    assert sum(times.values()) - mails <= kills


def is_all_sent_or_claimed() -> bool:
    return "due" not in letters.states()


def free_the_claimed() -> None:
    """The lease is over: what minutes do, in no time."""
    from sqlalchemy import update

    from wok.db import transaction
    from wok.mail.models import Message

    with transaction():
        db.session.execute(update(Message).where(Message.state == "sending").values(lease_until=clock.now()))


def test_a_jobs_process_killed_in_the_middle_loses_nothing(
    app: Flask, server: Sink, true_clock: None, tmp_path: Path
) -> None:
    killed_again_and_again(app, server, tmp_path, kills=2, mails=150)


@pytest.mark.drill
def test_a_jobs_process_killed_fifty_times_loses_nothing(
    app: Flask, server: Sink, true_clock: None, tmp_path: Path
) -> None:
    killed_again_and_again(app, server, tmp_path, kills=50, mails=1500)


def test_the_lease_outlives_a_turn() -> None:
    assert sending.LEASE.total_seconds() > sending.TURN_SECONDS + 10 * 10
