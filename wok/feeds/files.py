"""The feeds' addresses, outside the languages: what calendar programs fetch (CALENDAR.md 11 to 14).

A poll costs one indexed read (a private one first looks up its address) and opens no session. They ask
with all sorts of methods and headers, and a wrong answer costs a member the whole calendar.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Row, null, select
from sqlalchemy.exc import SQLAlchemyError

from wok import clock
from wok.db import db, transaction
from wok.feeds import services
from wok.feeds.models import PublishedFeed
from wok.feeds.queries import FeedKey
from wok.web.access import public

files = Blueprint("feed_files", __name__, url_prefix="/feeds")
log = logging.getLogger("wok.feeds")

MAX_AGE = 60  # seconds: a change is seen within a minute of its publishing
NOTE_FETCH_EVERY = timedelta(hours=1)
PROGRAMS = (
    ("google", "Google"),
    ("icsx5", "ICSx5"),
    ("davx5", "DAVx5"),
    ("thunderbird", "Thunderbird"),
    ("nextcloud", "Nextcloud"),
    ("khal", "khal"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("exchange", "Outlook"),
    ("dataaccessd", "Apple"),
    ("ios/", "Apple"),
    ("mac os", "Apple"),
    ("macos", "Apple"),
)


@files.get("/<any(all, lunch, closures):kind>.ics")
@files.get("/<any(all, lunch, closures):kind>.<any(fr, pt, en, de, lb):language>.ics")
@public
def public_file(kind: str, language: str = "fr") -> Response:
    """What everybody may read; without a language in French."""
    return _answer(FeedKey(kind, language), is_secret=False)


@files.get("/private/<token>.ics")
@public
def private_file(token: str) -> Response:
    """One person's or association's feed; wrong, revoked and unknown are the same answer."""
    key = services.key_of(token)
    return _answer(key, is_secret=True) if key else _nothing()


@files.get("/<path:mistyped>")
@public
def unknown(mistyped: str) -> Response:
    """Whatever else is asked for here: no page that could repeat a mistyped secret."""
    return _nothing()


def _nothing() -> Response:
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    return Response("There is no such calendar.\n", 404, headers, "text/plain")


def _answer(key: FeedKey, *, is_secret: bool) -> Response:
    now = clock.now()
    zipped = _wants_gzip()
    feed = _stored(key.text, zipped=zipped)
    if feed is None:
        services.publish(key, now=now)
        feed = _stored(key.text, zipped=zipped)
    if feed is None:
        return Response("Please ask again in a moment.\n", 503, {"Retry-After": "5"}, "text/plain")
    _note_fetch(feed, now=now)
    if _is_unchanged(feed):
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        response = Response(feed.body if feed.body is not None else _body(key.text, zipped=zipped))
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, feed, zipped=zipped, is_secret=is_secret)


def _with_headers(response: Response, feed: Row[Any], *, zipped: bool, is_secret: bool) -> Response:
    response.set_etag(f"{feed.etag}-gzip" if zipped else feed.etag)
    response.last_modified = feed.modified_at
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"{'private' if is_secret else 'public'}, max-age={MAX_AGE}"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _stored(key: str, *, zipped: bool) -> Row[Any] | None:
    """The one indexed read: with the bytes, unless the reader already has some (most polls end as 304)."""
    may_be_unchanged = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    body = _column(zipped=zipped).label("body") if not may_be_unchanged else null().label("body")
    columns = (PublishedFeed.key, PublishedFeed.etag, PublishedFeed.modified_at, PublishedFeed.fetched_at, body)
    return db.session.execute(select(*columns).where(PublishedFeed.key == key)).one_or_none()


def _body(key: str, *, zipped: bool) -> bytes:
    return db.session.scalar(select(_column(zipped=zipped)).where(PublishedFeed.key == key)) or b""


def _column(*, zipped: bool) -> Any:
    return PublishedFeed.gzip_body if zipped else PublishedFeed.body


def _wants_gzip() -> bool:
    """Only when asked by name, and not with a weight of nought."""
    return any(coding.lower() == "gzip" and weight > 0 for coding, weight in request.accept_encodings)


def _is_unchanged(feed: Row[Any]) -> bool:
    """If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2); the zipped bytes' ETag counts as well."""
    if "If-None-Match" in request.headers:
        known = request.if_none_match
        return bool(known.star_tag or known.contains_weak(feed.etag) or known.contains_weak(f"{feed.etag}-gzip"))
    since = request.if_modified_since
    modified_at: datetime = feed.modified_at
    return since is not None and modified_at.astimezone(UTC).replace(microsecond=0) <= since


def _note_fetch(feed: Row[Any], *, now: datetime) -> None:
    """At most once an hour per feed; a busy database only loses the note."""
    if feed.fetched_at is not None and now - feed.fetched_at < NOTE_FETCH_EVERY:
        return
    try:
        with transaction():
            services.note_fetch(feed.key, _program(), now=now)
    except SQLAlchemyError:
        log.info("the fetch of a feed was not noted")


def _program() -> str:
    """The calendar program's name; nothing else of what it says about itself is kept."""
    said = request.headers.get("User-Agent", "").lower()
    return next((name for sign, name in PROGRAMS if sign in said), "")
