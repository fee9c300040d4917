"""`wok import-town`: the files of `wok export` into an empty database of the same version, on either kind of database."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, Insert, Table, bindparam, delete, func, insert, select, text, update

from wok import schema
from wok.bookings.models import Resource
from wok.db import Base, db, is_sqlite
from wok.directory import indexing
from wok.equipment import pictures
from wok.people.models import Association
from wok.transfer.town import FORMAT, GIVEN, MOST_CAPACITY, Chosen, late_columns, read_value

BATCH = 500
PICTURE = re.compile(r"[A-Za-z0-9_-]{1,80}(/[A-Za-z0-9_-]{1,80})*(\.[a-z]{2,5})?")
Row = dict[str, Any]


class CannotImport(RuntimeError):
    """The files do not fit: another version, changed since, or the database is not empty. Nothing was written."""


def reader(path: Path) -> Callable[[str], bytes]:
    """Reads one file of a folder or ZIP by its name. Raises CannotImport where there is none."""
    archive = zipfile.ZipFile(path) if path.is_file() and zipfile.is_zipfile(path) else None

    def read(name: str) -> bytes:
        try:
            return archive.read(name) if archive else (path / name).read_bytes()
        except (KeyError, OSError) as fault:
            raise CannotImport(f"{name} is missing") from fault

    return read


def bring_in(read: Callable[[str], bytes]) -> dict[str, int]:
    """Check everything, then write it; call within `transaction()`. Returns how many rows each table has now."""
    manifest = _manifest(read)
    chosen = Chosen(is_moving=bool(manifest["moving"]), has_cases=bool(manifest["cases"]))
    listed = {one["name"]: one for one in manifest["tables"]}
    tables = [one for one in chosen.tables() if one.name in listed]
    if len(tables) != len(listed):
        raise CannotImport("the files name tables that this program does not have")
    files = {one.name: _checked(read, f"tables/{one.name}.jsonl", listed[one.name]["sha256"]) for one in tables}
    photographs = {name: _checked(read, f"pictures/{name}", sha) for name, sha in _pictures(manifest).items()}
    connection = db.session.connection()
    _refuse_full(connection)
    counts = _write(connection, tables, files)
    wrong = [name for name, number in counts.items() if number != listed[name]["rows"]]
    if wrong:
        raise CannotImport(f"not every row came in: {', '.join(wrong)}")
    _store(photographs)
    indexing.write(db.session.scalars(select(Association.id)).all())
    return counts


def _manifest(read: Callable[[str], bytes]) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(read("manifest.json"))
    except ValueError as fault:
        raise CannotImport("manifest.json cannot be read") from fault
    present = schema.present()
    if manifest.get("format") != FORMAT or manifest.get("revision") != present:
        raise CannotImport(
            f"the files are of version {manifest.get('revision')}, this database stands at {present}: "
            "bring the older one up to date first"
        )
    return manifest


def _pictures(manifest: Mapping[str, Any]) -> dict[str, str]:
    named: dict[str, str] = manifest["pictures"]
    if any(not PICTURE.fullmatch(name) for name in named):
        raise CannotImport("a picture has an odd name")
    return named


def _checked(read: Callable[[str], bytes], name: str, sha256: str) -> bytes:
    data = read(name)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotImport(f"{name} was changed since it was made")
    return data


def _refuse_full(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name not in GIVEN and connection.scalar(select(func.count()).select_from(table)):
            raise CannotImport(f"the database is not empty: {table.name} has rows")


def _write(connection: Connection, tables: list[Table], files: Mapping[str, bytes]) -> dict[str, int]:
    order = {one.name: at for at, one in enumerate(tables)}
    late: dict[str, list[Row]] = {}
    for table in tables:
        if table.name in GIVEN:
            connection.execute(delete(table))
        rows = [_row(table, json.loads(line)) for line in files[table.name].splitlines()]
        late[table.name] = _hold_back(table, rows, late_columns(table, order))
        for at in range(0, len(rows), BATCH):
            connection.execute(_insert(table), rows[at : at + BATCH])
    for table in tables:
        _fill_in(connection, table, late[table.name])
    if not is_sqlite():
        _count_on(connection, tables)
    return {one.name: connection.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def _insert(table: Table) -> Insert:
    """Nothing in a column of JSON is nothing, and not the JSON word null."""
    empty = JSON(none_as_null=True)
    nullable = [one.name for one in table.columns if isinstance(one.type, JSON) and one.nullable]
    said = {one.name: bindparam(one.name, type_=empty if one.name in nullable else one.type) for one in table.columns}
    return insert(table).values(said)


def _row(table: Table, said: Row) -> Row:
    if set(said) != set(table.columns.keys()):
        raise CannotImport(f"{table.name} has other columns")
    return {column.name: read_value(column, said[column.name]) for column in table.columns}


def _hold_back(table: Table, rows: list[Row], columns: list[str]) -> list[Row]:
    """Empty what points ahead, and make room for takings; returns what to fill in once all rows are there."""
    if table.name == Resource.__tablename__:
        columns = [*columns, "capacity", "version"]
    keys = [column.name for column in table.primary_key.columns]
    held: list[Row] = []
    for row in rows if columns else ():
        held.append({f"key_{name}": row[name] for name in keys} | {name: row[name] for name in columns})
        row.update(dict.fromkeys(columns))
        if table.name == Resource.__tablename__:
            row.update(capacity=MOST_CAPACITY, version=1)
    return held


def _fill_in(connection: Connection, table: Table, held: list[Row]) -> None:
    if not held:
        return
    keys = list(table.primary_key.columns)
    names = [name for name in held[0] if not name.startswith("key_")]
    these = (column == bindparam(f"key_{column.name}") for column in keys)
    change = update(table).where(*these).values({name: bindparam(name) for name in names})
    for at in range(0, len(held), BATCH):
        connection.execute(change, held[at : at + BATCH])


def _count_on(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL's counters go on after the highest number that came in."""
    for table in tables:
        column = table.columns.get("id")
        sequence = None
        if column is not None:
            found = text("SELECT pg_get_serial_sequence(:table_name, 'id')")
            sequence = connection.scalar(found, {"table_name": f'"{table.name}"'})
        if sequence and column is not None:
            highest = connection.scalar(select(func.max(column)))
            step = text("SELECT setval(:sequence, :number, :is_used)")
            connection.execute(step, {"sequence": sequence, "number": highest or 1, "is_used": bool(highest)})


def _store(photographs: Mapping[str, bytes]) -> None:
    folder = pictures.folder()
    for name, data in photographs.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
