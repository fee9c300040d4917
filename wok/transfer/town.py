"""The whole of a town as files: which tables and columns go along, and how a value is written and read again.

`is_moving`: the same town goes to another machine or database, so that mailed links, feeds and waiting mail must live
on. Without it the files are for somebody else, and hold no key to anything. Reports of unfair treatment go only when asked.
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, Table, Time

from wok.bookings import codes
from wok.db import Base, UtcDateTime
from wok.kernel.values import dataclass

FORMAT = 1
MADE_ANEW = frozenset({"published_feed", "feed_bytes", "entry_text"})
NEVER = MADE_ANEW | {"login", "sign_in_mail", "email_change", "attempt", "kept_text", "job_run"}
# For another town these stay here: mail to people, secret addresses, private calendars.
WHEN_MOVING = frozenset({"message", "mail_answer", "delivered_copy", "feed_address", "busy_calendar", "busy_span"})
CASES = "fair_"
GIVEN = frozenset({"neighbourhood"})  # what the migrations bring; the file's own rows take its place
KEYS = ("link_token", "form_token", "word_hash")
MOST_CAPACITY = 10**9  # while takings come in: what is there already was allowed once, even where capacity fell since


@dataclass(frozen=True)
class Chosen:
    """What goes along."""

    is_moving: bool = False
    has_cases: bool = False

    def tables(self) -> list[Table]:
        """The tables that go along, those pointed to before those that point."""
        return [one for one in Base.metadata.sorted_tables if self._goes(one.name)]

    def _goes(self, name: str) -> bool:
        if name in NEVER or (name in WHEN_MOVING and not self.is_moving):
            return False
        return self.has_cases or not name.startswith(CASES)

    def value(self, column: Column[Any], value: Any) -> Any:
        """A value as it is written; keys stay behind unless the town moves."""
        if self.is_moving or value is None:
            return write_value(value)
        if column.name in KEYS or (column.table.name, column.name) in {("booking", "code"), ("booking", "searched")}:
            return None
        if (column.table.name, column.name) == ("person", "is_staff"):
            return False  # who works at the Wok is said on each machine (PROMISES S2)
        return write_value(value)


def write_value(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def read_value(column: Column[Any], value: Any) -> Any:
    """The value of a column from JSON; a key that stayed behind is made anew where there must be one."""
    if isinstance(column.type, JSON):
        return value
    if value is None:
        return _anew(column) if not column.nullable else None
    if isinstance(column.type, UtcDateTime | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value["base64"])
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(column.type, Time) else value


def _anew(column: Column[Any]) -> Any:
    if column.name == "code":
        return codes.new_code()
    return "" if column.name == "word_hash" else secrets.token_urlsafe(24)


def late_columns(table: Table, order: Mapping[str, int]) -> list[str]:
    """Columns that point to the table itself or to one that comes later: filled once all rows are there."""
    return [
        key.parent.name
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if order.get(key.column.table.name, -1) >= order[table.name] and key.parent.nullable
    ]
