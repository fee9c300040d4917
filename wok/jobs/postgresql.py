"""PostgreSQL's own programs, and a copy brought into a database of its own to see that it works (PROMISES F5)."""

import hashlib
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import text

from wok.db import db, is_sqlite
from wok.jobs.sealed import BadCopy

Counts = dict[str, int]
IN_ONE = ("--no-owner", "--single-transaction", "--exit-on-error")
ONE_AT_A_TIME = 0x576F6B43  # of pg_advisory_lock: a copy by hand waits for that of the night


def dump(part: Path) -> None:
    """Write a copy. Raises BadCopy."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}")


def restore(path: Path) -> None:
    """Put a copy into the present database. Raises BadCopy."""
    _run("pg_restore", *IN_ONE, f"--dbname={_name()}", path)


def read(path: Path) -> Counts:
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


def may_rehearse() -> bool:
    """Whether our role may make a database. SQLite's copies are opened as they are."""
    asked = text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    return is_sqlite() or bool(db.session.scalar(asked))


def rehearse(path: Path) -> Counts:
    """Bring a copy into a database of its own, read all of every table there, and drop it. Raises BadCopy."""
    name = f"wok_check_{hashlib.sha256(_name().encode()).hexdigest()[:12]}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with closing(psycopg.connect(**_given(), autocommit=True)) as house:
        house.execute("SELECT pg_advisory_lock(%s)", (ONE_AT_A_TIME,))
        try:
            house.execute(drop)
            house.execute(_like_ours(house, name))
            _run("pg_restore", *IN_ONE, f"--dbname={name}", path)
            return _read_all(name)
        except psycopg.Error as fault:
            raise BadCopy(f"{path.name} cannot be restored on trial: {type(fault).__name__}") from fault
        finally:
            house.execute(drop)


def _like_ours(house: psycopg.Connection[Any], name: str) -> sql.Composed:
    """CREATE DATABASE with the letters and the order of our own."""
    asked = (
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = current_database()"
    )
    encoding, collate, ctype = house.execute(asked).fetchone() or ("UTF8", "C", "C")
    words = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}")
    return words.format(sql.Identifier(name), *(sql.Literal(one) for one in (encoding, collate, ctype)))


def _read_all(name: str) -> Counts:
    """Table -> rows; every value is read, also those that lie apart."""
    with closing(psycopg.connect(**{**_given(), "dbname": name}, autocommit=True)) as copy:
        tables = copy.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {table: _rows(copy, table) for (table,) in tables}


def _rows(copy: psycopg.Connection[Any], table: str) -> int:
    counted = sql.SQL("SELECT count(*), sum(length(one::text)) FROM {} AS one").format(sql.Identifier(table))
    found = copy.execute(counted).fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _reading(*words: str | Path) -> Iterator[Any]:
    with subprocess.Popen(words, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        yield program.stdout
    if program.returncode:
        raise BadCopy(f"{words[0]} could not read it")


def _run(*words: str | Path) -> None:
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
