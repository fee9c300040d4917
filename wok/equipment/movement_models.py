"""Tables of the desk: what went out and came back, what is in repair, what is missing, and which loan is at risk.

Loans are movements, not a status on the item: a piece that goes out again is a new movement.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking
from wok.db import Base
from wok.equipment.models import Item, LoanLine, Piece, Unit
from wok.people.models import Person


class Handover(Base):
    """One turn at the desk in which things of one loan went out: who collected them, and their signature.

    `signature`: a small picture as "data:image/png;base64,…", "paper", or empty while nobody signed.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    collected_by: Mapped[str] = mapped_column(default="")
    signature: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(unique=True)
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    by: Mapped[Person | None] = relationship()


class Movement(Base):
    """A unit, or so many alike things, that went out for a line of a loan; open until `back_at`.

    `outcome`: returned, lost, damaged, used_up. Pieces are counted by their number: {"7": 1}.
    """

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        CheckConstraint("unit_id is null or count = 1", name="unit"),
        CheckConstraint("outcome in ('returned','lost','damaged','used_up')", name="outcome"),
        CheckConstraint("(back_at is null) = (outcome is null)", name="back"),
        Index("ix_movement_back_at_due_on", "back_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("loan_line.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    count: Mapped[int] = mapped_column(default=1)
    out_at: Mapped[datetime]
    due_on: Mapped[date]
    condition_out: Mapped[str] = mapped_column(default="good")  # good, worn, poor
    note_out: Mapped[str] = mapped_column(Text, default="")
    pieces_out: Mapped[dict[str, int]] = mapped_column(default=dict)
    picture_out: Mapped[str | None]  # digest of the stored picture
    overdue_at: Mapped[datetime | None]  # found late: the borrower was told, the next loans looked at
    back_at: Mapped[datetime | None]
    back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    outcome: Mapped[str | None]
    condition_back: Mapped[str] = mapped_column(default="")
    note_back: Mapped[str] = mapped_column(Text, default="")
    pieces_back: Mapped[dict[str, int]] = mapped_column(default=dict)
    picture_back: Mapped[str | None]
    found_at: Mapped[datetime | None]  # it was lost, and turned up
    undo_until: Mapped[datetime | None]  # of the return
    settled_at: Mapped[datetime | None]  # no undo any more: lateness written down, what is free offered on
    undone_at: Mapped[datetime | None]  # the hand-over was ticked by mistake
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    handover: Mapped[Handover] = relationship()
    line: Mapped[LoanLine] = relationship()
    item: Mapped[Item] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def came_with(self) -> list[tuple[Piece, int]]:
        """The pieces that went out with it and how many, also those taken off the item since."""
        out = self.pieces_out
        return [(piece, out[str(piece.id)]) for piece in self.item.pieces_ever if out.get(str(piece.id))]


class Repair(Base):
    """A unit, or so many alike things, that cannot be lent until somebody has mended it.

    `outcome`: mended, written_off, mistake.
    """

    __tablename__ = "repair"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        CheckConstraint("outcome in ('mended','written_off','mistake')", name="outcome"),
        CheckConstraint("(closed_at is null) = (outcome is null)", name="closed"),
        Index("ix_repair_item_id_closed_at", "item_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="RESTRICT"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    count: Mapped[int] = mapped_column(default=1)
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    outcome: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(unique=True)
    undo_until: Mapped[datetime | None]

    item: Mapped[Item] = relationship()
    unit: Mapped[Unit | None] = relationship()


class MissingPiece(Base):
    """A cable, a remote, a bag that did not come back: its unit is incomplete until it is found or replaced."""

    __tablename__ = "missing_piece"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_missing_piece_item_id_found_at", "item_id", "found_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id", ondelete="CASCADE"), index=True)
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id", ondelete="SET NULL"), index=True)
    quantity: Mapped[int]
    since: Mapped[datetime]
    found_at: Mapped[datetime | None]

    item: Mapped[Item] = relationship()
    unit: Mapped[Unit | None] = relationship()
    piece: Mapped[Piece] = relationship()


class LoanRisk(Base):
    """A loan to come that lacks `short` pieces of a line, as things stand: late, in repair, or lost.

    `outcome`: well (it is there again), substitute, fewer, moved, failed. `told_at`: its borrower knows.
    """

    __tablename__ = "loan_risk"
    __table_args__ = (
        CheckConstraint("short > 0", name="short"),
        CheckConstraint("because in ('late','repair')", name="because"),
        CheckConstraint("outcome in ('well','substitute','fewer','moved','failed')", name="outcome"),
        Index("ix_loan_risk_settled_at", "settled_at"),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("loan_line.id", ondelete="CASCADE"), primary_key=True)
    short: Mapped[int]
    because: Mapped[str]
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id", ondelete="SET NULL"), index=True)
    since: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # staff asked the next borrower what would do
    told_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    line: Mapped[LoanLine] = relationship()


class NotCollected(Base):
    """A loan that was not collected on its day: kept until the next opening, then passed on."""

    __tablename__ = "not_collected"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    noted_at: Mapped[datetime]
    kept_until: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]  # passed on, or collected after all

    booking: Mapped[Booking] = relationship()
