"""Thursday morning in a small house of its own: a number on a phone, stepping out, being called; the desk, the door, the tablet."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import make
from tests.browser.test_every_page import by_axe, sideways
from tests.databases import KEY, House
from tests.oncall.thursday import NINE, at, number, on_duty, thursday
from wok.db import db
from wok.oncall.tablet_views import tablet_key
from wok.people import sessions
from wok.people.models import Login

pytestmark = pytest.mark.browser
SECRET = "claire-at-the-desk-of-the-journey"


@dataclass(frozen=True)
class Morning:
    """Where the house answers, and the key of its tablet."""

    base: str
    tablet: str


@pytest.fixture(scope="module")
def morning(house: House) -> Iterator[Morning]:
    """Ten past nine, two colleagues on duty, one person before us."""
    url = house.sqlite("thursday_morning")
    app = house.app(url)
    with app.app_context():
        number(thursday(2), 5)
        claire = on_duty()[0].person_id
        cookie = sessions.fingerprint(SECRET)
        make._save(Login(cookie_hash=cookie, person_id=claire, browser="test", began_at=NINE, seen_at=NINE))
        tablet = tablet_key()
        db.session.remove()
        db.engine.dispose()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://localhost:{probe.getsockname()[1]}"
    env = {**os.environ, "WOK_INSTANCE": str(house.folder), "WOK_DEMO": "1", "WOK_BASE_URL": base,
           "WOK_SECRET_KEY": KEY, "WOK_DATABASE_URL": url, "WOK_NOW": at(10).isoformat(), "WOK_LOG": "WARNING"}  # fmt: skip
    words = [sys.executable, "-m", "wok.cli", "serve", "--port", base.rsplit(":", 1)[1]]
    server = subprocess.Popen(words, env=env)
    try:
        _wait_for(f"{base}/api/on-call")
        yield Morning(base, tablet)
    finally:
        server.terminate()
        server.wait(20)
        house.drop(url)


def _wait_for(url: str) -> None:
    for _turn in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer")


def opened(chromium: Browser, morning: Morning, width: int, *, scripts: bool = True, is_claire: bool = False) -> Page:
    """A fresh browser of this width; Claire's is signed in."""
    context = chromium.new_context(
        viewport={"width": width, "height": 760}, java_script_enabled=scripts, base_url=morning.base, locale="en-GB"
    )
    context.set_default_timeout(20_000)
    if is_claire:
        context.add_cookies([{"name": "wok_login", "value": SECRET, "url": morning.base}])
    return context.new_page()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_take_a_number_on_a_phone_step_out_and_be_called(chromium: Browser, morning: Morning, scripts: bool) -> None:
    phone = opened(chromium, morning, 360, scripts=scripts)
    phone.goto("/en/on-call")
    phone.get_by_role("link", name="Take a number").click()
    phone.get_by_text("Borrow things").click()
    phone.locator("[name=nickname]").fill("Zé")
    phone.get_by_role("button", name="Take a number").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Number")
    mine = phone.get_by_role("heading", level=1).inner_text().split()[-1]

    phone.get_by_role("button", name="I step out").click()
    expect(phone.get_by_role("heading", name="Stepped out")).to_be_visible()
    phone.get_by_role("button", name="I am back").click()
    expect(phone.get_by_role("heading", name="Waiting")).to_be_visible()

    claire = opened(chromium, morning, 1280, is_claire=True)
    claire.goto("/en/staff/on-call")
    line = claire.locator("li.tick", has_text="Zé")
    line.get_by_role("button", name=f"Call Number {mine}").click()
    expect(claire.get_by_text(f"Number {mine} is called.")).to_be_visible()

    if not scripts:
        phone.reload()
    expect(phone.get_by_text("It is your turn. Please come to the desk.")).to_be_visible(timeout=20_000)
    door = opened(chromium, morning, 1280)
    door.goto("/en/on-call/door")
    expect(door.locator("section", has_text="It is your turn")).to_contain_text(mine)
    assert "Zé" not in door.content()

    claire.get_by_role("button", name=f"Is with us Number {mine}").first.click()
    claire.get_by_role("button", name=f"Done Number {mine}").click()
    expect(claire.get_by_role("button", name="Undo").first).to_be_visible()
    for page in (phone, claire, door):
        page.context.close()


def by_keys(page: Page, role: str, name: str) -> None:
    """Tab to what is so named, then press Enter: nothing else than keys."""
    wanted = page.get_by_role(role, name=name, exact=False).first
    for _turn in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no key leads to {name!r}")


def test_claire_runs_thursday_from_today_at_the_wok_by_keys_alone(chromium: Browser, morning: Morning) -> None:
    claire = opened(chromium, morning, 1280, is_claire=True)
    claire.goto("/en/staff/")
    expect(claire.get_by_role("heading", name="On-call today")).to_be_visible()
    by_keys(claire, "link", "On-call desk")
    expect(claire).to_have_title("On-call desk – Wok")
    by_keys(claire, "button", "Call number")
    expect(claire.get_by_text("is called.").first).to_be_visible()
    by_keys(claire, "button", "Undo")
    expect(claire.get_by_role("button", name="Call number").first).to_be_visible()
    claire.context.close()


def test_the_pages_of_thursday_fit_and_axe_finds_nothing(chromium: Browser, morning: Morning) -> None:
    claire, faults = opened(chromium, morning, 320, is_claire=True), []
    tablet = f"/en/on-call/tablet/{morning.tablet}"
    for path in ("/en/on-call", "/pt/on-call/number", "/de/on-call/book", "/en/on-call/door", tablet, f"{tablet}/here",
                 "/en/staff/on-call", "/en/staff/on-call/devices"):  # fmt: skip
        claire.goto(path)
        found = by_axe(claire)
        wide = sideways(claire)
        if found or wide > 0 or claire.locator("h1").count() != 1:
            faults.append(f"{path}: {found}, {wide} px too wide")
    claire.context.close()
    assert faults == []
