"""Tables of messages to many: the text and whom it is for, who was chosen, and who wants none of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.people.models import Person


class Circular(Base):
    """One message to many. `state`: draft, sent (owed, and for ten minutes still to be taken back), discarded."""

    __tablename__ = "circular"
    __table_args__ = (CheckConstraint("state in ('draft','sent','discarded')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    subject: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]]
    filter: Mapped[str] = mapped_column(default="delegates")  # a code of filters.FILTERS
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the filter asks: neighbourhood, dates, words
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # when the first one leaves
    cause: Mapped[str] = mapped_column(default="")  # of the outbox rows of the last sending
    left_out: Mapped[int] = mapped_column(default=0)  # how many wanted none, when it was sent
    form_token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    written_by: Mapped[Person | None] = relationship()


class CircularRecipient(Base):
    """One person a message was owed to. Their address stands in the outbox alone; here only a keyed hash of it."""

    __tablename__ = "circular_recipient"
    __table_args__ = (UniqueConstraint("circular_id", "way_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id", ondelete="CASCADE"))
    way_hash: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]


class CircularStop(Base):
    """Somebody wants no messages to many: by their person, or by the one address the message went to."""

    __tablename__ = "circular_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    way_hash: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    at: Mapped[datetime]
