"""Tables of what came in and went out by file: imports with their lines, doubles that were joined, and who took what."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.people.models import Person


class SheetImport(Base):
    """A file somebody of the staff brought: its lines wait a day for the press that writes them.

    `matched`: column number -> field. Done: what it made can be taken back until `undo_until`.
    """

    __tablename__ = "sheet_import"
    __table_args__ = (
        CheckConstraint("kind in ('associations','people','equipment','events')", name="kind"),
        CheckConstraint("state in ('open','done','undone')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    file_name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(index=True)  # of the file's bytes: the same file is known again
    letters: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")  # words without a language of their own are in this one
    header: Mapped[list[str]] = mapped_column(default=list)
    matched: Mapped[dict[str, str]] = mapped_column(default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(default=dict)  # what was done: new, changed, same, left
    may_book: Mapped[bool] = mapped_column(default=False)  # staff ticked: these people book for their association
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    form_token: Mapped[str | None] = mapped_column(unique=True)  # one form is one import
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    by: Mapped[Person | None] = relationship()


class ImportLine(Base):
    """One line of a file: its cells while it waits; afterwards what it made or changed, for as long as undo may need it.

    `outcome`: new, changed, same, left (out); after undo: back, kept (with the reason in `why`).
    """

    __tablename__ = "import_line"
    __table_args__ = (
        CheckConstraint("choice in ('','same','new','leave')", name="choice"),
        Index("ix_import_line_import_id_line", "import_id", "line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("sheet_import.id", ondelete="CASCADE"))
    line: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(default=list)
    choice: Mapped[str] = mapped_column(default="")  # what staff chose where a line is perhaps known already
    outcome: Mapped[str] = mapped_column(default="")
    row_id: Mapped[int | None]  # what it made or changed
    before: Mapped[dict[str, Any] | None]  # changed fields as they were
    after: Mapped[dict[str, Any] | None]  # and as the import left them
    why: Mapped[str] = mapped_column(default="")


class Joining(Base):
    """Two rows that were one association or person: what pointed to the one now points to the other."""

    __tablename__ = "joining"
    __table_args__ = (CheckConstraint("kind in ('association','person')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    kept_id: Mapped[int] = mapped_column(index=True)
    left_id: Mapped[int] = mapped_column(index=True)
    moved: Mapped[dict[str, Any]]  # "table.column" -> keys of the rows that pointed to the other
    before: Mapped[dict[str, Any]]  # what undo puts back in the two rows
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class TransferNote(Base):
    """Who brought in, took out or joined what, and when. Written, never changed."""

    __tablename__ = "transfer_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    what: Mapped[str]  # import, import_undone, export, town_export, joined, join_undone
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind, format, numbers; no personal data

    by: Mapped[Person | None] = relationship()
