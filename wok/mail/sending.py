"""Sending what is owed: claim with a lease, send outside any transaction, mark each one (PROMISES M2-M5).

A claimed row that nobody marked (the process was killed) is free again when its lease ends: the same
message may then go out twice, never a different one. `lease_until` also says when to try again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select, update

from wok.db import db, is_sqlite, transaction
from wok.kernel.values import dataclass
from wok.mail import rendering
from wok.mail.models import DeliveredCopy, Message
from wok.mail.post import Mailbox, NotNow, Post, Refused, ServerAway, SmtpPost
from wok.mail.rendering import EventWriter, Letter

BATCH = 50
LEASE = timedelta(minutes=5)  # longer than a turn and its last mail can take together
TURN_SECONDS = 60  # a slow server: the rest waits for the next look
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))  # after each failed try of one mail
SERVER_PAUSES = (timedelta(minutes=1), timedelta(minutes=15))  # shortest and longest wait for a server that is away
SERVER_GIVES_UP = timedelta(days=3)  # then the mails of a server that never answered are shown as failed

log = logging.getLogger("wok.mail")


@dataclass(frozen=True)
class Rim:
    """What stands above mail and is handed in: the writer of calendar files, and who hears that a mail failed or got through."""

    event_writer: EventWriter | None = None
    on_failed: Callable[[Letter, datetime], None] | None = None
    on_sent: Callable[[Letter], None] | None = None


@dataclass
class Count:
    """What one turn did."""

    sent: int = 0
    failed: int = 0
    later: int = 0

    def __str__(self) -> str:
        return f"sent {self.sent}, failed {self.failed}, later {self.later}"


def send_due(*, now: datetime, rim: Rim | None = None) -> Count:
    """Send all that is due at `now`, in batches, for about a minute at most. Opens its own transactions."""
    count, began = Count(), time.monotonic()
    post = _post()
    try:
        while letters := claim(now=now):
            for number, letter in enumerate(letters):
                is_over = time.monotonic() - began > TURN_SECONDS
                if is_over or not _send(letter, post, count, now=now, rim=rim or Rim()):
                    count.later += len(letters) - number
                    put_back(letters[number:], now=now, is_server_away=not is_over, rim=rim or Rim())
                    return count
    finally:
        post.close()
    return count


def _post() -> Post:
    address = current_app.config["SMTP_URL"]
    return SmtpPost(address) if address else Mailbox()


def is_due(*, now: datetime) -> ColumnElement[bool]:
    """Mails to send at `now`: owed and due, or claimed by somebody whose lease ended."""
    return and_(
        Message.channel == "email",
        Message.state.in_(("due", "sending")),
        Message.due_at <= now,
        or_(Message.lease_until.is_(None), Message.lease_until <= now),
    )


def claim(*, now: datetime, limit: int = BATCH) -> list[Letter]:
    """Take up to `limit` due mails for ourselves, oldest first; those nobody can use any more are voided instead (M4)."""
    chosen = select(Message.id).where(is_due(now=now)).order_by(Message.due_at, Message.id).limit(limit)
    if not is_sqlite():
        chosen = chosen.with_for_update(skip_locked=True)
    taken = chosen.cte("taken").prefix_with("MATERIALIZED")  # PostgreSQL might run a plain subquery more than once
    change = update(Message).where(Message.id.in_(select(taken.c.id))).values(state="sending", lease_until=now + LEASE)
    columns = [getattr(Message, field.name) for field in fields(Letter)]
    with transaction():
        _void_late(now=now)
        rows = db.session.execute(change.returning(*columns).execution_options(synchronize_session=False)).all()
    return sorted((Letter(**row._mapping) for row in rows), key=lambda letter: (letter.due_at, letter.id))


def _void_late(*, now: datetime) -> None:
    late = update(Message).where(is_due(now=now), Message.useful_until.is_not(None), Message.useful_until <= now)
    db.session.execute(late.values(state="void", finished_at=now).execution_options(synchronize_session=False))


def _send(letter: Letter, post: Post, count: Count, *, now: datetime, rim: Rim) -> bool:
    """Send one letter and mark it. False when the server is away: the letter is not marked."""
    try:
        source = rendering.wire_bytes(letter, event_writer=rim.event_writer)
        receiver = rendering.recipient(letter).addr_spec
        db.session.rollback()  # what was read for the mail ends here: nothing stays open while the server takes its time
        post.deliver(current_app.config["MAIL_FROM"], receiver, source)
    except ServerAway:
        return False
    except NotNow as fault:
        return _try_later(letter, str(fault), count, now=now, rim=rim)
    except Refused as fault:
        return _give_up(letter, str(fault), count, now=now, rim=rim)
    except Exception as fault:  # a row that cannot be written holds up no other (PROMISES F7)
        return _give_up(letter, type(fault).__name__, count, now=now, rim=rim)
    with transaction():
        if _mark(letter, {"state": "sent", "finished_at": now, "last_error": "", **_forgotten(letter)}):
            if rim.on_sent:
                rim.on_sent(letter)
            if not current_app.config["SMTP_URL"]:
                _keep_copy(letter, source, now=now)
    count.sent += 1
    return True


def _forgotten(letter: Letter) -> dict[str, object]:
    """Secrets that stay in no table once they are on their way: the link and digits of a sign-in or a new address."""
    return {"facts": {}} if letter.kind in ("people/sign_in", "people/new_email") else {}


def _try_later(letter: Letter, why: str, count: Count, *, now: datetime, rim: Rim) -> bool:
    if letter.tries >= len(PAUSES):
        return _give_up(letter, why, count, now=now, rim=rim)
    changes = {"state": "due", "tries": letter.tries + 1, "lease_until": now + PAUSES[letter.tries], "last_error": why}
    with transaction():
        _mark(letter, changes)
    count.later += 1
    return True


def _give_up(letter: Letter, why: str, count: Count, *, now: datetime, rim: Rim) -> bool:
    log.warning("message %s (%s) failed: %s", letter.id, letter.kind, why)
    with transaction():
        _fail(letter, why, now=now, rim=rim)
    count.failed += 1
    return True


def _fail(letter: Letter, why: str, *, now: datetime, rim: Rim) -> None:
    if (
        _mark(letter, {"state": "failed", "tries": letter.tries + 1, "finished_at": now, "last_error": why})
        and rim.on_failed
    ):
        rim.on_failed(letter, now)


def put_back(letters: list[Letter], *, now: datetime, is_server_away: bool, rim: Rim) -> None:
    """Give claimed letters back unsent. While the server is away they wait a quarter of their lateness, 1 to 15 minutes."""
    shortest, longest = SERVER_PAUSES
    with transaction():
        for letter in letters:
            late = now - letter.due_at
            if is_server_away and late > SERVER_GIVES_UP:
                _fail(letter, "server away", now=now, rim=rim)
                continue
            again = now + min(max(late / 4, shortest), longest) if is_server_away else None
            _mark(letter, {"state": "due", "lease_until": again, "last_error": "server away" if is_server_away else ""})


def _mark(letter: Letter, changes: Mapping[str, Any]) -> bool:
    """Change a row that is still ours; True when it was."""
    change = update(Message).where(Message.id == letter.id, Message.state == "sending").values(**changes)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    return bool(getattr(done, "rowcount", 0))


def _keep_copy(letter: Letter, source: bytes, *, now: datetime) -> None:
    subject = rendering.words(letter).subject
    kept = select(func.count()).select_from(DeliveredCopy).where(DeliveredCopy.message_id == letter.message_id)
    if not db.session.scalar(kept):
        copy = DeliveredCopy(
            message_id=letter.message_id,
            recipient=letter.recipient,
            subject=subject[:200],
            source=source,
            delivered_at=now,
        )
        db.session.add(copy)
