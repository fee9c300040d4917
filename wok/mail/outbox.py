"""Owing a message: a row written with its cause, in the same transaction (PROMISES M1, M3, M4)."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from wok.db import db, rows
from wok.kernel.values import dataclass
from wok.mail import reply_to
from wok.mail.models import Message

TOLD = (
    select(Message.state)
    .where(Message.booking_id == bindparam("booking"), Message.state.in_(("sending", "sent", "done")))
    .distinct()
)
NEW = Message.__table__.insert()  # type: ignore[attr-defined]  # the table itself: no mapper in the way


@dataclass(frozen=True)
class Recipient:
    """Who is told and how. `channel`: email, phone, association, none; `address`: where, in that channel."""

    channel: str
    address: str
    name: str
    language: str


def owe(
    kind: str,
    *,
    cause: str,
    to: Recipient,
    facts: dict[str, Any],
    now: datetime,
    booking_id: int | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> None:
    """Owe one message. `kind` names the template ("lunches/confirmed"); `facts` (JSON) is all it needs.

    `cause` says what changed and its version, e.g. "booking:17:3": the same cause, kind, channel and
    recipient are told once. Message-ID and the address for answers are fixed here. A message for somebody without e-mail stands on
    the call list of the day.
    """
    rows(
        NEW,
        {
            "cause": cause,
            "kind": kind,
            "channel": to.channel,
            "recipient": to.address,
            "name": to.name,
            "language": to.language,
            "booking_id": booking_id,
            "facts": _answerable(facts, to, booking_id),
            "message_id": f"<{secrets.token_hex(16)}@wok>",
            "state": "due",
            "created_at": now,
            "due_at": due_at or now,
            "useful_until": useful_until,
            "tries": 0,
            "last_error": "",
        },
    )


def _answerable(facts: dict[str, Any], to: Recipient, booking_id: int | None) -> dict[str, Any]:
    """The facts with the address that takes answers about this booking, when there is a mailbox that is read."""
    address = reply_to.address_for(booking_id) if booking_id is not None and to.channel == "email" else ""
    return {**facts, "reply_to": address} if address else facts


def void(*, now: datetime, booking_id: int | None = None, cause: str | None = None, kinds: Iterable[str] = ()) -> int:
    """Take back messages not yet sent, by booking or by cause (and kind); returns how many."""
    chosen = [Message.state == "due"]
    if booking_id is not None:
        chosen.append(Message.booking_id == booking_id)
    if cause is not None:
        chosen.append(Message.cause == cause)
    kinds = list(kinds)
    if kinds:
        chosen.append(Message.kind.in_(kinds))
    done = db.session.execute(update(Message).where(*chosen).values(state="void", finished_at=now))
    return int(getattr(done, "rowcount", 0))


def _written(at: datetime, booking_id: int, cause: str) -> list[ColumnElement[bool]]:
    """Not yet sent, owed at `at`, of this booking or with a cause that begins so."""
    of_this = or_(Message.booking_id == booking_id, Message.cause.startswith(cause, autoescape=True))
    return [Message.state == "due", Message.created_at == at, of_this]


def hold_back(until: datetime, *, booking_id: int, cause: str, now: datetime) -> None:
    """What was owed just now waits until then, so that an undo can still take it back."""
    chosen = [*_written(now, booking_id, cause), Message.due_at < until]
    db.session.execute(update(Message).where(*chosen).values(due_at=until))


def void_since(at: datetime, *, booking_id: int, cause: str, now: datetime) -> None:
    """Take back what was owed at `at` and held back."""
    db.session.execute(update(Message).where(*_written(at, booking_id, cause)).values(state="void", finished_at=now))


def take_back(*, now: datetime, booking_id: int) -> bool:
    """After an undo: void what is still owed of a booking. True when the booker must be told how it stands now.

    That is so when word of what was undone is out already, and when nothing ever reached them: cancelling
    may have voided a confirmation that had not left yet.
    """
    states = set(db.session.scalars(TOLD, {"booking": booking_id}))
    voided = void(now=now, booking_id=booking_id)
    return voided == 0 or not states
