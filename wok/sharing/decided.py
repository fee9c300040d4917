"""What a feature does of its own when something was decided for a booking of its kind, before the booker is told.

`what`: granted, drawn, offered, taken, lapsed, passed, displaced, overridden, cancelled, withdrawn, changed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from wok.bookings.models import Booking
from wok.sharing.models import ShareRequest

Deed = Callable[[Booking, Sequence[ShareRequest], str, datetime], None]
decided: dict[str, Deed] = {}  # by kind of booking; contents.py writes it out


def follow(booking: Booking, requests: Sequence[ShareRequest], what: str, *, now: datetime) -> None:
    """Let the feature follow."""
    deed = decided.get(booking.kind)
    if deed is not None:
        deed(booking, requests, what, now)
