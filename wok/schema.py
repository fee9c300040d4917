"""The schema's version: bring a database up to date, and refuse one this program does not know (PROMISES F6)."""

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade as run_migrations

from wok.db import db


def present() -> str | None:
    """The revision the database stands at; None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this program knows."""
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    return ScriptDirectory.from_config(config).get_current_head()


def upgrade() -> str | None:
    """Run what is missing; returns the revision afterwards. Raises when the database is newer than the program."""
    run_migrations()
    return present()
