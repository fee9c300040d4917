"""A house of one's own for one story: its clock moves on, and browsers of any width open before it, signed in or not."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests import make
from tests.databases import House
from wok.db import db
from wok.people.models import Person


@dataclass
class Wok:
    """A house of its own, its clock, and browsers before it."""

    app: Flask
    base: str
    chromium: Browser
    monkeypatch: pytest.MonkeyPatch

    def at(self, now: datetime | str) -> datetime:
        """It is then, for pages and for us."""
        found = datetime.fromisoformat(now) if isinstance(now, str) else now
        self.monkeypatch.setenv("WOK_NOW", found.isoformat())
        return found

    def opened(self, width: int, who: Person | None = None, *, scripts: bool = True) -> Page:
        """A fresh browser of this width, signed in as somebody or as nobody."""
        window = {"width": width, "height": 760}
        context = self.chromium.new_context(viewport=window, base_url=self.base, java_script_enabled=scripts)
        context.set_default_timeout(30_000)
        if who is not None:
            secret = make.sign_in(self.app.test_client(), who)
            context.add_cookies([{"name": "wok_login", "value": secret, "url": self.base}])
        db.session.rollback()
        return context.new_page()


@pytest.fixture
def wok(house: House, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wok]:
    """Served from this process, so that the test can write to it, too; patient where two cores are busy."""
    expect.set_options(timeout=20_000)
    url = house.sqlite("own_house")
    app = house.app(url)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base = f"http://localhost:{server.server_port}"
    monkeypatch.setitem(app.config, "BASE_URL", base)
    with app.app_context():
        try:
            yield Wok(app, base, chromium, monkeypatch)
        finally:
            server.shutdown()
            thread.join(10)
            db.session.remove()
            db.engine.dispose()
    house.drop(url)
