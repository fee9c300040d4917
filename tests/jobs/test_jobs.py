"""What runs when, who leads, and what /healthz says."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.base import STATE_RUNNING
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from tests import make
from tests.events import signing
from tests.mail import letters
from wok import clock
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.events.models import Registration
from wok.jobs import schedule, ticks
from wok.jobs.leader import FileLead, lead_of
from wok.jobs.models import JobRun
from wok.jobs.run import ClockWatch
from wok.jobs.ticks import Job
from wok.lunches.models import Rsvp
from wok.mail.models import Message

NOW = make.NOW
NAMES = {"scheduler", "mail", "lunches", "oncall", "appointments", "earlier", "feeds", "busy", "tidy"}
NAMES |= {"loan reminders", "desk", "desk late", "desk returns", "desk closed days", "space"}
NAMES |= {"projects", "skills", "dates ahead"}
NAMES |= {"events", "event dates", "sharing", "sharing together", "sharing ahead", "figures", "report"}
NAMES |= {"backup", "watch", "record", "record check"}


def run_of(name: str) -> JobRun:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(JobRun, name)


def test_each_job_runs_and_says_what_it_did(app: Flask) -> None:
    letters.owe()
    for job in ticks.JOBS:
        schedule.run(app, job)
    assert {job.name for job in ticks.JOBS} == NAMES
    assert all(run_of(job.name).failed_at is None for job in ticks.JOBS)
    assert run_of("mail").words == "sent 1, failed 0, later 0"
    assert letters.states() == ["sent"]


def test_a_job_that_breaks_is_noted_without_its_words_and_comes_again(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    turns = []

    def breaks(now: datetime) -> str:
        turns.append(now)
        if len(turns) == 1:
            raise ValueError("amina@example.org")
        return "well"

    caplog.set_level(logging.INFO)
    schedule.run(app, Job("shaky", breaks))
    assert run_of("shaky").failed_at == NOW
    assert "ValueError" in run_of("shaky").words and "amina" not in caplog.text + run_of("shaky").words
    schedule.run(app, Job("shaky", breaks))
    assert run_of("shaky").failed_at is None and run_of("shaky").words == "well"


def test_one_broken_record_keeps_nobody_else_from_their_message(app: Flask, clock_at) -> None:
    jobs, date = {job.name: job for job in ticks.JOBS}, make.lunch()
    guests = [make.rsvp(date, 1, name=name) for name in ("Amina", "Bruno")]
    event = signing.event(seats=9)
    for name in ("Chris", "Dora"):
        app.test_client().fill(f"/en/events/{event.id}", **signing.typed(name=name, email=f"{name}@example.org"))
    signed_up = signing.bookings()[2]
    with transaction():
        db.session.execute(update(Booking).where(Booking.kind == "lunch").values(attendance="came"))
        db.session.execute(delete(Rsvp).where(Rsvp.booking_id == guests[0].id))
        db.session.execute(delete(Registration).where(Registration.booking_id == signed_up.id))
    clock_at(date.ends_at + timedelta(hours=4))
    schedule.run(app, jobs["lunches"])
    clock_at(make.NOW + timedelta(days=3, hours=8))
    schedule.run(app, jobs["events"])
    owed = select(Message.kind, Message.name).where(Message.kind.in_(("lunches/afterwards", "events/reminder")))
    db.session.rollback()
    assert db.session.execute(owed.order_by(Message.id)).all() == [
        ("lunches/afterwards", "Bruno"),
        ("events/reminder", "Dora"),
    ]
    assert "NoResultFound" in run_of("lunches").words and "NoResultFound" in run_of("events").words


def test_a_job_that_says_the_same_is_noted_every_half_minute(app: Flask, clock_at) -> None:
    def noted(seconds: int, words: str) -> float:
        clock_at(NOW + timedelta(seconds=seconds))
        schedule.run(app, Job("calm", lambda _now: words))
        return (run_of("calm").ran_at - NOW).total_seconds()

    assert [noted(0, "idle"), noted(29, "idle"), noted(30, "idle"), noted(31, "busy"), noted(5, "busy")] == [
        0,
        0,
        30,
        31,
        31,
    ]


def test_the_scheduler_only_ticks(app: Flask) -> None:
    made = schedule.scheduler(app)
    made.start(paused=True)
    try:
        assert made.state != STATE_RUNNING
        for job in made.get_jobs():
            assert job.misfire_grace_time is None and job.coalesce and job.max_instances == 1
            assert str(job.trigger.timezone) == "UTC"
    finally:
        made.shutdown()


def test_a_web_worker_never_runs_the_scheduler() -> None:
    for file in [Path("wok/app.py"), Path("wok/contents.py"), *Path("wok/web").glob("*.py")]:
        assert "apscheduler" not in file.read_text() and "jobs.schedule" not in file.read_text()


def test_only_one_leads_and_the_next_can_follow(app: Flask) -> None:
    first, second = lead_of(db.engine), lead_of(db.engine)
    assert first.take() and first.is_ours()
    assert not second.take() and not second.is_ours()
    first.leave()
    assert second.take() and second.is_ours() and not first.is_ours()
    second.leave()


def test_who_holds_a_file_that_was_removed_does_not_lead(tmp_path: Path) -> None:
    lead = FileLead(tmp_path / "lock")
    assert lead.take()
    (tmp_path / "lock").unlink()
    assert not lead.is_ours()
    lead.leave()


def test_a_clock_that_was_set_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def at(instant: datetime) -> None:
        monkeypatch.setenv("WOK_NOW", instant.isoformat())

    at(NOW)
    watch = ClockWatch()
    at(NOW + timedelta(seconds=2))
    assert not watch.has_jumped()
    at(NOW - timedelta(hours=1))
    assert watch.has_jumped()
    assert not watch.has_jumped()


def healthz(client: FlaskClient) -> tuple[int, dict[str, str]]:
    answer = client.get("/healthz")
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, json.loads(answer.get_data())


def test_healthz_says_up_only_when_all_is_up(app: Flask, client: FlaskClient, clock_at) -> None:
    assert healthz(client) == (503, {"web": "up", "database": "up", "jobs": "down"})
    schedule.run(app, Job(ticks.HEARTBEAT, ticks.beat))
    assert healthz(client) == (200, {"web": "up", "database": "up", "jobs": "up"})
    clock_at(NOW + timedelta(seconds=61))
    assert healthz(client)[0] == 503


def test_healthz_says_when_the_database_does_not_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_words: object, **_more: object) -> None:
        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr(type(db.session()), "get", away)
    assert healthz(client) == (503, {"web": "up", "database": "down", "jobs": "down"})


def test_the_clock_stands_where_the_test_put_it(app: Flask) -> None:
    assert clock.now() == NOW


def test_a_booking_whose_mail_came_back_forgets_it_once_a_later_one_gets_through(app: Flask) -> None:
    booking = make.rsvp(make.lunch(), 2)
    with transaction():
        booking.mail_failed_at = NOW
    ticks.send_mail(NOW)
    db.session.expire_all()
    assert booking.mail_failed_at is None
