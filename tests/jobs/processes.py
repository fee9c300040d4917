"""The real `wok jobs` process, started, killed and waited for."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

KEY = "a key for the tests alone, forty characters long"


def start(database_url: str, smtp_url: str, folder: Path, *, log: Path | None = None) -> subprocess.Popen[bytes]:
    """One jobs process over this database, looking every second."""
    settings = {
        "WOK_DATABASE_URL": database_url,
        "WOK_SMTP_URL": smtp_url,
        "WOK_INSTANCE": str(folder),
        "WOK_SECRET_KEY": KEY,
        "WOK_BASE_URL": "http://localhost",
        "WOK_DEMO": "1",
        "WOK_JOBS_TICK_SECONDS": "1",
    }
    environment = {name: value for name, value in os.environ.items() if name != "WOK_NOW"}
    with (log or Path(os.devnull)).open("ab") as output:
        command = [sys.executable, "-m", "wok.cli", "jobs"]
        return subprocess.Popen(command, env={**environment, **settings}, stdout=output, stderr=output)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9."""
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def running(*started: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens, these processes end with the test."""
    try:
        yield
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                kill(process)


def wait_for(happened: Callable[[], bool], *, seconds: float) -> float:
    """Wait until it happened; returns how long it took. Fails after `seconds`."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began
