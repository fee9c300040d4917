"""Rooms and loans in the staff's calendar: what is read, in a fixed number of statements, and its words.

A use has a lane per room and can be moved; a loan is a line on the day it goes out and on the day it comes back.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import or_, select

from wok.bookings.models import Booking, Resource, Taking
from wok.calendar.staff_lines import Lane, Line
from wok.db import db
from wok.equipment.models import Loan
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.space import queries as space
from wok.space.models import Room, SpaceUse
from wok.web.sentences import gettext as _
from wok.web.texts import said


@dataclass(frozen=True)
class Lent:
    """What is shared on some days: rooms with their uses and blocks, loans that go out or come back."""

    first: date
    last: date
    rooms: Sequence[Room] = ()
    atoms: dict[int, list[int]] = field(default_factory=dict)
    uses: Sequence[SpaceUse] = ()
    kept: Sequence[Any] = ()
    loans: Sequence[Any] = ()


def read(first: date, last: date, whole: Span) -> Lent:
    """Five statements."""
    rooms = list(db.session.scalars(select(Room).order_by(Room.position, Room.id)))
    uses = space.uses(whole.start, whole.end, statuses=space.TAKES)
    return Lent(first, last, rooms, space.atoms_of(rooms), uses, _kept(whole), _loans(first, last))


def _kept(whole: Span) -> Sequence[Any]:
    """Rooms that the Wok keeps for itself."""
    chosen = (
        select(Taking.resource_id, Taking.starts_at, Taking.ends_at)
        .join(Booking, Booking.id == Taking.booking_id)
        .join(Resource, Resource.id == Taking.resource_id)
        .where(Resource.kind == "space", Booking.kind == "block")
        .where(Taking.ends_at > whole.start, Taking.starts_at < whole.end)
    )
    return db.session.execute(chosen.order_by(Taking.starts_at, Taking.id)).all()


def _loans(first: date, last: date) -> Sequence[Any]:
    columns = (Booking.id, Booking.quantity, Booking.starts_at, Booking.ends_at, Booking.contact_name)
    chosen = (
        select(*columns, Loan.pick_up_on, Loan.return_on, Association.name.label("association"))
        .join(Loan, Loan.booking_id == Booking.id)
        .outerjoin(Association, Association.id == Booking.association_id)
        .where(Booking.status == "confirmed")
        .where(or_(Loan.pick_up_on.between(first, last), Loan.return_on.between(first, last)))
    )
    return db.session.execute(chosen.order_by(Booking.starts_at, Booking.id)).all()


def room_lanes(found: Lent) -> list[Lane]:
    """A lane for each room. What takes the whole stands in its parts too, and the other way round, without a handle."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for use in found.uses:
        for room in found.rooms:
            if room.id == use.room_id:
                lines[room.id].append(_use(use))
            elif set(found.atoms[room.id]) & set(found.atoms.get(use.room_id, [])):
                lines[room.id].append(_elsewhere(use))
    for row in found.kept:
        for room in found.rooms:
            if row.resource_id in found.atoms[room.id]:
                lines[room.id].append(Line("room", _("Kept for the Wok"), row.starts_at, row.ends_at))
    rows = [one for one in found.rooms if one.paused_at is None or lines[one.id]]
    return [
        Lane(said(one.name, g.lang).text, _("Room"), sorted(lines[one.id], key=_start), [], room=one.id) for one in rows
    ]


def _start(one: Line) -> Any:
    return one.start, one.end


def _use(use: SpaceUse) -> Line:
    booking = use.booking
    is_held = booking.status == "held"
    return Line(
        kind="room",
        title=booking.association.name if booking.association else use.activity or booking.contact_name,
        start=booking.starts_at,
        end=booking.ends_at,
        href=url_for("staff_calendar.entry", booking_id=booking.id),
        words=_("to confirm") if is_held else use.activity if booking.association else "",
        state="draft" if is_held else None,
        booking_id=None if use.is_own else booking.id,
        version=booking.version,
        reach=booking.reach
        if booking.contact_email or booking.contact_phone or booking.reach == "association"
        else "none",
        booker=booking.contact_name,
        room=use.room_id,
    )


def _elsewhere(use: SpaceUse) -> Line:
    name, booking = said(use.room.name, g.lang).text, use.booking
    href = url_for("space_staff.use", booking_id=booking.id)
    return Line("room", name, booking.starts_at, booking.ends_at, href, is_echo=True)


def loan_lines(found: Lent) -> list[Line]:
    """Who collects and who brings back, in order of time; the returns of a day after its pick-ups."""
    lines = []
    for row in found.loans:
        who = {"name": f"\u2068{row.association or row.contact_name}\u2069"}
        href = url_for("equipment_staff.at_desk", booking_id=row.id)
        if found.first <= row.pick_up_on <= found.last:
            lines.append(Line("loan", _("Collects: %(name)s", **who), row.starts_at, row.starts_at, href))
        if found.first <= row.return_on <= found.last:
            lines.append(Line("loan", _("Brings back: %(name)s", **who), row.ends_at, row.ends_at, href))
    return sorted(lines, key=_start)
