"""An event as what something is booked for: rooms, equipment and skills are asked with `for=event-12`."""

from flask import g, url_for

from wok import clock
from wok.bookings.asides import Aside
from wok.bookings.causes import Cause
from wok.bookings.models import Occurrence
from wok.events import lists, queries, services
from wok.events.models import Event
from wok.events.words import STATES
from wok.kernel.span import Span
from wok.people import sessions
from wok.people.models import Person
from wok.web.dates import say_day
from wok.web.sentences import gettext as _
from wok.web.texts import said

TAGS = {"draft": "draft", "asked": "waiting", "published": "confirmed", "over": "past", "cancelled": "cancelled"}


def read(event_id: int, person: Person | None) -> Cause | None:
    """The event, for who organises it or staff; None for others, and once it is cancelled."""
    event = queries.event(event_id)
    if event is None or event.state == "cancelled" or not may_organise(event, person):
        return None
    return Cause(
        kind="event",
        of_id=event.id,
        title=said(event.title, g.lang).text,
        href=url_for("events_staff.show", event_id=event.id),
        association_ids=frozenset([event.association_id]) if event.association_id else None,
        spans=tuple(_span(one) for one in services.coming(event, now=clock.now()) if one.status != "cancelled"),
        resource_id=event.room_resource_id,
    )


def _span(one: Occurrence) -> Span:
    return Span(one.starts_at, one.ends_at)


def may_organise(event: Event, person: Person | None) -> bool:
    """Staff, and the delegates of the association whose event it is."""
    if person is None:
        return False
    return person.is_staff or event.association_id in own_associations(person)


def own_associations(person: Person) -> dict[int, str]:
    """Numbers and names of the associations this person may act for."""
    found = sessions.memberships_of(person)
    return {one.association_id: one.association.name for one in found if one.role == "delegate"}


def of_project(kind: str, of_id: int) -> list[Aside]:
    """The events of a project, soonest first, those without a date last; three statements."""
    if kind != "project":
        return []
    now = clock.now()
    found = lists.of_project(of_id, now=now)
    return [
        Aside(
            say_day(one.next_at) if one.next_at else _("Event"),
            said(one.event.title, g.lang).text,
            _address(one.event),
            TAGS[one.state],
            str(STATES[one.state]),
        )
        for one in found
    ]


def _address(event: Event) -> str:
    """Where this reader may go on; none for a draft of others."""
    if may_organise(event, g.get("person")):
        return url_for("events_staff.show", event_id=event.id)
    is_public = event.state in queries.PUBLIC_STATES and event.published_at is not None
    return url_for("events.show", event_id=event.id) if is_public else ""
