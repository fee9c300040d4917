"""Due reminders to a local SMTP server, against the same mails sent by one bare connection; and the race."""

import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import func, select, update

from tests.bench.guests import crowd
from tests.bench.measure import Row
from tests.databases import House
from tests.drill import table
from tests.mail.sink import Sink, free_port, serving
from wok.app import create_app
from wok.bookings.models import Occurrence
from wok.db import db, transaction
from wok.feeds import ics
from wok.kernel.deadlines import reminder_at
from wok.lunches import due
from wok.mail import sending
from wok.mail.models import Message


def reminders(house: House, kind: str, folder: Path, count: int) -> Iterator[Row]:
    """So many guests of one lunch are reminded: written and sent."""
    url, sink, port = _url(house, kind), Sink(), free_port()
    with serving(sink, port) as smtp, create_app(_settings(house, url, smtp), instance=folder).app_context():
        occurrence = table.lunch(count + 1)
        _book(occurrence.id, count)
        now = reminder_at(occurrence.starts_at) + timedelta(seconds=1)
        began = time.monotonic()
        while due.remind(now=now):
            pass
        written = time.monotonic() - began
        while sending.send_due(now=now, rim=sending.Rim(ics.event_bytes, lambda _letter, _now: None)).later:
            pass
        ours = time.monotonic() - began
        ids = Counter(sink.ids)
        bare = _bare(port, count)
        owed = db.session.scalar(select(func.count(Message.id)).where(Message.kind == "lunches/reminder")) or 0
        db.session.remove()
        db.engine.dispose()
    faults = (
        [] if len(ids) == owed == count and max(ids.values()) == 1 else [f"{len(ids)} arrived of {owed}, {count} due"]
    )
    yield Row(f"{count} due reminders", "<= 1.5", ours, bare, "s", 1.5, f"{written:.1f} s of it writing", faults)


def _settings(house: House, url: str, smtp: str = "") -> dict[str, object]:
    return {**house.settings(url), "SMTP_URL": smtp}


def _url(house: House, kind: str) -> str:
    return house.sqlite() if kind == "sqlite" else house.postgresql()


def _book(occurrence_id: int, count: int) -> None:
    """Guests who booked long before; their confirmations are already sent."""
    with transaction():
        crowd(db.session.get_one(Occurrence, occurrence_id), count)
        db.session.execute(update(Message).values(state="sent"))


def _bare(port: int, count: int) -> float:
    """One connection, so many small mails."""
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "wok@localhost", f"guest{number}@example.org", "Tomorrow"
            mail.set_content("Tomorrow is lunch. " * 60)
            server.send_message(mail)
    return time.monotonic() - began


def race(house: House, kind: str, folder: Path, rounds: int) -> Iterator[Row]:
    """Sixty-four processes for the last seats."""
    over = unfilled = errors = 0
    began = time.monotonic()
    for turn in range(rounds):
        url, seats = _url(house, kind), 1 + turn % 20
        app = create_app(_settings(house, url), instance=folder)
        with app.app_context():
            occurrence_id = table.lunch(seats).id
            outcomes = table.race(app, 64, lambda number, lunch=occurrence_id: table.come(lunch, number))
            sold = table.peak(db.session.get_one(Occurrence, occurrence_id).resource_id)
            db.session.remove()
            db.engine.dispose()
        over, unfilled = over + (sold > seats), unfilled + (sold < seats)
        errors += sum(many for words, many in outcomes.items() if words not in ("done", "LunchFull"))
        house.drop(url)
    faults = [f"{over} over, {unfilled} not filled, {errors} errors"] if over or unfilled or errors else []
    took = f"{(time.monotonic() - began) / rounds:.1f} s a round of 64 processes"
    yield Row(f"race of 64 on the last seats, {rounds} rounds", "0 over", over, None, "", 0, took, faults)
