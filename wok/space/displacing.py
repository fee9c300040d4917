"""The Wok's own events outrank: with 14 days' notice, a reason, and an equal room or time for whoever gives way.

First what would happen, then in one press; told after ten minutes, in which one press takes all of it back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wok.bookings.models import Booking
from wok.bookings.refusals import TooLateToUndo
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.people.models import Person
from wok.sharing import overriding, penalties, pools
from wok.sharing.ledger_models import ShareBlock
from wok.space import moving, queries, rules, words
from wok.space.messages import tell
from wok.space.models import Room, SpaceDisplacement, SpaceUse
from wok.space.refusals import NoEqualOffer, RoomTaken, TooSoonToDisplace
from wok.space.services import Place
from wok.space.settling import as_it_was, lock, span_of, whole_span

AROUND = timedelta(days=14)
OFFERS = 3
CREDIT = 250  # thousandths: as much as an hour of skill given (FAIRNESS.md 4)


@dataclass(frozen=True)
class Offer:
    """An equal place: a room as big with the same access, for as long."""

    room: Room
    span: Span

    @property
    def value(self) -> str:
        """As a form carries it."""
        return f"{self.room.id} {words.write_instant(self.span.start)}"


@dataclass(frozen=True)
class Displaced:
    """A use that would give way, and what it can be offered, the best first."""

    use: SpaceUse
    offers: list[Offer]


def preview(place: Place, *, now: datetime) -> list[Displaced]:
    """Whom an event of the Wok would displace, and what each is offered instead."""
    whole = whole_span(place.room, place.span)
    found = queries.touching(place.room, whole.start, whole.end)
    uses = [one for one in found if not one.is_own and whole_of(one).overlaps(whole)]
    return [Displaced(one, _offers(one, place, now=now)) for one in uses]


def whole_of(use: SpaceUse) -> Span:
    """What a use takes, with its own set-up and clean-up."""
    booking = use.booking
    before = timedelta(minutes=booking.setup_minutes or 0)
    return span_of(booking).widened(before=before, after=timedelta(minutes=booking.cleanup_minutes or 0))


def _offers(use: SpaceUse, place: Place, *, now: datetime) -> list[Offer]:
    """Another equal room at the same time first; then the nearest times, in the same room before others."""
    span, day = span_of(use.booking), weekly.local_day(use.booking.starts_at)
    most = queries.limits(use.room).most(use.layout)
    equal = [one for one in queries.rooms() if _is_equal(one, use, most)]
    first = max(day - AROUND, weekly.local_day(now) + weekly.DAY)
    found = queries.free(equal, first, day + AROUND, but=[use.booking_id])
    blocked, atoms = whole_span(place.room, place.span), queries.atoms_of([*equal, place.room])
    offers: list[Offer] = []
    for room in sorted(equal, key=lambda one: (one.id != use.room_id, one.seats, one.position)):
        shares = bool(set(atoms[room.id]) & set(atoms[place.room.id]))
        starts = [span.start, *rules.nearest(found[room.id].starts(span.length), span.start)]
        for start in dict.fromkeys(starts):
            offered = Span(start, start + span.length)
            clashes = shares and whole_span(room, offered).overlaps(blocked)
            if start > now and not clashes and found[room.id].fits(offered):
                offers.append(Offer(room, offered))
    offers.sort(key=lambda one: (abs(one.span.start - span.start), one.room.id != use.room_id, one.room.seats))
    return offers[:OFFERS]


def _is_equal(room: Room, use: SpaceUse, most: int) -> bool:
    is_as_big = queries.limits(room).most(use.layout) >= min(most, use.people)
    return is_as_big and set(use.needs) & set(use.room.access) <= set(room.access)


def displace(place: Place, title: str, reason: str, chosen: Mapping[int, str], *, by: Person, now: datetime) -> Booking:
    """The Wok's own event takes the room; whoever has it moves to the chosen (or best) equal place.

    Raises TooSoonToDisplace, NoEqualOffer, RoomTaken.
    """
    displaced = preview(place, now=now)
    if displaced and place.span.start < now + rules.EVENT_NOTICE:
        raise TooSoonToDisplace
    rooms = {
        place.room,
        *(one.use.room for one in displaced),
        *(offer.room for one in displaced for offer in one.offers),
    }
    lock(rooms, now=now, bookings=[one.use.booking for one in displaced])
    moved = [(one.use, _give_way(one, chosen.get(one.use.booking_id, ""), reason, now=now)) for one in displaced]
    event = _hold(place, title, reason, by, now=now)
    for use, offered in moved:
        row = queries.displacement_of(use.booking) or SpaceDisplacement(booking_id=use.booking_id)
        row.event_id, row.at, row.reason, row.undone_at = event.id, now, reason, None
        row.offers = {"times": offered}
        db.session.add(row)
    event.undo_until = now + undo_time()
    db.session.flush()
    return event


def _give_way(one: Displaced, value: str, reason: str, *, now: datetime) -> list[str]:
    """Move one use to its offer; told after the ten minutes. Returns the other offers."""
    use, booking = one.use, one.use.booking
    offer = next((each for each in one.offers if each.value == value), one.offers[0] if one.offers else None)
    if offer is None:
        raise NoEqualOffer
    before = as_it_was(booking, use)
    outbox.void(now=now, booking_id=booking.id, kinds=("space/changed", "space/reminder"))
    moving.move(use, offer.room, offer.span, by=STAFF, now=now)
    use.before, use.reason, booking.undo_until = before, reason, now + undo_time()
    others = [each for each in one.offers if each is not offer]
    tell(
        "displaced",
        booking,
        now=now,
        after=undo_time(),
        old_at=before["starts_at"],
        others=[{"starts_at": each.span.start.isoformat(), "room": each.room.id} for each in others],
    )
    return [each.value for each in others]


def _hold(place: Place, title: str, reason: str, by: Person, *, now: datetime) -> Booking:
    """The town's own need, counted in the public report (FAIRNESS.md 3), with a use beside it for the door."""
    pool = pools.pool_of(place.room.resource_id)
    if pool is None:
        raise RoomTaken
    block = overriding.block(pool, 1, whole_span(place.room, place.span), reason, by=by, now=now)
    event: Booking = block.booking
    event.starts_at, event.ends_at = place.span.start, place.span.end
    use = SpaceUse(
        booking_id=event.id,
        room_id=place.room.id,
        room=place.room,
        activity=title,
        people=max(1, place.room.seats),
        is_own=True,
        shows_name=True,
    )
    db.session.add(use)
    db.session.flush()
    return event


