"""What was done is on record, and every kind of tampering is found (PROMISES S11)."""

import argparse
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.make import NOW
from tests.record.tampering import EVERY, faults, kept_house, past_the_guard, put_back, stored
from wok.bookings.models import Booking, BookingEvent
from wok.bookings.services import note
from wok.db import db, is_sqlite, transaction
from wok.record import checking, commands, kept, nightly, sealing

LATER = NOW + timedelta(days=3)
REFUSED = (
    "UPDATE booking_event SET what = 'cancelled' WHERE id = 1",
    "UPDATE booking_event SET at = (SELECT max(at) FROM booking_event) WHERE id = 1",
    "UPDATE booking_event SET person_id = (SELECT max(id) FROM person) WHERE id = 1",
    "UPDATE booking_event SET facts = '[1]' WHERE id = 1",
    "UPDATE booking_event SET \"by\" = 'wok' WHERE id = 1",
    "UPDATE booking_event SET id = 900 WHERE id = 1",
    "DELETE FROM booking_event WHERE id = 2",
    "DELETE FROM booking WHERE id = 1",
    "UPDATE seal SET count = 5",
    "DELETE FROM seal",
    "UPDATE sealed_line SET seal_id = 1",
    "UPDATE sealed_line SET facts_salt = facts",
    "DELETE FROM sealed_line",
    "DELETE FROM act",
)
OF_ONE = {
    "sqlite": (
        "INSERT OR REPLACE INTO booking_event SELECT id, booking_id, at, 'moved', by, NULL, '{}' FROM booking_event",
        "REPLACE INTO seal SELECT id, previous, sealed_at, 7, digest FROM seal",
    ),
    "postgresql": ("TRUNCATE booking_event", "TRUNCATE sealed_line", "TRUNCATE act", "TRUNCATE seal CASCADE"),
}
ALL = 'booking_id, at, what, "by", person_id, facts'
COPIED = f"INSERT INTO booking_event (id, {ALL}) SELECT {{}}, {ALL} FROM booking_event WHERE id = {{}}"
FIXED = "booking_id, at, what, by: one of these was changed"
TRICKS = (  # what somebody does past the triggers, and what a check says of it
    ("UPDATE booking_event SET what = 'moved' WHERE id = 3", f"history 3 (seal 2): {FIXED}"),
    ("UPDATE booking_event SET facts = '{\"quantity\":9}' WHERE id = 3", "history 3 (seal 2): the facts: was changed"),
    ("UPDATE booking_event SET facts = '{}' WHERE id = 3", "history 3 (seal 2): the facts: was changed"),
    ("UPDATE booking_event SET person_id = NULL WHERE id = 4", "history 4 (seal 2): who did it: was changed"),
    ("UPDATE booking_event SET person_id = 1 WHERE id = 3", "history 3 (seal 2): who did it: was put in afterwards"),
    ("DELETE FROM booking_event WHERE id = 3", "history 3 (seal 2): is gone"),
    ("DELETE FROM booking_event WHERE id = 6", "history 6 (seal 3): is gone"),
    ("DELETE FROM booking_event", "history 1 (seal 1): is gone"),
    (COPIED.format(90, 1), "history 90 (not sealed yet): says 2026-11-16T09:00"),
    (
        "UPDATE booking_event SET id = -id WHERE id < 3; UPDATE booking_event SET id = 3 + id WHERE id < 0",
        f"history 1 (seal 1): {FIXED}",
    ),
    (f"DELETE FROM booking_event WHERE id = 1; {COPIED.format(1, 3)}", f"history 1 (seal 1): {FIXED}"),
    ("DELETE FROM sealed_line WHERE line_id = 3", "seal 2: was set under 3 lines, now has 2"),
    (
        "DELETE FROM sealed_line WHERE line_id = 6; DELETE FROM booking_event WHERE id = 6",
        "seal 3: was set under 2 lines, now has 1",
    ),
    ("UPDATE sealed_line SET digest = facts WHERE line_id = 4", "seal 2: the seal, or what it stands under, was"),
    ("UPDATE sealed_line SET seal_id = 3 WHERE line_id = 4", "seal 3: was set under 2 lines, now has 3"),
    ("UPDATE seal SET digest = previous || '0' WHERE id = 2", "seal 3: does not follow the seal before it"),
    ("UPDATE seal SET sealed_at = (SELECT max(at) FROM act) WHERE id = 3", "seal 3: the seal, or what it stands"),
    ("DELETE FROM seal WHERE id = 2", "seal 3: seal 2 should stand here"),
    ("DELETE FROM act", "act 1 (seal 2): is gone"),
)


