"""Copies of the database: made every night and before each migration, read back, thinned out (PROMISES F5).

SQLite is copied by its own backup interface, PostgreSQL by pg_dump: never the files of a living database. A copy counts
only once all of it was read again and every table was found, PostgreSQL's in a database of its own. With WOK_BACKUP_KEY
copies are sealed; without, whoever reads the folder reads the whole database (instance/README.md).
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from flask import current_app
from sqlalchemy import inspect

from wok import clock
from wok.db import db, is_sqlite
from wok.jobs import postgresql, sealed
from wok.jobs.postgresql import Counts
from wok.kernel import weekly

AT = time(3)  # at night, in Luxembourg
DAYS, WEEKS = 14, 8  # the last of each day and of each week are kept so long
LATE = timedelta(hours=36)
NAME = "wok-%Y%m%dT%H%M%SZ"
ABANDONED = 24 * 60 * 60  # seconds after which nobody is at work on an opened copy any more


BadCopy = sealed.BadCopy


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
    for path in sorted(folder().glob(f"wok-*{_suffix()}*")):
        name = path.name.removesuffix(sealed.SUFFIX).removesuffix(_suffix())
        try:
            found[datetime.strptime(name, NAME).replace(tzinfo=UTC)] = path
        except ValueError:
            continue
    return found


def latest() -> datetime | None:
    """When the newest copy was made."""
    return max(copies(), default=None)


def make(*, now: datetime) -> Path:
    """Copy the database and read the copy. Raises BadCopy, or what the database's own program says."""
    key = current_app.config["BACKUP_KEY"]
    path = folder() / (now.astimezone(UTC).strftime(NAME) + _suffix() + (sealed.SUFFIX if key else ""))
    part = path.with_suffix(".part")
    db.session.rollback()
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        if key:
            with _aside(path.name) as plain:
                _copy(plain)
                sealed.seal(plain, part, key)
        else:
            _copy(part)
        missing = set(inspect(db.engine).get_table_names()) - set(check(part, is_rehearsal=True))
        if missing:
            raise BadCopy(f"{path.name} lacks {', '.join(sorted(missing))}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _copy(part: Path) -> None:
    if not is_sqlite():
        postgresql.dump(part)
        return
    with closing(sqlite.connect(db.engine.url.database)) as living, closing(sqlite.connect(part)) as copy:
        living.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def check(path: Path, *, is_rehearsal: bool = False) -> Counts:
    """Read all of a copy, PostgreSQL's `is_rehearsal` from a database of its own; table -> rows. Raises BadCopy."""
    with _opened(path) as plain:
        return _check(plain, is_rehearsal=is_rehearsal)


def _check(plain: Path, *, is_rehearsal: bool) -> Counts:
    if is_sqlite():
        found = _read_sqlite(plain)
    else:
        found = (postgresql.rehearse if is_rehearsal and postgresql.may_rehearse() else postgresql.read)(plain)
    if found.get("alembic_version") != 1:
        raise BadCopy(f"{plain.name} lacks its revision")
    return found


def restore(path: Path) -> Counts:
    """Put a copy into the present database, which must be empty. Raises BadCopy."""
    with _opened(path) as plain:
        found = _check(plain, is_rehearsal=False)
        db.session.remove()
        if is_sqlite():
            db.engine.dispose()
            with closing(sqlite.connect(plain)) as copy, closing(sqlite.connect(db.engine.url.database)) as living:
                copy.backup(living)
        else:
            postgresql.restore(plain)
    return found


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """The copy as its database's programs read it; a sealed one is opened beside the living database, and only as long."""
    if not sealed.is_sealed(path):
        yield path
        return
    with _aside(path.name) as plain:
        sealed.unseal(path, plain, current_app.config["BACKUP_KEY"])
        yield plain


@contextmanager
def _aside(name: str) -> Iterator[Path]:
    """A file of this account alone, on the disk of the installation; what a stopped machine left there goes."""
    for left in Path(current_app.instance_path).glob("copying-*"):
        if left.stat().st_mtime < clock.machine_now().timestamp() - ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="copying-", dir=current_app.instance_path) as place:
        path = Path(place) / name
        path.touch(mode=0o600)
        yield path


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
