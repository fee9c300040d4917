"""What every change of a use stands on: the lock of the rooms, the checks before a place is taken, what undo puts back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.space import queries, rules
from wok.space.models import Room, SpaceUse
from wok.space.refusals import RoomGone, RoomTaken, TooManyPeople


@dataclass(frozen=True)
class Wanted:
    """What people say about their use."""

    activity: str
    people: int
    layout: str = "as_is"
    needs: tuple[str, ...] = ()
    remark: str = ""
    shows_name: bool = False

    def on(self, use: SpaceUse) -> None:
        """Write it on a use."""
        for name, value in self.facts().items():
            setattr(use, name, value)

    def facts(self) -> dict[str, Any]:
        """As columns of a use, and as JSON."""
        return {
            "activity": self.activity,
            "people": self.people,
            "layout": self.layout,
            "needs": list(self.needs),
            "remark": self.remark,
            "shows_name": self.shows_name,
        }


def wanted_of(use: SpaceUse) -> Wanted:
    """What was said about a use."""
    return Wanted(use.activity, use.people, use.layout, tuple(use.needs), use.remark, use.shows_name)


def read_wanted(facts: dict[str, Any]) -> Wanted:
    """What was said, from its JSON."""
    known = {name: facts[name] for name in Wanted("", 1).facts() if name in facts}
    return replace(Wanted("", 1), **{**known, "needs": tuple(known.get("needs", ()))})


def lock(rooms: Iterable[Room], *, now: datetime, bookings: Iterable[Booking] = ()) -> None:
    """Lock all parts of these rooms and whatever the bookings take now, then read the bookings afresh."""
    found = list(bookings)
    own = [taking.resource_id for one in found for taking in one.takings]
    parts = [number for numbers in queries.atoms_of(rooms).values() for number in numbers]
    core.lock(sorted({*own, *parts}), now=now)
    for one in found:
        db.session.refresh(one)


def hold(booking: Booking) -> None:
    """Lock one booking and read it afresh, so that two presses follow one another."""
    db.session.scalar(select(Booking.id).where(Booking.id == booking.id).with_for_update())
    db.session.refresh(booking)


def check_room(room: Room, wanted: Wanted, span: Span, *, now: datetime) -> None:
    """The room is offered and holds so many people, and the time is to come. Raises RoomGone, TooManyPeople, RoomTaken."""
    if room.paused_at is not None:
        raise RoomGone
    most = queries.limits(room).most(wanted.layout)
    if wanted.people > most:
        raise TooManyPeople(most)
    if not now < span.start <= now + rules.HORIZON or span.length > rules.LONGEST:
        raise RoomTaken


def give_buffers(booking: Booking, room: Room) -> None:
    """Set-up and clean-up are the room's, for a whole as for its parts; a use takes over how they stand now."""
    booking.setup_minutes, booking.cleanup_minutes = room.resource.setup_minutes, room.resource.cleanup_minutes


def whole_span(room: Room, span: Span) -> Span:
    """The use with set-up and clean-up, as it is taken."""
    before, after = queries.buffers(room)
    return span.widened(before=before, after=after)


def as_it_was(booking: Booking, use: SpaceUse, batch: str = "") -> dict[str, Any]:
    """What undo puts back. Changes made in one press share `batch`."""
    return {
        "status": booking.status,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "room": use.room_id,
        "said": wanted_of(use).facts(),
        "batch": batch,
    }


def span_of(booking: Booking) -> Span:
    """When it takes place, without buffers."""
    return Span(booking.starts_at, booking.ends_at)
