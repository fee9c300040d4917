"""Asking for a room, once: granted at once in quiet hours, else a wish or a place on the waiting list. All inside `transaction()`."""

from collections.abc import Sequence
from datetime import date, datetime

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.services import BOOKER, Contact
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.people.models import Person
from wok.sharing import asking, overriding, pools, windows
from wok.sharing.asking import Wish
from wok.sharing.windows import Window
from wok.space import queries
from wok.space.messages import tell
from wok.space.models import Room, SpaceSeries, SpaceUse
from wok.space.queries import KIND
from wok.space.refusals import RoomTaken
from wok.space.settling import Wanted, check_room, whole_span

ANSWERED = ("sharing/answer", "sharing/received")


@dataclass(frozen=True)
class Place:
    """Which room, when."""

    room: Room
    span: Span

    def window(self, *, now: datetime) -> Window:
        """Whether it is given at once or by wishes, and until when one may wish."""
        return window_of(self.room, self.span, now=now)


@dataclass(frozen=True)
class Who:
    """Who asks: the contact, and the association whose use it is."""

    contact: Contact
    association_id: int


@dataclass(frozen=True)
class How:
    """How it is asked for. `waits`: a taken time goes on the waiting list; `override`: the staff's reason."""

    by: str = BOOKER
    waits: bool = False
    override: str = ""
    by_person: Person | None = None  # the staff member who overrides
    form_token: str | None = None


PLAINLY = How()


def window_of(room: Room, span: Span, *, now: datetime) -> Window:
    """The window of this room at these hours."""
    pool = pools.pool_of(room.resource_id)
    if pool is None:
        raise LookupError(f"room {room.id} is not shared")
    return windows.window_of(pool, span, now=now)


def wish(place: Place, *, rank: int = 0, bundle: str | None = None, is_season: bool = False) -> Wish:
    """What the engine is asked: the room with its set-up and clean-up."""
    day = weekly.local_day(place.span.start)
    return Wish(
        resource_id=place.room.resource_id,
        quantity=1,
        least=1,
        span=whole_span(place.room, place.span),
        first_on=day,
        last_on=day,
        rank=rank,
        bundle=bundle,
        may_drop=bundle is not None,
        is_season=is_season,
    )


def ask(place: Place, wanted: Wanted, who: Who, how: How = PLAINLY, *, now: datetime) -> Booking:
    """One use of a room. What is certain at once is told by us; a wish and its answer are told by the sharing.

    Raises RoomGone, TooManyPeople, RoomTaken and what the sharing refuses. Staff may go beyond people and hours
    with a reason; never over somebody else's time.
    """
    booking = place_one(place, wanted, who, how, now=now)
    if booking.status == "confirmed":
        outbox.void(now=now, booking_id=booking.id, kinds=ANSWERED)
        tell("confirmed", booking, now=now)
    return booking


def place_one(
    place: Place,
    wanted: Wanted,
    who: Who,
    how: How = PLAINLY,
    *,
    now: datetime,
    series: SpaceSeries | None = None,
    original_on: date | None = None,
    asked: Wish | None = None,
) -> Booking:
    """The booking, its use and its request, without our own message."""
    if not how.override:
        check_room(place.room, wanted, place.span, now=now)
    elif place.span.start <= now:
        raise RoomTaken
    if not how.waits and not _is_free(place, beyond_hours=bool(how.override)):
        raise RoomTaken
    booking = _new(place, who, how, now=now)
    made = asking.ask(booking, [asked or wish(place)], [who.association_id], by=how.by, now=now)
    if how.override and how.by_person is not None and made[0].granted == 0:
        overriding.override(made[0], 1, how.override, how.by_person, now=now)
    if not how.waits and made[0].state == "refused":
        raise RoomTaken
    use = SpaceUse(
        booking_id=booking.id,
        room_id=place.room.id,
        room=place.room,
        series_id=series.id if series else None,
        original_on=original_on,
        **wanted.facts(),
    )
    db.session.add(use)
    db.session.flush()
    return booking


def _is_free(place: Place, *, beyond_hours: bool) -> bool:
    first, last = weekly.local_day(place.span.start), weekly.local_day(place.span.end)
    found = queries.free([place.room], first, last)[place.room.id]
    if beyond_hours:
        return any(one.covers(whole_span(place.room, place.span)) for one in found.empty)
    return found.fits(place.span)


def _new(place: Place, who: Who, how: How, *, now: datetime) -> Booking:
    before, after = queries.buffers(place.room)
    return core.new_booking(
        KIND,
        who.contact,
        place.span,
        1,
        now=now,
        form_token=how.form_token,
        status="waiting",
        override_reason=how.override,
        setup_minutes=int(before.total_seconds() // 60),
        cleanup_minutes=int(after.total_seconds() // 60),
    )


def bigger(people: int, span: Span | None, rooms: Sequence[Room]) -> list[Room]:
    """Rooms that hold so many, the smallest first; those free at this time before the others."""
    fitting = [one for one in rooms if max(one.seats, one.standing) >= people]
    if span is not None and fitting:
        found = queries.free(fitting, weekly.local_day(span.start), weekly.local_day(span.end))
        fitting = [one for one in fitting if found[one.id].fits(span)] or fitting
    return sorted(fitting, key=lambda one: (max(one.seats, one.standing), one.position))
