"""Loans, uses of rooms and events among our bookings: what they are, and where the same is asked for again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import Item, LoanLine
from wok.events.models import Event, Registration
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.space.models import Room, SpaceUse
from wok.web.texts import said


@dataclass(frozen=True)
class Shared:
    """What a line of our bookings says: "2 × Tent, Projector" or a room; `again` asks for the same on other days."""

    words: str
    again: str


def of(bookings: Sequence[Booking], language: str) -> dict[int, Shared]:
    """By the booking's id. Three statements."""
    return {**_loans(bookings, language), **_uses(bookings, language), **_events(bookings, language)}


def _loans(bookings: Sequence[Booking], language: str) -> dict[int, Shared]:
    chosen = (
        select(LoanLine.booking_id, LoanLine.got, LoanLine.asked, LoanLine.state, Item.id, Item.name)
        .join(Item, Item.id == LoanLine.item_id)
        .where(LoanLine.booking_id.in_([one.id for one in bookings]))
        .order_by(LoanLine.id)
    )
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(chosen):
        lines[row.booking_id].append(row)
    return {number: _loan(rows, language) for number, rows in lines.items()}


def _loan(rows: Sequence[Any], language: str) -> Shared:
    standing = [row for row in rows if row.got] or [row for row in rows if row.state != "withdrawn"] or list(rows)
    words = ", ".join(f"{row.got or row.asked} × {said(row.name, language).text}" for row in standing)
    again = {f"q{row.id}": row.asked for row in standing}
    return Shared(words, url_for("equipment.ask", **again))


def _uses(bookings: Sequence[Booking], language: str) -> dict[int, Shared]:
    known = {one.id: one for one in bookings}
    chosen = (
        select(SpaceUse.booking_id, SpaceUse.people, SpaceUse.activity, Room.id, Room.name)
        .join(Room, Room.id == SpaceUse.room_id)
        .where(SpaceUse.booking_id.in_(known))
    )
    return {row.booking_id: _use(row, known[row.booking_id], language) for row in db.session.execute(chosen)}


def _use(row: Any, booking: Booking, language: str) -> Shared:
    """The same hours a week later."""
    day = weekly.local_day(booking.starts_at) + weekly.DAY * 7
    starts, ends = weekly.local_time(booking.starts_at), weekly.local_time(booking.ends_at)
    asked = {"day": day.isoformat(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "people": row.people}
    return Shared(said(row.name, language).text, url_for("space.ask", room=row.id, **asked))


def _events(bookings: Sequence[Booking], language: str) -> dict[int, Shared]:
    """What it is called; the event's page shows its other dates."""
    ids = [one.id for one in bookings if one.kind == "event"]
    if not ids:
        return {}
    chosen = select(Registration.booking_id, Event.id, Event.title).join(Event, Event.id == Registration.event_id)
    rows = db.session.execute(chosen.where(Registration.booking_id.in_(ids)))
    return {
        row.booking_id: Shared(said(row.title, language).text, url_for("events.show", event_id=row.id)) for row in rows
    }
