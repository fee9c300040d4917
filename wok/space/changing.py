"""Changing a use: another time or room, other words, not coming, taken back; this date, this and later, or all.

All inside `transaction()`. What was done in one press is undone in one press, and told in one message after that.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.bookings.services import BOOKER
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.sharing import cancelling
from wok.space import moving, queries, rules, weekly_use
from wok.space.messages import tell, tell_series
from wok.space.models import Room, SpaceUse
from wok.space.queries import OPEN
from wok.space.refusals import DatesTaken, OverAlready, RoomTaken, TimeTakenMeanwhile
from wok.space.settling import Wanted, as_it_was, check_room, lock, read_wanted, span_of

THIS, LATER, ALL = "this", "later", "all"


@dataclass(frozen=True)
class Change:
    """Where and when from now on. `leaves` keeps dates that clash as they are; `override`: the staff's reason."""

    room: Room
    day: date
    starts: time
    ends: time
    scope: str = THIS
    leaves: bool = False
    override: str = ""


def targets(use: SpaceUse, scope: str, *, now: datetime) -> list[SpaceUse]:
    """The uses a press touches, all of them still to come. Raises OverAlready."""
    if use.series is None or scope not in (LATER, ALL):
        found = [use]
    elif scope == LATER:
        found = queries.later_uses(use, now=now)
    else:
        found = [one for one in queries.uses_of(use.series) if one.booking.starts_at > now]
    found = [one for one in found if one.booking.status in OPEN and one.booking.starts_at > now]
    if not found:
        raise OverAlready
    return found


def change(
    use: SpaceUse, to: Change, wanted: Wanted, *, by: str = BOOKER, reason: str = "", now: datetime
) -> list[SpaceUse]:
    """Another time, room or words for all touched dates. Returns those that changed their time or room.

    Raises OverAlready, TooManyPeople, RoomTaken (one date), DatesTaken (several, unless they are left as they are).
    """
    touched = targets(use, to.scope, now=now)
    lock([to.room, *{one.room for one in touched}], now=now, bookings=[one.booking for one in touched])
    shift = to.day - weekly.local_day(use.booking.starts_at)
    spans = {one.booking_id: _new_span(one, to, shift, now=now) for one in touched}
    for span in spans.values():
        if not to.override:
            check_room(to.room, wanted, span, now=now)
    moved = [one for one in touched if (one.room_id, span_of(one.booking)) != (to.room.id, spans[one.booking_id])]
    clashing = _clashing(moved, spans, to)
    if clashing and not (to.leaves and to.scope != THIS):
        raise RoomTaken if len(touched) == 1 else DatesTaken([spans[one.booking_id].start for one in clashing])
    for one in touched:
        wanted.on(one)
    moved = [one for one in moved if one not in clashing]
    moved.sort(key=lambda one: one.booking.starts_at, reverse=shift.days > 0)  # each steps into a place that was left
    _move(moved, spans, to.room, by=by, reason=reason, now=now)
    if to.scope != THIS and use.series is not None:
        use.series.said = wanted.facts()
    db.session.flush()
    return moved


def _new_span(use: SpaceUse, to: Change, shift: timedelta, *, now: datetime) -> Span:
    span = rules.span_on(weekly.local_day(use.booking.starts_at) + shift, to.starts, to.ends)
    if span is None or span.start <= now:
        raise RoomTaken
    return span


def _clashing(moved: Sequence[SpaceUse], spans: dict[int, Span], to: Change) -> list[SpaceUse]:
    """Those whose new time is not free; their own old times count as free."""
    if not moved:
        return []
    days = [weekly.local_day(spans[one.booking_id].start) for one in moved]
    own = [one.booking_id for one in moved]
    found = queries.free([to.room], min(days), max(days), but=own)[to.room.id]
    if to.override:
        return [one for one in moved if not any(free.covers(spans[one.booking_id]) for free in found.empty)]
    return [one for one in moved if not found.fits(spans[one.booking_id])]


