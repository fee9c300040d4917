"""Copies of the database: made every night and before each migration, read back, thinned out (PROMISES F5).

SQLite is copied by its own backup interface, PostgreSQL by pg_dump: never the files of a living database. A copy counts
only once all of it was read again and every table was found. Whoever reads the folder reads the whole database: it
belongs on an encrypted disk, and from there to another machine (instance/README.md).
"""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask import current_app
from sqlalchemy import inspect

from wok.db import db, is_sqlite
from wok.kernel import weekly

AT = time(3)  # at night, in Luxembourg
DAYS, WEEKS = 14, 8  # the last of each day and of each week are kept so long
LATE = timedelta(hours=36)
NAME = "wok-%Y%m%dT%H%M%SZ"
Counts = dict[str, int]


class BadCopy(RuntimeError):
    """What was written cannot be read again, or lacks something."""


def run(now: datetime) -> str:
    """Make the night's copy if there is none yet; the demonstration holds nothing to lose."""
    if current_app.config["DEMO"]:
        return ""
    night = weekly.nearest(weekly.local_day(now), AT)
    due = night if night <= now else weekly.nearest(weekly.local_day(now) - timedelta(days=1), AT)
    last = latest()
    if last is None or last < due:
        make(now=now)
        thin()
    return "copied"


def folder() -> Path:
    """Where the copies lie; readable by this account alone."""
    path = Path(current_app.config["BACKUPS"] or Path(current_app.instance_path) / "backups")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def copies() -> dict[datetime, Path]:
    """When each copy was made, by its name: a file that was carried about keeps it. Oldest first."""
    found = {}
    for path in sorted(folder().glob(f"wok-*{_suffix()}")):
        try:
            found[datetime.strptime(path.name.removesuffix(_suffix()), NAME).replace(tzinfo=UTC)] = path
        except ValueError:
            continue
    return found


def latest() -> datetime | None:
    """When the newest copy was made."""
    return max(copies(), default=None)


def make(*, now: datetime) -> Path:
    """Copy the database and read the copy. Raises BadCopy, or what the database's own program says."""
    path = folder() / (now.astimezone(UTC).strftime(NAME) + _suffix())
    part = path.with_suffix(".part")
    db.session.rollback()
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        if is_sqlite():
            with closing(sqlite.connect(db.engine.url.database)) as living, closing(sqlite.connect(part)) as copy:
                living.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        else:
            _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={part}")
        missing = set(inspect(db.engine).get_table_names()) - set(check(part))
        if missing:
            raise BadCopy(f"{path.name} lacks {', '.join(sorted(missing))}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def check(path: Path) -> Counts:
    """Read all of a copy; table -> rows. Raises BadCopy."""
    found = _read_sqlite(path) if is_sqlite() else _read_postgresql(path)
    if found.get("alembic_version") != 1:
        raise BadCopy(f"{path.name} lacks its revision")
    return found


def restore(path: Path) -> Counts:
    """Put a copy into the present database, which must be empty. Raises BadCopy."""
    found = check(path)
    db.session.remove()
    if is_sqlite():
        db.engine.dispose()
        with closing(sqlite.connect(path)) as copy, closing(sqlite.connect(db.engine.url.database)) as living:
            copy.backup(living)
    else:
        _postgresql("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={_name()}", path)
    return found


def thin() -> None:
    """The last copy of each of fourteen days and of each of eight weeks stays."""
    found, kept = copies(), set[Path]()
    by_day = {weekly.local_day(at): path for at, path in found.items()}
    by_week = {day.isocalendar()[:2]: path for day, path in by_day.items()}
    kept.update(list(by_day.values())[-DAYS:], list(by_week.values())[-WEEKS:])
    for path in set(found.values()) - kept:
        path.unlink()


def _suffix() -> str:
    return ".sqlite3" if is_sqlite() else ".pgdump"


def _read_sqlite(path: Path) -> Counts:
    try:
        with closing(sqlite.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            is_whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not is_whole or copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BadCopy(f"{path.name} is damaged")
            names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    except sqlite.DatabaseError as fault:
        raise BadCopy(f"{path.name} cannot be read: {fault}") from fault


def _read_postgresql(path: Path) -> Counts:
    """Every line of every table, as it would be brought in again."""
    found, table = Counter[str](), ""
    with _reading("pg_restore", "--data-only", "--file=-", path) as lines:
        for line in lines:
            if table and line == b"\\.\n":
                table = ""
            elif table:
                found[table] += 1
            elif line.startswith(b"COPY public."):
                table = line.split()[1].decode().removeprefix("public.").strip('"')
                found[table] += 0
    return dict(found)


@contextmanager
def _reading(*words: str | Path) -> Iterator[Any]:
    with subprocess.Popen(words, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        yield program.stdout
    if program.returncode:
        raise BadCopy(f"{words[0]} could not read it")


def _postgresql(*words: str | Path) -> None:
    try:
        subprocess.run(words, env=_environment(), check=True, capture_output=True, text=True)
    except FileNotFoundError as fault:
        raise BadCopy(f"{words[0]} is missing: install PostgreSQL's client programs") from fault
    except subprocess.CalledProcessError as fault:
        raise BadCopy(f"{words[0]}: {fault.stderr.strip()}") from fault


def _given() -> dict[str, Any]:
    return dict(db.engine.dialect.create_connect_args(db.engine.url)[1])


def _name() -> str:
    return str(_given().get("dbname", ""))


def _environment() -> dict[str, str]:
    """How PostgreSQL's programs reach the database; a password never stands in a list of processes."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names["sslmode"] = "PGSSLMODE"
    given = _given()
    return {**os.environ, **{variable: str(given[name]) for name, variable in names.items() if given.get(name)}}
