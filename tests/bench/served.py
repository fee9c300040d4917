"""The real web process under gunicorn, and guests who speak HTTP to it over kept connections."""

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from tests.make import form_of

KEY = "a key for the tests alone, forty characters long"


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(database_url: str, folder: Path, smtp_url: str = "", now: datetime | None = None) -> dict[str, str]:
    """The settings of a served Wok; with `now` its clock stands still."""
    ours = {
        "WOK_DATABASE_URL": database_url,
        "WOK_INSTANCE": str(folder),
        "WOK_SECRET_KEY": KEY,
        "WOK_BASE_URL": "http://localhost",
        "WOK_DEMO": "1",
        "WOK_SMTP_URL": smtp_url,
        "WOK_LOG": "WARNING",
        **({"WOK_NOW": now.isoformat()} if now else {}),
    }
    return {**{name: value for name, value in os.environ.items() if name != "WOK_NOW"}, **ours}


def start(words: list[str], env: dict[str, str], log: Path | None = None) -> subprocess.Popen[bytes]:
    """`python -m …` in a process group of its own."""
    with log.open("ab") if log else Path(os.devnull).open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *words], env=env, stdout=output, stderr=output, start_new_session=True
        )


def wok(
    database_url: str, folder: Path, port: int, *, log: Path | None = None, now: datetime | None = None
) -> subprocess.Popen[bytes]:
    """`wok serve` on this port."""
    return start(["wok.cli", "serve", "--port", str(port)], environment(database_url, folder, now=now), log)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the whole group, then wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def running(*started: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens, these processes end."""
    try:
        yield
    finally:
        for process in started:
            kill(process)


def wait_until_up(port: int, path: str = "/static/css/base.css", *, seconds: float = 60) -> float:
    """Ask until something answers; returns how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with contextlib.suppress(OSError, http.client.HTTPException):
            with contextlib.closing(Browser(port)) as asking:
                if asking.get(path).status < 500:
                    return time.monotonic() - began
        time.sleep(0.01)
    raise TimeoutError(f"nothing answers on port {port}")


class Browser:
    """One kept connection with its cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})
        self.body = b""

    def close(self) -> None:
        """Let the connection go."""
        self.connection.close()

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Ask for a page."""
        return self._ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, fields: dict[str, str]) -> http.client.HTTPResponse:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": jar, **headers} if jar else headers
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()  # kept too long: the server let it go; one form is one booking, so asking again is safe
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        self.body = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


class Guest(Browser):
    """Somebody who says that they come to lunch; the form with its CSRF token is fetched once."""

    def __init__(self, port: int, page: str) -> None:
        super().__init__(port)
        self.page = page
        answer = self.get(page)
        assert answer.status == 200, f"{page} answers {answer.status}"
        self.form = form_of(self.body.decode(), "").values
        self.own = dict(self.cookies)

    def come(self, number: int, *, page: str = "") -> tuple[int, str]:
        """Two of us come, in a browser that has just opened the form; the answer's status and where it leads."""
        self.cookies = dict(self.own)
        fields = {name: value for name, value in self.form.items() if isinstance(value, str)}
        mine = {
            "form_token": secrets.token_urlsafe(24),
            "adults": "2",
            "name": f"Guest {number}",
            "association": "The bench",
            "reach": "email",
            "email": f"guest{number}@bench.example",
        }
        answer = self.post(page or self.page, {**fields, **mine})
        return answer.status, answer.headers.get("Location", "")
