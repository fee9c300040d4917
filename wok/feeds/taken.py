"""When rooms and things are taken, for everybody: busy only, nobody's name, no link to anybody's booking (CALENDAR.md 15).

Takings are the truth of what is busy; the history tells what was given once and is free again, which stays as
cancelled until its day has passed. UIDs are made from the booking's own, and cannot be led back to it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wok.bookings.models import Booking, BookingEvent, Resource, Taking
from wok.db import db
from wok.equipment.models import Item, LoanLine
from wok.feeds import shared, words
from wok.kernel import entry as rfc
from wok.kernel import weekly
from wok.kernel.entry import Entry
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.space import queries as space
from wok.space.models import Room, SpaceUse
from wok.web.sentences import gettext as _

PAST = timedelta(days=90)
ROOM, ITEM = "room", "item"
STRETCH = 100  # SEQUENCE steps per change of a booking: days that a late thing stays out come in between


@dataclass(frozen=True)
class Busy:
    """One stretch in which something is taken, or no longer is."""

    booking: Booking
    span: Span
    quantity: int
    is_over: bool = False  # given back, or gone to another room


def _key(booking: Booking, what: str) -> str:
    digest = hashlib.sha256(f"{booking.uid} {what}".encode()).hexdigest()
    return f"taken-{digest[:24]}@wok"


def item_entries(item: Item, language: str, *, now: datetime) -> list[Entry]:
    """How many of a thing are out or promised, in whole days, clean-up included."""
    name = words.said(item.name, language)
    busy = _busy([item.resource_id], now=now)
    gone = _given_back(item, {one.booking.id for one in busy}, now=now)
    planned = _planned(item, [one.booking.id for one in busy])
    page = words.address("equipment.item", language, slug=item.slug)
    made = [
        _entry(one, _key(one.booking, f"item {item.id}"), _said(one, name), page, kind="loan") for one in (*busy, *gone)
    ]
    spans = [one.span for one in (*busy, *gone)]
    promised = [planned.get(one.booking.id) for one in (*busy, *gone)]
    return [_in_days(*found, now=now) for found in zip(made, spans, promised, strict=True)]


def _said(one: Busy, name: str) -> str:
    return _("Taken: %(what)s", what=f"{one.quantity} × {name}")


def _in_days(entry: Entry, span: Span, promised: date | None, *, now: datetime) -> Entry:
    """Whole days. What comes back late or early changes its days without a change of the booking: SEQUENCE still rises."""
    first, last = weekly.local_day(span.start), weekly.local_day(span.end - timedelta(seconds=1))
    shift = abs((last - promised).days) if promised else 0
    stamp = entry.dtstamp
    if shift:
        stamp = max(stamp, weekly.day_span(min(last, weekly.local_day(now))).start)
    return replace(
        entry,
        dtstart=first,
        dtend=last + weekly.DAY,
        sequence=entry.sequence + min(shift, STRETCH // 2 - 1),
        dtstamp=stamp,
        last_modified=stamp,
    )


def _planned(item: Item, booking_ids: Sequence[int]) -> dict[int, date]:
    """The last day each loan was promised for, clean-up included."""
    chosen = select(LoanLine.booking_id, LoanLine.last_on).where(
        LoanLine.item_id == item.id, LoanLine.booking_id.in_(booking_ids)
    )
    return {row.booking_id: row.last_on + timedelta(days=item.cleanup_days) for row in db.session.execute(chosen)}


def _given_back(item: Item, still: set[int], *, now: datetime) -> list[Busy]:
    """Lines to come that had something and have it no more."""
    today = weekly.local_day(now)
    chosen = (
        select(LoanLine, Booking)
        .join(Booking, Booking.id == LoanLine.booking_id)
        .where(LoanLine.item_id == item.id, LoanLine.last_on >= today, LoanLine.booking_id.not_in(still))
        .order_by(LoanLine.id)
    )
    rows = [(line, booking) for line, booking in db.session.execute(chosen)]
    known = shared.had(booking.id for _line, booking in rows)
    return [
        Busy(booking, _days(line.first_on, line.last_on, item.cleanup_days), max(line.got, line.asked), is_over=True)
        for line, booking in rows
        if booking.id in known
    ]


def _days(first: date, last: date, cleanup_days: int) -> Span:
    return Span(weekly.day_span(first).start, weekly.day_span(last + timedelta(days=cleanup_days)).end)


def room_entries(room: Room, language: str, *, now: datetime) -> list[Entry]:
    """When a room is taken, by itself or with what it is a part of."""
    atoms = space.atoms_of([room])[room.id]
    busy = _busy(atoms, now=now)
    gone = _left(room, {one.booking.id for one in busy}, now=now)
    title = _("Taken: %(what)s", what=words.said(room.name, language))
    page = words.address("space.room", language, room_id=room.id)
    key = f"room {room.id}"
    return [_entry(one, _key(one.booking, key), title, page, kind="space") for one in (*busy, *gone)]


def space_entries(language: str, *, now: datetime) -> list[Entry]:
    """All rooms in one calendar: each use once, named after its room."""
    rooms = space.rooms(paused=True)
    by_resource = {one.resource_id: one for one in rooms}
    busy = _busy([number for parts in space.atoms_of(rooms).values() for number in parts], now=now)
    known = _rooms_of([one.booking.id for one in busy])
    taken = _resources_of([one.booking.id for one in busy])
    gone = _cancelled_uses({one.booking.id for one in busy}, now=now)
    entries = []
    for one in busy:
        named = known.get(one.booking.id) or [by_resource[at] for at in taken[one.booking.id] if at in by_resource]
        entries.append(_space_entry(one, named, language))
    return entries + [_space_entry(Busy(use.booking, space_span(use), 1, True), [use.room], language) for use in gone]


def _space_entry(one: Busy, rooms: Sequence[Room], language: str) -> Entry:
    names = ", ".join(words.said(room.name, language) for room in rooms)
    page = words.address("space.show", language)
    return _entry(one, _key(one.booking, "space"), _("Taken: %(what)s", what=names), page, kind="space")


def space_span(use: SpaceUse) -> Span:
    """A use as its booking says."""
    return Span(use.booking.starts_at, use.booking.ends_at)


def _entry(one: Busy, uid: str, title: str, page: str, *, kind: str) -> Entry:
    booking = one.booking
    is_over = one.is_over or booking.status == "cancelled"
    status = rfc.CANCELLED if is_over else rfc.TENTATIVE if booking.status == "held" else rfc.CONFIRMED
    return Entry(
        uid=uid,
        sequence=booking.sequence * STRETCH + (STRETCH // 2 if is_over else 0),
        dtstamp=booking.changed_at,
        last_modified=booking.changed_at,
        dtstart=one.span.start,
        dtend=one.span.end,
        summary=words.cancelled(title) if is_over else title,
        location=words.location(),
        url=page,
        status=status,
        transp=rfc.TRANSPARENT if is_over else rfc.OPAQUE,
        categories=(words.category(kind),),
    )


def _busy(resource_ids: Iterable[int], *, now: datetime) -> list[Busy]:
    """What is taken of these resources, a line for each booking: from its first to its last taking."""
    chosen = (
        select(Taking, Booking)
        .join(Booking, Booking.id == Taking.booking_id)
        .where(Taking.resource_id.in_(sorted(set(resource_ids))), Taking.ends_at > now - PAST)
        .order_by(Booking.id, Taking.starts_at, Taking.id)
    )
    rows: dict[int, list[Taking]] = defaultdict(list)
    bookings: dict[int, Booking] = {}
    for taking, booking in db.session.execute(chosen):
        rows[booking.id].append(taking)
        bookings[booking.id] = booking
    return [Busy(bookings[number], _whole(found), _most(found)) for number, found in rows.items()]


def _whole(rows: Sequence[Taking]) -> Span:
    return Span(min(one.starts_at for one in rows), max(one.ends_at for one in rows))


def _most(rows: Sequence[Taking]) -> int:
    """The most that is out at once; parts of a room are counted once."""
    counts = [sum(other.quantity for other in rows if _meets(one, other)) for one in rows]
    return max(counts)


def _meets(one: Taking, other: Taking) -> bool:
    is_same = one.resource_id == other.resource_id
    return is_same and other.starts_at <= one.starts_at < other.ends_at


def _rooms_of(booking_ids: Sequence[int]) -> dict[int, list[Room]]:
    chosen = select(SpaceUse.booking_id, Room).join(Room, Room.id == SpaceUse.room_id)
    rows = db.session.execute(chosen.where(SpaceUse.booking_id.in_(booking_ids)))
    return {number: [room] for number, room in rows}


def _resources_of(booking_ids: Sequence[int]) -> dict[int, list[int]]:
    chosen = select(Taking.booking_id, Taking.resource_id).join(Resource, Resource.id == Taking.resource_id)
    rows = db.session.execute(
        chosen.where(Taking.booking_id.in_(booking_ids), Resource.kind == "space").order_by(Taking.resource_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for number, resource_id in rows:
        found[number].append(resource_id)
    return found


def _cancelled_uses(still: set[int], *, now: datetime) -> list[SpaceUse]:
    """Uses of today and later that were given and are cancelled."""
    midnight = weekly.day_span(weekly.local_day(now)).start
    chosen = (
        select(SpaceUse)
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .where(Booking.ends_at > midnight, Booking.status == "cancelled", Booking.id.not_in(still))
        .order_by(Booking.starts_at, Booking.id)
    )
    rows = list(db.session.scalars(chosen))
    known = shared.had(one.booking_id for one in rows)
    return [one for one in rows if one.booking_id in known]


def _left(room: Room, still: set[int], *, now: datetime) -> list[Busy]:
    """Uses that were in this room, or in one that shares a part with it, and are cancelled or moved elsewhere."""
    rooms = space.rooms(paused=True)
    atoms = space.atoms_of(rooms)
    near = {number for number, parts in atoms.items() if set(atoms[room.id]) & set(parts)}
    gone = [
        Busy(one.booking, space_span(one), 1, True) for one in _cancelled_uses(still, now=now) if one.room_id in near
    ]
    return gone + _moved_away(near, {*still, *(one.booking.id for one in gone)}, now=now)


def _moved_away(near: set[int], but: set[int], *, now: datetime) -> list[Busy]:
    """What the history says of moves out of these rooms, as long as the use itself is to come."""
    midnight = weekly.day_span(weekly.local_day(now)).start
    chosen = (
        select(BookingEvent, Booking)
        .join(Booking, Booking.id == BookingEvent.booking_id)
        .where(Booking.kind == space.KIND, BookingEvent.what == "moved", Booking.id.not_in(but))
        .where(Booking.ends_at > midnight)
        .order_by(BookingEvent.id.desc())
    )
    found: dict[int, Busy] = {}
    for event, booking in db.session.execute(chosen):
        if event.facts.get("room") in near and booking.id not in found:
            found[booking.id] = Busy(booking, Span(booking.starts_at, booking.ends_at), 1, True)
    return list(found.values())
