"""Reads of the outbox for people: who must be called, whose mail failed, what is late, and the demo's mailbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from wok.db import db
from wok.mail.models import DeliveredCopy, MailAnswer, Message

AT_MOST = 200  # lines on a page
LATE = timedelta(minutes=15)  # a mail due for so long and not sent: the server is in trouble


def calls_due(*, now: datetime) -> Sequence[Message]:
    """Messages for people without e-mail that are due and still of use, the most urgent first."""
    return db.session.scalars(
        select(Message)
        .where(
            Message.channel != "email",
            Message.state == "due",
            Message.due_at <= now,
            or_(Message.useful_until.is_(None), Message.useful_until > now),
        )
        .order_by(func.coalesce(Message.useful_until, Message.due_at), Message.id)
        .limit(AT_MOST)
    ).all()


def calls_done(*, now: datetime) -> Sequence[Message]:
    """What was ticked within the last twelve hours, the latest first: a tick can be taken back."""
    return db.session.scalars(
        select(Message)
        .where(Message.state == "done", Message.finished_at > now - timedelta(hours=12))
        .order_by(Message.finished_at.desc(), Message.id.desc())
        .limit(AT_MOST)
    ).all()


def failed_mails() -> Sequence[Message]:
    """Mails given up and not yet dealt with, the latest first. Those about a report in confidence stand with the report."""
    return db.session.scalars(
        select(Message)
        .where(Message.channel == "email", Message.state == "failed", Message.kind.not_like("fair_access/%"))
        .order_by(Message.finished_at.desc(), Message.id.desc())
        .limit(AT_MOST)
    ).all()


def late_mails(*, now: datetime) -> int:
    """How many mails should have left a while ago."""
    late = (Message.channel == "email", Message.state.in_(("due", "sending")), Message.due_at < now - LATE)
    return db.session.scalar(select(func.count()).select_from(Message).where(*late)) or 0


def entries_sent(booking_id: int) -> list[dict[str, Any]]:
    """The calendar lines that went out about a booking, as facts."""
    sent = Message.booking_id == booking_id, Message.channel == "email", Message.state.in_(("sent", "sending"))
    return [facts["entry"] for facts in db.session.scalars(select(Message.facts).where(*sent)) if facts.get("entry")]


def answers_to_read() -> Sequence[MailAnswer]:
    """Mail that came in and waits for somebody's eye, the oldest first."""
    waiting = select(MailAnswer).where(MailAnswer.state == "new")
    return db.session.scalars(waiting.order_by(MailAnswer.received_at, MailAnswer.id).limit(AT_MOST)).all()


def unsent_since(*, now: datetime) -> datetime | None:
    """Since when the oldest mail that is due waits; None when none does."""
    waiting = (Message.channel == "email", Message.state.in_(("due", "sending")), Message.due_at <= now)
    return db.session.scalar(select(func.min(Message.due_at)).where(*waiting))


def copies(address: str = "") -> Sequence[DeliveredCopy]:
    """The demo's mails, newest first; to one address when given."""
    chosen = select(DeliveredCopy).order_by(DeliveredCopy.delivered_at.desc(), DeliveredCopy.id.desc()).limit(AT_MOST)
    if address:
        chosen = chosen.where(DeliveredCopy.recipient == address)
    return db.session.scalars(chosen).all()


def copy_addresses() -> Sequence[str]:
    """To whom the demo's mails went, in order."""
    return db.session.scalars(
        select(DeliveredCopy.recipient).distinct().order_by(DeliveredCopy.recipient).limit(AT_MOST)
    ).all()
