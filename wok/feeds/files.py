"""The feeds' addresses, outside the languages: what calendar programs fetch (CALENDAR.md 11 to 14).

A poll costs one indexed read (polls.py) and opens no session. They ask with all sorts of methods and
headers, and a wrong answer costs a member the whole calendar.
"""

import logging
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import http_date

from wok import clock
from wok.db import transaction
from wok.feeds import followed, polls, services
from wok.feeds.limits import Limit
from wok.feeds.polls import Found, Whole
from wok.feeds.queries import PROGRAMME, FeedKey, one_of
from wok.programme.filters import from_slug
from wok.web.access import public

files = Blueprint("feed_files", __name__, url_prefix="/feeds")
log = logging.getLogger("wok.feeds")
limit = Limit()

CALENDAR = "text/calendar; charset=utf-8"
LARGEST_ID = 2**31 - 1
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


@files.get("/<any(all, lunch, oncall, events, space, closures):kind>.ics")
@files.get("/<any(all, lunch, oncall, events, space, closures):kind>.<any(fr, pt, en, de, lb):language>.ics")
@public
def public_file(kind: str, language: str = "fr") -> Response:
    """What everybody may read; without a language in French."""
    return _public(FeedKey(kind, language))


@files.get("/<any(item, room):kind>/<int:number>.ics")
@files.get("/<any(item, room):kind>/<int:number>.<any(fr, pt, en, de, lb):language>.ics")
@public
def one_file(kind: str, number: int, language: str = "fr") -> Response:
    """When one thing or one room is taken."""
    return _public(FeedKey(kind, language, number)) if number <= LARGEST_ID else _nothing()


@files.get("/programme/<slug>.ics")
@files.get("/programme/<slug>.<any(fr, pt, en, de, lb):language>.ics")
@public
def filtered_file(slug: str, language: str = "fr") -> Response:
    """What somebody looks for in the programme; made when it is first asked for."""
    return _public(FeedKey(PROGRAMME, language, slug=slug)) if from_slug(slug) else _nothing()


def _public(key: FeedKey) -> Response:
    """The stored bytes; made on the first fetch, if there is such a thing."""
    now = clock.now()
    feed = polls.stored(key.text)
    if feed is None:
        if (key.is_of_one and one_of(key) is None) or (key.slug and not followed.is_known(key)):
            return _nothing()
        if key.slug and not followed.has_room(now=now):
            return _later(3600, 503)
        services.publish(key, now=now)
        feed = polls.stored(key.text)
    return _answer(feed, is_secret=False, now=now)


@files.get("/private/<token>.ics")
@public
def private_file(token: str) -> Response:
    """One person's or association's feed; wrong, revoked and unknown are the same answer."""
    now, wanted = clock.now(), services.fingerprint(token)
    feed = polls.behind(wanted)
    if feed is None:
        return _nothing()
    seconds = limit.wait(wanted, now=now)
    if seconds:
        return _later(seconds, 429)
    if feed.etag is None:
        key = services.key_of(token)
        if key is None:
            return _nothing()
        services.publish(key, now=now)
        feed = polls.behind(wanted)
    return _answer(feed, is_secret=True, now=now)


@files.get("/<path:mistyped>")
@public
def unknown(mistyped: str) -> Response:
    """Whatever else is asked for here: no page that could repeat a mistyped secret."""
    return _nothing()


def _nothing() -> Response:
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    return Response("There is no such calendar.\n", 404, headers, "text/plain")


def _later(seconds: int, code: int) -> Response:
    headers = {"Retry-After": str(seconds), "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    return Response("Please ask again later.\n", code, headers, "text/plain")


def _answer(feed: Found | None, *, is_secret: bool, now: datetime) -> Response:
    if feed is None or feed.etag is None:
        return _later(5, 503)
    _note_fetch(feed, now=now)
    zipped = _wants_gzip()
    if _is_unchanged(feed):
        return Response(status=304, headers=_headers(feed, zipped=zipped, is_secret=is_secret), content_type=CALENDAR)
    whole = polls.shelf.whole(feed, zipped=zipped)
    if whole is None:
        return _later(5, 503)
    headers = _headers(whole, zipped=zipped, is_secret=is_secret)
    encoding = [("Content-Encoding", "gzip")] if zipped else []
    return Response(whole.body, headers=[*headers, *encoding], content_type=CALENDAR)


def _headers(feed: Found | Whole, *, zipped: bool, is_secret: bool) -> list[tuple[str, str]]:
    return [
        ("ETag", f'"{feed.etag}-gzip"' if zipped else f'"{feed.etag}"'),
        ("Last-Modified", http_date(feed.modified_at)),
        ("Vary", "Accept-Encoding"),
        ("Cache-Control", f"{'private' if is_secret else 'public'}, max-age={MAX_AGE}"),
        ("X-Robots-Tag", "noindex"),
    ]


def _wants_gzip() -> bool:
    """Only when asked by name, and not with a weight of nought."""
    return any(coding.lower() == "gzip" and weight > 0 for coding, weight in request.accept_encodings)


def _is_unchanged(feed: Found) -> bool:
    """If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2); the zipped bytes' ETag counts as well."""
    said = request.headers.get("If-None-Match")
    if said is not None:
        if said == f'"{feed.etag}"':  # what most say; the rest is read in full
            return True
        known = request.if_none_match
        return bool(known.star_tag or known.contains_weak(feed.etag) or known.contains_weak(f"{feed.etag}-gzip"))
    since = request.if_modified_since
    modified_at: datetime = feed.modified_at
    return since is not None and modified_at.astimezone(UTC).replace(microsecond=0) <= since


def _note_fetch(feed: Found, *, now: datetime) -> None:
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
