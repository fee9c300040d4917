"""Rooms, when they are free, and who uses them; each answer in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings import series as dates
from wok.bookings.models import Booking, Closure, ResourcePart, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.availability import free_spans
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays, Hours
from wok.space import rules
from wok.space.models import Room, SpaceDisplacement, SpaceSeries, SpaceUse
from wok.space.rules import Limits

KIND = "space"
OPEN = ("waiting", "held", "confirmed")
TAKES = ("held", "confirmed")


@dataclass(frozen=True)
class Free:
    """What is known of one room over some days: its hours, what is taken, and what is left for a use."""

    room: Room
    opening: list[Span]  # hours without closed days
    taken: list[Span]  # with set-up and clean-up, in order
    window: Span

    @property
    def empty(self) -> list[Span]:
        """Stretches in which nothing is booked, day and night."""
        return free_spans([self.window], self.taken)

    @property
    def open_and_empty(self) -> list[Span]:
        """Free hours as people read them."""
        return free_spans(self.opening, self.taken)

    def fits(self, span: Span) -> bool:
        """A use of exactly this span has room, buffers included."""
        before, after = buffers(self.room)
        return rules.fits_in(span, self.empty, before=before, after=after, opening=self.opening)

    def starts(self, length: timedelta) -> list[datetime]:
        """When a use of this length can begin."""
        before, after = buffers(self.room)
        return rules.starts_for(length, self.empty, self.opening, before=before, after=after)


def rooms(*, paused: bool = False) -> list[Room]:
    """Rooms on offer, in order; with `paused` those that are not, too."""
    chosen = select(Room).options(joinedload(Room.resource), selectinload(Room.hours)).order_by(Room.position, Room.id)
    if not paused:
        chosen = chosen.where(Room.paused_at.is_(None))
    return list(db.session.scalars(chosen))


def room(room_id: int | None, *, paused: bool = False) -> Room | None:
    """A room that is on offer; with `paused` any."""
    found = db.session.get(Room, room_id) if room_id and 0 < room_id < 2**31 else None
    return found if found and (paused or found.paused_at is None) else None


def room_of(resource_id: int) -> Room | None:
    """The room of a resource."""
    return db.session.scalar(select(Room).where(Room.resource_id == resource_id))


def atoms_of(rooms: Iterable[Room]) -> dict[int, list[int]]:
    """The atomic resources each room takes, by room id: its parts for a whole, else itself."""
    parts: dict[int, list[int]] = defaultdict(list)
    rows = list(rooms)
    chosen = select(ResourcePart.whole_id, ResourcePart.part_id).where(
        ResourcePart.whole_id.in_([one.resource_id for one in rows])
    )
    for whole, part in db.session.execute(chosen.order_by(ResourcePart.part_id)):
        parts[whole].append(part)
    return {one.id: parts.get(one.resource_id) or [one.resource_id] for one in rows}


def limits(room: Room) -> Limits:
    """What the room holds."""
    return Limits(room.seats, room.standing, room.access)


def buffers(room: Room) -> tuple[timedelta, timedelta]:
    """Set-up before a use and clean-up after it."""
    return timedelta(minutes=room.resource.setup_minutes), timedelta(minutes=room.resource.cleanup_minutes)


def closed_days() -> list[ClosedDays]:
    """All days on which the Wok is closed."""
    return [ClosedDays(one.first_on, one.last_on) for one in dates.running_closures()]


def closure_on(day: date) -> Closure | None:
    """Why the Wok is closed on a day."""
    return dates.closure_on(dates.running_closures(), day)


def opening(room: Room, first: date, last: date, closed: Sequence[ClosedDays]) -> list[Span]:
    """The room's hours from `first` to `last`, without closed days."""
    hours = [Hours(one.weekday, one.starts_local, one.ends_local) for one in room.hours]
    return weekly.opening_spans(hours, closed, first=first, last=last)


def free(
    rooms: Sequence[Room],
    first: date,
    last: date,
    *,
    but: Iterable[int] = (),
    closed: Sequence[ClosedDays] | None = None,
) -> dict[int, Free]:
    """What is free in each room from `first` to `last` (local days), by room id. `but`: bookings that do not count."""
    around = timedelta(days=1)
    window = Span(weekly.day_span(first).start - around, weekly.day_span(last).end + around)
    atoms = atoms_of(rooms)
    taken = _taken({number for parts in atoms.values() for number in parts}, window, but)
    closed = closed_days() if closed is None else closed
    return {
        one.id: Free(
            one,
            opening(one, first, last, closed),
            sorted(span for number in atoms[one.id] for span in taken[number]),
            window,
        )
        for one in rooms
    }


