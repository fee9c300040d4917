"""The bare stacks: what the same work costs on this machine with nothing around it.

A Flask route with one indexed query and a cached Jinja template that shows the same rows; BEGIN IMMEDIATE (or a
row lock), check, insert, commit; a route that returns stored bytes. Served by the same gunicorn as the Wok.
"""

import argparse
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite
from flask import Flask, Response, request

from wok.kernel import weekly

ROWS = (
    "SELECT o.starts_at, o.ends_at, o.status, r.capacity FROM occurrence o JOIN resource r ON r.id = o.resource_id"
    " WHERE o.starts_at >= {0} AND o.starts_at < {0} ORDER BY o.starts_at"
)
APPOINTMENTS = (
    "SELECT b.starts_at, b.ends_at, b.status, b.contact_name, t.resource_id FROM booking b"
    " JOIN taking t ON t.booking_id = b.id WHERE b.starts_at >= {0} AND b.starts_at < {0} AND b.kind = 'appointment'"
    " ORDER BY t.resource_id, b.starts_at"
)
PAGE = "<!doctype html><title>Bare</title><ul>{% for row in rows %}<li>{{ row[0] }} {{ row[1] }} {{ row[2] }} {{ row[3] }}</li>{% endfor %}</ul>"
TABLE = "CREATE TABLE IF NOT EXISTS bare_booking (id {id}, slot INTEGER NOT NULL, name TEXT NOT NULL, quantity INTEGER NOT NULL)"
INDEX = "CREATE INDEX IF NOT EXISTS bare_slot ON bare_booking (slot)"
STORED = b"BEGIN:VCALENDAR\r\n" + b"X-BARE:stored bytes of a feed\r\n" * 3000
ETAG = '"stored"'


class Bare:
    """One database without a library around it; a connection per thread."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.mark = "?" if self.is_sqlite else "%s"
        self._own = threading.local()

    def connection(self) -> Any:
        """This thread's connection."""
        if not hasattr(self._own, "connection"):
            self._own.connection = self._open()
        return self._own.connection

    def _open(self) -> Any:
        if not self.is_sqlite:
            return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)
        connection = sqlite.connect(self.url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def prepare(self) -> None:
        """The bare table, and a row to lock."""
        number = "INTEGER PRIMARY KEY" if self.is_sqlite else "SERIAL PRIMARY KEY"
        for words in (TABLE.format(id=number), INDEX):
            self.connection().execute(words)

    def rows(self) -> list[Any]:
        """The lunches of the next 31 days."""
        return self._between(ROWS, datetime.now(UTC), 31)

    def appointments(self, first: date, days: int) -> list[Any]:
        """The appointments of some days."""
        return self._between(APPOINTMENTS, weekly.day_span(first).start, days)

    def _between(self, words: str, start: datetime, days: int) -> list[Any]:
        between = (start, start + timedelta(days=days))
        if self.is_sqlite:
            between = tuple(one.strftime("%Y-%m-%d %H:%M:%S.%f") for one in between)
        return self.connection().execute(words.format(self.mark), between).fetchall()

    def book(self, slot: int, name: str) -> bool:
        """Lock, check, insert, commit."""
        connection = self.connection()
        connection.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        if not self.is_sqlite:
            connection.execute("SELECT id FROM resource WHERE id = %s FOR UPDATE", (slot,))
        taken = connection.execute(
            f"SELECT coalesce(sum(quantity), 0) FROM bare_booking WHERE slot = {self.mark}", (slot,)
        ).fetchone()[0]
        if taken < 1_000_000:
            values = ", ".join([self.mark] * 3)
            connection.execute(f"INSERT INTO bare_booking (slot, name, quantity) VALUES ({values})", (slot, name, 2))
        connection.execute("COMMIT")
        return True


def create_app(url: str) -> Flask:
    """The bare application."""
    app, bare = Flask("bare"), Bare(url)
    bare.prepare()
    cached = app.jinja_env.from_string(PAGE)

    @app.get("/page")
    def page() -> str:
        return cached.render(rows=bare.rows())

    @app.get("/appointments")
    def appointments() -> str:
        return cached.render(
            rows=bare.appointments(date.fromisoformat(request.args["first"]), int(request.args["days"]))
        )

    @app.post("/book")
    def book() -> tuple[str, int]:
        bare.book(int(request.form["slot"]), request.form["name"])
        return "booked", 201

    @app.get("/bytes")
    def stored() -> Response:
        if request.headers.get("If-None-Match") == ETAG:
            return Response(status=304, headers={"ETag": ETAG})
        return Response(STORED, headers={"ETag": ETAG}, mimetype="text/calendar")

    return app


def main() -> None:
    """Serve it with gunicorn, with the threads `wok serve` has."""
    from gunicorn.app.base import BaseApplication

    reader = argparse.ArgumentParser()
    reader.add_argument("--port", type=int, required=True)
    reader.add_argument("--database", required=True)
    given = reader.parse_args()

    class Server(BaseApplication):
        def load_config(self) -> None:
            chosen = {"bind": f"127.0.0.1:{given.port}", "workers": 1, "threads": 8, "worker_class": "gthread"}
            for name, value in {**chosen, "loglevel": "warning", "control_socket_disable": True}.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            return create_app(given.database)

    Server().run()


if __name__ == "__main__":
    main()
