"""Whether the record is whole: everything recomputed, and what differs named, line by line and seal by seal."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, select, text

from wok.db import db, is_sqlite
from wok.kernel import chain
from wok.kernel.chain import Sealed
from wok.kernel.values import dataclass
from wok.record import guard, lines
from wok.record.lines import Apart
from wok.record.models import Seal, SealedLine
from wok.record.sealing import BATCH

TOLERANCE = timedelta(hours=1)  # a clock that was put right, a transaction that waited
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


@dataclass(frozen=True)
class Found:
    """What a check found: faults in words, and where the record stands."""

    faults: list[str]
    seals: int
    sealed: int
    waiting: int
    forgotten: int
    last: tuple[int, str] | None

    @property
    def digest(self) -> str:
        """The newest seal's number and digest, as somebody keeps it elsewhere."""
        return "{}:{}".format(*self.last) if self.last else ""


class _Check:
    """One pass over everything, in one look at the database."""

    def __init__(self, connection: Connection, kept: Iterable[tuple[int, str]]) -> None:
        self._ask = connection.execution_options(yield_per=BATCH)
        self._kept = list(kept)
        self.faults: list[str] = []
        self.sealed = self.waiting = self.forgotten = 0
        self.seals = [row._mapping for row in connection.execute(select(Seal.__table__).order_by(Seal.id))]
        self._digests = {row["id"]: hashlib.sha256() for row in self.seals}
        self._counts = dict.fromkeys(self._digests, 0)
        self._earliest = _earliest(self.seals)

    def run(self, present: set[str], dialect: str) -> None:
        for name in sorted(guard.names(dialect) - present):
            self.faults.append(f"the trigger {name}, which keeps lines from being changed, is gone or switched off")
        for source in lines.SOURCES:
            self._of_lines(source)
            self._of_waiting(source)
        self._of_bookings()
        self._of_seals()
        self._of_kept()

    def _of_lines(self, source: str) -> None:
        line, sealed = lines.table(source), SealedLine.__table__
        chosen = select(sealed, *(one.label(f"is_{one.name}") for one in line.columns))
        joined = sealed.outerjoin(line, sealed.c.line_id == line.c.id)
        chosen = chosen.select_from(joined).where(sealed.c.source == source)
        for row in self._ask.execute(chosen.order_by(sealed.c.seal_id, sealed.c.line_id)).mappings():
            self.sealed += 1
            name = f"{lines.NAMES[source]} {row['line_id']} (seal {row['seal_id']})"
            if row["seal_id"] in self._counts:
                self._counts[row["seal_id"]] += 1
                self._digests[row["seal_id"]].update(row["digest"])
            now = {one.name: row[f"is_{one.name}"] for one in line.columns}
            self.faults += [f"{name}: {fault}" for fault in self._of_line(source, row, now)]

    def _of_line(self, source: str, row: RowMapping, now: Mapping[str, Any]) -> Iterator[str]:
        if now["id"] is None:
            yield "is gone"
            return
        if lines.digest(source, now, Apart(row["who"], row["facts"])) != row["digest"]:
            yield f"{', '.join(lines.SOURCES[source][1:])}: one of these was changed"
        yield from self._of_hidden("who did it", row["who"], row["who_salt"], now["person_id"])
        yield from self._of_hidden("the facts", row["facts"], row["facts_salt"], now["facts"] or None)
        if lines.is_before(now["at"], self._earliest.get(row["seal_id"])):
            yield f"says {chain.instant(now['at'])}, but was written after the seal before it"

    def _of_hidden(self, what: str, digest: bytes | None, salt: bytes | None, value: Any) -> Iterator[str]:
        if digest is None or salt is None:
            self.forgotten += digest is not None and value is None
            if value is not None:
                yield f"{what}: was put in afterwards"
        elif value is None or chain.hidden(salt, value) != digest:
            yield f"{what}: was changed"

    def _of_waiting(self, source: str) -> None:
        newest = self.seals[-1] if self.seals else None
        limit = newest["sealed_at"] - TOLERANCE if newest and not _is_taking_in(self.seals) else None
        for row in self._ask.execute(lines.unsealed(source)).mappings():
            self.waiting += 1
            if lines.is_before(row["at"], limit):
                name = f"{lines.NAMES[source]} {row['id']} (not sealed yet)"
                self.faults.append(f"{name}: says {chain.instant(row['at'])}, but was written after the last seal")

    def _of_bookings(self) -> None:
        """A program that does not look at references can take a booking away from its history."""
        line, booking = lines.table("booking_event"), lines.table("booking")
        lost = select(line.c.booking_id).where(~exists().where(booking.c.id == line.c.booking_id)).distinct()
        for number in self._ask.execute(lost.order_by(line.c.booking_id)).scalars():
            self.faults.append(f"booking {number}, of which there is a history, is gone")

    def _of_seals(self) -> None:
        previous = chain.BEGINNING
        for number, row in enumerate(self.seals, 1):
            name = f"seal {row['id']}"
            if row["id"] != number:
                self.faults.append(f"{name}: seal {number} should stand here")
            if row["previous"] != previous:
                self.faults.append(f"{name}: does not follow the seal before it")
            if self._counts[row["id"]] != row["count"]:
                self.faults.append(f"{name}: was set under {row['count']} lines, now has {self._counts[row['id']]}")
            lines_now = self._digests[row["id"]].hexdigest()
            ours = Sealed(row["id"], row["previous"], row["sealed_at"], row["count"], lines_now)
            if ours.digest != row["digest"]:
                self.faults.append(f"{name}: the seal, or what it stands under, was changed")
            previous = row["digest"]

    def _of_kept(self) -> None:
        known = {row["id"]: row["digest"] for row in self.seals}
        for number, digest in self._kept:
            if number not in known:
                self.faults.append(f"seal {number}, whose digest was kept elsewhere, is gone: the end was cut off")
            elif known[number] != digest:
                self.faults.append(f"seal {number}: its digest was kept elsewhere, and is another: all was made anew")


def check(kept: Iterable[tuple[int, str]] = ()) -> Found:
    """Recompute everything as it stands at one instant. `kept`: numbers of seals and digests from elsewhere."""
    dialect = "sqlite" if is_sqlite() else "postgresql"
    with db.engine.connect() as connection:
        if dialect == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            found = _Check(connection, kept)
            found.run(set(connection.scalars(text(TRIGGERS[dialect]))), dialect)
    newest = (found.seals[-1]["id"], found.seals[-1]["digest"]) if found.seals else None
    return Found(found.faults, len(found.seals), found.sealed, found.waiting, found.forgotten, newest)


def _is_taking_in(seals: list[RowMapping]) -> bool:
    """Full seals from the first one on: what was there before there were seals is still being taken in."""
    return all(row["count"] == BATCH for row in seals)


def _earliest(seals: list[RowMapping]) -> dict[int, datetime]:
    """Seal -> the instant before which none of its lines can have been written. A clock that was put back says nothing."""
    found: dict[int, datetime] = {}
    has_begun = False
    for before, row in pairwise(seals):
        has_begun = has_begun or before["count"] != BATCH
        if has_begun and row["sealed_at"] >= before["sealed_at"]:
            found[row["id"]] = before["sealed_at"] - TOLERANCE
    return found
