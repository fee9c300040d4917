"""Bookings to come whose people need an interpreter. Each feature names its reader in contents.py."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import current_app

from wok.bookings.models import Booking
from wok.kernel.values import dataclass

EXTENSION = "wok-interpreting"
NEED = "interpreter"


@dataclass(frozen=True)
class Needed:
    """One booking and the language its people speak."""

    booking: Booking
    language: str


Reader = Callable[[datetime], list[Needed]]


def bind(readers: Sequence[Reader], extensions: dict[str, object]) -> None:
    """Tell the application who knows of such bookings (contents.py writes the list out)."""
    extensions[EXTENSION] = tuple(readers)


def needed(*, now: datetime) -> list[Needed]:
    """All of them, soonest first."""
    readers: tuple[Reader, ...] = current_app.extensions[EXTENSION]
    found = [one for reader in readers for one in reader(now)]
    return sorted(found, key=lambda one: (one.booking.starts_at, one.booking.id))
