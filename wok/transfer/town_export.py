"""`wok export`: every table as JSON lines, with checksums and a README, in a folder or one ZIP."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Table, select

from wok import schema
from wok.db import db, is_sqlite
from wok.equipment import pictures
from wok.transfer.town import FORMAT, Chosen

BATCH = 1000
README = """This is everything the Wok's booking system of one town knew at the moment below.

manifest.json      the version of the tables, and each file with its number of rows and its SHA-256
tables/NAME.jsonl  one table: one row a line, as JSON; times are in UTC
pictures/          photographs of things that are lent

Bring it into an EMPTY database of the same version:  wok upgrade && wok import-town THIS
Left out always: sign-ins and what is made anew by itself. Left out unless asked for: links and feeds that open
something without sign-in, waiting mail, who works at the Wok (--moving), reports of unfair treatment (--with-cases).
It holds people's names and addresses: keep it locked, send it encrypted, delete it afterwards.
"""


class Place(Protocol):
    """Where the files go."""

    def write(self, name: str, data: bytes) -> None:
        """One file, whole."""


class Folder:
    """A folder that must be empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise FileExistsError(f"{path} is not empty")

    def write(self, name: str, data: bytes) -> None:
        """One file, readable by its owner alone."""
        file = self._path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(data)


class Zip:
    """One ZIP file that must not exist."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=False)
        self._file = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, data: bytes) -> None:
        """One file in it."""
        self._file.writestr(name, data)

    def close(self) -> None:
        """Write its list of contents."""
        self._file.close()


@contextmanager
def place(path: Path) -> Iterator[Place]:
    """A ZIP where the name ends so, else a folder."""
    if path.suffix.lower() != ".zip":
        yield Folder(path)
        return
    made = Zip(path)
    try:
        yield made
    finally:
        made.close()


def export(where: Place, chosen: Chosen, *, now: datetime) -> dict[str, int]:
    """Write everything as it stood at one instant; returns how many rows each table had."""
    listed: list[dict[str, Any]] = []
    with db.engine.connect() as connection:
        if not is_sqlite():  # one look for all tables; SQLite's read transaction is one already
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            for table in chosen.tables():
                data, rows = _lines(connection, table, chosen)
                where.write(f"tables/{table.name}.jsonl", data)
                listed.append({"name": table.name, "rows": rows, "sha256": hashlib.sha256(data).hexdigest()})
    kept = _pictures(where)
    manifest = {
        "format": FORMAT,
        "revision": schema.present(),
        "made_at": now.isoformat(),
        "moving": chosen.is_moving,
        "cases": chosen.has_cases,
        "tables": listed,
        "pictures": kept,
    }
    where.write("manifest.json", json.dumps(manifest, indent=1).encode())
    where.write("README.txt", f"{README}\nMade at {now.isoformat()}\n".encode())
    return {one["name"]: one["rows"] for one in listed}


def _lines(connection: Connection, table: Table, chosen: Chosen) -> tuple[bytes, int]:
    parts: list[str] = []
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key.columns))
    columns = list(table.columns)
    for row in rows:
        said = {column.name: chosen.value(column, value) for column, value in zip(columns, row, strict=True)}
        parts.append(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    return "".join(f"{one}\n" for one in parts).encode(), len(parts)


def _pictures(where: Place) -> dict[str, str]:
    """Copy the photographs; name -> checksum."""
    kept: dict[str, str] = {}
    folder = pictures.folder()
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            data, name = file.read_bytes(), file.relative_to(folder).as_posix()
            where.write(f"pictures/{name}", data)
            kept[name] = hashlib.sha256(data).hexdigest()
    return kept
