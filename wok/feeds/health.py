"""How the published feeds are, for the page of health: last change, last fetch and the program that fetched."""

from datetime import datetime
from typing import Any

from sqlalchemy import Result, Row, func, or_, select

from wok.db import db
from wok.feeds import words
from wok.feeds.models import PublishedFeed
from wok.feeds.queries import OF_ONE, PROGRAMME, PUBLIC_FEEDS, FeedKey
from wok.kernel.values import dataclass
from wok.people.models import LANGUAGES


@dataclass(frozen=True)
class FeedLine:
    """One public feed."""

    key: FeedKey
    name: str
    rendered_at: datetime | None
    fetched_at: datetime | None
    fetched_by: str


@dataclass(frozen=True)
class PrivateFeeds:
    """Many feeds together; whose the private ones are is nobody's business here."""

    count: int
    fetched_at: datetime | None


def followed_feeds() -> PrivateFeeds:
    """Calendars of single things, rooms and filters that somebody follows: how many, and when one was last fetched."""
    columns = (func.count(), func.max(PublishedFeed.fetched_at))
    of_one = or_(*(PublishedFeed.key.startswith(f"{kind}-") for kind in (*OF_ONE, PROGRAMME)))
    count, fetched_at = db.session.execute(select(*columns).where(of_one)).one()
    return PrivateFeeds(count, fetched_at)


def public_keys() -> list[FeedKey]:
    """Every public feed, in the order of the page."""
    return [FeedKey(kind, language) for kind in PUBLIC_FEEDS for language in LANGUAGES]


def public_feeds() -> list[FeedLine]:
    """Each public feed; times are None for one that was never made or fetched."""
    columns = (PublishedFeed.key, PublishedFeed.rendered_at, PublishedFeed.fetched_at, PublishedFeed.fetched_by)
    found: Result[Any] = db.session.execute(select(*columns))
    rows = {row.key: row for row in found}
    return [_line(key, rows.get(key.text)) for key in public_keys()]


def private_feeds() -> PrivateFeeds:
    """How many are published, and when one was last fetched."""
    columns = (func.count(), func.max(PublishedFeed.fetched_at))
    count, fetched_at = db.session.execute(select(*columns).where(PublishedFeed.key.contains(":"))).one()
    return PrivateFeeds(count, fetched_at)


def _line(key: FeedKey, row: Row[Any] | None) -> FeedLine:
    name = words.feed_name(key.kind)
    return (
        FeedLine(key, name, row.rendered_at, row.fetched_at, row.fetched_by)
        if row
        else FeedLine(key, name, None, None, "")
    )
