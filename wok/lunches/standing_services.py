"""Every Wednesday: a standing RSVP is booked date by date and asked again every eight weeks."""

from datetime import datetime

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import BOOKER, WOK, Contact
from wok.db import db
from wok.lunches import queries, rules, wish_state, wishes
from wok.lunches.models import Rsvp, StandingRsvp
from wok.lunches.rules import Party
from wok.lunches.services import cancel, write_rsvp
from wok.lunches.settling import pair_of, span_of


def every_week(booking: Booking, *, now: datetime) -> StandingRsvp:
    """Every Wednesday from this one on: booked date by date, asked again every eight weeks."""
    occurrence, rsvp = pair_of(booking)
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
    """One date of a standing RSVP: a place, the list or a wish.

    What was promised weekly sends no mail for each date; that a date takes wishes is told, for each such date once.
    """
    booking = core.new_booking(
        "lunch", contact_of(first), span_of(occurrence), party.seats, now=now, occurrence_id=occurrence.id
    )
    if wish_state.is_kept(occurrence, now=now):
        asked = wishes.ask(occurrence, booking, by=WOK, now=now)
        wishes.follow(booking, write_rsvp(booking, party, now=now), asked, now=now)
        return booking
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    if waitlist.public_free(resource, span_of(occurrence)) >= party.seats:
        booking.status = "confirmed"
        core.add(booking, resource, by=WOK, now=now)
    else:
        waitlist.join(booking, resource.id, by=WOK, now=now)
    write_rsvp(booking, party, now=now)
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
