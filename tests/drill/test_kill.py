"""kill -9 of the web process under load: what was confirmed is stored once, with the message that says so (B1, F1, M1)."""

import http.client
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.bench import served
from tests.drill import table
from tests.make import NOW
from wok.db import db

GUESTS = 4
WARM_SECONDS = 30  # a loaded machine may need as long to book the first guests
MISSING = {
    "confirmation": "SELECT count(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM message m"
    " WHERE m.booking_id = b.id AND m.kind = 'lunches/confirmed')",
    "seats": "SELECT count(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM taking t WHERE t.booking_id = b.id)",
    "party": "SELECT count(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM rsvp r WHERE r.booking_id = b.id)",
}


def _keep_booking(port: int, first: int, confirmed: list[str], refused: list[str], stop: threading.Event) -> None:
    """Book again and again; note only what was answered with "booked"."""
    number = first
    with suppress(OSError, http.client.HTTPException), closing(served.Guest(port, "/en/lunch/2026-11-25")) as guest:
        while not stop.is_set():
            status, leads_to = guest.come(number)
            if status != 303:
                refused.append(f"{status}: {guest.body[:200]!r}")
                return
            confirmed.append(leads_to.rsplit("/", 1)[1])
            number += 1


def _load_and_kill(url: str, folder: Path, turn: int, confirmed: list[str], refused: list[str]) -> float:
    """Serve, load, kill in mid-flight; returns how long the start took."""
    port = served.free_port()
    process, stop = served.wok(url, folder, port, log=folder / "web.log", now=NOW), threading.Event()
    with served.running(process):
        took = served.wait_until_up(port, "/en/")
        guests = [
            threading.Thread(target=_keep_booking, args=(port, turn * 100_000 + at * 10_000, confirmed, refused, stop))
            for at in range(GUESTS)
        ]
        for guest in guests:
            guest.start()
        patience, before = time.monotonic() + WARM_SECONDS, len(confirmed)
        while len(confirmed) < before + GUESTS and time.monotonic() < patience:
            time.sleep(0.01)
        time.sleep(turn % 7 / 10)
        served.kill(process)
        stop.set()
        for guest in guests:
            guest.join(60)
    return took


def _nothing_is_lost(url: str, confirmed: list[str]) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        if url.startswith("sqlite"):
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert not connection.execute(text("PRAGMA foreign_key_check")).all()
        stored = list(connection.execute(text("SELECT link_token FROM booking WHERE status = 'confirmed'")).scalars())
        missing = {name: connection.execute(text(words)).scalar() for name, words in MISSING.items()}
    engine.dispose()
    assert confirmed, "nobody could book at all"
    assert len(confirmed) == len(set(confirmed)) and len(stored) == len(set(stored))
    assert set(confirmed) <= set(stored)
    assert missing == dict.fromkeys(MISSING, 0)


def _kills(url: str, folder: Path, kills: int) -> None:
    table.lunch(1_000_000)
    db.session.remove()
    db.engine.dispose()
    confirmed: list[str] = []
    refused: list[str] = []
    for turn in range(kills):
        _load_and_kill(url, folder, turn, confirmed, refused)
    assert not refused
    _nothing_is_lost(url, confirmed)


def test_a_killed_web_process_loses_no_confirmed_booking(app, database_url, tmp_path):
    _kills(database_url, tmp_path, 2)


@pytest.mark.drill
def test_fifty_kills_lose_no_confirmed_booking(app, database_url, tmp_path):
    _kills(database_url, tmp_path, 50)
