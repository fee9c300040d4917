"""Tables of the record: acts of the staff, seals, and which line each seal covers (the design: wok/record/__init__.py)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class Act(Base):
    """Something staff did, or a command: what, who, when, on which rows. Holds no person's words; never changed."""

    __tablename__ = "act"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]  # the page's name: sharing_staff.decide; or the command: wok staff add
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # {"of": {…}, "rows": {table: {id: {column: [was, is]}}}}


class Seal(Base):
    """One seal; each holds the digest of the one before, and no two can follow the same."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3: without gaps
    previous: Mapped[str] = mapped_column(unique=True)
    sealed_at: Mapped[datetime]
    count: Mapped[int]
    digest: Mapped[str] = mapped_column(unique=True)


class SealedLine(Base):
    """That one line is sealed: its digest, and the salts of its hidden parts for as long as these are there.

    A hidden part that was empty when the line was sealed has no digest: it stays empty.
    """

    __tablename__ = "sealed_line"

    source: Mapped[str] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id", ondelete="RESTRICT"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    who: Mapped[bytes | None] = mapped_column(LargeBinary)
    who_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    facts: Mapped[bytes | None] = mapped_column(LargeBinary)
    facts_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
