"""What staff say of a room, as its form gives it and its service writes it."""

from collections.abc import Collection, Sequence
from dataclasses import field
from datetime import time

from wok.db import Texts
from wok.kernel.values import dataclass

WINDOW, FIRST_COME = "window", "first_come"


@dataclass(frozen=True)
class Stretch:
    """Hours of a weekday, and how the room is given then."""

    weekday: int
    starts: time
    ends: time
    mode: str = FIRST_COME


@dataclass(frozen=True)
class RoomFacts:
    """All that is said of a room."""

    name: Texts
    seats: int
    standing: int = 0
    description: Texts = field(default_factory=dict)
    noise: Texts = field(default_factory=dict)
    inside: Texts = field(default_factory=dict)
    way_in: Texts = field(default_factory=dict)
    access: Sequence[str] = ()
    opened_by: str = "staff"
    release_minutes: int = 20
    setup_minutes: int = 0
    cleanup_minutes: int = 0
    hours: Sequence[Stretch] = ()
    part_ids: Collection[int] = ()  # rooms that are its parts
