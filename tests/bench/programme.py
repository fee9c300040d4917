"""The rows of the programme: its page and its calendar, with twenty thousand dates of events in the database."""

import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from tests.bench import measure
from tests.bench.measure import Row
from tests.databases import House
from wok import clock
from wok.app import create_app
from wok.bookings.models import Occurrence, Resource, Series
from wok.db import db, transaction
from wok.events.models import Event
from wok.feeds import services
from wok.feeds.queries import FeedKey
from wok.kernel import weekly

EVENTS = 20_000
YEARS = 2  # around today
LISTED = 60  # a page of the list
ROWS = (
    "SELECT o.id, o.starts_at, o.ends_at, o.status, e.title, e.summary, e.place, e.kind, r.capacity FROM occurrence o"
    " JOIN event e ON e.series_id = o.series_id JOIN resource r ON r.id = o.resource_id"
    " WHERE o.starts_at >= :start ORDER BY o.starts_at LIMIT :most"
)
PAGE = (
    "<!doctype html><title>Bare</title><ul>{% for row in rows %}<li>{{ row[1] }} {{ row[2] }} <a href='/{{ row[0] }}'>"
    "{{ row[4] }}</a> {{ row[3] }} {{ row[5] }} {{ row[6] }} {{ row[7] }} {{ row[8] }}</li>{% endfor %}</ul>"
)


def programme(house: House, kind: str, folder: Path) -> Iterator[Row]:
    """On a database of its own, within one process: no network on either side."""
    url = house.sqlite() if kind == "sqlite" else house.postgresql()
    app = create_app(house.settings(url), instance=folder)
    with app.app_context():
        fill()
        if kind != "sqlite":
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("ANALYZE")
        db.session.remove()
    ours, bare = app.test_client(), _bare(app).test_client()
    for work, path in (
        (f"agenda, {LISTED} of {EVENTS} events", "/en/agenda"),
        ("the same, of one kind and language", "/en/agenda?kind=course&language=pt"),
        (f"week as a table, {EVENTS} events", "/en/agenda/week"),
    ):
        size = len(_good(ours, path)) / 1000
        took, plain = measure.pair(lambda at=path: _good(ours, at), lambda: _good(bare, "/page"), times=5)
        yield Row(work, "(<= 6)", took, plain, "ms", None, f"{size:.0f} kB")
    yield from _feed(app, ours, bare)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    house.drop(url)


def _feed(app: Flask, ours: FlaskClient, bare: FlaskClient) -> Iterator[Row]:
    began = time.perf_counter()
    with app.test_request_context("/feeds/"):
        services.publish(FeedKey("events", "en"), now=clock.now())
    yield Row(f"feed of {EVENTS} events made by the job", "(once a change)", time.perf_counter() - began, None, "s")
    path = "/feeds/events.en.ics"
    etag, body = ours.get(path).headers["ETag"], _good(ours, path)
    app.config["BENCH_BYTES"] = body
    took, plain = measure.pair(lambda: _good(ours, path), lambda: _good(bare, "/bytes"), times=10)
    yield Row(f"feed of {EVENTS} events, full", "<= 2", took, plain, "ms", 2, f"{len(body) / 1e6:.1f} MB")
    took, plain = measure.pair(
        lambda: _good(ours, path, 304, etag), lambda: _good(bare, "/bytes", 304, '"stored"'), times=20
    )
    yield Row(f"feed of {EVENTS} events, unchanged: 304", "<= 2", took, plain, "ms", 2)


def _good(client: FlaskClient, path: str, code: int = 200, etag: str = "") -> bytes:
    answer = client.get(path, headers={"If-None-Match": etag} if etag else {})
    assert answer.status_code == code, f"{path} answers {answer.status_code}"
    return answer.get_data()


def _bare(app: Flask) -> Flask:
    """One indexed query and a cached template that show the same rows; stored bytes; no library but Flask."""
    bare = Flask("bare")
    cached = bare.jinja_env.from_string(PAGE)
    with app.app_context():
        engine = db.engine
    start = weekly.day_span(weekly.local_day(clock.now())).start
    given = start.strftime("%Y-%m-%d %H:%M:%S.%f") if engine.dialect.name == "sqlite" else start

    @bare.get("/page")
    def page() -> str:
        with engine.connect() as connection:
            rows = connection.execute(text(ROWS), {"start": given, "most": LISTED}).all()
        return cached.render(rows=[[*row[:4], *map(_said, row[4:7]), *row[7:]] for row in rows])

    @bare.get("/bytes")
    def stored() -> Response:
        if request.headers.get("If-None-Match") == '"stored"':
            return Response(status=304, headers={"ETag": '"stored"'})
        return Response(app.config["BENCH_BYTES"], headers={"ETag": '"stored"'}, mimetype="text/calendar")

    return bare


def _said(texts: Any) -> str:
    found = json.loads(texts) if isinstance(texts, str) else texts
    return str(found.get("en", "") or found.get("fr", ""))


def fill(years: int = YEARS) -> None:
    """Courses and parties, one date each, evenly spread over the years around today."""
    now = clock.now()
    first = now - timedelta(days=365 * years // 2)
    numbers = range(1, EVENTS + 1)
    step = timedelta(days=365 * years) / EVENTS
    with transaction():
        base = {
            one: db.session.scalar(text(f"SELECT coalesce(max(id), 0) FROM {one}")) for one in ("resource", "series")
        }
        db.session.execute(
            insert(Resource),
            [{"id": base["resource"] + n, "kind": "event", "name": f"event {n}", "capacity": 20} for n in numbers],
        )
        db.session.execute(insert(Series), [_series(base["series"] + n, n, first + step * n, now) for n in numbers])
        db.session.execute(insert(Event), [_event(n, base["series"] + n, now) for n in numbers])
        db.session.execute(
            insert(Occurrence),
            [_date(base["series"] + n, base["resource"] + n, first + step * n, now) for n in numbers],
        )


def _series(number: int, n: int, at: datetime, now: datetime) -> dict[str, Any]:
    hours = {"starts_local": clock_time(0), "ends_local": clock_time(23, 59)}
    days = {"weekday": weekly.local_day(at).weekday(), "first_on": weekly.local_day(at), "last_on": date(2035, 1, 1)}
    return {
        "id": number,
        "kind": f"event-{n}",
        "capacity": 20,
        "uid": f"event-{n}@bench",
        "changed_at": now,
        **hours,
        **days,
    }


def _event(n: int, series_id: int, now: datetime) -> dict[str, Any]:
    return {
        "series_id": series_id,
        "state": "published",
        "kind": "course" if n % 3 else "party",
        "title": {"fr": f"Cours numéro {n}", "en": f"Course number {n}"},
        "summary": {"fr": "On apprend ensemble.", "en": "We learn together."},
        "place": {"fr": "Maison relais"},
        "languages": ["pt", "fr"] if n % 4 == 0 else ["fr"],
        "seats": 20,
        "created_at": now,
        "changed_at": now,
        "published_at": now,
    }


def _date(series_id: int, resource_id: int, at: datetime, now: datetime) -> dict[str, Any]:
    span = {"original_at": at, "starts_at": at, "ends_at": at + timedelta(hours=2)}
    day = weekly.local_day(at)
    return {"series_id": series_id, "resource_id": resource_id, "original_on": day, "changed_at": now, **span}
