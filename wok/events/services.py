"""Making an event and changing what is said of it. All inside `transaction()`; services flush."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import rooms
from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.models import Occurrence
from wok.db import Texts, db
from wok.events import queries, rules
from wok.events.facts import EventFacts, Organiser
from wok.events.models import Event
from wok.events.refusals import NoSeats, NotInThisState, NoTitle, RoomTooSmall
from wok.kernel import weekly
from wok.people.models import Person

PLAIN = (
    "kind", "first_language", "co_organisers", "neighbourhood_id", "room_resource_id", "is_free", "is_step_free",
    "registration", "seats", "closes_hours", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip


def make(facts: EventFacts, by: Person, *, form_token: str, now: datetime, project_id: int | None = None) -> Event:
    """A draft. Raises NoTitle, RoomTooSmall."""
    check(facts)
    event = Event(
        title={}, summary={}, text={}, place={}, price={}, state="draft", written_at={}, made_by_id=by.id,
        created_at=now, changed_at=now, form_token=form_token, project_id=project_id,
    )  # fmt: skip
    _write(event, facts, now=now)
    db.session.add(event)
    db.session.flush()
    return event


def change(event: Event, facts: EventFacts, *, version: int, by: Person, now: datetime) -> int:
    """Other words or facts; returns how many people are booked above the places there are now.

    Raises StaleDataError when somebody saved first (PROMISES B5), NoTitle, NoSeats, RoomTooSmall.
    """
    hold(event)
    if event.version != version:
        raise StaleDataError(f"event {event.id} is at {event.version}, not {version}")
    check(facts, is_public=event.state in ("asked", "published"))
    old_room, old_seats = event.room_resource_id, places(event)
    _write(event, facts, now=now)
    if by.is_staff:
        event.checked_at = now
    db.session.flush()
    if (old_room is None) != (event.room_resource_id is None):
        _rehouse(event, now=now)
    surplus = _reseat(event, now=now) if places(event) != old_seats else 0
    touch(event, now=now)
    return surplus


def check(facts: EventFacts, *, is_public: bool = False) -> None:
    """What must hold at any time, and what must hold once others see it. Raises NoTitle, NoSeats, RoomTooSmall."""
    if not facts.title.get(facts.first_language):
        raise NoTitle
    if is_public and facts.registration == "open" and facts.seats < 1:
        raise NoSeats
    check_room(facts.room_resource_id, facts.seats if facts.registration == "open" else 0)


def check_room(room_resource_id: int | None, seats: int) -> None:
    """No more seats than the room holds. Raises RoomTooSmall."""
    room = rooms.room_of(room_resource_id)
    if room and seats > room.most:
        raise RoomTooSmall(room.most)


def places(event: Event) -> int:
    """How many can sign up for each date."""
    return event.seats if event.registration == "open" else 0


def texts_of(event: Event) -> dict[str, Texts]:
    """Its words in five languages, by name."""
    return {name: getattr(event, name) for name in rules.TEXTS}


def _write(event: Event, facts: EventFacts, *, now: datetime) -> None:
    new: dict[str, Texts] = {name: getattr(facts, name) for name in rules.TEXTS}
    event.written_at = rules.rewritten(texts_of(event), new, event.written_at, now=now)
    for name, words in new.items():
        setattr(event, name, words)
    for name in PLAIN:
        setattr(event, name, getattr(facts, name))
    event.languages, event.asks = list(facts.languages), list(facts.asks)
    event.association_id = facts.organiser.association_id
    event.organisation_id = facts.organiser.organisation_id
    event.changed_at = now


def touch(event: Event, *, now: datetime) -> None:
    """Calendars see a change of all its dates: the SEQUENCE of its series rises. Flushes."""
    event.changed_at = now
    if event.series is not None:
        event.series.sequence, event.series.changed_at = event.series.sequence + 1, now
    db.session.flush()


def hold(event: Event) -> None:
    """Lock the event and read it afresh, so that two presses follow one another. Raises NotInThisState when it is gone."""
    if db.session.scalar(select(Event.id).where(Event.id == event.id).with_for_update()) is None:
        raise NotInThisState
    db.session.refresh(event)


def coming(event: Event, *, now: datetime) -> list[Occurrence]:
    """Its dates that are not over, in order, cancelled ones too."""
    return [one for one in queries.dates_of(event) if one.ends_at > now]


def lock(event: Event, *, now: datetime) -> list[Occurrence]:
    """Lock the places of all coming dates, so that nobody signs up meanwhile; returns these dates."""
    found = coming(event, now=now)
    core.lock(sorted(one.resource_id for one in found), now=now)
    return found


def _reseat(event: Event, *, now: datetime) -> int:
    """As many places on each coming date; nobody is thrown out."""
    surplus = 0
    for one in lock(event, now=now):
        surplus = max(surplus, core.set_capacity(one.resource, places(event)))
    if event.series is not None:
        event.series.capacity = places(event)
    return surplus


def _rehouse(event: Event, *, now: datetime) -> None:
    """It moves into the Wok, or out of it: closed days touch it now, or no longer."""
    if event.series is None:
        return
    event.series.is_elsewhere = event.room_resource_id is None
    found = [one for one in coming(event, now=now) if one.status != "cancelled"]
    if event.series.is_elsewhere:
        dates.free([one for one in found if one.status == "needs_decision"], now=now)
        return
    closures = dates.running_closures()
    for one in found:
        closure = dates.closure_on(closures, weekly.local_day(one.starts_at))
        if closure and one.status in ("planned", "moved") and one.decided_at is None:
            one.status, one.closure_id = "needs_decision", closure.id
            dates.touch(one, now=now)


def facts_of(event: Event) -> EventFacts:
    """All that is said of an event, for one that begins like it."""
    same = {name: getattr(event, name) for name in (*rules.TEXTS, *PLAIN)}
    organiser = Organiser(event.association_id, event.organisation_id)
    return EventFacts(organiser=organiser, languages=tuple(event.languages), asks=tuple(event.asks), **same)
