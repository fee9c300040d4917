"""One scheduler, however many are started: the one that holds the lock leads, the others stand by (PROMISES M6).

SQLite: a locked file beside the database. PostgreSQL: an advisory lock on a connection of its own. Both
fall free with their holder, whatever killed it.
"""

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

KEY = 0x776F6B  # "wok"


class Lead(Protocol):
    """The lock of the leading scheduler."""

    def take(self) -> bool:
        """Try to lead; True when we do, also when we already did."""

    def is_ours(self) -> bool:
        """True while we lead."""

    def leave(self) -> None:
        """Let another lead."""


class FileLead:
    """A file lock, for SQLite: all processes of a house on one machine see the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Lock the file without waiting."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def is_ours(self) -> bool:
        """True while the very file we locked still lies there."""
        if self._file is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False

    def leave(self) -> None:
        """Close the file, which unlocks it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class AdvisoryLead:
    """PostgreSQL's advisory lock: it lives as long as its connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Ask for the lock without waiting."""
        if self._connection is not None:
            return True
        connection = None
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # never back into the pool: closing it must free the lock
            if connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": KEY}):
                self._connection = connection
                return True
        except SQLAlchemyError:
            pass  # no database, no leader: the next look tries again
        if connection is not None and self._connection is None:
            connection.close()
        return False

    def is_ours(self) -> bool:
        """True while the connection that holds the lock answers."""
        if self._connection is None:
            return False
        try:
            return bool(self._connection.scalar(text("select 1")))
        except SQLAlchemyError:
            return False

    def leave(self) -> None:
        """Close the connection, which unlocks."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except SQLAlchemyError:
                connection.invalidate()


def lead_of(engine: Engine) -> Lead:
    """The lock that fits the database."""
    if engine.dialect.name == "sqlite":
        return FileLead(Path(f"{engine.url.database}.jobs-lock"))
    return AdvisoryLead(engine)
