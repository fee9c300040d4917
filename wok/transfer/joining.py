"""Two rows that are one association or one person: what points to the one is made to point to the other, and back again.

Nothing is deleted. Where both have the same thing already (both belong to one association), the second's stays with it.
Sign-ins and feeds of a person stay behind: a browser or address that knew the one must not open the other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, and_, func, or_, select, update

from wok.db import Base, db
from wok.directory import indexing
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.people import sessions
from wok.people.models import Association, Person
from wok.sharing.models import CircleMember
from wok.transfer import services
from wok.transfer.models import Joining
from wok.web.sentences import lazy_gettext as _l

UNDO = timedelta(days=30)
BATCH = 500
ON_RECORD = frozenset({"act", "booking_event"})  # who it was then stays as it was written
NOT_MOVED = ON_RECORD | {"login", "sign_in_mail", "email_change", "feed_address"}
NOT_MOVED |= {"sheet_import", "transfer_note", "joining"}
TABLES: dict[str, type[Association] | type[Person]] = {"association": Association, "person": Person}
FILLED = {"association": ("rcs_number", "purpose", "neighbourhood"), "person": ("email", "phone")}


class CannotJoin(Refusal):
    """These two cannot become one like this."""


class TooLate(Refusal):
    """Thirty days are over, or it is undone already."""

    def __init__(self) -> None:
        super().__init__(_l("These two can no longer be parted."))


@dataclass(frozen=True)
class Moving:
    """One column that points to the row that goes, and how many rows do."""

    table: str
    column: str
    count: int


def pointers(kind: str) -> list[Column[Any]]:
    """Every column that points to this kind of row and moves along, in order of its name."""
    found = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == kind and table.name not in NOT_MOVED
    ]
    return sorted(found, key=lambda one: (one.table.name, one.name))


def would_move(kind: str, left_id: int) -> list[Moving]:
    """How much points to the row that would go."""
    counted = [
        Moving(one.table.name, one.name, db.session.scalar(select(func.count()).where(one == left_id)) or 0)
        for one in pointers(kind)
    ]
    return [one for one in counted if one.count]


def check(kind: str, kept: Any, left: Any) -> None:
    """Raises CannotJoin where these two may not become one, or not this way round."""
    if kept.id == left.id:
        raise CannotJoin(_l("This is one and the same."))
    if kind == "person":
        if left.is_staff:
            raise CannotJoin(_l("Who works at the Wok is kept: join the other way round."))
        if kept.left_at is not None or left.left_at is not None:
            raise CannotJoin(_l("One of them has left already."))
        return
    if left.status == "accepted" != kept.status:
        raise CannotJoin(_l("Keep the accepted one: join the other way round."))
    if _joined_already([kept.id, left.id]):
        raise CannotJoin(_l("One of them was joined with another already."))
    chosen = select(CircleMember.circle_id).where(CircleMember.association_id.in_([kept.id, left.id])).distinct()
    if len(list(db.session.scalars(chosen))) > 1:
        raise CannotJoin(
            _l(
                "Both have shared things before, each on its own account. First link the two: one of you proposes it, "
                "another confirms. What each was given stays on record; then come back here."
            )
        )


def _joined_already(ids: Sequence[int]) -> bool:
    gone = (Joining.kind == "association", Joining.left_id.in_(ids), Joining.undone_at.is_(None))
    return db.session.scalar(select(Joining.id).where(*gone).limit(1)) is not None


def join(kind: str, kept_id: int, left_id: int, by: Person, *, now: datetime) -> Joining:
    """Make two one. Raises CannotJoin."""
    table: Any = TABLES[kind]
    chosen = select(table).where(table.id.in_([kept_id, left_id])).order_by(table.id).with_for_update()
    rows = {one.id: one for one in db.session.scalars(chosen.execution_options(populate_existing=True))}
    kept, left = rows[kept_id], rows[left_id]
    check(kind, kept, left)
    moved = {f"{one.table.name}.{one.name}": _move(one, left_id, kept_id) for one in pointers(kind)}
    row = Joining(
        kind=kind,
        kept_id=kept_id,
        left_id=left_id,
        moved={name: keys for name, keys in moved.items() if keys},
        before=_become_one(kind, kept, left, now=now),
        by_id=by.id,
        at=now,
        undo_until=now + UNDO,
    )
    db.session.add(row)
    services.note("joined", by, {"kind": kind, "kept": kept_id, "left": left_id}, now=now)
    _written(kind, [kept_id, left_id])
    return row


def _move(column: Column[Any], left_id: int, kept_id: int) -> list[list[Any]]:
    """Point these rows to the one that is kept; returns their keys. A row that would be there twice stays."""
    table: Table = column.table
    keys = list(table.primary_key.columns)
    rows = db.session.execute(select(table).where(column == left_id).order_by(*keys)).mappings().all()
    uniques = _uniques(table, column)
    free = [row for row in rows if not any(_is_taken(table, column, one, row, kept_id=kept_id) for one in uniques)]
    found = [[row[key.name] for key in keys] for row in free]
    for at in range(0, len(found), BATCH):
        db.session.execute(update(table).where(_these(keys, found[at : at + BATCH])).values({column.name: kept_id}))
    return [[kept_id if key is column else value for key, value in zip(keys, one, strict=True)] for one in found]


def _these(keys: Sequence[Column[Any]], found: Sequence[Sequence[Any]]) -> Any:
    if len(keys) == 1:
        return keys[0].in_([one[0] for one in found])
    return or_(*(and_(*(key == value for key, value in zip(keys, one, strict=True))) for one in found))


def _uniques(table: Table, column: Column[Any]) -> list[list[Column[Any]]]:
    """The groups of columns, this one among them, that no two rows may share."""
    groups = [list(index.columns) for index in table.indexes if index.unique]
    rules = (one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint))
    groups += [list(one.columns) for one in rules]
    if column.unique:
        groups.append([column])
    return [one for one in groups if column in one]


def _is_taken(table: Table, column: Column[Any], group: Sequence[Column[Any]], row: Any, *, kept_id: int) -> bool:
    others = [one == row[one.name] for one in group if one is not column]
    return db.session.scalar(select(func.count()).select_from(table).where(column == kept_id, *others)) != 0


def _become_one(kind: str, kept: Any, left: Any, *, now: datetime) -> dict[str, Any]:
    """What the kept one lacks it takes over; the other one ends. Returns what undo puts back."""
    taken = {name: value for name in FILLED[kind] if not getattr(kept, name) and (value := getattr(left, name))}
    before = {"taken": taken, "kept": {name: getattr(kept, name) for name in taken}}
    if kind == "person":
        left.left_at = now
        if "email" in taken:
            left.email = None
        if "email" in taken and kept.reach == "none":
            before["kept"]["reach"], kept.reach = kept.reach, "email"
            before["taken"]["reach"] = "email"
        sessions.end_all(left, now=now)
    else:
        before["left"] = {"status": left.status, "is_listed": left.is_listed}
        left.status, left.is_listed = "inactive", False
    db.session.flush()  # an address is free again before the other takes it
    for name, value in taken.items():
        setattr(kept, name, value)
    db.session.flush()
    return before


def part(row: Joining, by: Person, *, now: datetime) -> None:
    """Two again: what moved goes back, what came since stays where it is. Raises TooLate."""
    db.session.refresh(row, with_for_update=True)
    if row.undone_at is not None or row.undo_until < now:
        raise TooLate
    table: Any = TABLES[row.kind]
    kept, left = db.session.get_one(table, row.kept_id), db.session.get_one(table, row.left_id)
    for name, keys in row.moved.items():
        table_name, _dot, column_name = name.partition(".")
        if table_name in ON_RECORD:  # joined by a release before: the record keeps what it says now
            continue
        target = Base.metadata.tables[table_name]
        column, primary = target.columns[column_name], list(target.primary_key.columns)
        for at in range(0, len(keys), BATCH):
            these = (_these(primary, keys[at : at + BATCH]), column == row.kept_id)
            db.session.execute(update(target).where(*these).values({column_name: row.left_id}))
    for name, value in row.before["taken"].items():
        if getattr(kept, name) == value:
            setattr(kept, name, row.before["kept"].get(name))
    db.session.flush()
    for name, value in row.before.get("left", {}).items():
        setattr(left, name, value)
    if row.kind == "person":
        left.left_at = None
        left.email = left.email or (row.before["taken"].get("email") if kept.email is None else None)
    row.undone_at = now
    db.session.flush()
    services.note("join_undone", by, {"kind": row.kind, "kept": row.kept_id, "left": row.left_id}, now=now)
    _written(row.kind, [row.kept_id, row.left_id])


def _written(kind: str, ids: list[int]) -> None:
    """What was read before is read anew, and the search knows it."""
    db.session.flush()
    db.session.expire_all()
    if kind == "association":
        indexing.write(ids)


def forget(*, now: datetime) -> int:
    """Once it cannot be undone, nothing of a joined person's own row is kept but its number."""
    over = list(db.session.scalars(select(Joining).where(Joining.undo_until < now).order_by(Joining.id)))
    for row in over:
        if row.kind == "person" and row.undone_at is None:
            empty: dict[str, Any] = {
                "name": "–",
                "email": None,
                "phone": None,
                "needs": [],
                "diets": [],
                "reach": "none",
            }
            db.session.execute(
                update(Person).where(Person.id == row.left_id, Person.left_at.is_not(None)).values(**empty)
            )
        row.moved, row.before = {}, {}
    db.session.flush()
    return len(over)
