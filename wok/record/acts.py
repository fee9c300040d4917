"""Acts of the staff, of delegates about their own, and of commands: one row each, in the transaction of what was done.

Which rows changed is noticed as they are written: their numbers, and of their columns only states, yes or no, numbers
and days. Nobody's words go in, and no pointer to a person but who did it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, event, inspect
from sqlalchemy.orm import Mapper

from wok.db import Base, before_commit, before_write, db, rows
from wok.kernel.values import dataclass
from wok.record.models import Act

STATES = frozenset({"status", "state", "role", "mode", "klass", "attendance", "kind", "form"})
ELSEWHERE = frozenset({"message", "login", "attempt", "kept_text", "booking_event", "act"})
MOST_ROWS = 40
Rows = dict[str, dict[str, dict[str, Any]]]
NEW = Act.__table__.insert()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Doing:
    """What is being done, by whom, on what; and the rows that changed so far."""

    what: str
    person_id: int | None
    of: Mapping[str, Any]
    now: datetime
    rows: Rows


_doing: ContextVar[Doing | None] = ContextVar("doing", default=None)  # flask.g takes a hundred times as long


@contextmanager
def doing(what: str, person_id: int | None, of: Mapping[str, Any], *, now: datetime) -> Iterator[None]:
    """Every transaction that is committed in here leaves one act on record."""
    before = _doing.set(Doing(what, person_id, of, now, {}))
    try:
        yield
    finally:
        _doing.reset(before)


def name_no_rows() -> None:
    """For erasing: a list of what was emptied would tell what it had been."""
    if found := _doing.get():
        found.rows[""] = {}


def _begin() -> None:
    if found := _doing.get():
        found.rows.clear()


def _write() -> None:
    """The last thing before the commit."""
    if found := _doing.get():
        db.session.flush()
        changed = {} if "" in found.rows else found.rows
        facts = {name: value for name, value in (("of", dict(found.of)), ("rows", changed)) if value}
        rows(NEW, {"at": found.now, "what": found.what[:200], "person_id": found.person_id, "facts": facts})


@event.listens_for(db.session, "after_flush")
def _notice(session: Any, _context: Any) -> None:
    found = _doing.get()
    if found is None or "" in found.rows:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        table = str(row.__table__.name)
        if table not in ELSEWHERE and sum(len(one) for one in found.rows.values()) < MOST_ROWS:
            changed = _changed(row)
            if changed is not None:
                found.rows.setdefault(table, {}).setdefault(_key(row), {}).update(changed)


def _key(row: Base) -> str:
    """The row's number; a text of the house has a name."""
    key = inspect(row).identity or inspect(row).mapper.primary_key_from_instance(row)
    names = [one.name for one in inspect(row).mapper.primary_key]
    said = [str(one) for name, one in zip(names, key, strict=True) if isinstance(one, int) or name == "key"]
    return "-".join(said)


def _changed(row: Base) -> dict[str, Any] | None:
    """Column -> what it was and is; None when nothing at all was changed."""
    state, found, has_changed = inspect(row), {}, row in db.session.deleted
    for name, column in _columns(state.mapper).items():
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        has_changed = True
        if _may_be_told(column):
            found[name] = [*map(_plain, history.deleted), *map(_plain, history.added)]
    return found if has_changed else None


def _columns(mapper: Mapper[Any]) -> dict[str, Column[Any]]:
    return {one.key: one.columns[0] for one in mapper.column_attrs if isinstance(one.columns[0], Column)}


def _may_be_told(column: Column[Any]) -> bool:
    if column.primary_key or column.name == "version":
        return False
    if any(key.column.table.name == "person" for key in column.foreign_keys):
        return False
    return column.name in STATES or isinstance(column.type, Boolean | Integer | Date)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


before_write.append(_begin)
before_commit.append(_write)