def _taken(resources: Iterable[int], window: Span, but: Iterable[int]) -> dict[int, list[Span]]:
    chosen = select(Taking.resource_id, Taking.starts_at, Taking.ends_at).where(
        Taking.resource_id.in_(list(resources)),
        Taking.ends_at > window.start,
        Taking.starts_at < window.end,
        Taking.booking_id.not_in(list(but)),
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for number, start, end in db.session.execute(chosen):
        found[number].append(Span(start, end))
    return found


def is_free(room: Room, span: Span, *, but: Iterable[int] = ()) -> bool:
    """The room is open and free for exactly this use."""
    first, last = weekly.local_day(span.start), weekly.local_day(span.end)
    return free([room], first, last, but=but)[room.id].fits(span)


def use_of(booking: Booking) -> SpaceUse:
    """The use that owns this booking."""
    whole = (joinedload(SpaceUse.room), joinedload(SpaceUse.series))
    return db.session.get_one(SpaceUse, booking.id, options=whole)


def uses(start: datetime, end: datetime, *, statuses: Sequence[str] = OPEN) -> list[SpaceUse]:
    """Uses that touch [start, end), in order, with booking, room and association."""
    chosen = (
        select(SpaceUse)
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .options(joinedload(SpaceUse.booking).joinedload(Booking.association), joinedload(SpaceUse.room))
        .where(Booking.ends_at > start, Booking.starts_at < end, Booking.status.in_(statuses))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.session.scalars(chosen))


def touching(room: Room, start: datetime, end: datetime, *, statuses: Sequence[str] = TAKES) -> list[SpaceUse]:
    """Uses of anything that shares a part with this room."""
    everything = rooms(paused=True)
    atoms = atoms_of(everything)
    mine = set(atoms[room.id])
    near = {number for number, parts in atoms.items() if mine & set(parts)}
    return [one for one in uses(start, end, statuses=statuses) if one.room_id in near]


def of_form(token: str) -> Booking | None:
    """The booking that this rendered form has made already (PROMISES B3)."""
    return db.session.scalar(select(Booking).where(Booking.form_token == token))


def series_of_form(token: str) -> SpaceSeries | None:
    """The weekly use that this rendered form has made already."""
    return db.session.scalar(select(SpaceSeries).where(SpaceSeries.form_token == token))


def uses_of(series: SpaceSeries) -> list[SpaceUse]:
    """All uses of a weekly use, cancelled ones included, in order of date."""
    chosen = (
        select(SpaceUse)
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .options(joinedload(SpaceUse.booking), joinedload(SpaceUse.room))
        .where(SpaceUse.series_id == series.id)
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.session.scalars(chosen))


def later_uses(use: SpaceUse, *, now: datetime) -> list[SpaceUse]:
    """This use and the later ones of its series that are still to come."""
    if use.series is None:
        return [use]
    mine = use.booking.starts_at
    return [
        one
        for one in uses_of(use.series)
        if one.booking.starts_at >= mine and one.booking.starts_at > now and one.booking.status in OPEN
    ]


def displacement_of(booking: Booking) -> SpaceDisplacement | None:
    """How this use gave way, if it did."""
    return db.session.get(SpaceDisplacement, booking.id)


def displaced_by(event: Booking) -> list[SpaceDisplacement]:
    """The uses that gave way to an event."""
    chosen = select(SpaceDisplacement).options(joinedload(SpaceDisplacement.booking))
    return list(db.session.scalars(chosen.where(SpaceDisplacement.event_id == event.id)))


def uncredited(*, now: datetime) -> list[SpaceDisplacement]:
    """Displacements that can no longer be undone and were not credited yet."""
    over = now - timedelta(minutes=10)
    chosen = select(SpaceDisplacement).options(joinedload(SpaceDisplacement.booking))
    return list(
        db.session.scalars(chosen.where(SpaceDisplacement.taken_at.is_(None), SpaceDisplacement.at < over).limit(50))
    )
