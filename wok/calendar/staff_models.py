"""A colleague's own entry in the staff's calendar: a booking of kind "block" that takes their hour, and its words."""

from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking
from wok.db import Base
from wok.team.models import Colleague


class StaffBlock(Base):
    """One date of a colleague's own entry. Dates made together share `series_key`; each is stored by itself."""

    __tablename__ = "staff_block"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.person_id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")  # for colleagues only
    series_key: Mapped[str | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]  # what undo puts back, until the booking's undo_until

    booking: Mapped[Booking] = relationship()
    colleague: Mapped[Colleague] = relationship()
