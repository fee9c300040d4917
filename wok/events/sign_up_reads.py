"""Reads of signing up: places left on each date, who is on a list, what belongs together. Fixed numbers of statements."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from wok.bookings import door
from wok.bookings.models import Booking, BookingEvent, Occurrence, Taking, WaitlistEntry
from wok.bookings.services import Contact
from wok.db import db
from wok.events.models import Event, Registration
from wok.kernel.values import dataclass
from wok.people.models import Person


@dataclass(frozen=True)
class Counted:
    """Places of one date that are taken (held and confirmed), and how many parties wait."""

    taken: int = 0
    waiting: int = 0


def counted(occurrences: Collection[Occurrence]) -> dict[int, Counted]:
    """Taken and waiting of these dates, by date: two statements."""
    by_resource = {one.resource_id: one.id for one in occurrences}
    ids = list(by_resource)
    places = select(Taking.resource_id, func.sum(Taking.quantity)).where(Taking.resource_id.in_(ids))
    taken = {row[0]: int(row[1]) for row in db.session.execute(places.group_by(Taking.resource_id))}
    lists = select(WaitlistEntry.resource_id, func.count()).where(
        WaitlistEntry.resource_id.in_(ids), WaitlistEntry.state == "waiting"
    )
    waiting = {row[0]: int(row[1]) for row in db.session.execute(lists.group_by(WaitlistEntry.resource_id))}
    return {by_resource[one]: Counted(taken.get(one, 0), waiting.get(one, 0)) for one in ids}


def of_form(token: str) -> Booking | None:
    """The booking that this rendered form has made already (PROMISES B3)."""
    return db.session.scalar(select(Booking).where(Booking.form_token == token))


def same_person(occurrence: Occurrence, contact: Contact) -> Booking | None:
    """This person's sign-up for the date: theirs by sign-in, or by the same address and the letters of the name.

    The name is asked for because an address alone would tell anybody who comes.
    """
    ways: list[ColumnElement[bool]] = []
    if contact.person_id is not None:
        ways.append(Booking.person_id == contact.person_id)
    if contact.email:
        ways.append(Booking.contact_email == contact.email)
    if contact.phone:
        ways.append(Booking.contact_phone == contact.phone)
    if not ways:
        return None
    chosen = select(Booking).where(Booking.occurrence_id == occurrence.id, Booking.status != "cancelled", or_(*ways))
    for found in db.session.scalars(chosen.order_by(Booking.id)):
        is_theirs = contact.person_id is not None and found.person_id == contact.person_id
        if is_theirs or door.is_name(found, contact.name):
            return found
    return None


def mine(occurrence_ids: Collection[int], person: Person | None, known: Sequence[int]) -> dict[int, Booking]:
    """The reader's own sign-ups on these dates, by date: signed in, or made in this browser. One statement."""
    ways: list[ColumnElement[bool]] = [Booking.id.in_(list(known))] if known else []
    if person is not None and not person.is_staff:
        ways.append(Booking.person_id == person.id)
        if person.email:
            ways.append(Booking.contact_email == person.email)
    if not ways or not occurrence_ids:
        return {}
    chosen = select(Booking).where(
        Booking.occurrence_id.in_(list(occurrence_ids)), Booking.kind == "event", Booking.status != "cancelled"
    )
    rows = db.session.scalars(chosen.where(or_(*ways)).order_by(Booking.id.desc()))
    return {row.occurrence_id: row for row in rows if row.occurrence_id is not None}


def together_with(booking: Booking) -> list[Booking]:
    """Every date of the same sign-up, this one too, in order."""
    registration = db.session.get_one(Registration, booking.id)
    if registration.together is None:
        return [booking]
    same = select(Registration.booking_id).where(Registration.together == registration.together)
    rows = select(Booking).where(Booking.id.in_(same)).order_by(Booking.starts_at, Booking.id)
    return list(db.session.scalars(rows))


def may_undo(booking: Booking, *, now: datetime) -> bool:
    """The ten minutes of undo still run."""
    return booking.status == "cancelled" and booking.undo_until is not None and booking.undo_until >= now


def history(booking: Booking) -> Sequence[BookingEvent]:
    """What happened to a booking, oldest first."""
    chosen = select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    return db.session.scalars(chosen).all()


@dataclass(frozen=True)
class Guest:
    """One line of a date's list."""

    booking: Booking
    registration: Registration


def guests(occurrence: Occurrence) -> list[Guest]:
    """Everybody who signed up for a date, in any state, in order of signing up: one statement."""
    chosen = (
        select(Booking, Registration)
        .options(joinedload(Booking.association))
        .join(Registration, Registration.booking_id == Booking.id)
        .where(Booking.occurrence_id == occurrence.id)
        .order_by(Booking.created_at, Booking.id)
    )
    return [Guest(row.Booking, row.Registration) for row in db.session.execute(chosen)]


def event_of_booking(booking: Booking) -> Event:
    """The event somebody signed up for."""
    chosen = select(Event).join(Registration, Registration.event_id == Event.id)
    return db.session.scalars(chosen.where(Registration.booking_id == booking.id)).one()