def _move(
    moved: Sequence[SpaceUse], spans: dict[int, Span], room: Room, *, by: str, reason: str, now: datetime
) -> None:
    """Move them all, owe one message; moved back to what people know, nothing is told."""
    batch = now.isoformat()
    known: list[tuple[SpaceUse, str]] = []
    for one in moved:
        before = untold(one, now=now) or as_it_was(one.booking, one, batch)
        outbox.void(now=now, booking_id=one.booking_id, kinds=("space/changed",))
        try:
            moving.move(one, room, spans[one.booking_id], by=by, now=now)
        except NotEnoughLeft as taken:
            raise RoomTaken from taken
        one.before, one.reason, one.booking.undo_until = {**before, "batch": batch}, reason, now + undo_time()
        if before["starts_at"] != one.booking.starts_at.isoformat() or before["room"] != one.room_id:
            known.append((one, before["starts_at"]))
        else:
            one.before, one.booking.undo_until = None, None
    db.session.flush()
    if len(known) == 1:
        tell("changed", known[0][0].booking, now=now, after=undo_time(), old_at=known[0][1], by=by)
    elif known and known[0][0].series is not None:
        bookings = [one.booking for one, _old in known]
        tell_series("changed", known[0][0].series, bookings, now=now, after=undo_time(), old_at=known[0][1], by=by)


def untold(use: SpaceUse, *, now: datetime) -> dict[str, str] | None:
    """What the booker still believes, as long as the last change can be undone and was not told."""
    until = use.booking.undo_until
    is_open = use.booking.status != "cancelled" and until is not None and until > now
    return use.before if is_open else None


def cancel(
    use: SpaceUse, *, scope: str = THIS, by: str = BOOKER, reason: str = "", kind: str = "cancelled", now: datetime
) -> list[SpaceUse]:
    """Not coming on these dates; undoable for ten minutes, and only then told; the dates can be added back."""
    touched = targets(use, scope, now=now)
    bookings = [one.booking for one in touched]
    lock({one.room for one in touched}, now=now, bookings=bookings)
    batch = now.isoformat()
    for one in touched:
        before = as_it_was(one.booking, one, batch)
        outbox.void(now=now, booking_id=one.booking_id)
        moving.excuse_displaced(one, now=now)
        cancelling.cancel(one.booking, by=by, now=now)
        one.before, one.reason = before, reason
        one.booking.undo_until = now + undo_time()
    db.session.flush()
    if use.series is not None:
        weekly_use.skip(use.series, [one.original_on for one in touched if one.original_on])
    if len(touched) == 1 or use.series is None:
        tell(kind, use.booking, now=now, after=undo_time(), by=by)
    else:
        tell_series(kind, use.series, bookings, now=now, after=undo_time(), by=by)
    return touched


def undo(use: SpaceUse, *, by: str = BOOKER, now: datetime) -> list[SpaceUse]:
    """Take the last cancelling or moving back, of all dates it touched. Raises TooLateToUndo, TimeTakenMeanwhile."""
    touched = [one for one in _same_press(use) if may_undo(one, now=now)]
    if not touched:
        raise TooLateToUndo
    try:
        for one in touched:
            _put_back(one, by=by, now=now)
    except (NotEnoughLeft, PlaceGone) as taken:
        raise TimeTakenMeanwhile from taken
    if use.series is not None:
        back = {one.original_on.isoformat() for one in touched if one.original_on}
        use.series.skipped = [text for text in use.series.skipped if text not in back]
    told = [outbox.take_back(now=now, booking_id=one.booking_id) for one in touched]
    if any(told) and touched[0].booking.status == "confirmed":
        tell("confirmed", touched[0].booking, now=now)
    return touched


def may_undo(use: SpaceUse, *, now: datetime) -> bool:
    """The last cancelling or moving can still be taken back."""
    until = use.booking.undo_until
    return use.before is not None and until is not None and until >= now


def _same_press(use: SpaceUse) -> list[SpaceUse]:
    batch = (use.before or {}).get("batch")
    if use.series is None or not batch:
        return [use]
    return [one for one in queries.uses_of(use.series) if (one.before or {}).get("batch") == batch]


def _put_back(use: SpaceUse, *, by: str, now: datetime) -> None:
    booking: Booking = use.booking
    before = use.before or {}
    old = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    if booking.status == "cancelled":
        cancelling.undo(booking, by=by, now=now)
    else:
        room = db.session.get_one(Room, before["room"])
        moving.move(use, room, old, by=by, now=now)
        core.note(booking, "undone", by=by, now=now)
    read_wanted(before["said"]).on(use)
    use.before, use.reason, booking.undo_until = None, "", None
    db.session.flush()
