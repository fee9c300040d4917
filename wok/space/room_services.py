"""Rooms as staff keep them: added, described, given hours and parts, paused. All inside `transaction()`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from wok.bookings.models import Resource, ResourcePart, Taking
from wok.db import db
from wok.sharing import pools
from wok.space import queries, rules
from wok.space.models import Room, RoomHours, SpaceUse
from wok.space.refusals import IsUsed
from wok.space.room_facts import FIRST_COME, WINDOW, RoomFacts, Stretch
from wok.web.texts import said


def write(found: Room | None, facts: RoomFacts) -> Room:
    """A new room, or another word about one. What is booked keeps its time. Raises IsUsed."""
    room = found or _new(facts)
    for name in ("name", "description", "noise", "inside", "way_in", "seats", "standing", "opened_by"):
        setattr(room, name, getattr(facts, name))
    room.release_minutes, room.access = facts.release_minutes, list(facts.access)
    room.resource.name = said(facts.name, "fr").text
    room.resource.setup_minutes, room.resource.cleanup_minutes = facts.setup_minutes, facts.cleanup_minutes
    _write_hours(room, facts.hours)
    _write_parts(room, facts.part_ids)
    _share(room, facts.hours)
    db.session.flush()
    return room


def _new(facts: RoomFacts) -> Room:
    resource = Resource(kind="space", name=said(facts.name, "fr").text, capacity=1, setup_minutes=0, cleanup_minutes=0)
    position = (db.session.scalar(select(func.max(Room.position))) or 0) + 1
    room = Room(resource=resource, name=facts.name, seats=facts.seats, standing=facts.standing, position=position)
    db.session.add(room)
    db.session.flush()
    return room


def _write_hours(room: Room, hours: Sequence[Stretch]) -> None:
    now_stands = [(one.weekday, one.starts_local, one.ends_local, one.mode) for one in room.hours]
    wanted = [(one.weekday, one.starts, one.ends, one.mode) for one in hours]
    if sorted(now_stands) == sorted(wanted):
        return
    room.hours = [
        RoomHours(weekday=one.weekday, starts_local=one.starts, ends_local=one.ends, mode=one.mode)
        for one in sorted(hours, key=lambda one: (one.weekday, one.starts))
    ]


def _write_parts(room: Room, part_ids: Collection[int]) -> None:
    wanted = set(db.session.scalars(select(Room.resource_id).where(Room.id.in_(part_ids), Room.id != room.id)))
    parts = ResourcePart.whole_id == room.resource_id
    if wanted == set(db.session.scalars(select(ResourcePart.part_id).where(parts))):
        return
    is_part = select(ResourcePart.part_id).where(ResourcePart.part_id == room.resource_id)
    are_wholes = select(ResourcePart.whole_id).where(ResourcePart.whole_id.in_(wanted))
    if is_taken(room) or db.session.scalar(is_part) or db.session.scalar(are_wholes):
        raise IsUsed
    db.session.execute(delete(ResourcePart).where(parts))
    db.session.add_all(ResourcePart(whole_id=room.resource_id, part_id=number) for number in sorted(wanted))
    db.session.flush()


def is_taken(room: Room) -> bool:
    """Something was ever booked of it: its parts then stay."""
    own = select(Taking.id).where(Taking.resource_id == room.resource_id).limit(1)
    used = select(SpaceUse.booking_id).where(SpaceUse.room_id == room.id).limit(1)
    return db.session.scalar(own) is not None or db.session.scalar(used) is not None


def _share(room: Room, hours: Sequence[Stretch]) -> None:
    """Wished hours are decided by rounds, all others at once (FAIRNESS.md 3)."""
    wished = [f"{one.weekday} {one.starts:%H:%M} {one.ends:%H:%M}" for one in hours if one.mode == WINDOW]
    pool = pools.pool_of(room.resource_id) or pools.open_pool(room.resource_id, "room")
    pool.window_hours = sorted(wished)
    pools.set_mode(pool, WINDOW if wished else FIRST_COME)


def pause(room: Room, *, now: datetime) -> None:
    """Not offered for a while; what was agreed stays."""
    room.paused_at = now
    db.session.flush()


def offer_again(room: Room) -> None:
    """Offered once more."""
    room.paused_at = None
    db.session.flush()


def coming(room: Room, *, now: datetime) -> int:
    """How many uses of it, or of what shares a part with it, are still to come."""
    return len(queries.touching(room, now, now + 2 * rules.HORIZON, statuses=queries.OPEN))


def put_in_order(rooms: Sequence[Room]) -> None:
    """The order in which people read them."""
    for number, one in enumerate(rooms):
        one.position = number
    db.session.flush()
