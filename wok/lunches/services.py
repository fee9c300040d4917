"""Coming to lunch: say how many, wait, take an offer, change, cancel. All inside `transaction()`."""

from datetime import datetime

from wok.bookings import passing_on, waitlist
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft
from wok.bookings.services import BOOKER, Contact
from wok.bookings.told import undo_time
from wok.db import db, insert
from wok.kernel import deadlines
from wok.lunches import queries, rules, wish_state, wishes
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp
from wok.lunches.refusals import LunchFull, LunchNotOpen, NobodyComes, TooLateToChange
from wok.lunches.rules import Party
from wok.lunches.settling import is_open, keep_for_the_list, lock_date, pair_of, settle, span_of
from wok.mail import outbox
from wok.sharing.changing import change_quantity
from wok.sharing.messages import received


def come(
    occurrence: Occurrence,
    party: Party,
    contact: Contact,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
    override: str = "",
) -> Booking:
    """Book seats at once, or wish for them while wishes are taken. Raises NobodyComes, LunchNotOpen, LunchFull.

    Staff may go beyond the places with a reason (`override`): the date's capacity is raised by what is missing.
    """
    is_shared = wish_state.takes_wishes(occurrence)
    if is_shared and not override and wish_state.is_kept(occurrence, now=now):
        return wish(occurrence, party, contact, now=now, form_token=form_token, by=by)
    resource = lock_date(occurrence, now=now)
    booking = _booking(occurrence, party, contact, now=now, form_token=form_token)
    free = (
        waitlist.public_free(resource, span_of(occurrence))
        if by == BOOKER
        else core.free_units(resource, span_of(occurrence))
    )
    if free < party.seats and not override:
        raise LunchFull(max(0, free))
    if free < party.seats:
        booking.override_reason = override
        core.set_capacity(resource, resource.capacity + party.seats - core.free_units(resource, span_of(occurrence)))
    booking.status = "confirmed"
    try:
        core.add(booking, resource, by=by, now=now, is_counted=True)
    except NotEnoughLeft as full:
        raise LunchFull(full.free) from full
    rsvp = write_rsvp(booking, party, now=now)
    if is_shared:
        wishes.count(occurrence, booking, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def wish(
    occurrence: Occurrence,
    party: Party,
    contact: Contact,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
) -> Booking:
    """Wish for seats: the round decides when the window closes. Raises NobodyComes, LunchNotOpen."""
    booking = _booking(occurrence, party, contact, now=now, form_token=form_token)
    request = wishes.ask(occurrence, booking, by=by, now=now)
    db.session.refresh(occurrence)  # whoever held the lock may just have cancelled or moved it
    if not is_open(occurrence, now=now):
        raise LunchNotOpen
    wishes.follow(booking, write_rsvp(booking, party, now=now), request, now=now)
    return booking


def wait(
    occurrence: Occurrence,
    party: Party,
    contact: Contact,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
) -> Booking:
    """Join the waiting list with the party's size; the oldest entry that fits gets the next offer."""
    if wish_state.is_kept(occurrence, now=now):
        return wish(occurrence, party, contact, now=now, form_token=form_token, by=by)
    lock_date(occurrence, now=now)
    booking = _booking(occurrence, party, contact, now=now, form_token=form_token)
    entry = waitlist.join(booking, occurrence.resource_id, by=by, now=now)
    rsvp = write_rsvp(booking, party, now=now)
    tell("waiting", booking, rsvp, occurrence, now=now, position=waitlist.position(entry))
    settle(occurrence, now=now)
    return booking


def _booking(
    occurrence: Occurrence, party: Party, contact: Contact, *, now: datetime, form_token: str | None
) -> Booking:
    if party.seats < 1:
        raise NobodyComes
    if not is_open(occurrence, now=now):
        raise LunchNotOpen
    return core.new_booking(
        "lunch", contact, span_of(occurrence), party.seats, now=now, form_token=form_token, occurrence_id=occurrence.id
    )


def write_rsvp(booking: Booking, party: Party, *, now: datetime) -> Rsvp:
    """Write down who comes with a booking; two no-shows ask for one re-confirmation."""
    rsvp = Rsvp(
        booking_id=booking.id,
        adults=party.adults,
        children=party.children,
        prams=party.prams,
        diets=party.diets,
        needs=list(party.needs),
        note=party.note,
        must_reconfirm=rules.must_reconfirm(queries.no_shows(booking, now=now)),
    )
    insert(rsvp)
    return rsvp


def change(booking: Booking, party: Party, *, now: datetime, by: str = BOOKER) -> Booking:
    """Another number of people, other diets or needs. Raises NobodyComes, TooLateToChange, LunchFull.

    Time and state stay, so SEQUENCE stays: at most a plain confirmation goes out.
    """
    occurrence, rsvp = pair_of(booking)
    _still_changeable(booking, occurrence, now=now)
    if party.seats < 1:
        raise NobodyComes
    if booking.status == "waiting":
        _change_waiting(booking, party.seats, by=by, now=now)
    elif party.seats != booking.quantity:
        _change_seats(booking, occurrence, party.seats, by=by, now=now)
    is_new_party = (rsvp.adults, rsvp.children, rsvp.prams) != (party.adults, party.children, party.prams)
    rsvp.adults, rsvp.children, rsvp.prams = party.adults, party.children, party.prams
    rsvp.diets, rsvp.needs, rsvp.note = party.diets, list(party.needs), party.note
    booking.changed_at = now
    db.session.flush()
    if is_new_party:
        tell("changed", booking, rsvp, occurrence, now=now)
    settle(occurrence, now=now)
    return booking


def _change_waiting(booking: Booking, seats: int, *, by: str, now: datetime) -> None:
    if (asked := wish_state.open_wish(booking)) is not None:
        change_quantity(asked, seats, by=by, now=now)
        return
    old, booking.quantity = booking.quantity, seats
    core.note(booking, "changed", by=by, now=now, quantity=[old, seats])


def _change_seats(booking: Booking, occurrence: Occurrence, seats: int, *, by: str, now: datetime) -> None:
    had = booking.quantity
    try:
        waitlist.change_places(booking, occurrence.resource_id, span_of(occurrence), seats, by=by, now=now)
    except NotEnoughLeft as full:
        raise LunchFull(full.free) from full
    wishes.recount(booking, by=by, now=now)
    if seats < had:
        keep_for_the_list(occurrence, now=now)


def _still_changeable(booking: Booking, occurrence: Occurrence, *, now: datetime) -> None:
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if now >= occurrence.ends_at:
        raise TooLateToChange


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Not coming: always possible until the lunch is over, undoable for ten minutes, recorded as late on the last day."""
    occurrence, rsvp = pair_of(booking)
    _still_changeable(booking, occurrence, now=now)
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        core.lock([occurrence.resource_id], now=now)
        waitlist.leave(entry, now=now)
    outbox.void(now=now, booking_id=booking.id)
    is_late = deadlines.is_late(now=now, starts_at=occurrence.starts_at)
    if wishes.cancel(booking, by=by, now=now):
        booking.cancelled_late = is_late
    else:
        core.cancel(booking, by=by, now=now, undo=undo_time(), late=is_late)
    tell("cancelled", booking, rsvp, occurrence, now=now, after=undo_time())
    keep_for_the_list(occurrence, now=now)
    settle(occurrence, now=now)
    return booking


def undo_cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the cancellation back, if the seats are still there. Raises TooLateToUndo, PlaceGone, LunchNotOpen."""
    occurrence, rsvp = pair_of(booking)
    if not is_open(occurrence, now=now):
        raise LunchNotOpen
    wish_state.lock_rounds(occurrence)
    core.lock([occurrence.resource_id], now=now)
    entry = queries.entry_of(booking)
    if wishes.undo(booking, by=by, now=now):
        pass
    elif entry and entry.state == "left" and passing_on.was_on_the_list(booking):
        waitlist.come_back(entry, by=by, now=now)
    else:
        core.undo_cancel(booking, occurrence.resource_id, by=by, now=now)
    if outbox.take_back(now=now, booking_id=booking.id):
        _tell_again(booking, rsvp, occurrence, now=now)
    return booking


def _tell_again(booking: Booking, rsvp: Rsvp, occurrence: Occurrence, *, now: datetime) -> None:
    if (asked := wish_state.open_wish(booking)) is not None:
        received(booking, [asked], now=now)
    else:
        tell("confirmed" if booking.status == "confirmed" else "waiting", booking, rsvp, occurrence, now=now)


def take_offer(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the seats that are held for us. Raises OfferOver."""
    occurrence, rsvp = pair_of(booking)
    entry = queries.entry_of(booking)
    if entry is None:
        raise AlreadyCancelled
    waitlist.accept(entry, by=by, now=now)
    wishes.recount(booking, by=by, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def come_with_fewer(booking: Booking, party: Party, *, now: datetime, by: str = BOOKER) -> Booking:
    """A larger party that waits comes with fewer, if the seats are still free. Raises NotEnoughLeft, OfferOver."""
    occurrence, rsvp = pair_of(booking)
    entry = queries.entry_of(booking)
    if entry is None:
        raise AlreadyCancelled
    if party.seats < 1:
        raise NobodyComes
    try:
        waitlist.accept_fewer(entry, party.seats, by=by, now=now)
    except NotEnoughLeft as full:
        raise LunchFull(full.free) from full
    rsvp.adults, rsvp.children, rsvp.prams = party.adults, party.children, party.prams
    db.session.flush()
    wishes.recount(booking, by=by, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def still_coming(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """The one tap of the reminder: still coming, as many as before."""
    _occurrence, rsvp = pair_of(booking)
    if booking.status != "confirmed":
        raise AlreadyCancelled
    if rsvp.reconfirmed_at is None:
        rsvp.reconfirmed_at = now
        core.note(booking, "reconfirmed", by=by, now=now)
    return booking
