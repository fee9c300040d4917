"""Bookings of an erased person: their own to come are cancelled, an association's go to its next delegate, names go from all."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, or_, select

from wok.bookings.models import Booking, BookingEvent, searched_line
from wok.db import db
from wok.mail import outbox
from wok.people.erasing import Gone
from wok.people.models import Membership, Person

EXTENSION = "wok-cancelling"
Canceller = Callable[[Booking, datetime], object]


def bind(cancellers: Mapping[str, Canceller], extensions: dict[str, object]) -> None:
    """Tell the application how a booking of each kind is cancelled (contents.py writes the list out)."""
    extensions[EXTENSION] = dict(cancellers)


def theirs(person: Gone | Person) -> ColumnElement[bool]:
    """Made by them signed in, or with their address, or with their number and no address."""
    number = person.person_id if isinstance(person, Gone) else person.id
    ways: list[ColumnElement[bool]] = [Booking.person_id == number]
    if person.email:
        ways.append(Booking.contact_email == person.email)
    if person.phone:
        ways.append((Booking.contact_phone == person.phone) & Booking.contact_email.is_(None))
    return or_(*ways)


def own_to_come(person: Gone | Person, *, now: datetime) -> list[Booking]:
    """What they alone come for, soonest first: erasing cancels it."""
    chosen = select(Booking).where(theirs(person), Booking.status != "cancelled", Booking.starts_at > now)
    chosen = chosen.where(Booking.association_id.is_(None), Booking.kind.in_(current_app.extensions[EXTENSION]))
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id)))


def erase(gone: Gone, now: datetime) -> None:
    """Cancel, hand on, empty. Raises what cancelling raises: things still lent out, for one."""
    for one in own_to_come(gone, now=now):
        if one.status != "cancelled":  # a series may have ended with the one before
            current_app.extensions[EXTENSION][one.kind](one, now)
            one.undo_until = None
    for one in db.session.scalars(select(Booking).where(theirs(gone)).order_by(Booking.id)).all():
        outbox.void(now=now, booking_id=one.id)
        follower = _follower(one, gone) if one.ends_at > now and one.status != "cancelled" else None
        _now_of(one, follower, now=now)
    written = select(BookingEvent).where(BookingEvent.person_id == gone.person_id)
    for event in db.session.scalars(written):
        event.person_id = None
    db.session.flush()


def _follower(booking: Booking, gone: Gone) -> Person | None:
    """Who books for the association from here on."""
    living = (Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None), Person.left_at.is_(None))
    chosen = select(Person).join(Membership, Membership.person_id == Person.id).where(*living)
    chosen = chosen.where(Membership.association_id == booking.association_id, Membership.role == "delegate")
    return db.session.scalar(chosen.where(Person.id != gone.person_id).order_by(Membership.id).limit(1))


def _now_of(booking: Booking, person: Person | None, *, now: datetime) -> None:
    booking.person_id = person.id if person else None
    booking.contact_name = person.name if person else ""
    booking.contact_email = person.email if person else None
    booking.contact_phone = person.phone if person else None
    booking.reach = person.reach if person else "none"
    if booking.association_id is None:
        booking.association_said = ""
    booking.changed_at = now
    parts = ["contact_name", "association_said", "contact_email", "contact_phone", "code"]
    booking.searched = searched_line({name: getattr(booking, name) for name in parts})
