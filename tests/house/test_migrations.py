"""Migrations keep the data (PROMISES F6): each is run over a filled database of the release before, on both databases."""

import os
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import Migrate
from flask_migrate import upgrade as migrate
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.databases import PROGRAMS, House
from tests.make import NOW
from wok import schema
from wok.app import create_app
from wok.bookings import guard
from wok.db import db, newest_revision, revision
from wok.jobs import backups

AT, END = "2026-12-02 11:00:00.000000", "2026-12-02 13:00:00.000000"
ROWS = {  # what the first release wrote for one association that comes to one lunch
    "association": "(id, name, form, purpose, size_band, neighbourhood, status, staff_note, is_listed, asked_at, version)"
    f" VALUES (7, 'Les danseurs', 'formal', 'We dance.', 'up_to_25', 'Oberkorn', 'accepted', '', true, '{AT}', 1)",
    "person": "(id, name, email, reach, language, is_staff, needs, diets, created_at, version)"
    f" VALUES (5, 'Amina Haddad', 'amina@example.org', 'email', 'fr', false, '[]', '[\"halal\"]', '{AT}', 1)",
    "resource": "(id, kind, name, capacity, setup_minutes, cleanup_minutes, version)"
    " VALUES (3, 'lunch', 'lunch 2026-12-02', 4, 0, 0, 1)",
    "series": "(id, kind, weekday, starts_local, ends_local, capacity, first_on, uid, sequence, changed_at, version)"
    f" VALUES (1, 'lunch', 2, '12:00:00', '14:00:00', 4, '2026-01-07', 'series-uid', 0, '{AT}', 1)",
    "booking": "(id, kind, status, quantity, starts_at, ends_at, association_id, person_id, association_said,"
    " contact_name, contact_email, reach, language, code, link_token, uid, sequence, created_at, changed_at,"
    " cancelled_late, override_reason, version)"
    f" VALUES (9, 'lunch', 'confirmed', 3, '{AT}', '{END}', 7, 5, '', 'Amina Haddad', 'amina@example.org', 'email',"
    f" 'fr', 'ABCD2345', 'token', 'booking-uid', 1, '{AT}', '{AT}', false, '', 2)",
    "taking": f"(id, booking_id, resource_id, quantity, starts_at, ends_at) VALUES (4, 9, 3, 3, '{AT}', '{END}')",
}
TWO_MORE = f"INSERT INTO taking (id, booking_id, resource_id, quantity, starts_at, ends_at) VALUES (6, 9, 3, 2, '{AT}', '{END}')"


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request: pytest.FixtureRequest, house: House) -> Flask:
    """A database as the first release left it."""
    url = house.bare(request.param)
    app = create_app(house.settings(url), instance=house.folder)
    with app.app_context():
        Migrate(app, db, directory=str(schema.FOLDER))
        migrate(revision="0001")
        with db.engine.begin() as connection:
            for table, values in ROWS.items():
                connection.execute(text(f"INSERT INTO {table} {values}".replace(":", "\\:")))
        yield app
        db.session.remove()
        db.engine.dispose()
    house.drop(url)


def stored() -> dict[str, list[dict[str, object]]]:
    """Every row of these tables."""
    with db.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
            for table in ROWS
        }


def test_every_row_of_the_release_before_is_copied_and_kept_as_it_was(first_release, monkeypatch, tmp_path):
    before = stored()
    assert schema.is_behind() and revision() == "0001" < newest_revision()
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(first_release, "instance_path", str(tmp_path))
    copied = backups.check(backups.make(now=NOW))
    assert {table: copied[table] for table in ROWS} == dict.fromkeys(ROWS, 1)
    assert schema.upgrade() == schema.known()[0] == newest_revision()
    after = stored()
    kept = {table: [{name: row[name] for name in rows[0]} for row in after[table]] for table, rows in before.items()}
    assert kept == before


def test_the_guard_still_stands_after_the_migrations(first_release):
    schema.upgrade()
    with pytest.raises(DBAPIError, match=guard.MARK), db.engine.begin() as connection:
        connection.execute(text(TWO_MORE.replace(":", "\\:")))
    assert len(stored()["taking"]) == 1


def test_each_migration_has_a_number_and_a_name_of_its_own():
    names = sorted(path.name for path in Path(schema.FOLDER, "versions").glob("[0-9]*.py"))
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]