def newest() -> tuple[int, str]:
    """What somebody keeps elsewhere."""
    found = sealing.last()
    return found.id, found.digest


def verify(*kept_elsewhere: tuple[int, str]) -> int:
    """The exit code of `wok verify`."""
    return commands.verify(argparse.Namespace(kept=["{}:{}".format(*one) for one in kept_elsewhere]))


def test_a_line_on_record_is_written_once_and_the_database_refuses_to_change_it(app):
    kept_house()
    for trick in (*REFUSED, *OF_ONE[db.engine.dialect.name]):
        with pytest.raises(DBAPIError), transaction():
            db.session.connection().exec_driver_sql(trick)
    assert faults() == []
    if is_sqlite():  # on PostgreSQL a test that changes the schema costs a new database
        with transaction():
            db.session.execute(text("DROP TRIGGER stays_seal"))
        assert faults() == ["the trigger stays_seal, which keeps lines from being changed, is gone or switched off"]


def test_every_kind_of_tampering_is_named(app, capsys):
    kept_house()
    before = stored()
    assert verify() == 0 and "7 lines under 3 seals; 0 lines wait" in capsys.readouterr().out
    for trick, said in TRICKS:
        past_the_guard(trick)
        assert any(said in fault for fault in faults()), (trick, faults())
        assert verify() == 1, trick
        put_back(before)
        assert faults() == [], trick
    assert "history 3 (seal 2): is gone" in capsys.readouterr().err
    past_the_guard("DELETE FROM booking WHERE id = 1")
    assert faults() == ["booking 1, of which there is a history, is gone"]


def test_what_was_computed_anew_or_cut_off_is_found_by_a_digest_kept_elsewhere(app, capsys):
    kept_house()
    first, before = newest(), stored()
    assert nightly.run(LATER) == nightly.WHOLE and kept.read() == [first]
    cut = "DELETE FROM {} WHERE {}"
    past_the_guard(
        cut.format("sealed_line", "seal_id = 3"), cut.format("seal", "id = 3"), cut.format("booking_event", "id > 4")
    )
    assert faults() == [] and "the end was cut off" in faults(first)[0]
    put_back(before)
    past_the_guard("DELETE FROM sealed_line; DELETE FROM seal; UPDATE booking_event SET what = 'moved' WHERE id = 5")
    sealing.run(LATER)
    assert faults() == [], "without a digest from elsewhere nobody can know"
    assert nightly.run(LATER).startswith("1 faults: seal 3, whose digest was kept elsewhere, is gone")
    for _turn in range(2):
        with transaction():
            note(db.session.get_one(Booking, 1), "changed", by="staff", now=LATER)
        sealing.run(LATER)
    assert any("all was made anew" in fault for fault in faults(first))
    assert verify() == 1 and verify((3, "no digest")) == 2
    kept.restored(2, now=LATER)
    assert kept.read() == [] and verify() == 0, "after an older copy was put back, what came later is not missed"
    assert verify(first) == 1
    capsys.readouterr()


def test_history_from_before_is_taken_in_and_what_comes_late_goes_under_the_next_seal(app, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    monkeypatch.setattr(checking, "BATCH", 2)
    lunch = make.lunch(capacity=40)
    for turn in range(5):
        make.rsvp(lunch, 1, now=NOW + turn * EVERY)
    past_the_guard("UPDATE booking_event SET id = 20 WHERE id = 5")
    assert sealing.run(LATER) == "sealed 5" and sealing.run(LATER) == "" and newest()[0] == 3
    with transaction():  # a lower number that is committed later
        db.session.add(BookingEvent(id=7, booking_id=1, at=LATER, what="changed", by="staff", facts={}))
        note(db.session.get_one(Booking, 2), "changed", by="staff", now=LATER)
    assert sealing.run(LATER) == "sealed 2" and faults() == []
    assert verify(newest()) == 0
