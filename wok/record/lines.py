"""What the record consists of: the tables whose lines are sealed, and how one line is digested."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, exists, func, select

from wok.db import Base, db
from wok.kernel import chain
from wok.kernel.values import dataclass
from wok.record.models import SealedLine

SOURCES = {"act": ("id", "at", "what"), "booking_event": ("id", "booking_id", "at", "what", "by")}
LATE = 2000  # numbers: a transaction that is overtaken by more of them is found by the check of all
NAMES = {"act": "act", "booking_event": "line of a booking's history"}
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Apart:
    """The hidden parts of one line, digested; None where there is nothing to hide."""

    who: bytes | None
    facts: bytes | None


def table(source: str) -> Table:
    """The table of this name; `booking_event` belongs to a floor above."""
    return Base.metadata.tables[source]


def unsealed(source: str, after: int = 0) -> Select[Any]:
    """Lines without a seal, by number, those above this one alone."""
    lines = table(source)
    sealed = SealedLine.__table__.c
    has_seal = exists().where(sealed.source == source, sealed.line_id == lines.c.id)
    return select(lines).where(lines.c.id > after, ~has_seal).order_by(lines.c.id)


def floor(source: str) -> int:
    """Below this number everything is sealed, as far as a quick look goes."""
    highest = select(func.max(SealedLine.line_id)).where(SealedLine.source == source)
    return max(0, (db.session.scalar(highest) or 0) - LATE)


def waiting() -> int:
    """How many lines have no seal yet, as far as a quick look goes."""
    counted = (select(func.count()).select_from(unsealed(source, floor(source)).subquery()) for source in SOURCES)
    return sum(db.session.scalar(one) or 0 for one in counted)


def fixed(source: str, line: Line) -> list[Any]:
    """What of a line never changes."""
    return [line[name] for name in SOURCES[source]]


def digest(source: str, line: Line, apart: Apart) -> bytes:
    """The digest of a line as it stands."""
    return chain.line(source, fixed(source, line), apart.who, apart.facts)


def is_before(at: datetime, limit: datetime | None) -> bool:
    """Whether a line tells of an instant before this one."""
    return limit is not None and at < limit
