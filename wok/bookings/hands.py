"""Things asked for together with somebody who can set them up. The feature of skills answers; contents.py names it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from flask import current_app

from wok.bookings.models import Booking
from wok.kernel.span import Span
from wok.kernel.values import dataclass

EXTENSION = "wok-hands"


@dataclass(frozen=True)
class Hand:
    """One skill that fits things of a basket.."""

    code: str
    words: str


@dataclass(frozen=True)
class Call:
    """Who is asked along with a booking: which skill, when, for how many halves of an hour, and where."""

    code: str
    span: Span
    halves: int
    place: str
    purpose: str


@dataclass(frozen=True)
class Hands:
    """What skills/ does for equipment: which of them fit these resources, and asking within the same transaction."""

    fits: Callable[[Iterable[int]], list[Hand]]
    ask: Callable[[Booking, Call, datetime], None]


def bind(hands: Hands, extensions: dict[str, object]) -> None:
    """Tell the application who can be asked (contents.py)."""
    extensions[EXTENSION] = hands


def fits(resource_ids: Iterable[int]) -> list[Hand]:
    """The skills, offered now, that can set up one of these."""
    hands: Hands = current_app.extensions[EXTENSION]
    return hands.fits(resource_ids)


def ask(booking: Booking, call: Call, *, now: datetime) -> None:
    """Ask for somebody to come along; raises a Refusal that speaks against it, and then nothing is booked either."""
    hands: Hands = current_app.extensions[EXTENSION]
    hands.ask(booking, call, now)
