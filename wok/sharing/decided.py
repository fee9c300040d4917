"""What a feature does of its own when something was decided for a booking of its kind, before the booker is told.

`what`: granted, drawn, offered, taken, lapsed, passed, displaced, overridden, cancelled, withdrawn, changed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from wok.bookings.models import Booking
from wok.kernel.values import dataclass
from wok.sharing.models import ShareRequest

Deed = Callable[[Booking, Sequence[ShareRequest], str, datetime], None]
decided: dict[str, Deed] = {}  # by kind of booking; contents.py writes it out


@dataclass(frozen=True)
class Memory:
    """What a feature keeps of its own, as JSON, before staff decide beside the rule, and how an undo puts it back."""

    read: Callable[[Booking], dict[str, Any]]
    put_back: Callable[[Booking, dict[str, Any]], None]


memories: dict[str, Memory] = {}  # by kind of booking, as above


def follow(booking: Booking, requests: Sequence[ShareRequest], what: str, *, now: datetime) -> None:
    """Let the feature follow."""
    deed = decided.get(booking.kind)
    if deed is not None:
        deed(booking, requests, what, now)


def remember(booking: Booking) -> dict[str, Any]:
    """What the feature wants to see again when the decision is undone."""
    memory = memories.get(booking.kind)
    return memory.read(booking) if memory else {}


def put_back(booking: Booking, was: dict[str, Any]) -> None:
    """All as `remember` found it."""
    if booking.kind in memories and was:
        memories[booking.kind].put_back(booking, was)
