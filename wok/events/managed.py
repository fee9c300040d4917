"""What the organiser's page of one event shows, read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.bookings import causes, decisions, rooms
from wok.bookings import places as bookings
from wok.bookings.models import Booking, Occurrence
from wok.bookings.rooms import RoomFact
from wok.db import db
from wok.events import dates, lists, places, queries, rules, services, states
from wok.events.models import Event, Shift
from wok.events.words import KINDS, STATES
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.web.dates import say_day
from wok.web.language import LANGUAGE_NAMES
from wok.web.texts import said


@dataclass(frozen=True)
class DateLine:
    """One date: who is on it, whether its room is taken by others, and what can be done with it."""

    occurrence: Occurrence
    taken: int
    shifts: list[Shift]
    clashes: list[Booking]  # others in the room then
    has_room: bool  # booked for this very event
    may_undo: bool
    is_over: bool


@dataclass(frozen=True)
class BookedLine:
    """Something booked for it: in words, with its page where it has one."""

    booking: Booking
    title: str
    href: str


def managed(event: Event, person: Person, *, now: datetime) -> dict[str, Any]:
    """All the page needs."""
    found = queries.dates_of(event)
    booked = _with_associations(_booked_for(event, found))
    room = rooms.room_of(event.room_resource_id)
    lines = date_lines(event, found, room, booked, now=now)
    is_over = event.state == "published" and not any(
        not one.is_over and one.occurrence.status != "cancelled" for one in lines
    )
    return {
        "event": event,
        "now": now,
        "title": said(event.title, g.lang),
        "organiser": places.organiser(event) or "Le Wok",
        "place": places.place_words(event, g.lang),
        "state": "over" if is_over else event.state,
        "states": STATES,
        "kind": KINDS[event.kind],
        "missing": [LANGUAGE_NAMES[code] for code in lists.missing(event)],
        "older": [LANGUAGE_NAMES[code] for code in rules.older(event.written_at, event.first_language)],
        "coming": [one for one in lines if not one.is_over],
        "past": [one for one in lines if one.is_over],
        "room": room,
        "booked_lines": [_booked(one) for one in booked if one.status != "cancelled"],
        "may_publish": states.may_publish(event, person),
        "may_undo": dates.may_undo(event, now=now),
        "is_changed": lists.is_changed(event),
        "first_language": LANGUAGE_NAMES[event.first_language],
        "places": services.places(event),
        "ask_for": _asked_for(event, lines, room),
    }


def _booked_for(event: Event, found: Sequence[Occurrence]) -> list[Booking]:
    """What is booked for it, and what its project has booked for the days of its dates."""
    own = causes.bookings_for("event", event.id)
    if event.project_id is None:
        return own
    days = [weekly.day_span(weekly.local_day(one.starts_at)) for one in found]
    joint = causes.bookings_for("project", event.project_id)
    near = [one for one in joint if any(one.starts_at < day.end and day.start < one.ends_at for day in days)]
    return sorted([*own, *near], key=lambda one: (one.starts_at, one.id))


def _booked(booking: Booking) -> BookedLine:
    title = str(bookings.place_of(booking).title) % {"day": say_day(booking.starts_at)}
    return BookedLine(booking, title, bookings.address(booking))


def _with_associations(booked: Sequence[Booking]) -> list[Booking]:
    ids = [one.id for one in booked if one.association_id]
    db.session.scalars(select(Booking).options(joinedload(Booking.association)).where(Booking.id.in_(ids))).all()
    return list(booked)


def date_lines(
    event: Event, found: Sequence[Occurrence], room: RoomFact | None, booked: Sequence[Booking], *, now: datetime
) -> list[DateLine]:
    """The dates, in order."""
    taken = queries.taken_of([one.id for one in found])
    shifts: dict[int, list[Shift]] = {}
    for shift in queries.shifts_of(event):
        shifts.setdefault(shift.occurrence_id, []).append(shift)
    coming = [span_of(one) for one in found if one.ends_at > now and one.status != "cancelled"]
    inside = rooms.taken_within(room.resource_id, coming) if room else {}
    ours = {one.id for one in booked if one.status in ("held", "confirmed")}
    return [
        DateLine(
            occurrence=one,
            taken=taken.get(one.id, 0),
            shifts=shifts.get(one.id, []),
            clashes=[each for each in inside.get(span_of(one), []) if each.id not in ours],
            has_room=any(each.id in ours for each in inside.get(span_of(one), [])),
            may_undo=decisions.may_undo(one, now=now) and not dates.may_undo(event, now=now),
            is_over=one.ends_at <= now,
        )
        for one in found
    ]


def span_of(one: Occurrence) -> Span:
    """When a date takes place."""
    return Span(one.starts_at, one.ends_at)


def _asked_for(event: Event, lines: Sequence[DateLine], room: RoomFact | None) -> dict[str, Any]:
    """What the links to rooms, equipment and skills carry: the event, and its next date without a room."""
    asked: dict[str, Any] = {"for": f"event-{event.id}"}
    open_lines = [one for one in lines if not one.is_over and one.occurrence.status != "cancelled"]
    following = next((one for one in open_lines if not one.has_room), open_lines[0] if open_lines else None)
    if following is None:
        return asked
    start, end = following.occurrence.starts_at, following.occurrence.ends_at
    asked |= {"day": weekly.local_day(start).isoformat()}
    asked |= {"starts": f"{weekly.local_time(start):%H:%M}", "ends": f"{weekly.local_time(end):%H:%M}"}
    return asked | ({"room": room.room_id, "people": services.places(event) or 1} if room else {})
