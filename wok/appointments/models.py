"""Tables of the appointments: what people come for, and the meeting itself, which owns one booking."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking
from wok.db import Base
from wok.team.models import Colleague


class Matter(Base):
    """What people come for: how long it takes, where it can be, who handles it, and its limits (FLOWS.md)."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("minutes between 5 and 480", name="minutes"),
        CheckConstraint("notice_hours >= 0 and horizon_days between 1 and 365", name="limits"),
        CheckConstraint("buffer_before between 0 and 240 and buffer_after between 0 and 240", name="buffers"),
        CheckConstraint("daily_cap is null or daily_cap > 0", name="daily_cap"),
        CheckConstraint("confirmation in ('at_once','by_staff')", name="confirmation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    minutes: Mapped[int]
    places: Mapped[list[str]]  # of wok, phone, video; at least one
    notice_hours: Mapped[int] = mapped_column(default=24)
    horizon_days: Mapped[int] = mapped_column(default=60)
    buffer_before: Mapped[int] = mapped_column(default=0)  # minutes
    buffer_after: Mapped[int] = mapped_column(default=0)
    daily_cap: Mapped[int | None]  # appointments of this matter on one local day, with whomever
    confirmation: Mapped[str] = mapped_column(default="at_once")
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]  # no longer offered; what was agreed stays
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class MatterColleague(Base):
    """Who handles a matter."""

    __tablename__ = "matter_colleague"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True)
    colleague_id: Mapped[int] = mapped_column(
        ForeignKey("colleague.person_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Appointment(Base):
    """One meeting. Its booking is confirmed; held while it waits for an answer; waiting when no time was free.

    `waits_for`: staff (the matter asks for it), interpreter, booker (to choose one of the staff's proposals),
    time (nothing was free: the booking's span says within which days), or nothing.
    Needs, question and notes are erased 30 days after the meeting (PROMISES D1).
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("place in ('wok','phone','video')", name="place"),
        CheckConstraint("waits_for in ('','staff','interpreter','booker','time')", name="waits_for"),
        CheckConstraint("colleague_id is not null or waits_for = 'time'", name="colleague"),
        Index("ix_appointment_matter_id_booking_id", "matter_id", "booking_id"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="RESTRICT"))
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.person_id", ondelete="RESTRICT"), index=True)
    wished_colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.person_id", ondelete="SET NULL"))
    place: Mapped[str]
    language: Mapped[str]  # spoken at the meeting; the booking's own language is that of mails
    wants_interpreter: Mapped[bool] = mapped_column(default=False)
    interpreter: Mapped[str] = mapped_column(default="")  # who it will be, once staff have found one
    needs: Mapped[list[str]] = mapped_column(default=list)
    question: Mapped[str] = mapped_column(Text, default="")
    video_link: Mapped[str] = mapped_column(Text, default="")
    waits_for: Mapped[str] = mapped_column(default="", index=True)
    reason: Mapped[str] = mapped_column(Text, default="")  # what staff wrote when they cancelled or moved it
    before: Mapped[dict[str, Any] | None]  # what undo puts back, until the booking's undo_until
    agreed_at: Mapped[datetime | None]  # "yes, I come", from a reminder
    staff_note: Mapped[str] = mapped_column(Text, default="")  # for colleagues only
    next_step: Mapped[str] = mapped_column(Text, default="")  # the booker reads it
    outcome: Mapped[str | None]  # done, to_follow, elsewhere
    erased_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    matter: Mapped[Matter] = relationship()
    colleague: Mapped[Colleague | None] = relationship(foreign_keys=[colleague_id])


class Proposal(Base):
    """One of the times staff offer when they cancel; a taking of the booking keeps it until it is answered."""

    __tablename__ = "appointment_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]

    colleague: Mapped[Colleague] = relationship()


class EarlierWish(Base):
    """Tell me if something earlier opens: at most three messages."""

    __tablename__ = "earlier_wish"
    __table_args__ = (CheckConstraint("messages_sent between 0 and 3", name="messages_sent"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    earliest_known: Mapped[datetime | None]  # the earliest free time when we last looked: only earlier ones are news
    messages_sent: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    booking: Mapped[Booking] = relationship()
