"""A real browser before a real house: `wok serve` and `wok jobs` over the demo year, and the system's Chromium.

The clock of the house stands on Monday 16 November 2026; a page by page walk is the same every day.
"""

import atexit
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import select

from tests import invented, make
from tests.browser.own_house import wok as wok
from tests.databases import House, quick_folder
from wok.db import db
from wok.people.models import Person

# The same engine without a window costs a fourth of the processor: a new visitor 0.4 instead of 1.5 s.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ADVICE = "No Chromium was found. Install one: `apt-get install chromium`, or `.venv/bin/playwright install chromium`."
SHOTS = Path(__file__).parent / "shots"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class DemoHouse:
    """`wok serve` and `wok jobs` over a demo year, begun for the first visitor and ended after the last."""

    def __init__(self) -> None:
        self.base = ""
        self.folder = Path()
        self._running: list[subprocess.Popen[bytes]] = []

    def open(self, house: House) -> str:
        """The address at which it answers."""
        if not self._running:
            self._begin(_free_port(), house)
        return self.base

    def _begin(self, port: int, house: House) -> None:
        self.base = f"http://localhost:{port}"
        self.folder = quick_folder("wok-house-")
        invented.furnish(self.folder, house.folder)
        env = {**invented.environment(self.folder, self.base), "WOK_JOBS_TICK_SECONDS": "2"}
        self._running = [
            subprocess.Popen([*invented.WOK, *words], env=env) for words in (("serve", "--port", str(port)), ("jobs",))
        ]
        _wait_for(f"{self.base}/healthz")

    def close(self) -> None:
        """Its processes end; another visitor would find a new one."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(20)
        if self._running:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._running = []


HOUSE = DemoHouse()
atexit.register(HOUSE.close)


@pytest.fixture(scope="session")
def demo_house(house: House) -> str:
    """Where the demo house answers."""
    return HOUSE.open(house)


@pytest.fixture
def sign_in(demo_house: str, house: House) -> Callable[[BrowserContext, str], None]:
    """`sign_in(page.context, address)`: at once, where the story is not about how one signs in."""
    app = house.app(f"sqlite:///{HOUSE.folder / 'wok.sqlite3'}")

    def give_login(context: BrowserContext, address: str) -> None:
        with app.app_context():
            who = db.session.scalars(select(Person).where(Person.email == address)).one()
            secret = make.sign_in(app.test_client(), who)
            db.session.remove()
            db.engine.dispose()
        context.add_cookies([{"name": "wok_login", "value": secret, "url": demo_house}])

    return give_login


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The demo house ends with its last visitor, so that its jobs do not tick beside all other tests."""
    if "demo_house" not in getattr(nextitem, "fixturenames", ()):
        HOUSE.close()


def _wait_for(url: str) -> None:
    for _turn in range(900):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        if not path and not Path(playwright.chromium.executable_path).exists():
            pytest.fail(ADVICE, pytrace=False)
        words = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=words)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, demo_house: str) -> Iterator[Callable[..., Page]]:
    """`open_page(width=360, scripts=True, …)`: a fresh visitor's page; any script error fails the test."""
    contexts = []
    faults: list[str] = []

    def open_one(width: int = 360, height: int = 740, *, scripts: bool = True, **more: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            base_url=demo_house,
            locale="en-GB",
            **more,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults
