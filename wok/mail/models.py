"""The outbox: one row for every message that is owed, by mail or by voice."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class Message(Base):
    """A message owed, written in the transaction of its cause (PROMISES M1) and sent later, at least once (M2).

    `channel` email is sent by the jobs process; phone, association and none stand on the call list
    of the day until somebody ticks them. `facts` is all the template needs, fixed when written.
    `state`: due, sending (claimed until `lease_until`), sent, failed (given up), void (overtaken), done (call ticked).
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("cause", "kind", "channel", "recipient", name="uq_message_cause"),
        CheckConstraint("channel in ('email','phone','association','none')", name="channel"),
        CheckConstraint("state in ('due','sending','sent','failed','void','done')", name="state"),
        Index("ix_message_state_due_at", "channel", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str]  # what changed, and its version: "booking:17:3"
    kind: Mapped[str]  # the template: "lunches/confirmed"
    channel: Mapped[str]
    recipient: Mapped[str]  # an address, a phone number, or "booking:17" when there is neither
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="due")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # ten minutes later than its cause where it can be undone
    useful_until: Mapped[datetime | None]  # none too late (M4)
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class DeliveredCopy(Base):
    """A rendered mail kept for the demo's mailbox page, when no SMTP server is set."""

    __tablename__ = "delivered_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    source: Mapped[bytes]
    delivered_at: Mapped[datetime]


class MailAnswer(Base):
    """One mail that came in: an answer that was carried out, or a note for staff (CALENDAR.md 20).

    `why` says what it is: done, or a reason of queries.REASONS. `state`: kept (nothing to do), new (a note waits),
    read (ticked). Only an answer that was carried out has a `sequence`; with its two times it orders the next one.
    """

    __tablename__ = "mail_answer"
    __table_args__ = (
        CheckConstraint("state in ('kept','new','read')", name="state"),
        Index("ix_mail_answer_state_received_at", "state", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)  # the same mail again changes nothing
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(default="")  # of the booking
    sender: Mapped[str] = mapped_column(default="")
    partstat: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str]
    state: Mapped[str]
    received_at: Mapped[datetime]
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
