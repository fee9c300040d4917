"""The ground of every table: instants in UTC, named constraints, and the one way to write.

SQLite runs through the pysqlite3 wheel (PROMISES F8: WAL only from 3.51.3 on) and begins every
write with BEGIN IMMEDIATE; PostgreSQL locks resource rows in id order instead (PROMISES B2).
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import pysqlite3.dbapi2
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Insert,
    MetaData,
    String,
    Table,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, make_transient_to_detached, registry
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator

SAFE_WAL = (3, 51, 3)  # older SQLite has the WAL-reset corruption bug
BUSY_SECONDS = 10
PREPARED = 300  # statements that a connection to PostgreSQL keeps


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite silently drops time zones, so naive is refused here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; say which zone it is in")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Texts = dict[str, str]  # a text in up to five languages: {"fr": "…", "pt": "…"}


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
KINDS: dict[Any, Any] = {
    datetime: UtcDateTime(),
    dict[str, str]: JSON(),
    dict[str, int]: JSON(),
    dict[str, Any]: JSON(),
    list[str]: JSON(),
    str: String(200),
}


class Base(DeclarativeBase):
    """Every table's base: constraints are named, so that a migration can speak of them."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=KINDS)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
before_write: list[Callable[[], None]] = []  # app.py adds the proof that a request is ours (web/csrf.py)
before_commit: list[Callable[[], None]] = []  # record/acts.py writes down what staff did


class WriterQueue:
    """First come, first served among the writers of one process.

    SQLite's own back-off makes 16 writers wait up to a second; a queue keeps the wait even (SPEED.md, 2).
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._busy = False

    def acquire(self, timeout: float) -> bool:
        """Wait for our turn, at most `timeout` seconds. False when it did not come."""
        with self._guard:
            if not self._busy:
                self._busy = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # our turn came in the very moment we gave up

    def release(self) -> None:
        """Hand the turn to the one who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False


_writers = WriterQueue()
_now = threading.local()  # `writes`: the transaction that this thread begins is one


def prepare_sqlite(engine: Engine) -> None:
    """Make one SQLite engine keep the promises: explicit BEGIN, foreign keys, full sync, safe journal."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves
        cursor = connection.cursor()
        version = tuple(int(part) for part in cursor.execute("select sqlite_version()").fetchone()[0].split("."))
        journal = journal_mode(version)
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != journal.lower():
            cursor.execute(f"PRAGMA journal_mode = {journal}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA recursive_triggers = ON")
        cursor.close()

    # Not an event: with one, SQLAlchemy looks for listeners around every statement of every page.
    engine.dialect.do_begin = _begin  # type: ignore[assignment,method-assign]


def prepare_postgresql(engine: Engine) -> None:
    """Let its connections keep the statements they have prepared: planning one of eight tables takes 20 ms.

    psycopg forgets them all with each rollback, which ends every read, lest their tables were made in what is
    rolled back; the Wok makes no tables while it serves.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.prepared_max = PREPARED
        connection._prepared.clear = lambda: False


def _begin(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE" if getattr(_now, "writes", False) else "BEGIN")


@contextmanager
def writing() -> Iterator[None]:
    """What is begun in here, by this thread, takes SQLite's write lock at once."""
    _now.writes = True
    try:
        yield
    finally:
        _now.writes = False


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL where it is safe, DELETE on an SQLite with the WAL-reset bug (PROMISES F8)."""
    return "WAL" if version >= SAFE_WAL else "DELETE"


def is_sqlite() -> bool:
    """True on SQLite, False on PostgreSQL."""
    return db.engine.dialect.name == "sqlite"


@contextmanager
def transaction() -> Iterator[None]:
    """All writes of one change, or none. Ends the read before it, begins afresh, commits at the end.

    Nested calls are a mistake (services never commit). Raises Busy when the write lock cannot be had
    in ten seconds, and CsrfMissing when the request that asks for it was not proved to be ours.
    """
    for check in before_write:
        check()
    session = db.session
    session.rollback()
    queue = _writers if is_sqlite() else None
    if queue and not queue.acquire(BUSY_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
    try:
        with writing():
            session.connection()
        yield
        for last in before_commit:
            last()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        if queue:
            queue.release()


def rows(question: Executable, given: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()) -> CursorResult[Any]:
    """The plain columns a statement finds or the rows it writes, past the session's search for whole objects.

    For what every booking asks: the session's own way takes twice as long.
    """
    db.session.flush()
    return db.session.connection().execute(question, given or None)


def identity(row: Base) -> int:
    """The number of a stored row, known without reading the row again."""
    return int((inspect(row).identity or [0])[0])


def insert(row: Base) -> None:
    """Write one new row at once; it is then as if read from the database.

    For what every booking writes: `add` and `flush` take three times as long. Columns alone: what hangs on the
    row by a relationship is not written.
    """
    known, state = row.__dict__, inspect(row)
    columns = state.mapper.columns
    done: Any = rows(_into(type(row)), {column.name: known[name] for name, column in columns.items() if name in known})
    written = {**done.last_inserted_params(), **done.inserted_primary_key._mapping}
    for name, column in columns.items():
        if name not in known and column.server_default is None:
            set_committed_value(row, name, written.get(column.name))
    make_transient_to_detached(row)
    key = state.identity_key
    undone = key and db.session.identity_map.get(key)  # after a rollback the same number is given again
    if undone:
        db.session.expunge(undone)
    db.session.add(row)


@cache
def _into(kind: type[Base]) -> Insert:
    return cast("Table", kind.__table__).insert()


def engine_options(url: str) -> dict[str, Any]:
    """What SQLAlchemy's engine needs for this address: our own SQLite, or a pool that notices lost connections."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "module": pysqlite3.dbapi2,
            "connect_args": {"check_same_thread": False, "timeout": BUSY_SECONDS},
        }
    return {
        "hide_parameters": True,  # logs hold no names, texts or tokens (PROMISES D6)
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "connect_args": {
            "connect_timeout": 10,
            "options": f"-c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC -c synchronous_commit=on",
        },
    }


def revision() -> str | None:
    """Where the schema of the database stands; None when that cannot be asked."""
    try:
        with db.engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    except DBAPIError:
        return None


def newest_revision() -> str:
    """Where this program wants it, read from the names of the migrations: Alembic takes a quarter of a second to load."""
    return max(path.name[:4] for path in (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
