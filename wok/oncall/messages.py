"""What the on-call tells people: one message per person and change, in their language, through their channel."""

from datetime import datetime, timedelta
from typing import Any

from wok.bookings import told
from wok.bookings.models import Booking
from wok.web.addresses import whole

REMINDERS = ("oncall/reminder_days", "oncall/reminder_hours")


def facts(booking: Booking) -> dict[str, Any]:
    """All a message about a booked time needs, fixed at the moment it is owed."""
    known = told.facts(booking)
    again = whole(f"/{booking.language}/on-call")
    return {**known, "again": again, "entry": told.entry_facts(booking, "on-call", known["place"])}


def tell(
    kind: str,
    booking: Booking,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("booked", "moved", …), sent `after` a while."""
    known = {**facts(booking), **more}
    told.owe(f"oncall/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)
