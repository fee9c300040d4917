"""Copies of the database are made, read back, thinned out and put back; staff hear when they are not (PROMISES F5, F9)."""

import argparse
import os
import threading
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import func, select, text

from tests import make
from tests.databases import PROGRAMS
from wok.bookings.models import Booking, Taking
from wok.calendar import erased_again
from wok.db import db
from wok.jobs import backups, commands, postgresql, schedule, ticks, watching
from wok.mail.models import Message
from wok.people.models import Person
from wok.record import checking, kept, nightly

NOW = make.NOW
HOUR = timedelta(hours=1)


@pytest.fixture
def real_house(app, monkeypatch):
    """A house that is no demonstration."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    app.config["DEMO"] = False
    return app


def _rows() -> dict[str, int]:
    db.session.rollback()
    counted = ((kind, select(func.count()).select_from(kind)) for kind in (Booking, Taking, Message, Person))
    return {kind.__tablename__: db.session.scalar(count) for kind, count in counted}


def test_a_copy_made_while_people_book_brings_every_booking_back(real_house, house, clock_at, capsys):
    lunch, gone = make.lunch(), make.person(name="Somebody Else")
    for _turn in range(3):
        make.rsvp(lunch, 1)
    number = lunch.id

    def keep_booking():
        with real_house.app_context():
            for _turn in range(5):
                make.rsvp(db.session.get(type(lunch), number), 1)

    nightly.run(NOW)
    others = threading.Thread(target=keep_booking)
    others.start()
    path = backups.make(now=NOW)
    others.join()
    assert path.stat().st_mode & 0o77 == 0 and path.parent.stat().st_mode & 0o77 == 0
    counts = backups.check(path)
    assert counts["booking"] == counts["taking"] >= 3
    nightly.run(NOW + 24 * HOUR)
    assert len(kept.read()) == 2
    erased_again.keep(erased_again.line_of(gone, now=NOW))  # erased after the copy
    other = house.app(house.bare(db.engine.dialect.name))
    other.instance_path = real_house.instance_path
    with other.app_context():
        asked = argparse.Namespace(path=str(path))
        assert commands.restore(asked) == 0
        assert "1 people erased again" in capsys.readouterr().out
        assert checking.check(kept.read()).faults == [] and len(kept.read()) == 1, (
            "what came after the copy is not missed"
        )
        assert commands.restore(asked) == 1  # into an empty house only
        assert {name: counts[name] for name in _rows()} == _rows()
        assert db.session.scalar(select(func.count()).where(Person.name == "Somebody Else")) == 0
        db.session.remove()
        db.engine.dispose()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(backups.BadCopy, match=r"cannot be read|damaged|could not read|lacks"):
        backups.check(path)
    nowhere = path.with_name("nowhere")
    with pytest.raises(backups.BadCopy):
        backups.check(nowhere)
    assert not nowhere.exists()


def test_a_sealed_copy_opens_with_its_own_key_alone_and_a_cut_one_is_found(real_house, house, clock_at, monkeypatch):
    monkeypatch.setitem(real_house.config, "BACKUP_KEY", str(pyrage.x25519.Identity.generate()))
    make.rsvp(make.lunch(), 3, name="Bruno Silva of the footballers")
    path = backups.make(now=NOW)
    whole = path.read_bytes()
    assert backups.copies() == {NOW: path} and path.suffix == ".age"
    assert path.stat().st_mode & 0o77 == 0 and b"Bruno" not in whole and b"SQLite" not in whole
    other = house.app(house.bare(db.engine.dialect.name))
    other.instance_path = real_house.instance_path
    monkeypatch.setitem(other.config, "BACKUP_KEY", real_house.config["BACKUP_KEY"])
    counts = backups.check(path)
    with other.app_context():
        assert commands.restore(argparse.Namespace(path=str(path))) == 0
        assert {name: counts[name] for name in _rows()} == _rows() and counts["booking"] == 1
        db.session.remove()
        db.engine.dispose()
    for spoilt in (whole[:-1], whole[: len(whole) // 2], whole[:50], whole[:-40] + b"xx" + whole[-38:]):
        path.write_bytes(spoilt)
        with pytest.raises(backups.BadCopy, match="damaged, was cut short"):
            backups.check(path)
    path.write_bytes(whole)
    for key, said in ((str(pyrage.x25519.Identity.generate()), "another key"), ("", "must be the key")):
        monkeypatch.setitem(real_house.config, "BACKUP_KEY", key)
        with pytest.raises(backups.BadCopy, match=said):
            backups.check(path)
    assert not list(Path(real_house.instance_path).glob("copying-*"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_copy_of_postgresql_is_restored_on_trial_and_leaves_no_database_behind(real_house, clock_at):
    make.rsvp(make.lunch(), 3)
    path = backups.make(now=NOW)
    assert postgresql.may_rehearse() and postgresql.rehearse(path) == postgresql.read(path)
    bad = path.with_name("bad")
    bad.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(backups.BadCopy, match="pg_restore"):
        postgresql.rehearse(bad)
    assert not db.session.scalar(text("SELECT count(*) FROM pg_database WHERE datname LIKE 'wok\\_check\\_%'"))
    db.session.execute(text("CREATE ROLE without_rights; SET LOCAL ROLE without_rights"))
    assert not postgresql.may_rehearse()  # then it is read whole
    db.session.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_a_night_is_kept_for_weeks_and_staff_hear_once_a_day_when_there_is_none(real_house, clock_at):
    make.staff(email="claire@example.org")
    jobs = {job.name: job for job in ticks.JOBS}
    for hours in range(0, 24 * 30, 5):  # the job looks often, the copy is made once a night
        backups.run(NOW + hours * HOUR)
    assert len(backups.copies()) == 14 + 2  # the last fortnight, and the Sundays of the weeks before it
    assert watching.faults(now=NOW + 30 * 24 * HOUR) == 0
    for path in backups.copies().values():
        path.unlink()
    assert backups.run(NOW) == "copied"
    for hours in (35, 37, 47, 61, 62):
        clock_at(NOW + hours * HOUR)
        schedule.run(real_house, jobs["watch"])
    told = db.session.scalars(select(Message.created_at).where(Message.kind == watching.KIND).order_by(Message.id))
    assert told.all() == [NOW + 37 * HOUR, NOW + 61 * HOUR]
