"""Signing up for an event: come, wait, take an offer, change, cancel, one date or all of a course. All inside `transaction()`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from wok.bookings import passing_on, waitlist
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence, Resource
from wok.bookings.passing_on import is_open, keep_for_the_list, lock_date, span_of
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, TooLateToUndo
from wok.bookings.services import BOOKER, Contact
from wok.bookings.told import undo_time
from wok.db import db
from wok.events import sign_up_reads as reads
from wok.events.models import Event, Registration
from wok.events.sign_up_messages import dates_of, tell
from wok.events.sign_up_refusals import (
    AlreadySignedUp,
    EventFull,
    EventOver,
    NobodyComes,
    NotOpenToSignUp,
    SignUpClosed,
    TooManyForEvent,
)
from wok.events.sign_up_rules import Party, closes_at
from wok.kernel import deadlines
from wok.kernel.values import dataclass
from wok.mail import outbox


@dataclass(frozen=True)
class Asked:
    """What one form asks for: the party, who signs it up, and how. `override`: staff go beyond the places, with a reason."""

    party: Party
    contact: Contact
    waits: bool = False
    is_another: bool = False
    form_token: str | None = None
    by: str = BOOKER
    override: str = ""
    together: str | None = None


def settle(occurrence: Occurrence, *, now: datetime) -> int:
    """Pass free places on along the waiting list; returns how many offers were made."""
    return passing_on.settle(occurrence, tell, now=now)


def sign_up(event: Event, occurrence: Occurrence, asked: Asked, *, now: datetime) -> Booking:
    """Book places on one date, or wait for them. Raises NobodyComes, NotOpenToSignUp, SignUpClosed, AlreadySignedUp, EventFull."""
    booking = _write(event, occurrence, asked, now=now)
    if booking.status == "waiting":
        entry = passing_on.entry_of(booking)
        tell("waiting", booking, occurrence, now=now, position=waitlist.position(entry) if entry else 0)
        settle(occurrence, now=now)
    else:
        tell("confirmed", booking, occurrence, now=now)
    return booking


def sign_up_for_all(event: Event, occurrences: list[Occurrence], asked: Asked, *, now: datetime) -> list[Booking]:
    """Book places on all these dates in one go; where a date is full, wait for it. One message names them all.

    All dates are locked in id order first. Dates already signed up for are left as they are.
    """
    core.lock(sorted(one.resource_id for one in occurrences), now=now)
    made: list[Booking] = []
    for occurrence in sorted(occurrences, key=lambda one: (one.starts_at, one.id)):
        token = asked.form_token if not made else None
        booking = _one_of_all(event, occurrence, replace(asked, form_token=token), now=now)
        if booking is not None:
            made.append(booking)
    if not made:
        raise AlreadySignedUp if occurrences else NotOpenToSignUp
    _tell_all("all_dates", made, now=now)
    for booking in made:
        if booking.status == "waiting":
            settle(_occurrence(booking), now=now)
    return made


def _tell_all(kind: str, bookings: list[Booking], *, now: datetime, after: timedelta = timedelta(0)) -> None:
    """One message for all these dates; a single date goes with its calendar line."""
    more: dict[str, Any] = {"dates": dates_of(bookings)}
    if len(bookings) > 1:
        more["entry"] = None  # one invitation cannot speak for several dates
    tell(kind, bookings[0], _occurrence(bookings[0]), now=now, after=after, **more)


def _one_of_all(event: Event, occurrence: Occurrence, asked: Asked, *, now: datetime) -> Booking | None:
    try:
        return _write(event, occurrence, asked, now=now)
    except AlreadySignedUp:
        return None
    except EventFull:
        return _write(event, occurrence, replace(asked, waits=True), now=now)


def _write(event: Event, occurrence: Occurrence, asked: Asked, *, now: datetime) -> Booking:
    """Lock, check, write: a confirmed booking or a place on the waiting list, and who comes with it."""
    if asked.party.seats < 1:
        raise NobodyComes
    resource = lock_date(occurrence, now=now)
    db.session.refresh(event)
    _must_be_open(event, occurrence, asked, now=now)
    if asked.by == BOOKER and asked.party.seats > resource.capacity:
        raise TooManyForEvent(resource.capacity)
    if not asked.is_another and asked.by == BOOKER and reads.same_person(occurrence, asked.contact):
        raise AlreadySignedUp
    booking = core.new_booking(
        "event",
        asked.contact,
        span_of(occurrence),
        asked.party.seats,
        now=now,
        form_token=asked.form_token,
        occurrence_id=occurrence.id,
    )
    if asked.waits:
        waitlist.join(booking, resource.id, by=asked.by, now=now)
    else:
        _take(booking, resource, occurrence, asked, now=now)
    _write_party(booking, event, asked)
    return booking


def _must_be_open(event: Event, occurrence: Occurrence, asked: Asked, *, now: datetime) -> None:
    if event.state != "published" or event.registration != "open" or not is_open(occurrence, now=now):
        raise NotOpenToSignUp
    if asked.by == BOOKER and now >= closes_at(occurrence.starts_at, event.closes_hours):
        raise SignUpClosed


def _take(booking: Booking, resource: Resource, occurrence: Occurrence, asked: Asked, *, now: datetime) -> None:
    span, seats = span_of(occurrence), asked.party.seats
    is_public = asked.by == BOOKER
    free = waitlist.public_free(resource, span) if is_public else core.free_units(resource, span)
    if free < seats and not asked.override:
        raise EventFull(max(0, free))
    if free < seats:
        booking.override_reason = asked.override
        core.set_capacity(resource, resource.capacity + seats - core.free_units(resource, span))
    booking.status = "confirmed"
    try:
        core.add(booking, resource, by=asked.by, now=now, is_counted=True)
    except NotEnoughLeft as full:
        raise EventFull(full.free) from full


def _write_party(booking: Booking, event: Event, asked: Asked) -> None:
    registration = Registration(booking_id=booking.id, event_id=event.id, adults=0, together=asked.together)
    _show_party(registration, asked.party)
    db.session.add(registration)
    db.session.flush()


def _show_party(registration: Registration, party: Party) -> None:
    registration.adults, registration.children = party.adults, party.children
    registration.ages, registration.needs = ",".join(party.ages), list(party.needs)
    registration.diets, registration.note, registration.is_new = party.diets, party.note, party.is_new


def change(booking: Booking, party: Party, *, now: datetime, by: str = BOOKER) -> Booking:
    """Another number of people, other needs. Time and state stay: at most a plain confirmation goes out. Raises EventFull."""
    occurrence, registration = pair_of(booking)
    _still_changeable(booking, occurrence, now=now)
    if party.seats < 1:
        raise NobodyComes
    if booking.status == "waiting":
        old, booking.quantity = booking.quantity, party.seats
        core.note(booking, "changed", by=by, now=now, quantity=[old, party.seats])
    elif party.seats != booking.quantity:
        _change_places(booking, occurrence, party.seats, by=by, now=now)
    is_told = (registration.adults, registration.children) != (party.adults, party.children)
    _show_party(registration, party)
    booking.changed_at = now
    db.session.flush()
    if is_told:
        tell("changed", booking, occurrence, now=now)
    settle(occurrence, now=now)
    return booking


def _change_places(booking: Booking, occurrence: Occurrence, seats: int, *, by: str, now: datetime) -> None:
    had = booking.quantity
    try:
        waitlist.change_places(booking, occurrence.resource_id, span_of(occurrence), seats, by=by, now=now)
    except NotEnoughLeft as full:
        raise EventFull(full.free) from full
    if seats < had:
        keep_for_the_list(occurrence, now=now)


def _still_changeable(booking: Booking, occurrence: Occurrence, *, now: datetime) -> None:
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if now >= occurrence.ends_at:
        raise EventOver


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER, told: bool = True) -> Booking:
    """Not coming: always possible until it is over, undoable for ten minutes, recorded as late on the last day."""
    occurrence, _registration = pair_of(booking)
    _still_changeable(booking, occurrence, now=now)
    entry = passing_on.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        core.lock([occurrence.resource_id], now=now)
        waitlist.leave(entry, now=now)
    outbox.void(now=now, booking_id=booking.id)
    core.cancel(
        booking, by=by, now=now, undo=undo_time(), late=deadlines.is_late(now=now, starts_at=occurrence.starts_at)
    )
    if told:
        tell("cancelled", booking, occurrence, now=now, after=undo_time())
    keep_for_the_list(occurrence, now=now)
    settle(occurrence, now=now)
    return booking


def undo_cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the cancelling back, if the places are still there. Raises TooLateToUndo, PlaceGone, NotOpenToSignUp."""
    occurrence, _registration = pair_of(booking)
    if not is_open(occurrence, now=now):
        raise NotOpenToSignUp
    core.lock([occurrence.resource_id], now=now)
    entry = passing_on.entry_of(booking)
    if entry and entry.state == "left" and passing_on.was_on_the_list(booking):
        waitlist.come_back(entry, by=by, now=now)
    else:
        core.undo_cancel(booking, occurrence.resource_id, by=by, now=now)
    if outbox.take_back(now=now, booking_id=booking.id):
        tell("confirmed" if booking.status == "confirmed" else "waiting", booking, occurrence, now=now)
    return booking