def credit(*, now: datetime) -> int:
    """Once it is certain: a credit for who gave way, once each. Returns how many."""
    done = 0
    for row in queries.uncredited(now=now):
        booking = row.booking
        if booking.association_id is not None and row.undone_at is None:
            what = "gave way to an event of the Wok"
            on = weekly.local_day(now)
            penalties.contribute(booking.association_id, "room", CREDIT, what, by=None, on=on, now=now)
        row.taken_at = now
        done += 1
    db.session.flush()
    return done


def undo(event: Booking, by: Person, *, now: datetime) -> Sequence[SpaceUse]:
    """Within ten minutes: the event goes, everybody is back where they were, nobody was told. Raises TooLateToUndo."""
    if event.undo_until is None or event.undo_until < now:
        raise TooLateToUndo
    block = db.session.query(ShareBlock).filter_by(booking_id=event.id).one()
    rows = queries.displaced_by(event)
    uses = [queries.use_of(row.booking) for row in rows if row.undone_at is None]
    lock({one.room for one in uses}, now=now, bookings=[one.booking for one in uses])
    overriding.unblock(block, by, now=now)
    for use in uses:
        before = use.before or {}
        old = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
        moving.move(use, db.session.get_one(Room, before["room"]), old, by=STAFF, now=now)
        use.before, use.reason, use.booking.undo_until = None, "", None
        outbox.void(now=now, booking_id=use.booking_id, kinds=("space/displaced",))
    for row in rows:
        row.undone_at = now
    event.undo_until = None
    db.session.flush()
    return uses
