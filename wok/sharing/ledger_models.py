"""Tables of what counts for and against a circle, and of what staff decided beside the rule. Points are thousandths."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking
from wok.db import Base
from wok.sharing.models import IS_FAMILY, SharePool, ShareRequest


class ShareCharge(Base):
    """What a circle was given, in points, dated the loan's first day. Never deleted: `kept_percent` says what still counts.

    `why`: grant, newcomer (the starting charge), linked (what came with a linked group), staff.
    """

    __tablename__ = "share_charge"
    __table_args__ = (
        CheckConstraint(IS_FAMILY, name="family"),
        CheckConstraint("kept_percent between 0 and 100", name="kept"),
        Index("ix_share_charge_circle_id_family", "circle_id", "family", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="RESTRICT"))
    family: Mapped[str]
    on: Mapped[date]
    points: Mapped[int]
    why: Mapped[str] = mapped_column(default="grant")
    request_id: Mapped[int | None] = mapped_column(ForeignKey("share_request.id", ondelete="SET NULL"), index=True)
    quantity: Mapped[int] = mapped_column(default=0)  # units this charge stands for
    is_contested: Mapped[bool] = mapped_column(default=False)
    kept_percent: Mapped[int] = mapped_column(default=100)
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    request: Mapped[ShareRequest | None] = relationship()


class SharePenalty(Base):
    """Points for what went wrong. `why`: late, late_failed (another loan failed by it), no_show, cancelled. Fades; staff can excuse."""

    __tablename__ = "share_penalty"
    __table_args__ = (
        CheckConstraint(IS_FAMILY, name="family"),
        CheckConstraint("why in ('late','late_failed','no_show','cancelled')", name="why"),
        Index("ix_share_penalty_circle_id_family", "circle_id", "family", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="RESTRICT"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"))
    family: Mapped[str]
    on: Mapped[date]
    points: Mapped[int]
    why: Mapped[str]
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    excused_at: Mapped[datetime | None]
    excused_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    excuse: Mapped[str] = mapped_column(Text, default="")

    booking: Mapped[Booking | None] = relationship()


class Contribution(Base):
    """What a circle did for the others: an hour of skill given or a day of own equipment lent is 250 points."""

    __tablename__ = "share_contribution"
    __table_args__ = (
        CheckConstraint(IS_FAMILY, name="family"),
        Index("ix_share_contribution_circle_id_family", "circle_id", "family", "on"),
        Index("ix_share_contribution_form_token", "form_token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="RESTRICT"))
    family: Mapped[str]
    on: Mapped[date]
    points: Mapped[int]
    what: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    form_token: Mapped[str | None]  # one form is one line (PROMISES B3)


class ShareReview(Base):
    """Somebody asks staff to look at an answer again, and what staff answered."""

    __tablename__ = "share_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(unique=True)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    request: Mapped[ShareRequest] = relationship()


class ShareBlock(Base):
    """Units the town needs for itself, with the reason; the booking (kind "block") takes them."""

    __tablename__ = "share_block"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("share_pool.id", ondelete="RESTRICT"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), unique=True)
    quantity: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    pool: Mapped[SharePool] = relationship()
    booking: Mapped[Booking] = relationship()


class ShareOverride(Base):
    """Staff gave a request another quantity than the rule, with the reason; counted in the public report."""

    __tablename__ = "share_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"), index=True)
    before: Mapped[int]
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    was: Mapped[dict[str, Any] | None]  # what undo puts back
    undo_until: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    request: Mapped[ShareRequest] = relationship()


class ShareReport(Base):
    """The public report's figures of one family, as the night's job found them (P14); the latest one is shown."""

    __tablename__ = "share_report"
    __table_args__ = (CheckConstraint(IS_FAMILY, name="family"),)

    family: Mapped[str] = mapped_column(primary_key=True)
    made_on: Mapped[date]  # Luxembourg's day
    facts: Mapped[dict[str, Any]]