def cancel_all(booking: Booking, *, now: datetime, by: str = BOOKER) -> list[Booking]:
    """Not coming to any of the dates still to come of one sign-up; one message says so."""
    coming = [one for one in reads.together_with(booking) if one.status != "cancelled" and one.ends_at > now]
    core.lock(sorted(_occurrence(one).resource_id for one in coming), now=now)
    for one in coming:
        cancel(one, now=now, by=by, told=False)
    if coming:
        _tell_all("cancelled", coming, now=now, after=undo_time())
    return coming


def undo_all(booking: Booking, *, now: datetime, by: str = BOOKER) -> list[Booking]:
    """Take back what `cancel_all` did, date by date; all or none."""
    undone = [one for one in reads.together_with(booking) if reads.may_undo(one, now=now)]
    if not undone:
        raise TooLateToUndo
    core.lock(sorted(_occurrence(one).resource_id for one in undone), now=now)
    return [undo_cancel(one, now=now, by=by) for one in undone]


def take_offer(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the places that are held for us. Raises OfferOver."""
    entry = passing_on.entry_of(booking)
    if entry is None:
        raise AlreadyCancelled
    waitlist.accept(entry, by=by, now=now)
    tell("confirmed", booking, _occurrence(booking), now=now)
    return booking


def come_with_fewer(booking: Booking, adults: int, children: int, *, now: datetime, by: str = BOOKER) -> Booking:
    """A larger party that waits comes with fewer, if the places are still free. Raises EventFull, OfferOver."""
    occurrence, registration = pair_of(booking)
    entry = passing_on.entry_of(booking)
    if entry is None:
        raise AlreadyCancelled
    if adults + children < 1:
        raise NobodyComes
    try:
        waitlist.accept_fewer(entry, adults + children, by=by, now=now)
    except NotEnoughLeft as full:
        raise EventFull(full.free) from full
    registration.adults, registration.children = adults, children
    db.session.flush()
    tell("confirmed", booking, occurrence, now=now)
    return booking


def pair_of(booking: Booking) -> tuple[Occurrence, Registration]:
    """The date of a sign-up, and who comes."""
    return _occurrence(booking), db.session.get_one(Registration, booking.id)


def _occurrence(booking: Booking) -> Occurrence:
    return db.session.get_one(Occurrence, booking.occurrence_id)
