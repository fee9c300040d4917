"""Databases of a wanted size, the Wok and its bare stack served over them, and a signed-in browser."""

import contextlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from tests.bench import desk, served
from tests.bench.desk import Desk
from tests.bench.served import Browser, free_port
from tests.databases import House
from wok import clock
from wok.app import create_app
from wok.bookings.models import Booking, Occurrence, Resource, Series
from wok.db import db, transaction
from wok.demo import cast, year
from wok.kernel import rounds, weekly
from wok.people import sessions
from wok.people.models import Login, Person

CLAIRE = "claire@wok.example"
A_YEAR = 640  # bookings of sixty associations


@dataclass(frozen=True)
class Ground:
    """One filled database."""

    url: str
    folder: Path
    bookings: int
    login: str  # Amina's cookie
    claire: str  # Claire's cookie
    lunches: tuple[str, ...]  # addresses of lunches with room for everybody
    desk: Desk


def settings(url: str) -> dict[str, object]:
    """Of an application within the bench itself."""
    return {
        "SECRET_KEY": served.KEY,
        "BASE_URL": "http://localhost",
        "DATABASE_URL": url,
        "DEMO": True,
        "TESTING": True,
    }


def fill(house: House, kind: str, bookings: int, folder: Path) -> Ground:
    """A demonstration of about so many bookings; every coming lunch gets room for the bench's guests."""
    url = house.sqlite() if kind == "sqlite" else house.postgresql()
    times = 10 if bookings > 20_000 else 1
    began = time.monotonic()
    with create_app(settings(url), instance=folder).app_context():
        year.make(60 * times, bookings / A_YEAR / times, 1535, now=clock.now(), say=lambda _words: None)
        with transaction():
            db.session.execute(update(Resource).values(capacity=rounds.MOST))
            logins = [_sign_in(address) for address in (cast.AMINA_EMAIL, CLAIRE)]
            full = desk.fill(clock.now())
        count = db.session.scalar(select(func.count(Booking.id))) or 0
        ground = Ground(url, folder, count, *logins, _lunches(), full)
        if kind != "sqlite":
            db.session.rollback()
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("ANALYZE")
        db.session.remove()
        db.engine.dispose()
    print(f"\n{kind}, {ground.bookings} bookings, made in {time.monotonic() - began:.0f} s", flush=True)
    return ground


def _sign_in(address: str) -> str:
    secret, now = secrets.token_urlsafe(32), clock.now()
    somebody = db.session.scalars(select(Person).where(Person.email == address)).one()
    cookie = sessions.fingerprint(secret)
    db.session.add(Login(cookie_hash=cookie, person_id=somebody.id, browser="bench", began_at=now, seen_at=now))
    return f"{sessions.cookie_name()}={secret}"


def _lunches() -> tuple[str, ...]:
    coming = db.session.scalars(
        select(Occurrence.starts_at)
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind == "lunch", Occurrence.status == "planned", Occurrence.starts_at > clock.now())
        .order_by(Occurrence.starts_at)
        .offset(8)
        .limit(40)
    )
    return tuple(f"/en/lunch/{weekly.local_day(start).isoformat()}" for start in coming)


@dataclass(frozen=True)
class Served:
    """The Wok and its bare stack, both answering."""

    ground: Ground
    port: int
    bare_port: int
    pid: int
    bare_pid: int

    def amina(self) -> Browser:
        """Amina's browser, signed in."""
        return self._browser(self.ground.login)

    def claire(self) -> Browser:
        """Claire's browser, signed in."""
        return self._browser(self.ground.claire)

    def _browser(self, cookie: str) -> Browser:
        name, _is, value = cookie.partition("=")
        return Browser(self.port, {name: value})


@contextlib.contextmanager
def serving(ground: Ground) -> Iterator[Served]:
    """Both web processes over one database."""
    port, bare_port = free_port(), free_port()
    env = served.environment(ground.url, ground.folder)
    wok = served.wok(ground.url, ground.folder, port, log=ground.folder / "web.log")
    words = ["tests.bench.bare", "--port", str(bare_port), "--database", ground.url]
    bare = served.start(words, env, ground.folder / "bare.log")
    with served.running(wok, bare):
        served.wait_until_up(port, "/en/")
        served.wait_until_up(bare_port, "/bytes")
        yield Served(ground, port, bare_port, wok.pid, bare.pid)
