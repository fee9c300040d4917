"""Publishing feeds as stored bytes, and the private addresses that lead to some of them (CALENDAR.md 14, 16)."""

import gzip
import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from wok.alone import where
from wok.db import db, transaction
from wok.feeds import event_texts, followed, ics, marks, queries
from wok.feeds.models import FeedAddress, FeedBytes, PublishedFeed
from wok.feeds.queries import FeedKey
from wok.kernel.values import dataclass
from wok.people.models import Association, Person
from wok.web.language import in_language

MARKS = "wok_feed_marks"  # app.extensions: what each feed was made from when this process last published it
SECOND = timedelta(seconds=1)
ZIPPED = 6  # gzip's level: the highest costs three times as much for a percent

log = logging.getLogger("wok.feeds")


@dataclass(frozen=True)
class Rendered:
    """A feed's bytes, ready to be stored."""

    key: str
    body: bytes
    etag: str


def render(key: FeedKey, *, now: datetime) -> Rendered:
    """Make a feed's bytes from what the database says now."""
    with in_language(key.language):
        entries, ready = queries.feed_entries(key, now=now), queries.event_texts(key, now=now)
        name = queries.feed_name(key)
    body = ics.calendar_bytes(entries, name=name, language=key.language, color=queries.COLORS[key.kind], ready=ready)
    return Rendered(key.text, body, hashlib.sha256(body).hexdigest()[:32])


def _is_published(feed: Rendered) -> bool:
    """True when these very bytes are stored: nothing is compressed and no write begins."""
    return db.session.scalar(select(PublishedFeed.etag).where(PublishedFeed.key == feed.key)) == feed.etag


def publish_changed(*, now: datetime) -> list[str]:
    """Render every feed whose data changed since this process last did, and drop private ones nobody may read.

    Owns its transactions, a short one per changed feed. Returns the keys whose bytes are new.
    """
    seen = current_app.extensions.setdefault(MARKS, {})
    wanted = marks.marks(now=now)
    stale = [key for key, mark in wanted.items() if seen.get(key) != mark]
    _keep_event_texts(stale, now=now)
    published = []
    for key in stale:
        try:
            is_new = publish(key, now=now)
        except (
            Exception
        ) as fault:  # the rim of a job: it keeps its old bytes and is tried again, the others go on (PROMISES F7)
            log.error("feed %s cannot be published: %s", key.text, where(fault))
            db.session.rollback()
            continue
        seen[key] = wanted[key]
        published += [key.text] if is_new else []
    _drop_unwanted({key.text for key in wanted})
    followed.forget(now=now)
    return published


def _keep_event_texts(stale: Iterable[FeedKey], *, now: datetime) -> None:
    languages = sorted({key.language for key in stale if key.kind in queries.WITH_EVENTS})
    if languages:
        event_texts.forget(now=now)
    for language in languages:
        try:
            with in_language(language):
                event_texts.keep(language, now=now)
        except Exception as fault:  # the rim of a job: each feed makes for itself what is not stored
            log.error("the events' texts in %s cannot be stored: %s", language, where(fault))
            db.session.rollback()


def publish(key: FeedKey, *, now: datetime) -> bool:
    """Render one feed and store it if its bytes are new. Owns its transaction, kept short: rendering comes before."""
    rendered = render(key, now=now)
    if _is_published(rendered):
        return False
    zipped = gzip.compress(rendered.body, compresslevel=ZIPPED, mtime=0)
    try:
        with transaction():
            return _store(rendered, zipped, now=now)
    except IntegrityError:  # another process stored it first
        return False


def _store(feed: Rendered, zipped: bytes, *, now: datetime) -> bool:
    """True when the bytes are new. Last-Modified moves by at least its own grain, a second."""
    old = db.session.execute(
        select(PublishedFeed.etag, PublishedFeed.modified_at, PublishedFeed.rendered_at).where(
            PublishedFeed.key == feed.key
        )
    ).one_or_none()
    if old is None:
        modified_at = now.replace(microsecond=0)
        db.session.execute(
            insert(PublishedFeed).values(
                key=feed.key, etag=feed.etag, modified_at=modified_at, rendered_at=now, fetched_by=""
            )
        )
        db.session.execute(insert(FeedBytes).values(key=feed.key, body=feed.body, gzip_body=zipped))
        return True
    if old.rendered_at > now or old.etag == feed.etag:
        return False
    modified_at = max(now.replace(microsecond=0), old.modified_at + SECOND)
    facts = {"etag": feed.etag, "modified_at": modified_at, "rendered_at": now}
    db.session.execute(update(PublishedFeed).where(PublishedFeed.key == feed.key).values(**facts))
    db.session.execute(update(FeedBytes).where(FeedBytes.key == feed.key).values(body=feed.body, gzip_body=zipped))
    return True


def _drop_unwanted(wanted: set[str]) -> None:
    """Remove the stored bytes of private feeds without a living address (PROMISES S9)."""
    private = db.session.scalars(select(PublishedFeed.key).where(PublishedFeed.key.contains(":")))
    gone = [key for key in private if key not in wanted]
    if gone:
        with transaction():
            db.session.execute(delete(PublishedFeed).where(PublishedFeed.key.in_(gone)))


def make_address(
    person: Person,
    scope: str,
    association: Association | None,
    language: str,
    *,
    now: datetime,
    detail: str = "full",
) -> str:
    """A new private address; the one before it for the same person and purpose ends. Returns the secret, shown once."""
    revoke(person, scope, association, now=now)
    token = secrets.token_urlsafe(32)
    address = FeedAddress(
        token_hash=fingerprint(token),
        person_id=person.id,
        association_id=association.id if association else None,
        scope=scope,
        language=language,
        detail=detail,
        made_at=now,
    )
    db.session.add(address)
    db.session.flush()
    return token


def revoke(person: Person, scope: str, association: Association | None, *, now: datetime) -> None:
    """End the private address of this person and purpose; harmless when there is none."""
    of = FeedAddress.association_id == association.id if association else FeedAddress.association_id.is_(None)
    mine = (FeedAddress.person_id == person.id, FeedAddress.scope == scope, of, FeedAddress.revoked_at.is_(None))
    db.session.execute(update(FeedAddress).where(*mine).values(revoked_at=now))


def fingerprint(token: str) -> str:
    """What the database keeps of a secret address."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(token: str) -> FeedKey | None:
    """The feed this secret leads to; None when it is wrong, revoked, or its membership has ended."""
    address = db.session.scalar(
        select(FeedAddress).where(marks.is_living(), FeedAddress.token_hash == fingerprint(token))
    )
    return marks.key_of(address) if address else None


def note_fetch(key: str, program: str, *, now: datetime) -> None:
    """Note who asked for a feed, for the page of feed health."""
    db.session.execute(update(PublishedFeed).where(PublishedFeed.key == key).values(fetched_at=now, fetched_by=program))
