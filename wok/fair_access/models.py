"""Tables of fair access: reports, what was said about them, who may read them, and who looked when.

A report holds no name: its writer comes back with a code and a word of their own, kept as a hash. Nothing is
encrypted beyond what the database's disk is; what protects a report is that few may open it and each look is noted.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.people.models import Person


class FairReader(Base):
    """A member of staff who is named to read reports; said by the owner of the machine, never by a form."""

    __tablename__ = "fair_reader"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FairCase(Base):
    """One report and how far it is. `state` goes from received to closed; a closed one may open again.

    `counted_at` and `counted_as` are set when it is first closed and never change: what was published stays true.
    """

    __tablename__ = "fair_case"
    __table_args__ = (
        CheckConstraint("state in ('received','answered','talks','decided','follow_up','closed')", name="state"),
        CheckConstraint("place in ('wok','town')", name="place"),
        CheckConstraint("reach in ('email','phone','none')", name="reach"),
        CheckConstraint("language in ('fr','pt','en','de','lb')", name="language"),
        Index("ix_fair_case_state_received_at", "state", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)  # gone once the words are
    word_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    place: Mapped[str]  # here, or elsewhere in town
    kind: Mapped[str]  # a code of words.KINDS; what is counted, so it never changes
    association_said: Mapped[str] = mapped_column(default="")
    happened: Mapped[str] = mapped_column(Text, default="")
    happened_when: Mapped[str] = mapped_column(default="")  # in people's words
    wish: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[str] = mapped_column(default="none")
    contact_email: Mapped[str | None] = mapped_column(index=True)
    contact_phone: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="received")
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    stepped_at: Mapped[datetime]  # since when it stands at its step
    changed_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]  # the reporter's last words that nobody has answered
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")  # a code of words.OUTCOMES
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    counted_at: Mapped[datetime | None]
    counted_as: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]  # its words are gone; it is still counted
    form_token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    assigned: Mapped[Person | None] = relationship()


class FairLine(Base):
    """Something said or done about a report: a letter either way, a note of the staff's, a step.

    `shows_at`: from when on the reporter reads a letter of ours; until then it can be taken back.
    """

    __tablename__ = "fair_line"
    __table_args__ = (
        CheckConstraint("kind in ('from_them','to_them','note','step')", name="kind"),
        Index("ix_fair_line_case_id_at", "case_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("fair_case.id", ondelete="CASCADE"))
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")  # of a step: its code
    language: Mapped[str] = mapped_column(default="fr")
    shows_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # the reporter was called
    form_token: Mapped[str | None] = mapped_column(unique=True)

    by: Mapped[Person | None] = relationship()


class FairLook(Base):
    """Who opened a report, and when. Only ever added to; it goes after two years, as the law's logs do."""

    __tablename__ = "fair_look"
    __table_args__ = (Index("ix_fair_look_case_id_at", "case_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("fair_case.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person | None] = relationship()


class FairLeftOut(Base):
    """A colleague who must not read one report, because it is about them or near to them."""

    __tablename__ = "fair_left_out"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("fair_case.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
