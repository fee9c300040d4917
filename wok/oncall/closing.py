"""The end of a Thursday, and a Thursday that does not take place. All inside `transaction()`.

Who was not seen gets the first times next week; when a date is called off the booked are told and
open numbers become appointments, a list for the staff.
"""

from datetime import datetime, timedelta

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled
from wok.bookings.services import STAFF, Contact
from wok.db import Texts, db
from wok.mail import outbox
from wok.oncall import booked, queries
from wok.oncall.messages import tell, undo_time
from wok.oncall.models import BookedMatter, Visit
from wok.oncall.numbers import lock_day, remember
from wok.oncall.refusals import NotBookable, StillWithUs, TooLateToTakeBack
from wok.people.models import LANGUAGES

NOT_SEEN = ("waiting", "out", "called", "parked")
WITHIN = timedelta(days=42)


def stop_numbers(occurrence: Occurrence, *, now: datetime) -> None:
    """The last number is given; who has one is still seen."""
    lock_day(occurrence, now=now).numbers_until = now


def more_numbers(occurrence: Occurrence, *, now: datetime) -> None:
    """Numbers are given again, as long as the wait allows."""
    lock_day(occurrence, now=now).numbers_until = None


def close(occurrence: Occurrence, *, now: datetime) -> list[Visit]:
    """The morning is over: those not seen get the first times next week. Returns them. Raises StillWithUs."""
    day = lock_day(occurrence, now=now)
    if queries.visits_of(occurrence, "with_us"):
        raise StillWithUs
    day.closed_at = now
    missed = queries.visits_of(occurrence, *NOT_SEEN)
    later = [one for one in queries.coming(now, 8) if one.id != occurrence.id and one.starts_at > now]
    later = [one for one in later if one.starts_at - now < WITHIN]
    line = [visit for visit, _why in queries.places(missed, now=now)]
    for visit in [*line, *(one for one in missed if one not in line)]:
        _offer_first(visit, later, now=now)
    db.session.flush()
    return missed


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
        date, span.start, contact_of(visit), matter, now=now, by=STAFF, kind="next_week"
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
    """This date does not take place: page and door say so, the booked are told in ten minutes, numbers become appointments."""
    lock_day(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    if occurrence.ends_at <= now:
        raise NotBookable
    _keep(occurrence, now=now)
    occurrence.status, occurrence.reason = "cancelled", reason
    dates.touch(occurrence, now=now)
    here = {one.booking_id for one in queries.visits_of(occurrence, "with_us", "seen")}
    touched = [one for one in dates.bookings_of(occurrence) if one.id not in here]
    for booking in touched:
        booked.cancel(booking, now=now, by=STAFF, after_call_off=True)
        words = reason.get(booking.language) or reason.get("fr", "")
        useful = max(occurrence.ends_at, now + 2 * undo_time())
        tell("called_off", booking, now=now, after=undo_time(), useful_until=useful, reason=words)
    numbers = queries.visits_of(occurrence, *NOT_SEEN)
    for visit in numbers:
        remember(visit, now=now)
        visit.state, visit.ended_at, visit.follow_up = "next_week", now, visit.same_as_id is None
    occurrence.before = {
        **(occurrence.before or {}),
        "bookings": [one.id for one in touched],
        "visits": [one.id for one in numbers],
    }
    db.session.flush()


def hold_all_the_same(occurrence: Occurrence, *, now: datetime) -> None:
    """The date takes place in spite of a closure; nobody had been told otherwise."""
    lock_day(occurrence, now=now)
    if occurrence.status != "needs_decision":
        raise NotBookable
    _keep(occurrence, now=now)
    occurrence.status = "planned" if occurrence.starts_at == occurrence.original_at else "moved"
    occurrence.decided_at = now
    dates.touch(occurrence, now=now)
    db.session.flush()


def undo(occurrence: Occurrence, *, now: datetime) -> None:
    """Take back the last decision on a date, within ten minutes; nobody was told yet. Raises TooLateToTakeBack."""
    before = occurrence.before
    if before is None or occurrence.undo_until is None or occurrence.undo_until < now:
        raise TooLateToTakeBack
    lock_day(occurrence, now=now)
    occurrence.status, occurrence.reason = before["status"], before["reason"]
    occurrence.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    occurrence.before = occurrence.undo_until = None
    dates.touch(occurrence, now=now)
    for booking_id in before.get("bookings", []):
        _bring_back(db.session.get_one(Booking, booking_id), occurrence, now=now)
    for visit_id in before.get("visits", []):
        visit = db.session.get_one(Visit, visit_id)
        kept = visit.before or {}
        visit.state, visit.ended_at, visit.follow_up = kept.get("state", "waiting"), None, False
        visit.before = visit.undo_until = None
    db.session.flush()


def _bring_back(booking: Booking, occurrence: Occurrence, *, now: datetime) -> None:
    if booking.status != "cancelled":
        return
    outbox.void(now=now, booking_id=booking.id)
    booking.status, booking.cancelled_at, booking.undo_until, booking.cancelled_late = "confirmed", None, None, False
    core.take(booking, occurrence.resource_id, now=now)
    core.touch(booking, now=now)
    core.note(booking, "undone", by=STAFF, now=now)


def _keep(occurrence: Occurrence, *, now: datetime) -> None:
    """Keep what undo puts back."""
    occurrence.before = {
        "status": occurrence.status,
        "reason": occurrence.reason,
        "decided_at": occurrence.decided_at.isoformat() if occurrence.decided_at else None,
    }
    occurrence.undo_until = now + undo_time()
