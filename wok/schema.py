"""The schema's version: bring a database up to date, and say which one it stands at (PROMISES F6).

Flask-Migrate and Alembic take a quarter of a second to import, so only commands come here, never a web page.
"""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Migrate
from flask_migrate import upgrade as run_migrations

from wok.db import db

FOLDER = Path(__file__).parent / "migrations"


class UnknownSchema(RuntimeError):
    """The database was made by a newer program than this one."""


def present() -> str | None:
    """The revision the database stands at; None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known() -> list[str]:
    """The revisions this program knows, newest first."""
    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


def is_behind() -> bool:
    """The database holds something, and not yet all that this program knows."""
    return present() not in (None, known()[0])


def upgrade() -> str | None:
    """Run what is missing; returns the revision afterwards. Raises UnknownSchema when the database is newer."""
    if present() not in (None, *known()):
        raise UnknownSchema(f"the database stands at revision {present()}, which this program does not know")
    Migrate(current_app, db, directory=str(FOLDER), compare_type=True)
    run_migrations()
    return present()
