"""Bringing a file in: kept line by line, planned, written in one transaction. All inside `transaction()`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from wok.db import db
from wok.errors import Refusal
from wok.people.models import Person
from wok.transfer import planning
from wok.transfer.catalogue import KINDS
from wok.transfer.kinds import Kind, Way
from wok.transfer.matching import find_header
from wok.transfer.models import ImportLine, SheetImport, TransferNote
from wok.transfer.planning import Line, Plan
from wok.web.sentences import lazy_gettext as _l
from wok.web.sheet_files import Sheet
from wok.web.text import clean

WAITS = timedelta(hours=24)  # then the lines of a file that nobody imported go
UNDO = timedelta(days=30)
MOST_LINES = 10_000
BATCH = 500


class NoSuchColumns(Refusal):
    """Nothing in the file could be recognised."""


class AlreadyDone(Refusal):
    """Two presses, or two of the staff: the first one counts."""

    def __init__(self) -> None:
        super().__init__(_l("This list has been imported already."))


class ChangedMeanwhile(Refusal):
    """What the import would do is not what was shown."""

    def __init__(self) -> None:
        super().__init__(_l("Something changed since you looked. Please look again, then import."))


def open_import(kind: Kind, sheet: Sheet, data: bytes, name: str, *, way: Way, token: str) -> SheetImport:
    """Keep the file's lines for a day; the same form sent twice is one import."""
    known = db.session.scalar(select(SheetImport).where(SheetImport.form_token == token))
    if known is not None:
        return known
    header = find_header(sheet.rows, kind.fields)
    row = SheetImport(
        kind=kind.code,
        state="open",
        file_name=clean(name)[:120],
        digest=hashlib.sha256(data).hexdigest(),
        letters=sheet.letters + ("?" if sheet.is_guessed else ""),
        language=way.language,
        header=list(sheet.rows[header.at].cells) if header.matched else [],
        matched=header.matched,
        counts={},
        by_id=way.by.id,
        uploaded_at=way.now,
        form_token=token,
    )
    db.session.add(row)
    db.session.flush()
    body = sheet.rows[header.at + 1 :] if header.matched else sheet.rows
    lines = [{"import_id": row.id, "line": one.line, "cells": list(one.cells)} for one in body]
    if lines:
        db.session.execute(insert(ImportLine), lines)
    return row


def same_file_before(row: SheetImport) -> SheetImport | None:
    """An earlier import of the very same file that still counts."""
    same = (SheetImport.digest == row.digest, SheetImport.kind == row.kind, SheetImport.state == "done")
    chosen = select(SheetImport).where(*same, SheetImport.id != row.id).order_by(SheetImport.id.desc())
    return db.session.scalar(chosen.limit(1))


def lines_of(row: SheetImport) -> list[ImportLine]:
    """Every line that waits, in order."""
    chosen = select(ImportLine).where(ImportLine.import_id == row.id).order_by(ImportLine.line, ImportLine.id)
    return list(db.session.scalars(chosen))


def way_of(row: SheetImport, by: Person, *, now: datetime) -> Way:
    """The language the file was brought in, and who imports it now."""
    return Way(now=now, language=row.language, by=by, may_book=row.may_book)


def plan(row: SheetImport, way: Way) -> Plan:
    """What importing it would do now."""
    chosen = select(ImportLine.id, ImportLine.line, ImportLine.cells, ImportLine.choice)
    rows = db.session.execute(chosen.where(ImportLine.import_id == row.id).order_by(ImportLine.line, ImportLine.id))
    return planning.plan(KINDS[row.kind], row.matched, [Line(one[0], one[1], one[2], one[3]) for one in rows], way)


def rematch(row: SheetImport, matched: Mapping[str, str]) -> None:
    """Other columns; each field once, the first column wins."""
    kind, found = KINDS[row.kind], dict[str, str]()
    for at, code in matched.items():
        if kind.has_field(code) and code not in found.values():
            found[at] = code
    row.matched = found
    db.session.flush()


def correct(line: ImportLine, cells: Mapping[int, str]) -> None:
    """Other words in some cells of a line."""
    new = list(line.cells)
    for at, words in cells.items():
        new.extend([""] * (at + 1 - len(new)))
        new[at] = words
    line.cells = new
    db.session.flush()


