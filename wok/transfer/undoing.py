"""Taking an import back: what it made and nobody used goes, what it changed and nobody changed since is put back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.db import Base, db
from wok.errors import Refusal
from wok.people.models import Person
from wok.transfer import services
from wok.transfer.catalogue import KINDS
from wok.transfer.kinds import Kind, Part, Way
from wok.transfer.models import ImportLine, SheetImport
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

BATCH, ASKED = 500, 5000  # rows removed, and rows asked for, by one statement


class TooLate(Refusal):
    """The thirty days are over, or it is undone already."""

    def __init__(self) -> None:
        super().__init__(_l("This import can no longer be taken back."))


def may_undo(row: SheetImport, *, now: datetime) -> bool:
    """True while it can be taken back."""
    return row.state == "done" and row.undo_until is not None and row.undo_until >= now


def undo(row: SheetImport, by: Person, *, now: datetime) -> dict[str, int]:
    """Take back what can be; each line that could not says why. Raises TooLate."""
    db.session.refresh(row, with_for_update=True)
    if not may_undo(row, now=now) or row.done_at is None:
        raise TooLate
    kind, lines = KINDS[row.kind], services.lines_of(row)
    way = Way(now=row.done_at, language=row.language, by=by, may_book=row.may_book)
    _put_back(kind, [one for one in lines if one.outcome == "changed"], way)
    _take_away(kind, [one for one in lines if one.outcome == "new"], row.done_at)
    row.state, row.undone_at = "undone", now
    db.session.flush()
    counts = {state: sum(one.outcome == state for one in lines) for state in ("back", "kept")}
    services.note("import_undone", by, {"kind": kind.code, "import": row.id, **counts}, now=now)
    return counts


def _put_back(kind: Kind, lines: Iterable[ImportLine], way: Way) -> None:
    """Fields that still hold what the import wrote get back what they held before."""
    present = {one.id: one.values for one in kind.known(way.language)}
    for line in lines:
        values, before, after = present.get(line.row_id or 0), line.before or {}, line.after or {}
        if values is None:
            line.outcome, line.why = "kept", _("It is no longer there.")
            continue
        still = {code: before.get(code) for code, value in after.items() if values.get(code) == value}
        kind.restore(line.row_id or 0, still, way)
        others = [str(kind.field(code).label) for code in after if code not in still]
        line.outcome = "kept" if others else "back"
        line.why = _("Changed since: %(fields)s.", fields=", ".join(others))[:200] if others else ""


def _take_away(kind: Kind, lines: list[ImportLine], made_at: datetime) -> None:
    ids = sorted({one.row_id for one in lines if one.row_id})
    reasons: dict[int, str] = {}
    for at in range(0, len(ids), ASKED):
        reasons |= _kept(kind, ids[at : at + ASKED], lines, made_at)
    free = [number for number in ids if number not in reasons]
    for at in range(0, len(free), BATCH):
        kind.remove(free[at : at + BATCH])
    for line in lines:
        line.why = reasons.get(line.row_id or 0, "")
        line.outcome = "kept" if line.why else "back"


def _kept(kind: Kind, ids: list[int], lines: Iterable[ImportLine], made_at: datetime) -> dict[int, str]:
    """Why some of these rows stay."""
    was = {one.row_id: (one.after or {}).get("version") for one in lines}
    table: Any = kind.table
    versions = {row[0]: row[1] for row in db.session.execute(select(table.id, table.version).where(table.id.in_(ids)))}
    gone = {number: _("It is no longer there.") for number in ids if number not in versions}
    changed = {number: _("It was changed since.") for number, one in versions.items() if was.get(number) != one}
    parts = [*(Part(kind.table, number, number) for number in ids), *(kind.parts(ids) if kind.parts else [])]
    more = kind.touched(ids, made_at) if kind.touched else set()
    used = dict.fromkeys(_used(parts, kind.own_tables) | more, _("It has been used since."))
    return {**used, **changed, **gone}


def _used(parts: Iterable[Part], own_tables: frozenset[str]) -> set[int]:
    """The owners of rows that something else in the database points to."""
    owners: dict[str, dict[int, int]] = {}
    for one in parts:
        owners.setdefault(one.table.__tablename__, {})[one.id] = one.owner_id
    return {
        owner for target, numbers in owners.items() for owner in _pointed_to(target, numbers, own_tables=own_tables)
    }


def _pointed_to(target: str, numbers: Mapping[int, int], *, own_tables: frozenset[str]) -> set[int]:
    found: set[int] = set()
    for table in Base.metadata.tables.values():
        if table.name in own_tables:
            continue
        for key in table.foreign_keys:
            if key.column.table.name == target and key.column.name == "id":
                near = key.parent.between(min(numbers), max(numbers))  # one import's rows were made one after the other
                pointed = db.session.scalars(select(key.parent).where(near).distinct())
                found |= {numbers[number] for number in pointed if number in numbers}
    return found
