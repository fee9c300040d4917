"""Every text of the database, swept of one person's address, number and name: in the words of others too.

Rows are changed as objects, so that versions grow (a form still open meets "somebody else changed this") and the search
index follows.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, cast, or_, select
from sqlalchemy.orm import Mapper

from wok.db import Base, db
from wok.kernel import letters

INSTEAD = "–"
SHORTEST_NAME = 5  # letters; a single short word would be found in other people's words
# Published rounds can be recomputed by anybody to the letter: they hold associations and numbers, no person. An
# association's own name is its own, even where it is called after somebody.
LEFT = {"share_round": None, "association": "name"}
# On record a line is never rewritten, only emptied.
EMPTIED = frozenset({"act", "booking_event"})
CODES = frozenset(
    [
        "kind",
        "state",
        "status",
        "language",
        "uid",
        "code",
        "link_token",
        "form_token",
        "key_hash",
        "way_hash",
        "token",
        "token_hash",
        "cookie_hash",
        "link_hash",
        "digits_hash",
        "browser_hash",
        "word_hash",
        "fingerprint",
        "digest",
        "etag",
        "role",
        "reach",
        "channel",
        "family",
        "skill",
        "list_digest",
        "seed",
        "commitment",
        "number_typed",
        "public_number",
        "message_id",
        "key",
    ]
)


def sweep(ways: Iterable[str | None], name: str | None) -> int:
    """Replace them wherever they stand; returns in how many rows."""
    wanted = [way for way in ways if way]
    if name is not None and len(name) >= SHORTEST_NAME and " " in name.strip():
        wanted.append(name)
    if not wanted:
        return 0
    spelled = sorted({form for one in wanted for form in _spellings(one)}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(one) for one in spelled), re.IGNORECASE)
    mappers = sorted(Base.registry.mappers, key=lambda one: str(one.local_table))
    return sum(_sweep(mapper, spelled, pattern) for mapper in mappers)


def _spellings(words: str) -> set[str]:
    """As written, as JSON writes it, and as the search of the staff folds it."""
    return {words, json.dumps(words)[1:-1], letters.fold(words)} - {""}


def _sweep(mapper: Mapper[Any], spelled: list[str], pattern: re.Pattern[str]) -> int:
    names = _texts(mapper)
    if not names:
        return 0
    kind = mapper.class_
    columns = [getattr(kind, name) for name in names]
    found = or_(*(_holds(column, one) for column in columns for one in spelled))
    rows = db.session.scalars(select(kind).where(found)).unique().all()
    for row in rows:
        for name in names:
            before = getattr(row, name)
            after = _without(before, pattern)
            if after != before:
                setattr(row, name, {} if str(mapper.local_table) in EMPTIED else after)
    db.session.flush()
    return len(rows)


def _texts(mapper: Mapper[Any]) -> list[str]:
    """The columns of words; codes, keys and what LEFT names are none."""
    table = str(mapper.local_table)
    if LEFT.get(table, "") is None:
        return []
    return [
        one.key
        for one in mapper.column_attrs
        if isinstance(one.columns[0].type, String | JSON)
        and not one.columns[0].foreign_keys
        and one.key not in CODES
        and one.key != LEFT.get(table)
    ]


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    return cast(column, String).icontains(words, autoescape=True)


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(INSTEAD, value)
    if isinstance(value, list):
        return [_without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {_without(key, pattern): _without(one, pattern) for key, one in value.items()}
    return value
