"""An event and its dates as a page says them: words in the reader's language, places left, the reader's own sign-up."""

from collections.abc import Sequence
from datetime import datetime

from flask import g, session

from wok.bookings import door, rooms, told, waitlist
from wok.bookings.models import Booking, Occurrence
from wok.bookings.passing_on import span_of
from wok.bookings.rooms import RoomFact
from wok.events import queries, sign_up_reads
from wok.events.models import Event
from wok.events.queries import EventDate
from wok.events.sign_up_reads import Counted
from wok.events.sign_up_rules import Facts, closes_at, state_of
from wok.kernel.values import dataclass
from wok.web.texts import Words, said

TAKES = ("open", "few", "full")  # states in which somebody may sign up, or wait


@dataclass(frozen=True)
class DateShown:
    """One date: its state (sign_up_rules.state_of), places anybody may take, who waits, and the reader's own sign-up."""

    occurrence: Occurrence
    state: str
    free: int
    capacity: int
    waiting: int
    closes_at: datetime
    reason: Words
    mine: Booking | None = None

    @property
    def takes(self) -> bool:
        """True while somebody may sign up, or wait."""
        return self.state in TAKES


@dataclass(frozen=True)
class EventShown:
    """One event for its page. `dates`: those to come, or the last ones when all are over."""

    event: Event
    title: Words
    summary: Words
    text: Words
    price: Words
    place: str
    organiser: str
    dates: list[DateShown]
    is_over: bool

    @property
    def open_dates(self) -> list[DateShown]:
        """Dates somebody may sign up for, or wait."""
        return [one for one in self.dates if one.takes]

    @property
    def is_course(self) -> bool:
        """More than one date to come."""
        return len(self.dates) > 1


def place_words(event: Event, language: str, known: Sequence[RoomFact] | None = None) -> str:
    """Where it is: the organiser's words; the room and the Wok's address when it is held there.

    `known`: all rooms, where many events are shown at once.
    """
    own, room = said(event.place, language).text, None
    if event.room_resource_id is not None:
        every = rooms.every_room() if known is None else known
        room = next((one for one in every if one.resource_id == event.room_resource_id), None)
    parts = [said(room.name, language).text, own, told.place_words()] if room else [own or told.place_words()]
    return ", ".join(part for part in parts if part)


def organiser(event: Event) -> str:
    """Who organises it; the Wok when nobody else is named."""
    name = event.association.name if event.association else event.organisation.name if event.organisation else ""
    return ", ".join(part for part in (name, event.co_organisers) if part)


def shown(event: Event, language: str, *, now: datetime) -> EventShown:
    """Everything the page of an event says."""
    dates = queries.dates_of(event)
    coming = [one for one in dates if one.ends_at > now]
    return EventShown(
        event=event,
        title=said(event.title, language),
        summary=said(event.summary, language),
        text=said(event.text, language),
        price=said(event.price, language),
        place=place_words(event, language),
        organiser=organiser(event),
        dates=dates_shown([EventDate(event, one) for one in coming or dates[-3:]], language, now=now),
        is_over=not coming,
    )


def dates_shown(dates: Sequence[EventDate], language: str, *, now: datetime) -> list[DateShown]:
    """These dates for a page, in order; a fixed number of statements, and one for each with a waiting list."""
    counts = sign_up_reads.counted([one.occurrence for one in dates])
    own = sign_up_reads.mine([one.occurrence.id for one in dates], g.person, session.get(door.KNOWN, []))
    return [
        _date(one.event, one.occurrence, counts[one.occurrence.id], language, mine=own.get(one.occurrence.id), now=now)
        for one in dates
    ]


def one_date(event: Event, occurrence: Occurrence, language: str, *, now: datetime) -> DateShown:
    """One date for a page."""
    return dates_shown([EventDate(event, occurrence)], language, now=now)[0]


def _date(
    event: Event, one: Occurrence, counts: Counted, language: str, *, mine: Booking | None, now: datetime
) -> DateShown:
    free = max(0, one.resource.capacity - counts.taken)
    if counts.waiting:
        free = max(0, waitlist.public_free(one.resource, span_of(one)))
    why = one.reason or (one.closure.reason if one.closure and one.status != "planned" else {})
    facts = Facts(event.state, one.status, event.registration, one.starts_at, one.ends_at, event.closes_hours, free)
    return DateShown(
        occurrence=one,
        state=state_of(facts, now=now),
        free=free,
        capacity=one.resource.capacity,
        waiting=counts.waiting,
        closes_at=closes_at(one.starts_at, event.closes_hours),
        reason=said(why or event.reason, language),
        mine=mine,
    )
