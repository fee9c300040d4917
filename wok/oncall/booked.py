"""Booked times on Thursday: book, change, move, cancel. A booked time takes the one booked lane of its date's resource."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft
from wok.bookings.services import BOOKER, STAFF, Contact
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel.span import Span
from wok.mail import outbox
from wok.oncall import lookups, queries, rules
from wok.oncall.messages import REMINDERS, tell
from wok.oncall.models import BookedMatter
from wok.oncall.refusals import NotBookable, TakenMeanwhile, TimeGone

QUANTITY = 1


def book(
    occurrence: Occurrence,
    starts_at: datetime,
    contact: Contact,
    matter: BookedMatter,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
    kind: str = "booked",
    after: timedelta = timedelta(0),
) -> Booking:
    """Book one time; staff may use any slot of the morning, others those on offer. Raises NotBookable, TimeGone.

    `matter` is what it is about, not yet tied to a booking; `kind` the message that says so, sent `after` a while.
    """
    span = bookable(occurrence, starts_at, now=now, by=by)
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    booking = core.new_booking(
        "oncall", contact, span, QUANTITY, now=now, form_token=form_token, occurrence_id=occurrence.id
    )
    booking.status = "confirmed"
    if core.free_units(resource, span) < QUANTITY:
        raise TimeGone
    core.add(booking, resource, by=by, now=now, is_counted=True)
    matter.booking_id = booking.id
    db.session.add(matter)
    db.session.flush()
    tell(kind, booking, now=now, after=after)
    return booking


def bookable(occurrence: Occurrence, starts_at: datetime, *, now: datetime, by: str) -> Span:
    if occurrence.status not in queries.HAPPENS or occurrence.ends_at <= now:
        raise NotBookable
    morning = Span(occurrence.starts_at, occurrence.ends_at)
    length, one_in = occurrence.series.slot, occurrence.series.booked_one_in or 3
    on_offer = rules.slots(morning, length) if by == STAFF else rules.offered(morning, length, one_in)
    span = next((one for one in on_offer if one.start == starts_at and one.start > now), None)
    if span is None:
        raise TimeGone
    return span


def change(booking: Booking, topic: str, note: str, *, now: datetime, by: str = BOOKER) -> None:
    """Another topic or other words; the time stays, so nobody is told."""
    matter = db.session.get_one(BookedMatter, booking.id)
    matter.topic, matter.note, booking.changed_at = topic, note, now
    core.note(booking, "changed", by=by, now=now)


def move(booking: Booking, occurrence: Occurrence, starts_at: datetime, *, now: datetime, by: str = BOOKER) -> None:
    """To another time; nothing is given up unless the new one is ours.

    Raises NotBookable, TimeGone, AlreadyCancelled; TakenMeanwhile when they are in the line already.
    """
    if booking.status == "cancelled":
        raise AlreadyCancelled
    _not_in_line(booking, by=by)
    if booking.starts_at == starts_at:
        return
    if booking.starts_at <= now:
        raise NotBookable
    span = bookable(occurrence, starts_at, now=now, by=by)
    booking.occurrence_id = occurrence.id
    try:
        core.move(booking, occurrence.resource_id, span, by=by, now=now)
    except NotEnoughLeft as gone:
        raise TimeGone from gone
    outbox.void(now=now, booking_id=booking.id, kinds=REMINDERS)
    tell("moved", booking, now=now)


def _not_in_line(booking: Booking, *, by: str) -> None:
    """Who is here with a number leaves the line on the number's own page."""
    if by == BOOKER and lookups.visit_of(booking):
        raise TakenMeanwhile


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> None:
    """Give the time back; undoable for ten minutes, told after that. Raises AlreadyCancelled, TakenMeanwhile."""
    _not_in_line(booking, by=by)
    late = booking.starts_at - now < rules.LATE * 6
    core.cancel(booking, by=by, now=now, undo=undo_time(), late=late)
    outbox.void(now=now, booking_id=booking.id)
    tell("cancelled", booking, now=now, after=undo_time())


def undo_cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> None:
    """Book the same time again, if it is still free. Raises TooLateToUndo, PlaceGone."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    core.undo_cancel(booking, occurrence.resource_id, by=by, now=now)
    if outbox.take_back(now=now, booking_id=booking.id):
        tell("booked", booking, now=now)


def still_coming(booking: Booking, *, now: datetime, by: str = BOOKER) -> None:
    """The one tap of the reminder. Raises AlreadyCancelled."""
    if booking.status == "cancelled":
        raise AlreadyCancelled
    core.note(booking, "reconfirmed", by=by, now=now)


def mark(booking: Booking, attendance: str | None, *, now: datetime, staff_id: int) -> None:
    """Did not come, told us, or unknown again; who comes late all the same is ticked by their visit. Raises TakenMeanwhile."""
    db.session.refresh(booking, with_for_update=True)
    if booking.status != "confirmed" or lookups.visit_of(booking):
        raise TakenMeanwhile
    booking.attendance = attendance
    core.note(booking, f"marked_{attendance or 'unknown'}", by=STAFF, now=now, person_id=staff_id)


def nearest(starts_at: datetime, *, now: datetime) -> list[tuple[Occurrence, Span]]:
    """The three free times nearest to the one wished for, in order of time."""
    dates = queries.coming(now=now, count=6)
    free = queries.free_times(dates, now=now)
    every = [(date, span) for date in dates for span in free.get(date.id, [])]
    every.sort(key=lambda one: abs(one[1].start - starts_at))
    return sorted(every[:3], key=lambda one: one[1].start)


def first_free(dates: Sequence[Occurrence], *, now: datetime) -> tuple[Occurrence, Span] | None:
    """The first slot of the booked lane that nobody has, on the first of these dates that takes place.

    Every slot of the morning counts, on offer or not: those not seen last week come first.
    """
    for date in dates:
        if date.status not in queries.HAPPENS:
            continue
        core.lock([date.resource_id], now=now)
        taken = [Span(one.starts_at, one.ends_at) for one in _confirmed(date)]
        for span in rules.slots(Span(date.starts_at, date.ends_at), date.series.slot):
            if span.start > now and not any(span.overlaps(other) for other in taken):
                return date, span
    return None


def _confirmed(date: Occurrence) -> list[Booking]:
    chosen = select(Booking).where(Booking.occurrence_id == date.id, Booking.status.in_(("held", "confirmed")))
    return list(db.session.scalars(chosen))
