"""Things and rooms in the staff's search: by their name in any language, other words for them, a tag, a serial number."""

from flask import url_for
from sqlalchemy import select

from wok.calendar.search_reads import Asked, Found
from wok.db import db
from wok.equipment.models import Item, Unit
from wok.kernel.values import dataclass
from wok.space.models import Room
from wok.web.texts import said


@dataclass(frozen=True)
class Thing:
    """One result: a thing, one of its units, or a room."""

    name: str
    words: str
    href: str
    flavour: str


def things(asked: Asked, language: str, *, limit: int, offset: int = 0) -> Found:
    """Rooms first, then things by name, then single units by tag. Three statements."""
    rooms = db.session.execute(select(Room.id, Room.name).order_by(Room.position, Room.id))
    found = [
        Thing(said(row.name, language).text, "", url_for("space_staff.room", room_id=row.id), "room")
        for row in rooms
        if asked.fits(*row.name.values())
    ]
    items = db.session.execute(select(Item.id, Item.name, Item.words)).all()
    names = {row.id: said(row.name, language).text for row in items}
    fitting = [row for row in items if asked.fits(*row.name.values(), *row.words.values())]
    found += sorted(
        (Thing(names[row.id], "", url_for("equipment_staff.thing", item_id=row.id), "equipment") for row in fitting),
        key=lambda one: one.name.casefold(),
    )
    units = db.session.execute(select(Unit.tag, Unit.serial, Unit.item_id).order_by(Unit.tag))
    found += [
        Thing(row.tag, names.get(row.item_id, ""), url_for("equipment_staff.unit", tag=row.tag), "equipment")
        for row in units
        if asked.fits(row.tag, row.serial)
    ]
    return Found(found[offset : offset + limit], len(found) > offset + limit)
