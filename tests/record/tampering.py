"""A house with something on record, and somebody with every right on its database, past the triggers."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import select

from tests import make
from tests.make import NOW
from wok.bookings.services import note
from wok.db import db, is_sqlite, transaction
from wok.people.models import Person
from wok.record import checking, sealing
from wok.record.lines import table
from wok.record.models import Act

TABLES = ("sealed_line", "seal", "act", "booking_event")  # in the order in which they can be emptied
TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
EVERY = timedelta(hours=4)
Stored = Mapping[str, Sequence[Mapping[str, Any]]]


def kept_house() -> Person:
    """Three seals; under each a booking (lines 1, 3, 5) and what Amina changed (2, 4, 6). Under the second, an act, too."""
    lunch, amina = make.lunch(capacity=40), make.delegate()
    for turn in range(3):
        now = NOW + turn * EVERY
        booking = make.rsvp(lunch, 2, now=now)
        with transaction():
            note(booking, "changed", by="booker", now=now, person_id=amina.id, quantity=[2, 3])
            if turn == 1:
                db.session.add(Act(at=now, what="wok staff", facts={"of": {"words": "add"}}))
        sealing.run(now)
    return amina


def faults(*kept: tuple[int, str]) -> list[str]:
    """What a check says."""
    db.session.rollback()
    return checking.check(kept).faults


def past_the_guard(*tricks: str) -> None:
    """What the owner of the database can do to it, leaving the triggers as they were."""
    db.session.rollback()
    statements = [statement for trick in tricks for statement in trick.split(";")]
    if is_sqlite():
        with closing(sqlite.connect(db.engine.url.database, isolation_level=None)) as raw:
            there = [row[1:] for row in raw.execute(TRIGGERS) if row[0] in TABLES]
            off, on = [f"DROP TRIGGER {name}" for name, _sql in there], [sql for _name, sql in there]
            for statement in ("BEGIN IMMEDIATE", *off, *statements, *on, "COMMIT"):
                raw.execute(statement)
    else:
        with transaction():
            for statement in ("SET LOCAL session_replication_role = replica", *statements):
                db.session.connection().exec_driver_sql(statement)
    db.session.expire_all()


def stored() -> Stored:
    """Every row of the record."""
    db.session.rollback()
    return {name: [dict(row) for row in db.session.execute(select(table(name))).mappings()] for name in TABLES}


def put_back(rows: Stored) -> None:
    """As it was before."""
    past_the_guard(*(f"DELETE FROM {name}" for name in TABLES))
    with transaction():
        for name in reversed(TABLES):
            if rows[name]:
                db.session.execute(table(name).insert(), rows[name])
