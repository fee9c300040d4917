"""Who looked at a report cannot be rewritten, not even by hand in the database; after two years it goes (PROMISES S11)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests import make
from wok.clock import machine_now
from wok.db import db, transaction
from wok.fair_access import guard
from wok.fair_access.models import FairCase, FairLook
from wok.jobs import tidy

TRICKS = (
    "UPDATE fair_look SET at = '2026-01-01 00:00:00.000000'",
    "UPDATE fair_look SET person_id = (SELECT max(id) FROM person)",
    "UPDATE fair_look SET id = id + 100",
    "DELETE FROM fair_look WHERE id = (SELECT max(id) FROM fair_look)",
    "DELETE FROM fair_case",
)
OF_ONE = {
    "sqlite": "INSERT OR REPLACE INTO fair_look (id, case_id, person_id, at) SELECT id, case_id, NULL, at FROM fair_look",
    "postgresql": "TRUNCATE fair_look",
}


def looked(case: FairCase, *times: datetime) -> None:
    claire = make.staff()
    with transaction():
        db.session.add_all(FairLook(case_id=case.id, person_id=claire.id, at=at) for at in times)


def test_a_look_is_never_changed_and_goes_after_two_years_alone(app: Flask):
    facts = {"language": "fr", "place": "wok", "kind": "refused", "received_at": make.NOW}
    with transaction():
        case = FairCase(**facts, stepped_at=make.NOW, changed_at=make.NOW)
        db.session.add(case)
    now = machine_now()
    looked(case, datetime(2020, 1, 1, tzinfo=UTC), now - guard.KEPT_FOR + timedelta(days=1), now)
    lynn = make.staff(name="Lynn Hoffmann")

    for trick in (*TRICKS, OF_ONE[db.engine.dialect.name]):
        with pytest.raises(DBAPIError, match="who looked is not rewritten"), transaction():
            db.session.execute(text(trick))
    with transaction():
        db.session.execute(text("UPDATE fair_look SET person_id = NULL"))
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text(f"UPDATE fair_look SET person_id = {lynn.id}"))
    tidy.forget_reports(now=now + timedelta(days=3000))
    assert db.session.scalar(select(func.count(FairLook.id))) == 2, "a clock set ahead takes no fresh one with it"
