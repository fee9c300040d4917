"""What a poll reads: one constant Core statement, on the key of the stored bytes or on the fingerprint of an address.

No ORM and no session: with hundreds of programs asking every hour, the reading is all that a poll costs.
"""

from typing import Any

from sqlalchemy import Row, Select, bindparam, null, select

from wok.db import db
from wok.feeds import marks
from wok.feeds.models import FeedAddress, PublishedFeed

Found = Row[Any]  # key, etag, modified_at, fetched_at and body; all None for an address whose feed is not stored yet


def _body(*, zipped: bool) -> Any:
    return PublishedFeed.gzip_body if zipped else PublishedFeed.body


def _columns(*, zipped: bool, whole: bool) -> tuple[Any, ...]:
    body = _body(zipped=zipped) if whole else null()
    return (
        PublishedFeed.key,
        PublishedFeed.etag,
        PublishedFeed.modified_at,
        PublishedFeed.fetched_at,
        body.label("body"),
    )


def _stored(*, zipped: bool, whole: bool) -> Select[Any]:
    return select(*_columns(zipped=zipped, whole=whole)).where(PublishedFeed.key == bindparam("wanted"))


def _led_to(*, zipped: bool, whole: bool) -> Select[Any]:
    """The stored feed of a living address, or a row of nothing but None when it is not stored yet."""
    return (
        select(*_columns(zipped=zipped, whole=whole))
        .select_from(FeedAddress)
        .outerjoin(PublishedFeed, PublishedFeed.key == marks.key_text())
        .where(FeedAddress.token_hash == bindparam("wanted"), marks.is_living())
    )


WAYS = [(zipped, whole) for zipped in (True, False) for whole in (True, False)]
PUBLIC = {way: _stored(zipped=way[0], whole=way[1]) for way in WAYS}
PRIVATE = {way: _led_to(zipped=way[0], whole=way[1]) for way in WAYS}
BODY = {
    zipped: select(_body(zipped=zipped)).where(PublishedFeed.key == bindparam("wanted")) for zipped in (True, False)
}


def stored(key: str, *, zipped: bool, whole: bool) -> Found | None:
    """The feed of this key; with its bytes when `whole`."""
    return _one(PUBLIC[zipped, whole], key)


def behind(fingerprint: str, *, zipped: bool, whole: bool) -> Found | None:
    """The feed a private address leads to; None when the address is wrong, revoked or its membership has ended."""
    return _one(PRIVATE[zipped, whole], fingerprint)


def body(key: str, *, zipped: bool) -> bytes:
    """The bytes alone."""
    found = _one(BODY[zipped], key)
    return found[0] if found else b""


def _one(statement: Select[Any], wanted: str) -> Found | None:
    with db.engine.connect() as connection:
        return connection.execute(statement, {"wanted": wanted}).one_or_none()
