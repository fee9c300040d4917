"""Every Wednesday: a standing RSVP is booked date by date and asked again every eight weeks."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import BOOKER, WOK, Contact
from wok.db import db
from wok.lunches import queries, rules, wish_state, wishes
from wok.lunches.messages import tell
from wok.lunches.models import Rsvp, StandingRsvp
from wok.lunches.rules import Party
from wok.lunches.services import cancel, write_rsvp
from wok.lunches.settling import pair_of, span_of
from wok.web.texts import said


def every_week(booking: Booking, *, now: datetime) -> StandingRsvp:
    """Every Wednesday from this one on: booked date by date, asked again every eight weeks."""
    occurrence, rsvp = pair_of(booking)
    if rsvp.standing is not None and rsvp.standing.ended_at is None:
        return rsvp.standing
    standing = StandingRsvp(
        first_booking_id=booking.id, booked_through_on=occurrence.original_on, confirm_by=rules.standing_until(now=now)
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
    made = 0
    for occurrence in queries.after(first.occurrence, standing.booked_through_on, until=standing.confirm_by, now=now):
        _book_one_standing(occurrence, standing, first, now=now)
        standing.booked_through_on = occurrence.original_on
        made += 1
    db.session.flush()
    return made


def _book_one_standing(occurrence: Occurrence, standing: StandingRsvp, first: Booking, *, now: datetime) -> Booking:
    """One date of a standing RSVP, for whom and as `first` says: a place, the list or a wish.

    What was promised weekly sends no mail for each date; that a date takes wishes is told, for each such date once.
    """
    rsvp = db.session.get_one(Rsvp, first.id)
    party = Party(rsvp.adults, rsvp.children, rsvp.prams, dict(rsvp.diets), tuple(rsvp.needs))
    booking = _take_part(occurrence, party, first, now=now)
    db.session.get_one(Rsvp, booking.id).standing_id = standing.id
    return booking


def _take_part(occurrence: Occurrence, party: Party, first: Booking, *, now: datetime) -> Booking:
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
    """Every Wednesday for another eight weeks, as its last date says; returns how many dates were booked.

    What the first date said is erased in time: diets and needs after 30 days, names after 90 (PROMISES D4).
    """
    standing.first_booking_id = last_of(standing).id
    standing.confirm_by, standing.asked_at = rules.standing_until(now=now), None
    return book_standing(standing, now=now)


def last_of(standing: StandingRsvp) -> Booking:
    """The booking for its latest date."""
    chosen = select(Booking).join(Rsvp, Rsvp.booking_id == Booking.id).where(Rsvp.standing_id == standing.id)
    last = db.session.scalar(chosen.order_by(Booking.starts_at.desc()).limit(1))
    return last or db.session.get_one(Booking, standing.first_booking_id)


def passed_over(*, now: datetime) -> list[tuple[int, int]]:
    """(standing RSVP, date): dates nobody could book while they needed a decision, and that take place after all.

    Only once the decision can no longer be undone.
    """
    first, earlier, theirs = aliased(Occurrence), aliased(Booking), aliased(Booking)
    of_theirs = Rsvp.standing_id == StandingRsvp.id
    began = exists().where(Rsvp.booking_id == earlier.id, of_theirs, earlier.starts_at < Occurrence.original_at)
    booked = exists().where(Rsvp.booking_id == theirs.id, of_theirs, theirs.occurrence_id == Occurrence.id)
    chosen = (
        select(StandingRsvp.id, Occurrence.id)
        .join(Booking, Booking.id == StandingRsvp.first_booking_id)
        .join(first, first.id == Booking.occurrence_id)
        .join(Occurrence, Occurrence.series_id == first.series_id)
        .where(StandingRsvp.ended_at.is_(None), Occurrence.original_on <= StandingRsvp.booked_through_on)
        .where(Occurrence.status.in_(("planned", "moved")), Occurrence.starts_at > now, began, ~booked)
        .where(or_(Occurrence.undo_until.is_(None), Occurrence.undo_until < now))
    )
    rows = db.session.execute(chosen.order_by(StandingRsvp.id, Occurrence.starts_at)).all()
    return [(standing_id, occurrence_id) for standing_id, occurrence_id in rows]


def book_after_all(standing: StandingRsvp, occurrence: Occurrence, *, now: datetime) -> Booking | None:
    """Count them in on a date that was in doubt, and tell them; asked again when it was moved. None when they are."""
    last = last_of(standing)
    if standing.ended_at is not None or is_booked(last, occurrence):
        return None
    booking = _book_one_standing(occurrence, standing, last, now=now)
    if wish_state.open_wish(booking):
        return booking
    rsvp = db.session.get_one(Rsvp, booking.id)
    rsvp.must_reconfirm = occurrence.status == "moved" or rsvp.must_reconfirm
    kind = "confirmed" if booking.status == "confirmed" else "waiting"
    more: dict[str, Any] = {}
    if booking.status == "waiting":
        entry = queries.entry_of(booking)
        more["position"] = waitlist.position(entry) if entry else 0
    elif occurrence.status == "moved":
        kind = "date_moved"
        reason = said(occurrence.reason, booking.language).text
        more = {"old_at": occurrence.original_at.isoformat(), "reason": reason, "standing": True}
    tell(kind, booking, rsvp, occurrence, now=now, useful_until=occurrence.ends_at, **more)
    return booking


def is_booked(booking: Booking, occurrence: Occurrence) -> bool:
    """The same people have a booking on this date already."""
    same = exists().where(
        Booking.occurrence_id == occurrence.id,
        Booking.status != "cancelled",
        Booking.contact_name == booking.contact_name,
        Booking.contact_email.is_not_distinct_from(booking.contact_email),
        Booking.contact_phone.is_not_distinct_from(booking.contact_phone),
    )
    return bool(db.session.scalar(select(same)))


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
