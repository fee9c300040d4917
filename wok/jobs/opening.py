"""`wok run`: the whole demonstration with one command: database brought up to date, web and jobs started, both ended.

It sets what only a demonstration may leave unset (PROMISES S12): the key, the address, DEMO itself.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from sqlalchemy import select

from wok import config, schema
from wok.app import create_app
from wok.db import db
from wok.people.models import Membership, Person

READY_SECONDS = 30
END_SECONDS = 10


class Ended(Exception):
    """SIGINT or SIGTERM came."""


def run(port: int, *, host: str = "127.0.0.1", fill: Callable[[], None]) -> int:
    """Serve the demonstration until SIGINT or SIGTERM, or until a child ends by itself (then 1).

    `fill` makes the invented year; it is called within the app's context and only on an empty database.
    """
    address = _set_up(port, host)
    names = _prepare(fill)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_child("serve", "--port", str(port), "--host", host))
        children.append(_child("jobs"))
        _wait_until_ready(f"http://{host}:{port}/healthz", children)
        print(f"The Wok is open: {address} {names}Stop with Ctrl+C.", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1
    except Ended:
        return 0
    finally:
        _end_all(children)


def _set_up(port: int, host: str) -> str:
    """Give the environment what it lacks; returns the base address."""
    address = os.environ.setdefault("WOK_BASE_URL", f"http://{host}:{port}")
    os.environ.setdefault("WOK_DEMO", "1")
    config.instance_folder().mkdir(parents=True, exist_ok=True)
    if "WOK_SECRET_KEY" not in os.environ:
        os.environ["WOK_SECRET_KEY"] = _demo_key(config.instance_folder())
    return address


def _demo_key(folder: Path) -> str:
    """A random key of this installation alone, kept so that a restart signs nobody out."""
    file = folder / "demo-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24))
    return file.read_text()


def _prepare(fill: Callable[[], None]) -> str:
    """Bring the database up to date; returns who may sign in, in words."""
    app = create_app()
    with app.app_context():
        schema.upgrade()
        if app.config["DEMO"] and db.session.scalar(select(Person.id).limit(1)) is None:
            fill()
        staff = db.session.scalar(select(Person.email).where(Person.is_staff, Person.email.is_not(None)).limit(1))
        delegates = select(Person.email).join(Membership).where(~Person.is_staff, Person.email.is_not(None))
        delegate = db.session.scalar(delegates.where(Membership.role == "delegate").order_by(Person.id).limit(1))
        db.session.remove()
        db.engine.dispose()
    named = [f"{who} {address}" for who, address in (("staff", staff), ("delegate", delegate)) if address]
    return f"Sign in as {' or '.join(named)}; the mail lands in /en/mailbox. " if named else ""


def _child(*words: str) -> subprocess.Popen[bytes]:
    """One of our own commands as a process in a group of its own: Ctrl+C reaches us alone, and we end it."""
    command: Sequence[str] = (sys.executable, "-m", "wok.cli", *words)
    return subprocess.Popen(command, start_new_session=True)


def _wait_until_ready(address: str, children: list[subprocess.Popen[bytes]]) -> None:
    """Until /healthz says all is up; gives up silently after a while, the page may still come."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended


def _end_all(children: list[subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
