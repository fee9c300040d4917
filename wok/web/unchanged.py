"""What was read or rendered stays good until the database changes (SPEED.md).

Before a page reads anything it asks which state the database is in: SQLite tells a connection that only watches
whether others have committed since, PostgreSQL names its snapshot. The same answer means that the same rows are
visible, whichever process wrote them. What the time of day decides is kept under its minute: ours are whole minutes.
"""

import sys
import threading
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

import pysqlite3.dbapi2 as sqlite
from flask import Flask, current_app, g, has_request_context, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from wok.db import before_write, db
from wok.web import reading
from wok.web.language import FOR_PROGRAMS

MOST = 300  # things kept
MOST_BYTES = 16_000_000  # a page of 40 kB takes 80, one with a picture character in it 160
READS = frozenset({"GET", "HEAD"})
GAP = "\0"  # in no page: NUL is refused at the door
SNAPSHOT = text("SELECT pg_current_snapshot()::text")

T = TypeVar("T")


class Watch:
    """Tells the states of one SQLite database apart, on a connection of its own that never writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = threading.Lock()
        self._connection: Any = None
        event.listen(engine, "engine_disposed", self.end)

    def state(self) -> int:
        """Another number after each change that anybody has committed."""
        with self._guard:
            if self._connection is None:
                file = str(self._engine.url.database)
                self._connection = sqlite.connect(file, isolation_level=None, check_same_thread=False)
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def end(self, _engine: Engine | None = None) -> None:
        """Let the file go; the next question opens it again."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


class Kept:
    """What this process keeps of one state of the database; of the next it knows nothing."""

    def __init__(self, engine: Engine) -> None:
        self.watch = Watch(engine) if engine.dialect.name == "sqlite" else None
        self._of: tuple[Hashable, Things] = (None, Things())  # one name for both: threads never see only half a change
        event.listen(engine, "engine_disposed", self.forget)

    def forget(self, _engine: Engine | None = None) -> None:
        """Another database may come."""
        self._of = (None, Things())

    def of(self, state: Hashable) -> "Things":
        """What is kept of this state."""
        known, things = self._of
        if state != known or things.is_full():
            things = Things()
            self._of = (state, things)
        return things


class Things(dict[Hashable, Any]):
    """What is kept under its keys, and how many bytes its texts have: visitors choose how many pages they ask for."""

    size = 0

    def keep(self, key: Hashable, thing: Any) -> None:
        """Keep one more; two threads that keep the same one count it twice, which hurts nobody."""
        self[key] = thing
        self.size += sum(sys.getsizeof(part) for part in (thing if isinstance(thing, tuple) else (thing,)))

    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self) > MOST or self.size > MOST_BYTES


def bind(app: Flask) -> None:
    """Ask for the state before each page is read; must come before everything that reads."""
    with app.app_context():
        keeping = app.extensions["unchanged"] = Kept(db.engine)

    if forget_state not in before_write:
        before_write.append(forget_state)

    @app.before_request
    def ask_state() -> None:
        g.state = None
        if request.method in READS and not request.path.startswith(FOR_PROGRAMS):
            g.state = _state(keeping.watch)


def forget_state() -> None:
    """A request that begins to write keeps nothing from there on: what it sees may never be committed."""
    if has_request_context():
        g.state = None


def _state(watch: Watch | None) -> Hashable:
    """None when the database does not answer: then nothing is kept."""
    try:
        return watch.state() if watch else db.session.scalar(SNAPSHOT)
    except (SQLAlchemyError, sqlite.Error):
        db.session.rollback()
        return None


def is_kept() -> bool:
    """Whether this request only reads, of a database whose state is known."""
    return has_request_context() and g.get("state") is not None


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for each state of the database; it may depend on the key and the database alone.

    Within a change, in jobs and in commands it is made anew each time.
    """
    if not is_kept():
        return make()
    things = current_app.extensions["unchanged"].of(g.state)
    if key in things:
        found: T = things[key]
        return found
    made = make()
    if is_kept():  # it may have begun to write
        things.keep(key, made)
    return made


def kept_for_minute(key: Hashable, make: Callable[[], T], *, now: datetime) -> T:
    """The same for what depends on the time of day, too."""
    return kept((key, now.replace(second=0, microsecond=0)), make)


def page(template: str, key: Hashable, make: Callable[[], dict[str, Any]], *, now: datetime) -> str:
    """A page whose words are the same for everybody who reads it in this language and minute.

    The template extends `unchanged/words.html`. The frame around the words is kept, too, for readers of one kind, but
    where there is something to tell this one reader alone. What is kept has a gap where each has a token of their own.
    """

    def framed() -> str:
        words = kept_for_minute((template, g.lang, key), lambda: _rendered(template, make()), now=now)
        return with_gaps(render_template("unchanged/page.html", title=words[0], main=words[1]))

    kind = (template, g.lang, key, request.full_path, _reader(), reading.reading_classes())
    page = framed() if session.get("_flashes") else kept_for_minute(kind, framed, now=now)
    return filled(page)


def with_gaps(page: str) -> str:
    """The page as others may have it: a gap where this reader's token stands."""
    return page.replace(generate_csrf(), GAP)


def filled(page: str) -> str:
    """The page with this reader's token."""
    return page.replace(GAP, generate_csrf())


def _reader() -> Hashable:
    """What the frame knows of its reader: the desk's menu depends on who of the staff it is."""
    person = g.reader
    return person and (person.id if person.is_staff else "known")


def _rendered(template: str, context: dict[str, Any]) -> tuple[Markup, Markup]:
    title, _mark, main = with_gaps(render_template(template, **context)).partition("<!-- main -->")
    return Markup(title), Markup(main)  # what the template itself rendered, escaped
