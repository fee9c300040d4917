"""What a poll reads: one constant statement, on the key of a feed or on the fingerprint of an address.

No ORM and no session: with hundreds of programs asking every hour, the reading is all that a poll costs.
The bytes have a table of their own and are read only to be sent; those sent last stay in memory.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, Select, bindparam, select
from sqlalchemy.exc import OperationalError

from wok.db import db, is_sqlite
from wok.feeds import marks
from wok.feeds.models import FeedAddress, FeedBytes, PublishedFeed
from wok.kernel.values import dataclass

LARGEST_KEPT, MOST_KEPT = 8 * 1024 * 1024, 16 * 1024 * 1024  # bytes in the memory of one process: of a feed, of all


@dataclass(frozen=True)
class Found:
    """A feed without its bytes; all None for an address whose feed is not stored yet."""

    key: str
    etag: str
    modified_at: datetime
    fetched_at: datetime | None


@dataclass(frozen=True)
class Whole:
    """A feed's bytes, with the ETag and the time that are theirs."""

    etag: str
    modified_at: datetime
    body: bytes


@dataclass(frozen=True)
class Said:
    """A statement in the words of one driver."""

    text: str
    names: tuple[str, ...]  # of the values, in order; empty where they go by name
    given: dict[str, Any]
    readers: tuple[Callable[[Any], Any] | None, ...]


class Question:
    """A constant statement, said to the driver itself: what SQLAlchemy does around it costs more than the reading."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._said: dict[str, Said] = {}

    def one(self, wanted: str) -> tuple[Any, ...] | None:
        """The row, if there is one. Raises OperationalError when the database does not answer."""
        engine = db.engine
        said = self._said.get(engine.dialect.name) or self._say(engine.dialect)
        given = {**said.given, "wanted": wanted}
        try:
            row = _ask(said.text, tuple(given[name] for name in said.names) if said.names else given)
        except engine.dialect.loaded_dbapi.Error as fault:
            raise OperationalError(said.text, None, fault) from fault
        return row and tuple(read(value) if read else value for value, read in zip(row, said.readers, strict=True))

    def _say(self, dialect: Dialect) -> Said:
        compiled: Any = self._statement.compile(dialect=dialect)
        kinds = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        readers = tuple(kind.result_processor(dialect, None) for kind in kinds)
        names = tuple(compiled.positiontup or ())
        return self._said.setdefault(dialect.name, Said(str(compiled), names, dict(compiled.params), readers))


def _ask(text: str, given: Any) -> Any:
    """One row, without a transaction around it: on PostgreSQL that would be two more ways to the server."""
    with closing(db.engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        if is_sqlite():
            return connection.cursor().execute(text, given).fetchone()
        driver.autocommit = True
        try:
            return driver.execute(text, given).fetchone()
        finally:
            driver.autocommit = False


_COLUMNS = (PublishedFeed.key, PublishedFeed.etag, PublishedFeed.modified_at, PublishedFeed.fetched_at)
_PUBLIC = Question(select(*_COLUMNS).where(PublishedFeed.key == bindparam("wanted")))
_PRIVATE = Question(
    select(*_COLUMNS)
    .select_from(FeedAddress)
    .outerjoin(PublishedFeed, PublishedFeed.key == marks.key_text())
    .where(FeedAddress.token_hash == bindparam("wanted"), marks.is_living())
)
_WHOLE = {
    zipped: Question(
        select(PublishedFeed.etag, PublishedFeed.modified_at, body)
        .join(FeedBytes, FeedBytes.key == PublishedFeed.key)
        .where(PublishedFeed.key == bindparam("wanted"))
    )
    for zipped, body in ((True, FeedBytes.gzip_body), (False, FeedBytes.body))
}


def stored(key: str) -> Found | None:
    """The feed of this key."""
    row = _PUBLIC.one(key)
    return Found(*row) if row else None


def behind(fingerprint: str) -> Found | None:
    """The feed a private address leads to; None when the address is wrong, revoked or its membership has ended."""
    row = _PRIVATE.one(fingerprint)
    return Found(*row) if row else None


class Shelf:
    """Whole feeds in memory, the least asked for leave first. Whether one is still the published one, the poll has read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, bool], Whole] = OrderedDict()

    def whole(self, feed: Found, *, zipped: bool) -> Whole | None:
        """The bytes with their own ETag and time; None when the feed has gone since it was found."""
        at = (feed.key, zipped)
        with self._lock:
            kept = self._kept.get(at)
            if kept is not None and (kept.etag, kept.modified_at) == (feed.etag, feed.modified_at):
                self._kept.move_to_end(at)
                return kept
        row = _WHOLE[zipped].one(feed.key)
        found = Whole(*row) if row else None
        with self._lock:
            self._kept.pop(at, None)
            if found is not None and len(found.body) <= LARGEST_KEPT:
                self._kept[at] = found
            while sum(len(one.body) for one in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


shelf = Shelf()
