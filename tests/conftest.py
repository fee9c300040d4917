"""The house of tests: a real database file, migrated once, copied per test, on SQLite and on PostgreSQL."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # the PostgreSQL wheel keeps its lock there
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes are started: compiling the Wok for each takes longer

if "WOK_COMPILED" not in os.environ:  # the first process; its workers, servers and browsers share what one compiled
    os.environ["WOK_COMPILED"] = tempfile.mkdtemp(prefix="wok-compiled-")
    atexit.register(shutil.rmtree, os.environ["WOK_COMPILED"], ignore_errors=True)

from tests.databases import House, quick_folder
from wok.db import db
from wok.feeds import services as feeds

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Luxembourg


# A change must not turn red by the luck of the draw; `make drill` looks further, with new draws (--hypothesis-profile).
settings.register_profile("alike", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("alike")

SOURCE = ("asvs", "catalogues", "floors", "shape", "templates")  # of tests/house: they read the same files
LONG = ("browser/", "jobs/test_processes", "test_demo", "house/", "drill/", "test_wheel")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays with one worker (`--dist loadgroup`), those who look at the invented year too; the long begin first."""

    def file_of(item: pytest.Item) -> str:
        return item.path.relative_to(Path(__file__).parent).as_posix()

    def visits(item: pytest.Item) -> bool:
        return bool({"demo_house", "years"} & set(getattr(item, "fixturenames", ())))

    def turn(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(LONG) if file_of(item).startswith(start)), len(LONG))

    def group(item: pytest.Item) -> str:
        if visits(item):
            return "the_invented_year"
        return "the_source" if file_of(item) in {f"house/test_{name}.py" for name in SOURCE} else file_of(item)

    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
    items.sort(key=lambda item: (not visits(item), turn(item)))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for waste, over and over, takes a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def house() -> "Iterator[House]":
    """Template databases, migrated once, in a folder no other run of pytest tidies away."""
    folder = quick_folder("wok-tests-")
    house = House(folder)
    yield house
    house.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, house: House) -> Iterator[str]:
    """A fresh, migrated database on each of the two."""
    if request.param == "postgresql":
        yield house.emptied("the_test")
        return
    url = house.sqlite("the_test")
    yield url
    house.drop(url)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock: `clock_at(instant)`. It stands at NOW when a test begins."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setenv("WOK_NOW", instant.isoformat())

    set_clock(NOW)
    return set_clock


@pytest.fixture
def app(database_url: str, house: House, clock_at, tmp_path: Path) -> Iterator[Flask]:
    """The application over a fresh database, within its context."""
    app = house.app(database_url)
    settings, app.instance_path = dict(app.config), str(tmp_path)
    app.extensions.pop(feeds.MARKS, None)  # what this process published last was another database's
    with app.app_context():
        yield app
        db.session.remove()
        if db.engine.dialect.name == "sqlite" or db.engine.pool.checkedout():  # PostgreSQL's connections serve again
            db.engine.dispose()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture(autouse=True)
def _no_other_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests speak to this machine alone."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    os.environ.pop("WOK_DATABASE_URL", None)
