"""A real browser before a real house: `wok serve` and `wok jobs` over the demo year, and the system's Chromium.

The clock of the house stands on Monday 16 November 2026; a page by page walk is the same every day.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.own_house import wok as wok

NOW = "2026-11-16T09:00:00+00:00"
ADVICE = "No Chromium was found. Install one: `apt-get install chromium`, or `.venv/bin/playwright install chromium`."
SHOTS = Path(__file__).parent / "shots"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the demo house answers."""
    folder = Path(tempfile.mkdtemp(prefix="wok-house-"))
    port = _free_port()
    base = f"http://localhost:{port}"
    env = {
        **os.environ,
        "WOK_INSTANCE": str(folder),
        "WOK_DEMO": "1",
        "WOK_BASE_URL": base,
        "WOK_SECRET_KEY": secrets.token_hex(24),
        "WOK_NOW": NOW,
        "WOK_JOBS_TICK_SECONDS": "2",
        "WOK_LOG": "WARNING",
    }
    env.pop("WOK_DATABASE_URL", None)

    def wok(*words: str) -> list[str]:
        return [sys.executable, "-m", "wok.cli", *words]

    subprocess.run(wok("demo", "--seed", "1", "--years", "0.35"), env=env, check=True, stdout=subprocess.DEVNULL)
    running = [subprocess.Popen(wok("serve", "--port", str(port)), env=env), subprocess.Popen(wok("jobs"), env=env)]
    try:
        _wait_for(f"{base}/healthz")
        yield base
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


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
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        if not path and not Path(playwright.chromium.executable_path).exists():
            pytest.fail(ADVICE, pytrace=False)
        words = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=words)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """`open_page(width=360, scripts=True, …)`: a fresh visitor's page; any script error fails the test."""
    contexts = []
    faults: list[str] = []

    def open_one(width: int = 360, height: int = 740, *, scripts: bool = True, **more: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            base_url=address,
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
