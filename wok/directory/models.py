"""Tables of the directory: what is shown of an association, and letters passed on without anybody's address."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base, Texts
from wok.people.models import Association


class DirectoryEntry(Base):
    """What an association says in public. It shows only while `association.is_listed`: that is the consent.

    The contact is shown for formal associations alone (FACTS.md, Law).
    """

    __tablename__ = "directory_entry"
    __table_args__ = (UniqueConstraint("association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    about: Mapped[Texts] = mapped_column(default=dict)
    looking_for: Mapped[Texts] = mapped_column(default=dict)
    offering: Mapped[Texts] = mapped_column(default=dict)
    themes: Mapped[list[str]] = mapped_column(default=list)  # codes of people.themes
    languages: Mapped[list[str]] = mapped_column(default=list)  # codes of people.spoken
    website: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]  # E.164
    takes_letters: Mapped[bool] = mapped_column(default=True)
    hidden_at: Mapped[datetime | None]  # by the staff
    hidden_why: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Conversation(Base):
    """Letters between somebody and an association. Neither side ever sees an address of the other.

    `state`: unproved (a visitor's mailbox has not said yes), with_staff (a visitor without e-mail: staff pass it on),
    open, stopped (reported), closed.
    """

    __tablename__ = "conversation"
    __table_args__ = (CheckConstraint("state in ('unproved','with_staff','open','stopped','closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    from_association_id: Mapped[int | None] = mapped_column(
        ForeignKey("association.id", ondelete="SET NULL"), index=True
    )
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    writer_name: Mapped[str] = mapped_column(default="")
    writer_email: Mapped[str | None] = mapped_column(index=True)  # of a visitor alone
    writer_phone: Mapped[str | None]  # of a visitor alone; E.164
    writer_language: Mapped[str]
    state: Mapped[str] = mapped_column(default="open", index=True)
    link_token: Mapped[str] = mapped_column(unique=True)  # a visitor's way back
    created_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    association: Mapped[Association] = relationship(foreign_keys=[association_id])
    from_association: Mapped[Association | None] = relationship(foreign_keys=[from_association_id])
    letters: Mapped[list["Letter"]] = relationship(
        back_populates="conversation", order_by="Letter.id", passive_deletes=True
    )


class Letter(Base):
    """One letter: from the writer, or an answer of the association. It goes out at `goes_at`, until then it can be undone."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    is_answer: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    language: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    form_token: Mapped[str | None] = mapped_column(unique=True)
    written_at: Mapped[datetime]
    goes_at: Mapped[datetime | None]  # none while the conversation is unproved or with the staff
    taken_back_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # somebody on the other side said so

    conversation: Mapped[Conversation] = relationship(back_populates="letters")


class LetterReport(Base):
    """Somebody finds a letter wrong: the conversation stands still until staff decide. `decision`: empty, dismissed, barred."""

    __tablename__ = "letter_report"
    __table_args__ = (CheckConstraint("decision in ('','dismissed','barred')", name="decision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    is_by_association: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(default="", index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    conversation: Mapped[Conversation] = relationship()


class LetterLook(Base):
    """Who of the staff read a reported conversation, and when; only added to."""

    __tablename__ = "letter_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("letter_report.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class LetterBar(Base):
    """Somebody may not write: to one association (it said so), or to none (staff said so). The key is a keyed hash."""

    __tablename__ = "letter_bar"
    __table_args__ = (Index("ix_letter_bar_key_hash_association_id", "key_hash", "association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str]
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    barred_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
