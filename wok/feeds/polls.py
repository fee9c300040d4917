"""What a poll reads: one constant Core statement, on the key of a feed or on the fingerprint of an address.

No ORM and no session: with hundreds of programs asking every hour, the reading is all that a poll costs.
The bytes have a table of their own and are read only to be sent; those sent last stay in memory.
"""

import threading
from collections import OrderedDict
from typing import Any

from sqlalchemy import Row, bindparam, select

from wok.db import db
from wok.feeds import marks
from wok.feeds.models import FeedAddress, FeedBytes, PublishedFeed

Found = Row[Any]  # key, etag, modified_at and fetched_at; all None for an address whose feed is not stored yet
Whole = Row[Any]  # etag, modified_at and body
LARGEST_KEPT, MOST_KEPT = 6 * 1024 * 1024, 16 * 1024 * 1024  # bytes in the memory of one process: of a feed, of all

COLUMNS = (PublishedFeed.key, PublishedFeed.etag, PublishedFeed.modified_at, PublishedFeed.fetched_at)
PUBLIC = select(*COLUMNS).where(PublishedFeed.key == bindparam("wanted"))
PRIVATE = (
    select(*COLUMNS)
    .select_from(FeedAddress)
    .outerjoin(PublishedFeed, PublishedFeed.key == marks.key_text())
    .where(FeedAddress.token_hash == bindparam("wanted"), marks.is_living())
)
WHOLE = {
    zipped: select(PublishedFeed.etag, PublishedFeed.modified_at, body.label("body"))
    .join(FeedBytes, FeedBytes.key == PublishedFeed.key)
    .where(PublishedFeed.key == bindparam("wanted"))
    for zipped, body in ((True, FeedBytes.gzip_body), (False, FeedBytes.body))
}


def stored(key: str) -> Found | None:
    """The feed of this key."""
    return _one(PUBLIC, key)


def behind(fingerprint: str) -> Found | None:
    """The feed a private address leads to; None when the address is wrong, revoked or its membership has ended."""
    return _one(PRIVATE, fingerprint)


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
        found = _one(WHOLE[zipped], feed.key)
        with self._lock:
            self._kept.pop(at, None)
            if found is not None and len(found.body) <= LARGEST_KEPT:
                self._kept[at] = found
            while sum(len(one.body) for one in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


shelf = Shelf()


def _one(statement: Any, wanted: str) -> Row[Any] | None:
    with db.engine.connect() as connection:
        return connection.execute(statement, {"wanted": wanted}).one_or_none()