def choose(row: SheetImport, ids: Sequence[int], choice: str) -> None:
    """These lines are the same as what is known, are new, or are left out."""
    for at in range(0, len(ids), BATCH):
        mine = (ImportLine.import_id == row.id, ImportLine.id.in_(ids[at : at + BATCH]))
        db.session.execute(update(ImportLine).where(*mine).values(choice=choice))
    db.session.expire_all()


def carry_out(row: SheetImport, fingerprint: str, way: Way) -> dict[str, int]:
    """Write what was shown, all of it or nothing. Raises AlreadyDone, ChangedMeanwhile."""
    db.session.refresh(row, with_for_update=True)
    if row.state != "open":
        raise AlreadyDone
    kind, planned = KINDS[row.kind], plan(row, way)
    if planned.fingerprint() != fingerprint:
        raise ChangedMeanwhile
    made = dict(zip([one.line for one in planned.makes()], kind.make(planned.makes(), way), strict=True))
    for one in planned.lines:
        if one.state == "changed" and one.known:
            kind.change(one.known.id, {each.field.code: each.after for each in one.changes}, way)
    db.session.flush()
    _write_outcomes(planned, made, _versions(kind, sorted(set(made.values()))))
    counts = planned.counts()
    done = {"new": counts["new"], "changed": counts["changed"], "same": counts["same"]}
    row.counts = {**done, "left": len(planned.lines) - sum(done.values())}
    row.state, row.done_at, row.undo_until = "done", way.now, way.now + UNDO
    row.may_book = way.may_book
    note("import", way.by, {"kind": kind.code, "import": row.id, **row.counts}, now=way.now)
    return row.counts


def _versions(kind: Kind, ids: list[int]) -> dict[int, int]:
    """The version of each made row: whoever touches it later raises it."""
    table: Any = kind.table
    found: dict[int, int] = {}
    for at in range(0, len(ids), BATCH):
        chosen = select(table.id, table.version).where(table.id.in_(ids[at : at + BATCH]))
        found |= {row[0]: row[1] for row in db.session.execute(chosen)}
    return found


def _write_outcomes(planned: Plan, made: Mapping[int, int], versions: Mapping[int, int]) -> None:
    """What became of each line. Imported lines lose their cells: the words now stand where they belong."""
    rows: list[dict[str, Any]] = []
    for one in planned.lines:
        said: dict[str, Any] = {"id": one.line.id, "outcome": one.state, "row_id": None, "before": None, "after": None}
        said["cells"] = []
        if one.state == "new":
            number = made[one.line.line]
            said |= {"row_id": number, "after": {"version": versions[number]}}
        elif one.state == "changed" and one.known:
            said["row_id"] = one.known.id
            said["before"] = {each.field.code: each.before for each in one.changes}
            said["after"] = {each.field.code: each.after for each in one.changes}
        elif one.state != "same":
            said |= {"outcome": "left", "cells": list(one.line.cells)}
        rows.append(said)
    if rows:
        db.session.execute(update(ImportLine), rows)


def drop(row: SheetImport) -> None:
    """Forget a file that waits."""
    if row.state != "open":
        raise AlreadyDone
    db.session.delete(row)
    db.session.flush()


def note(what: str, by: Person | None, facts: dict[str, Any], *, now: datetime) -> None:
    """Put on record who brought in, took out or joined what."""
    db.session.add(TransferNote(at=now, by_id=by.id if by else None, what=what, facts=facts))
    db.session.flush()


def forget(*, now: datetime) -> int:
    """Files nobody imported go after a day, what undo needs after thirty; how many rows went."""
    gone = delete(SheetImport).where(SheetImport.state == "open", SheetImport.uploaded_at < now - WAITS)
    old = select(SheetImport.id).where(SheetImport.state != "open", SheetImport.undo_until < now)
    lines = delete(ImportLine).where(ImportLine.import_id.in_(old))
    late = select(SheetImport.id).where(SheetImport.state != "open", SheetImport.uploaded_at < now - WAITS)
    left = update(ImportLine).where(ImportLine.import_id.in_(late), ImportLine.outcome == "left")
    done = [db.session.execute(one) for one in (gone, lines)]
    db.session.execute(left.values(cells=[]))
    return sum(getattr(one, "rowcount", 0) for one in done)


def telling(way: Way, link_for: Any, *, tells: bool, may_book: bool) -> Way:
    """The same way, with what staff ticked."""
    return replace(way, tells=tells, may_book=may_book, link_for=link_for)
