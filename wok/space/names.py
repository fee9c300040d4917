"""What the rooms behind resources are called in a language, for pages that know only the resource."""

from collections.abc import Collection

from sqlalchemy import select

from wok.bookings.rooms import RoomFact
from wok.db import db
from wok.space.models import Room
from wok.web.texts import said


def names_of(resource_ids: Collection[int], language: str) -> dict[int, str]:
    """The rooms' names, by resource: one statement."""
    rows = db.session.execute(select(Room.resource_id, Room.name).where(Room.resource_id.in_(resource_ids)))
    return {row.resource_id: said(row.name, language).text for row in rows}


def facts() -> list[RoomFact]:
    """Every room as other features see it, in order: one statement."""
    rows = db.session.scalars(select(Room).order_by(Room.position, Room.id))
    return [
        RoomFact(one.id, one.resource_id, one.name, max(one.seats, one.standing), one.paused_at is None) for one in rows
    ]
