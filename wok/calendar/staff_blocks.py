"""A colleague's own entries: one date or every week, changed and cancelled one, from here on, or all. Inside `transaction()`.

Each date is a booking of its own, in local wall time, so noon stays noon; dates made together share a key.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.bookings.services import STAFF, Contact
from wok.bookings.told import undo_time
from wok.calendar.staff_models import StaffBlock
from wok.calendar.staff_refusals import DatesTaken, EndsBeforeItStarts, OverOrPast
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.team.models import Colleague
from wok.web.dates import say_day

KIND = "block"
MOST_DATES = 53
WEEK = timedelta(days=7)
THIS, LATER, ALL = "this", "later", "all"


@dataclass(frozen=True)
class When:
    """A date and its hours on the wall; an end at 0:00 is the midnight after."""

    day: date
    starts: time
    ends: time

    def on(self, day: date) -> Span:
        """The same hours on another day; what the clocks skip becomes the next good time. Raises EndsBeforeItStarts."""
        last = day + timedelta(days=1) if self.ends == time() else day
        start, end = weekly.nearest(day, self.starts), weekly.nearest(last, self.ends, late=True)
        if start >= end:
            raise EndsBeforeItStarts
        return Span(start, end)


def weekly_days(first: date, until: date | None) -> list[date]:
    """The days of a weekly entry: the first one, and every week up to `until`."""
    days = [first]
    while until and days[-1] + WEEK <= until and len(days) < MOST_DATES:
        days.append(days[-1] + WEEK)
    return days


def add(
    colleague: Colleague,
    spans: Sequence[Span],
    words: str,
    *,
    now: datetime,
    form_token: str | None = None,
    skip_taken: bool = False,
) -> list[Booking]:
    """Make an entry on each span. Raises DatesTaken unless the taken ones may be left out, OverOrPast."""
    if spans[0].start <= now:
        raise OverOrPast
    resource = core.lock([colleague.resource_id], now=now)[colleague.resource_id]
    free = [span for span in spans if core.free_units(resource, span) > 0]
    if not free or (len(free) < len(spans) and not skip_taken):
        raise DatesTaken(_said([span for span in spans if span not in free]))
    key = secrets.token_hex(8) if len(free) > 1 else None
    made = []
    for number, span in enumerate(free):
        contact = Contact(colleague.shown_as, "fr", person_id=None)
        token = form_token if number == 0 else None
        booking = core.new_booking(KIND, contact, span, 1, now=now, form_token=token, status="confirmed")
        core.add(booking, resource, by=STAFF, now=now, is_counted=True)
        db.session.add(StaffBlock(booking_id=booking.id, colleague_id=colleague.person_id, words=words, series_key=key))
        made.append(booking)
    db.session.flush()
    return made


def _said(spans: Sequence[Span]) -> str:
    return ", ".join(say_day(span.start) for span in spans)


def of(booking: Booking) -> StaffBlock:
    """The words beside the booking."""
    return db.session.get_one(StaffBlock, booking.id)


def is_of_the_house(booking: Booking) -> bool:
    """Units or rooms kept for the Wok itself: such a block has no words here and no colleague."""
    return booking.kind == KIND and db.session.get(StaffBlock, booking.id) is None


def in_scope(block: StaffBlock, scope: str, *, now: datetime) -> list[StaffBlock]:
    """This date, this and the later ones, or all that are still to come; in order of time, this one among them."""
    booking = db.session.get_one(Booking, block.booking_id)
    if block.series_key is None or scope not in (LATER, ALL):
        return [block]
    chosen = (
        select(StaffBlock)
        .join(Booking, Booking.id == StaffBlock.booking_id)
        .where(StaffBlock.series_key == block.series_key, Booking.status == "confirmed", Booking.ends_at > now)
        .order_by(Booking.starts_at)
    )
    if scope == LATER:
        chosen = chosen.where(Booking.starts_at >= booking.starts_at)
    return list(db.session.scalars(chosen)) or [block]


def change(
    block: StaffBlock,
    colleague: Colleague,
    when: When,
    words: str,
    *,
    scope: str = THIS,
    skip_taken: bool = False,
    now: datetime,
) -> int:
    """Other hours, day, colleague or words for one date or several; undoable for ten minutes. Returns how many.

    All dates or exactly the free ones: raises DatesTaken when some are taken and may not be left as they are.
    """
    blocks = in_scope(block, scope, now=now)
    bookings = {one.booking_id: db.session.get_one(Booking, one.booking_id) for one in blocks}
    ahead = when.day - weekly.local_day(bookings[block.booking_id].starts_at)
    key, taken, done = secrets.token_hex(8), [], 0
    for booking in bookings.values():
        core.free(booking)
    resource = core.lock([colleague.resource_id], now=now)[colleague.resource_id]
    for one in blocks:
        booking = bookings[one.booking_id]
        span = when.on(weekly.local_day(booking.starts_at) + ahead)
        if core.free_units(resource, span) < 1:
            taken.append(span)
            core.take(booking, one.colleague.resource_id, now=now)
            continue
        _place(one, booking, colleague, span, words=words, key=key, now=now)
        done += 1
    if taken and (not skip_taken or not done):
        raise DatesTaken(_said(taken))
    db.session.flush()
    return done


def _place(
    block: StaffBlock, booking: Booking, colleague: Colleague, span: Span, *, words: str, key: str, now: datetime
) -> None:
    block.before = _as_it_is(block, booking, key)
    booking.undo_until = now + undo_time()
    old = booking.starts_at
    booking.starts_at, booking.ends_at, booking.contact_name = span.start, span.end, colleague.shown_as
    block.colleague_id, block.words = colleague.person_id, words
    db.session.expire(block, ["colleague"]) if block.colleague_id != colleague.person_id else None
    core.take(booking, colleague.resource_id, now=now)
    core.touch(booking, now=now)
    core.note(booking, "moved", by=STAFF, now=now, starts_at=[old.isoformat(), span.start.isoformat()])


def _as_it_is(block: StaffBlock, booking: Booking, key: str) -> dict[str, Any]:
    return {
        "change": key,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "colleague_id": block.colleague_id,
        "words": block.words,
    }


def cancel(block: StaffBlock, *, scope: str = THIS, now: datetime) -> int:
    """Take one date or several out; undoable for ten minutes. Returns how many. Raises AlreadyCancelled."""
    key, blocks = secrets.token_hex(8), in_scope(block, scope, now=now)
    for one in blocks:
        booking = db.session.get_one(Booking, one.booking_id)
        if booking.status == "cancelled":
            raise AlreadyCancelled
        one.before = _as_it_is(one, booking, key)
        core.cancel(booking, by=STAFF, now=now, undo=undo_time())
    return len(blocks)


def undo(block: StaffBlock, *, now: datetime) -> None:
    """Take the last change back on every date it touched. Raises TooLateToUndo, PlaceGone."""
    booking = db.session.get_one(Booking, block.booking_id)
    if block.before is None or booking.undo_until is None or booking.undo_until < now:
        raise TooLateToUndo
    same = [block]
    if block.series_key:
        chosen = select(StaffBlock).where(StaffBlock.series_key == block.series_key, StaffBlock.before.is_not(None))
        rows = db.session.scalars(chosen)
        same = [one for one in rows if one.before and one.before["change"] == block.before["change"]]
    pairs = [(one, db.session.get_one(Booking, one.booking_id)) for one in same]
    for _one, each in pairs:
        core.free(each)
    for one, each in pairs:
        _put_back(one, each, now=now)
    db.session.flush()


def _put_back(block: StaffBlock, booking: Booking, *, now: datetime) -> None:
    before = block.before or {}
    colleague = db.session.get_one(Colleague, before["colleague_id"])
    booking.starts_at = datetime.fromisoformat(before["starts_at"])
    booking.ends_at = datetime.fromisoformat(before["ends_at"])
    booking.status, booking.cancelled_at, booking.undo_until = "confirmed", None, None
    booking.contact_name = colleague.shown_as
    block.colleague_id, block.words, block.before = colleague.person_id, before["words"], None
    try:
        core.take(booking, colleague.resource_id, now=now)
    except NotEnoughLeft as gone:
        raise PlaceGone from gone
    core.touch(booking, now=now)
    core.note(booking, "undone", by=STAFF, now=now)
