"""The end of a Thursday, and a Thursday that does not take place. All inside `transaction()`.

Who was not seen gets the first times next week; when a date is called off the booked are told and
open numbers become appointments, a list for the staff.
"""

from datetime import datetime, timedelta

from wok.bookings import decisions
from wok.bookings import services as core
from wok.bookings.decisions import Decided
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF, Contact
from wok.bookings.told import undo_time
from wok.db import Texts, db
from wok.mail import outbox
from wok.oncall import booked, queries
from wok.oncall.messages import tell
from wok.oncall.models import BookedMatter, OncallDay, Visit
from wok.oncall.numbers import lock_day, put_back, remember
from wok.oncall.refusals import StillWithUs, TooLateToTakeBack
from wok.people.models import LANGUAGES
from wok.team.queries import ONCALL

NOT_SEEN = ("waiting", "out", "called", "parked")
WITHIN = timedelta(days=42)


def stop_numbers(occurrence: Occurrence, *, now: datetime) -> None:
    """The last number is given; who has one is still seen."""
    lock_day(occurrence, now=now).numbers_until = now


def more_numbers(occurrence: Occurrence, *, now: datetime) -> None:
    """Numbers are given again, as long as the wait allows."""
    lock_day(occurrence, now=now).numbers_until = None


def close(occurrence: Occurrence, *, now: datetime) -> list[Visit]:
    """The morning is over: those not seen get the first times next week. Returns them. Raises StillWithUs.

    It can be taken back for ten minutes (`reopen`); nobody is told before.
    """
    day = lock_day(occurrence, now=now)
    if queries.visits_of(occurrence, "with_us"):
        raise StillWithUs
    day.closed_at = now
    missed = queries.visits_of(occurrence, *NOT_SEEN)
    later = [one for one in queries.coming(now=now, count=8) if one.id != occurrence.id and one.starts_at > now]
    later = [one for one in later if one.starts_at - now < WITHIN]
    line = [visit for visit, _why in queries.places(missed, now=now)]
    for visit in [*line, *(one for one in missed if one not in line)]:
        _offer_first(visit, later, now=now)
    db.session.flush()
    return missed


def may_reopen(day: OncallDay | None, *, now: datetime) -> bool:
    """True while the closing can be taken back: nobody was told yet."""
    return day is not None and day.closed_at is not None and day.closed_at <= now <= day.closed_at + undo_time()


def reopen(occurrence: Occurrence, *, now: datetime) -> None:
    """Take the closing back: the line stands as before, next week's times are free again. Raises TooLateToTakeBack."""
    day = lock_day(occurrence, now=now)
    if not may_reopen(day, now=now):
        raise TooLateToTakeBack
    for visit in queries.visits_of(occurrence, "next_week"):
        if visit.ended_at != day.closed_at:
            continue
        booking = visit.next_booking
        if booking is not None and booking.status != "cancelled":
            core.cancel(booking, by=STAFF, now=now, undo=timedelta(0))
            outbox.void(now=now, booking_id=booking.id)
        put_back(visit)
        visit.next_booking_id, visit.follow_up = None, False
    day.closed_at = None
    db.session.flush()


def _offer_first(visit: Visit, later: list[Occurrence], *, now: datetime) -> None:
    """A booked time for who was not seen; without a free one staff owe an appointment."""
    remember(visit, now=now)
    visit.state, visit.ended_at = "next_week", now
    found = booked.first_free(later, now=now) if visit.same_as_id is None else None
    if found is None:
        visit.follow_up = visit.same_as_id is None
        return
    date, span = found
    matter = BookedMatter(topic=visit.topic)
    visit.next_booking_id = booked.book(
        date, span.start, contact_of(visit), matter, now=now, by=STAFF, kind="next_week", after=undo_time()
    ).id
    db.session.flush()


def contact_of(visit: Visit) -> Contact:
    """How somebody with a number is reached: as a booking or an account says, else not at all: the code remains."""
    language = visit.language if visit.language in LANGUAGES else "fr"
    if visit.booking:
        one = visit.booking
        return Contact(
            one.contact_name, one.language, one.reach, one.contact_email, one.contact_phone, one.association_said,
            one.association_id, one.person_id,
        )  # fmt: skip
    if visit.person:
        who = visit.person
        return Contact(
            who.name, who.language, who.reach, who.email, who.phone, association_id=visit.association_id,
            person_id=who.id,
        )  # fmt: skip
    return Contact(visit.nickname or str(visit.number), language)


def call_off(occurrence: Occurrence, reason: Texts, *, now: datetime) -> None:
    """This date does not take place, or no longer: page and door say so, the booked are told in ten minutes.

    Open numbers become appointments that staff owe; who was seen already stays seen. Raises StillWithUs,
    AlreadyCancelled, InThePast.
    """
    lock_day(occurrence, now=now)
    visits = queries.visits_of(occurrence)
    if any(one.state == "with_us" for one in visits):
        raise StillWithUs
    decisions.skip(occurrence, reason, now=now)
    for visit in visits:
        if visit.state == "seen" and visit.booking:
            _stays_seen(visit.booking, occurrence, now=now)
    waited = [one for one in visits if one.state in NOT_SEEN]
    for visit in waited:
        remember(visit, now=now)
        visit.state, visit.ended_at, visit.follow_up = "next_week", now, visit.same_as_id is None
    occurrence.before = {**(occurrence.before or {}), "visits": [one.id for one in waited]}
    db.session.flush()


def _stays_seen(booking: Booking, occurrence: Occurrence, *, now: datetime) -> None:
    """Who came before the morning was called off is neither cancelled nor told."""
    outbox.void(now=now, booking_id=booking.id)
    booking.status, booking.cancelled_at, booking.undo_until = "confirmed", None, None
    core.take(booking, occurrence.resource_id, now=now)


def undo_call_off(occurrence: Occurrence, *, now: datetime) -> None:
    """Take back the last decision on a date, within ten minutes; nobody was told yet. Raises TooLateToUndo."""
    lock_day(occurrence, now=now)
    numbers = (occurrence.before or {}).get("visits", [])
    decisions.undo(occurrence, now=now)
    for visit_id in numbers:
        put_back(db.session.get_one(Visit, visit_id))
    db.session.flush()


def tell_decided(decided: Decided, *, now: datetime, after: timedelta) -> None:
    """Owe the booked what staff decided about their date: it is cancelled, was moved, or takes place after all."""
    booking, what = decided.booking, decided.what
    useful = max(decided.occurrence.ends_at, now + 2 * after)
    tell(what, booking, now=now, after=after, useful_until=useful, reason=decided.reason,
         old_at=(booking.starts_at if what != decisions.MOVED else decided.old_at).isoformat())  # fmt: skip


decisions.tellers[ONCALL] = tell_decided
