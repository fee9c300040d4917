"""Coming to lunch: say how many, wait, take an offer, change, cancel. All inside `transaction()`."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence, WaitlistEntry
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, TooLateToUndo
from wok.bookings.services import BOOKER, WOK, Contact
from wok.db import db
from wok.kernel.span import Span
from wok.lunches import queries, rules
from wok.lunches.messages import tell
from wok.lunches.models import Chip, Rsvp, StandingRsvp
from wok.lunches.refusals import LunchFull, LunchNotOpen, NobodyComes, TooLateToChange
from wok.lunches.rules import Party
from wok.mail import outbox


def undo_time() -> timedelta:
    """How long what was done can be taken back."""
    return timedelta(minutes=current_app.config["UNDO_MINUTES"])


def span_of(occurrence: Occurrence) -> Span:
    """When the lunch takes place."""
    return Span(occurrence.starts_at, occurrence.ends_at)


def is_open(occurrence: Occurrence, *, now: datetime) -> bool:
    """True while new guests may say that they come."""
    return occurrence.status in ("planned", "moved") and now < occurrence.ends_at


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
    """Book seats at once. Raises NobodyComes, LunchNotOpen, LunchFull.

    Staff may go beyond the places with a reason (`override`): the date's capacity is raised by what is missing.
    """
    booking = _booking(occurrence, party, contact, now=now, form_token=form_token)
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
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
        core.add(booking, resource, by=by, now=now)
    except NotEnoughLeft as full:
        raise LunchFull(full.free) from full
    rsvp = _write_rsvp(booking, party, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)
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
    booking = _booking(occurrence, party, contact, now=now, form_token=form_token)
    core.lock([occurrence.resource_id], now=now)
    entry = waitlist.join(booking, occurrence.resource_id, by=by, now=now)
    rsvp = _write_rsvp(booking, party, now=now)
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


def _write_rsvp(booking: Booking, party: Party, *, now: datetime) -> Rsvp:
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
    db.session.add(rsvp)
    db.session.flush()
    return rsvp


def change(booking: Booking, party: Party, *, now: datetime, by: str = BOOKER) -> Booking:
    """Another number of people, other diets or needs. Raises NobodyComes, TooLateToChange, LunchFull.

    Time and state stay, so SEQUENCE stays: at most a plain confirmation goes out.
    """
    occurrence, rsvp = _of(booking)
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
    old, booking.quantity = booking.quantity, seats
    core.note(booking, "changed", by=by, now=now, quantity=[old, seats])


def _change_seats(booking: Booking, occurrence: Occurrence, seats: int, *, by: str, now: datetime) -> None:
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    more = seats - booking.quantity
    if more > 0 and by == BOOKER:
        free = waitlist.public_free(resource, span_of(occurrence))
        if free < more:
            raise LunchFull(max(0, free) + booking.quantity)
    try:
        core.change_quantity(booking, seats, by=by, now=now)
    except NotEnoughLeft as full:
        raise LunchFull(full.free + booking.quantity) from full
    if more < 0:
        _keep_for_the_list(occurrence, now=now)


def _of(booking: Booking) -> tuple[Occurrence, Rsvp]:
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    return occurrence, db.session.get_one(Rsvp, booking.id)


def _still_changeable(booking: Booking, occurrence: Occurrence, *, now: datetime) -> None:
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if now >= occurrence.ends_at:
        raise TooLateToChange


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Not coming: always possible until the lunch is over, undoable for ten minutes, recorded as late on the last day."""
    occurrence, rsvp = _of(booking)
    _still_changeable(booking, occurrence, now=now)
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        core.lock([occurrence.resource_id], now=now)
        waitlist.leave(entry, now=now)
    outbox.void(now=now, booking_id=booking.id)
    core.cancel(booking, by=by, now=now, undo=undo_time(), late=rules.is_late(now, occurrence.starts_at))
    tell("cancelled", booking, rsvp, occurrence, now=now, after=undo_time())
    _keep_for_the_list(occurrence, now=now)
    settle(occurrence, now=now)
    return booking


def _keep_for_the_list(occurrence: Occurrence, *, now: datetime) -> None:
    """Freed seats wait out the ten minutes of undo; within two hours of the start they go on at once (B7)."""
    if occurrence.starts_at - now > timedelta(hours=2):
        occurrence.resource.offers_from = now + undo_time()
        db.session.flush()


