"""The models are the migrated schema, triggers included, on both databases (STYLE.md 10, PROMISES F6)."""

import importlib
import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.house.source import modules
from wok import schema
from wok.bookings import guard as of_takings
from wok.db import Base, db
from wok.fair_access import guard as of_looks
from wok.record import guard as of_the_record

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def is_a_model(_thing, name, kind, *_more):
    """The search tables are written by hand (migration 0005)."""
    return not (kind == "table" and "_search" in (name or ""))


def test_the_models_are_the_migrated_schema(app):
    for name in modules():
        if name.endswith("models"):
            importlib.import_module(name)
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_object": is_a_model}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_the_guards_of_the_database_are_there(app):
    dialect = db.engine.dialect.name
    guarded = [line for one in (of_takings, of_looks, of_the_record) for line in one.statements(dialect)]
    wanted = set(re.findall(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)", "\n".join(guarded)))
    found = set(db.session.scalars(text(TRIGGERS[dialect])))
    assert wanted
    assert wanted <= found and of_the_record.names(dialect) <= wanted


def test_the_migrations_are_one_line_and_the_database_stands_at_its_end(app):
    assert schema.present() == schema.known()[0]
    assert db.session.execute(text("SELECT count(*) FROM person")).scalar() == 0, "nobody has an account by default"


def test_everything_that_can_be_named_is_named(app):
    nameless = [
        f"{table.name}: {type(rule).__name__}"
        for table in Base.metadata.tables.values()
        for rule in table.constraints
        if not rule.name
    ]
    assert not nameless, nameless


def test_every_reference_says_what_happens_when_its_target_goes(app):
    silent = [
        str(key.parent) for table in Base.metadata.tables.values() for key in table.foreign_keys if not key.ondelete
    ]
    assert not silent, silent


def test_what_postgresql_has_planned_it_keeps_whatever_is_rolled_back(house):
    with house.app(house.emptied("the_test")).app_context():
        for _turn in range(10):
            db.session.execute(text("SELECT 'planned once'"))
            db.session.rollback()
        kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT ''planned once'''")
        assert db.session.scalar(kept) == 1
        db.session.remove()
