"""From draft to public and back: asked, published, sent back, taken back, deleted. All inside `transaction()`."""

from datetime import datetime

from sqlalchemy import delete as erase
from sqlalchemy import func, select

from wok.bookings.models import Booking, BookingCause, Occurrence, Resource, Series
from wok.db import db
from wok.events import messages, queries, services
from wok.events.models import Event, Shift, ShiftHelper
from wok.events.refusals import NoDates, NoSeats, NotInThisState, NoTitle, PeopleSignedUp, WasPublic
from wok.people.models import Person


def may_publish(event: Event, by: Person) -> bool:
    """Staff, and an association that staff trust."""
    return by.is_staff or queries.is_trusted(event.association_id)


def publish(event: Event, by: Person, *, now: datetime) -> None:
    """Everybody can see it; an association that is not trusted yet asks staff to check it first.

    Raises NotInThisState, NoTitle, NoSeats, NoDates, RoomTooSmall.
    """
    _hold(event, "draft", "asked")
    _must_be_ready(event, now=now)
    was_asked = event.state == "asked"
    if not may_publish(event, by):
        event.state, event.asked_at = "asked", now
        db.session.flush()
        return
    event.state, event.published_at, event.staff_words = "published", event.published_at or now, ""
    event.checked_at = now if by.is_staff else event.checked_at
    services.touch(event, now=now)
    if was_asked and by.is_staff:
        messages.tell_organiser("published", event, now=now)


def _must_be_ready(event: Event, *, now: datetime) -> None:
    if not event.title.get(event.first_language):
        raise NoTitle
    if event.registration == "open" and event.seats < 1:
        raise NoSeats
    services.check_room(event.room_resource_id, services.places(event))
    if not any(one.status != "cancelled" for one in services.coming(event, now=now)):
        raise NoDates


def send_back(event: Event, words: str, *, now: datetime) -> None:
    """Staff ask for something first; the organiser reads it. Raises NotInThisState."""
    _hold(event, "asked")
    event.state, event.staff_words, event.checked_at = "draft", words, now
    db.session.flush()
    messages.tell_organiser("sent_back", event, now=now)


def read_again(event: Event, *, now: datetime) -> None:
    """Staff have read what the association changed since."""
    event.checked_at = now
    db.session.flush()


def take_back(event: Event, *, now: datetime) -> None:
    """A draft again, only while nobody counts on it. Raises PeopleSignedUp, NotInThisState."""
    _hold(event, "asked", "published")
    dates = services.lock(event, now=now)
    if event.state == "published" and people_on([one.id for one in dates]):
        raise PeopleSignedUp
    event.state = "draft"
    services.touch(event, now=now)


def people_on(occurrence_ids: list[int]) -> int:
    """How many bookings and helpers these dates have, the waiting ones too."""
    booked = select(func.count(Booking.id)).where(
        Booking.occurrence_id.in_(occurrence_ids), Booking.status != "cancelled"
    )
    helping = (
        select(func.count(ShiftHelper.id))
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .where(Shift.occurrence_id.in_(occurrence_ids), ShiftHelper.state == "coming")
    )
    return int(db.session.scalar(booked) or 0) + int(db.session.scalar(helping) or 0)


def delete(event: Event, *, now: datetime) -> None:
    """A draft nobody has seen goes for good; what was booked for it stays, for itself. Raises WasPublic, NotInThisState."""
    _hold(event, "draft")
    if event.published_at is not None:
        raise WasPublic
    dates = queries.dates_of(event)
    services.lock(event, now=now)
    if db.session.scalar(select(Booking.id).where(Booking.occurrence_id.in_([one.id for one in dates])).limit(1)):
        raise PeopleSignedUp
    series_id, resources = event.series_id, [one.resource_id for one in dates]
    db.session.execute(erase(BookingCause).where(BookingCause.kind == "event", BookingCause.of_id == event.id))
    db.session.delete(event)
    db.session.flush()
    db.session.execute(erase(Occurrence).where(Occurrence.series_id == series_id))
    db.session.execute(erase(Resource).where(Resource.id.in_(resources)))
    db.session.execute(erase(Series).where(Series.id == series_id))
    db.session.expire_all()


def _hold(event: Event, *states: str) -> None:
    """Lock the event and read it afresh; two presses follow one another. Raises NotInThisState."""
    services.hold(event)
    if event.state not in states:
        raise NotInThisState