def undo_cancel(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the cancellation back, if the seats are still there. Raises TooLateToUndo, PlaceGone, LunchNotOpen."""
    occurrence, rsvp = _of(booking)
    if not is_open(occurrence, now=now):
        raise LunchNotOpen
    core.lock([occurrence.resource_id], now=now)
    entry = queries.entry_of(booking)
    if entry and entry.state == "left" and queries.was_waiting(booking):
        if booking.status != "cancelled" or booking.undo_until is None or booking.undo_until < now:
            raise TooLateToUndo
        entry.state, entry.settled_at = "waiting", None
        booking.status, booking.cancelled_at, booking.undo_until = "waiting", None, None
        core.touch(booking, now=now)
        core.note(booking, "undone", by=by, now=now)
    else:
        core.undo_cancel(booking, occurrence.resource_id, by=by, now=now)
    told_already = outbox.void(now=now, booking_id=booking.id, kinds=["lunches/cancelled"]) == 0
    if told_already:
        tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def take_offer(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the seats that are held for us. Raises OfferOver."""
    occurrence, rsvp = _of(booking)
    entry = queries.entry_of(booking)
    if entry is None:
        raise AlreadyCancelled
    waitlist.accept(entry, by=by, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def come_with_fewer(booking: Booking, party: Party, *, now: datetime, by: str = BOOKER) -> Booking:
    """A larger party that waits comes with fewer, if the seats are still free. Raises NotEnoughLeft, OfferOver."""
    occurrence, rsvp = _of(booking)
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
    tell("confirmed", booking, rsvp, occurrence, now=now)
    return booking


def still_coming(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """The one tap of the reminder: still coming, as many as before."""
    _occurrence, rsvp = _of(booking)
    if booking.status != "confirmed":
        raise AlreadyCancelled
    if rsvp.reconfirmed_at is None:
        rsvp.reconfirmed_at = now
        core.note(booking, "reconfirmed", by=by, now=now)
    return booking


def settle(occurrence: Occurrence, *, now: datetime) -> int:
    """Lapse what is overdue and pass free seats on along the list; returns how many offers were made.

    The only way seats reach the waiting list: it keeps the ten minutes of undo and the deadlines of
    the day, and asks parties that are too large whether fewer may come.
    """
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    _tell_lapsed(occurrence, now=now)
    if not is_open(occurrence, now=now) or (resource.offers_from and now < resource.offers_from):
        return 0
    promotion = waitlist.plan(resource, span_of(occurrence))
    until = rules.offer_until(now, occurrence.starts_at)
    if until is None:
        _come_and_see(occurrence, now=now)
        return 0
    for entry_id in promotion.offered:
        entry = db.session.get_one(WaitlistEntry, entry_id)
        booking = waitlist.offer(entry, until, now=now)
        _, rsvp = _of(booking)
        tell("offer", booking, rsvp, occurrence, now=now, useful_until=until, offer_until=until.isoformat())
    for entry_id, free in promotion.ask_fewer.items():
        _ask_fewer(db.session.get_one(WaitlistEntry, entry_id), free, occurrence, now=now, until=until)
    return len(promotion.offered)


def _ask_fewer(entry: WaitlistEntry, free: int, occurrence: Occurrence, *, now: datetime, until: datetime) -> None:
    if entry.fewer_asked >= free:
        return
    entry.fewer_asked = free
    db.session.flush()
    _, rsvp = _of(entry.booking)
    cause = f"fewer:{entry.id}:{free}"
    tell("fewer", entry.booking, rsvp, occurrence, now=now, cause=cause, useful_until=until, free=free)


def _tell_lapsed(occurrence: Occurrence, *, now: datetime) -> None:
    lapsed = db.session.scalars(
        select(WaitlistEntry)
        .join(Booking)
        .where(Booking.occurrence_id == occurrence.id, WaitlistEntry.state == "lapsed", WaitlistEntry.settled_at == now)
    )
    for entry in lapsed:
        _, rsvp = _of(entry.booking)
        tell("lapsed", entry.booking, rsvp, occurrence, now=now, useful_until=occurrence.starts_at)


def _come_and_see(occurrence: Occurrence, *, now: datetime) -> None:
    """From 10:00 on the day nobody is made an offer; those who wait are told once that they may come and see."""
    if now >= occurrence.starts_at:
        return
    for entry in waitlist.waiting_entries(occurrence.resource_id):
        if entry.fewer_asked >= 0:
            entry.fewer_asked = -1
            db.session.flush()
            _, rsvp = _of(entry.booking)
            tell(
                "come_and_see",
                entry.booking,
                rsvp,
                occurrence,
                now=now,
                cause=f"see:{entry.id}:1",
                useful_until=occurrence.starts_at,
            )


def every_week(booking: Booking, *, now: datetime) -> StandingRsvp:
    """Every Wednesday from this one on: booked date by date, asked again every eight weeks."""
    occurrence, rsvp = _of(booking)
    if rsvp.standing is not None and rsvp.standing.ended_at is None:
        return rsvp.standing
    standing = StandingRsvp(
        first_booking_id=booking.id, booked_through_on=occurrence.original_on, confirm_by=rules.standing_until(now)
    )
    db.session.add(standing)
    db.session.flush()
    rsvp.standing_id = standing.id
    core.note(booking, "every_week", by=BOOKER, now=now)
    book_standing(standing, now=now)
    return standing


def book_standing(standing: StandingRsvp, *, now: datetime) -> int:
    """Book the coming dates of a standing RSVP up to its next re-confirmation; full ones join the waiting list."""
    first = db.session.get_one(Booking, standing.first_booking_id)
    rsvp = db.session.get_one(Rsvp, first.id)
    party = Party(rsvp.adults, rsvp.children, rsvp.prams, dict(rsvp.diets), tuple(rsvp.needs))
    made = 0
    for occurrence in queries.after(first.occurrence, standing.booked_through_on, until=standing.confirm_by, now=now):
        booking = _book_one_standing(occurrence, party, first, now=now)
        db.session.get_one(Rsvp, booking.id).standing_id = standing.id
        standing.booked_through_on = occurrence.original_on
        made += 1
    db.session.flush()
    return made


def _book_one_standing(occurrence: Occurrence, party: Party, first: Booking, *, now: datetime) -> Booking:
    """One date of a standing RSVP: a place or the list. What was promised weekly sends no mail for each date."""
    booking = core.new_booking(
        "lunch", contact_of(first), span_of(occurrence), party.seats, now=now, occurrence_id=occurrence.id
    )
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    if waitlist.public_free(resource, span_of(occurrence)) >= party.seats:
        booking.status = "confirmed"
        core.add(booking, resource, by=WOK, now=now)
    else:
        waitlist.join(booking, resource.id, by=WOK, now=now)
    _write_rsvp(booking, party, now=now)
    return booking


def contact_of(booking: Booking) -> Contact:
    """The contact of a booking, to book again for the same people."""
    return Contact(
        booking.contact_name,
        booking.language,
        booking.reach,
        booking.contact_email,
        booking.contact_phone,
        booking.association_said,
        booking.association_id,
        booking.person_id,
    )


def confirm_standing(standing: StandingRsvp, *, now: datetime) -> int:
    """Every Wednesday for another eight weeks; returns how many dates were booked."""
    standing.confirm_by, standing.asked_at = rules.standing_until(now), None
    return book_standing(standing, now=now)


def end_standing(standing: StandingRsvp, *, now: datetime, keep_booked: bool = True) -> int:
    """No longer every Wednesday. Dates booked so far stay, unless `keep_booked` is false; returns how many were cancelled."""
    standing.ended_at = now
    if keep_booked:
        return 0
    coming = list(
        db.session.scalars(
            select(Booking)
            .join(Rsvp, Rsvp.booking_id == Booking.id)
            .where(Rsvp.standing_id == standing.id, Booking.status != "cancelled", Booking.starts_at > now)
        )
    )
    for booking in coming:
        cancel(booking, now=now)
    return len(coming)


def bring_topic(booking: Booking, direction: str, words: str, theme: str, *, wants_matches: bool) -> Chip:
    """Bring a topic to the lunch ("look" or "offer"); staff read it before others do."""
    chip = Chip(
        booking_id=booking.id,
        occurrence_id=booking.occurrence_id,
        direction=direction,
        words=words,
        theme=theme,
        wants_matches=wants_matches,
        language=booking.language,
        state="new",
    )
    db.session.add(chip)
    db.session.flush()
    return chip
