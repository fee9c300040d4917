"""What is coming, for the list of events: each event once, at its next date, with how many dates follow."""

from collections.abc import Sequence
from datetime import datetime

from wok.bookings import rooms
from wok.bookings.rooms import RoomFact
from wok.events import places, queries
from wok.events.models import Event
from wok.events.places import DateShown
from wok.events.queries import EventDate
from wok.kernel.values import dataclass
from wok.web.texts import Words, said


@dataclass(frozen=True)
class Coming:
    """One event at its next date."""

    event: Event
    title: Words
    summary: Words
    place: str
    organiser: str
    date: DateShown
    later: int  # dates that follow


def events(start: datetime, end: datetime, language: str, *, now: datetime) -> list[Coming]:
    """Events with a date in [start, end), by their next one; the next that takes place comes before a cancelled one."""
    by_event: dict[int, list[EventDate]] = {}
    for one in queries.published(start, end):
        by_event.setdefault(one.event.id, []).append(one)
    nexts = sorted((_next(own) for own in by_event.values()), key=_when)
    every = rooms.every_room()
    shown = places.dates_shown(nexts, language, now=now)
    return [
        _coming(one.event, date, len(by_event[one.event.id]) - 1, language, every=every)
        for one, date in zip(nexts, shown, strict=True)
    ]


def _next(own: list[EventDate]) -> EventDate:
    return next((one for one in own if one.occurrence.status != "cancelled"), own[0])


def _when(one: EventDate) -> tuple[datetime, int]:
    return one.occurrence.starts_at, one.event.id


def _coming(event: Event, date: DateShown, later: int, language: str, *, every: Sequence[RoomFact]) -> Coming:
    return Coming(
        event=event,
        title=said(event.title, language),
        summary=said(event.summary, language),
        place=places.place_words(event, language, every),
        organiser=places.organiser(event),
        date=date,
        later=later,
    )
