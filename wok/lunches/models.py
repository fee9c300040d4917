"""Tables of the Wednesday lunch: an RSVP is its own row that owns one booking."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking
from wok.db import Base


class Rsvp(Base):
    """Who comes and what they eat. Diet and needs are erased 30 days after the date (PROMISES D1)."""

    __tablename__ = "rsvp"
    __table_args__ = (CheckConstraint("adults >= 0 and children >= 0 and prams >= 0", name="party"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    adults: Mapped[int]
    children: Mapped[int] = mapped_column(default=0)
    prams: Mapped[int] = mapped_column(default=0)
    diets: Mapped[dict[str, int]] = mapped_column(default=dict)  # code -> how many eat so
    needs: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_rsvp.id", ondelete="SET NULL"), index=True)
    must_reconfirm: Mapped[bool] = mapped_column(default=False)  # two no-shows in eight weeks
    reconfirmed_at: Mapped[datetime | None]  # "still coming"
    met_someone: Mapped[str | None]  # yes, no: the one question afterwards
    erased_at: Mapped[datetime | None]  # diet, needs and note were erased, 30 days after the date

    booking: Mapped[Booking] = relationship()
    standing: Mapped["StandingRsvp | None"] = relationship()


class StandingRsvp(Base):
    """Every Wednesday: a wish that is booked date by date and asked again every eight weeks."""

    __tablename__ = "standing_rsvp"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), unique=True)
    booked_through_on: Mapped[date]  # local date of the last lunch booked so far
    confirm_by: Mapped[datetime]  # re-confirmed by here, or it rests
    asked_at: Mapped[datetime | None]  # when we last asked
    ended_at: Mapped[datetime | None]


class Chip(Base):
    """A topic somebody brings to a lunch: "we look for dancers", "we have a van". Shown after staff have read it."""

    __tablename__ = "chip"
    __table_args__ = (
        CheckConstraint("direction in ('look','offer')", name="direction"),
        CheckConstraint("state in ('new','shown','hidden')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    direction: Mapped[str]
    words: Mapped[str]
    theme: Mapped[str]  # dance, music, sport, kitchen, transport, rooms, languages, children, help, other
    wants_matches: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default="new")


class WalkIn(Base):
    """People who came without booking: attendance, not a booking (PROMISES B2)."""

    __tablename__ = "walk_in"
    __table_args__ = (CheckConstraint("people > 0", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    people: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    form_token: Mapped[str | None] = mapped_column(unique=True)


class NoShowForgiven(Base):
    """Staff forgave a no-show; the booking then counts as told us."""

    __tablename__ = "no_show_forgiven"
    __table_args__ = (UniqueConstraint("booking_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
