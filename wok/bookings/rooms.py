"""The rooms of the Wok as other features see them: a name, how many people, when they are taken.

The space tells the application (wok/contents.py) how its rooms are read; who holds an event in one asks here.
"""

from collections.abc import Callable, Iterable

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.bookings import services
from wok.bookings.models import Booking, Taking
from wok.db import Texts, db
from wok.kernel.span import Span
from wok.kernel.values import dataclass

EXTENSION = "wok-rooms"


@dataclass(frozen=True)
class RoomFact:
    """One room: its page's number, its resource, its name, and how many people it holds at most."""

    room_id: int
    resource_id: int
    name: Texts
    most: int
    is_offered: bool


Reader = Callable[[], list[RoomFact]]


def bind(reader: Reader, extensions: dict[str, object]) -> None:
    """Tell the application how the rooms are read (contents.py)."""
    extensions[EXTENSION] = reader


def every_room() -> list[RoomFact]:
    """All rooms in their order, those not offered too."""
    reader: Reader = current_app.extensions[EXTENSION]
    return reader()


def room_of(resource_id: int | None) -> RoomFact | None:
    """The room of a resource."""
    return next((one for one in every_room() if one.resource_id == resource_id), None) if resource_id else None


def taken_within(resource_id: int, spans: Iterable[Span]) -> dict[Span, list[Booking]]:
    """Who has the room, or a part of it, during each of these spans: two statements."""
    asked = list(spans)
    if not asked:
        return {}
    first, last = min(one.start for one in asked), max(one.end for one in asked)
    parts = services.parts_of(resource_id)
    rows = db.session.scalars(
        select(Taking)
        .options(joinedload(Taking.booking).joinedload(Booking.association))
        .where(Taking.resource_id.in_(parts), Taking.ends_at > first, Taking.starts_at < last)
        .order_by(Taking.starts_at, Taking.id)
    ).all()
    found: dict[Span, list[Booking]] = {}
    for span in asked:
        inside = [row.booking for row in rows if row.starts_at < span.end and span.start < row.ends_at]
        found[span] = list(dict.fromkeys(inside))
    return found
