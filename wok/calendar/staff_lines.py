"""The staff's calendar in pieces: one entry, and the lane it stands in."""

from datetime import datetime

from wok.kernel.span import Span
from wok.kernel.values import dataclass

FLAVOURS = {
    "appointment": "appointment",
    "oncall": "oncall",
    "duty": "oncall",
    "lunch": "lunch",
    "room": "room",
    "loan": "equipment",
    "event": "event",
}


@dataclass(frozen=True)
class Line:
    """One entry. `kind`: appointment, block, oncall, lunch, event, room, loan, duty, busy, away; `href` is empty where there is no page."""

    kind: str
    title: str
    start: datetime
    end: datetime
    href: str = ""
    words: str = ""
    state: str | None = None
    booking_id: int | None = None
    version: int = 0
    who: int | None = None
    reach: str = ""
    booker: str = ""
    room: int | None = None
    is_echo: bool = False  # of a use that stands in another lane, where it can be moved

    @property
    def flavour(self) -> str:
        """Its colour and icon."""
        return FLAVOURS.get(self.kind, "event")

    @property
    def lane(self) -> str:
        """The key of its lane, as the pointer and the keys read it."""
        return f"room-{self.room}" if self.room else str(self.who or "")

    @property
    def may_move(self) -> bool:
        """Staff may drag it."""
        return self.booking_id is not None and self.kind in ("appointment", "block", "oncall", "room")


@dataclass(frozen=True)
class Lane:
    """One column of a day, one row of a week: a colleague, the lunch, the on-call, a room."""

    name: str
    words: str
    lines: list[Line]
    there: list[Span]
    who: int | None = None
    href: str = ""  # of its words
    room: int | None = None
    free: tuple[datetime, ...] = ()  # whole hours in which nothing is yet

    @property
    def key(self) -> str:
        """What entries that may stand in this lane say of theirs: "7" of a colleague, "room-3" of a room."""
        return f"room-{self.room}" if self.room else str(self.who or "")
