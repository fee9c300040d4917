"""Calendars made when somebody first asks: of what one looks for in the programme. A limited number, the unused go first."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from wok.db import db, transaction
from wok.feeds import programme
from wok.feeds.models import PublishedFeed
from wok.feeds.queries import PROGRAMME, FeedKey
from wok.programme.filters import from_slug

MOST = 300  # kept at once: each costs a rendering after every change
UNUSED = timedelta(days=30)  # nobody asked for so long: its place may go to another
FORGOTTEN = timedelta(days=120)


def stored() -> list[FeedKey]:
    """Those that were fetched at least once."""
    chosen = select(PublishedFeed.key).where(PublishedFeed.key.startswith(f"{PROGRAMME}-"))
    return [_read(text) for text in db.session.scalars(chosen.order_by(PublishedFeed.key))]


def _read(text: str) -> FeedKey:
    name, language = text.rsplit(".", 1)
    return FeedKey(PROGRAMME, language, slug=name.removeprefix(f"{PROGRAMME}-"))


def is_known(key: FeedKey) -> bool:
    """What its name says makes sense, in the one way it is written, and names nobody unknown."""
    wanted = from_slug(key.slug)
    return wanted is not None and programme.is_known(wanted)


def has_room(*, now: datetime) -> bool:
    """True when one more may be kept; the one unused longest leaves for it. Owns its transaction."""
    count = db.session.scalar(select(func.count()).where(PublishedFeed.key.startswith(f"{PROGRAMME}-"))) or 0
    return count < MOST or _drop(now - UNUSED, most=1) > 0


def forget(*, now: datetime) -> int:
    """Drop those nobody has asked for in months. Owns its transaction."""
    return _drop(now - FORGOTTEN, most=MOST)


def _drop(since: datetime, *, most: int) -> int:
    asked_at = func.coalesce(PublishedFeed.fetched_at, PublishedFeed.rendered_at)
    unused = select(PublishedFeed.key).where(PublishedFeed.key.startswith(f"{PROGRAMME}-"), asked_at < since)
    keys = list(db.session.scalars(unused.order_by(asked_at, PublishedFeed.key).limit(most)))
    if keys:
        with transaction():
            db.session.execute(delete(PublishedFeed).where(PublishedFeed.key.in_(keys)))
    return len(keys)
