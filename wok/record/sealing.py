"""Sealing: every line that has no seal yet goes under the next one (the design: wok/record/__init__.py)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text

from wok.db import db, is_sqlite, transaction
from wok.kernel import chain
from wok.kernel.chain import Sealed
from wok.record import lines
from wok.record.lines import Apart
from wok.record.models import Seal

BATCH = 1000


def run(now: datetime) -> str:
    """Seal what waits; says how many lines. Looks first, so that an idle house is not written to."""
    done, is_more = 0, lines.waiting() > 0
    db.session.rollback()
    while is_more:
        with transaction():
            count = seal(now=now)
        done, is_more = done + count, count == BATCH
    return f"sealed {done}" if done else ""


def last() -> Seal | None:
    """The newest seal."""
    return db.session.scalar(select(Seal).order_by(Seal.id.desc()).limit(1))


def seal(*, now: datetime, is_thorough: bool = False) -> int:
    """One seal over up to a thousand lines, inside `transaction()`; returns how many. Nothing waits: no seal."""
    if not is_sqlite():
        db.session.execute(text("LOCK TABLE seal IN EXCLUSIVE MODE"))
    found = [(source, line) for source in lines.SOURCES for line in _next(source, is_thorough=is_thorough)][:BATCH]
    if not found:
        return 0
    before = last()
    number = before.id + 1 if before else 1
    rows = [_sealed(source, line, number) for source, line in found]
    digests = hashlib.sha256(b"".join(row["digest"] for row in rows)).hexdigest()
    made = Sealed(number, before.digest if before else chain.BEGINNING, now, len(rows), digests)
    values = {"id": number, "previous": made.previous, "sealed_at": now, "count": made.count, "digest": made.digest}
    db.session.execute(insert(lines.table("seal")), values)  # the tables themselves: a mapper takes three times as long
    db.session.execute(insert(lines.table("sealed_line")), rows)
    return len(rows)


def _next(source: str, *, is_thorough: bool) -> Sequence[Any]:
    """Held fast, so that nobody forgets who it was between the reading and the sealing; who does so now comes first."""
    chosen = lines.unsealed(source, 0 if is_thorough else lines.floor(source)).limit(BATCH)
    held = chosen.with_for_update(read=True, of=lines.table(source), skip_locked=True)
    return db.session.execute(held).mappings().all()


def _sealed(source: str, line: Any, number: int) -> dict[str, Any]:
    who_salt = chain.new_salt() if line["person_id"] is not None else None
    facts_salt = chain.new_salt() if line["facts"] else None
    apart = Apart(
        chain.hidden(who_salt, line["person_id"]) if who_salt else None,
        chain.hidden(facts_salt, line["facts"]) if facts_salt else None,
    )
    return {
        "source": source,
        "line_id": line["id"],
        "seal_id": number,
        "digest": lines.digest(source, line, apart),
        "who": apart.who,
        "who_salt": who_salt,
        "facts": apart.facts,
        "facts_salt": facts_salt,
    }
