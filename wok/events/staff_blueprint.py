"""The one blueprint of the organisers' pages, the staff's too, and what all of them begin with; staff_views.py gathers them.

Who organises an event sees it here: staff every one, delegates those of their association; to others it does not exist.
"""

from typing import Any

from flask import Blueprint, abort, g, redirect, url_for
from werkzeug import Response

from wok.bookings import rooms
from wok.bookings.models import Occurrence
from wok.events import causes, queries
from wok.events.forms import WOK, Choices, WhoForm
from wok.events.models import Event
from wok.people import queries as people
from wok.web.texts import said

LARGEST_ID = 2**31 - 1

bp = Blueprint("events_staff", __name__)


def event_or_404(event_id: int) -> Event:
    """An event this person organises; 404 for any other."""
    found = queries.event(event_id) if event_id <= LARGEST_ID else None
    if found is None or not causes.may_organise(found, g.person):
        abort(404)
    return found


def date_or_404(event: Event, occurrence_id: int) -> Occurrence:
    """A date of this very event."""
    return next((one for one in queries.dates_of(event) if one.id == occurrence_id), None) or abort(404)


def to_event(event_id: int, anchor: str | None = None) -> Response:
    """Back to the event's own page, by its number: the event itself may have gone meanwhile."""
    return redirect(url_for("events_staff.show", event_id=event_id, _anchor=anchor), 303)


def title_of(event: Event) -> str:
    """What it is called, in the page's language if it can be."""
    return said(event.title, g.lang).text


def offer(form: WhoForm, event: Event | None = None) -> None:
    """Give a form the organisers and rooms this person may name, and those that stand."""
    form.offer(_organisers(event), _rooms(event))


def _organisers(event: Event | None) -> Choices:
    if not g.person.is_staff:
        return [(f"association-{number}", name) for number, name in causes.own_associations(g.person).items()]
    partners = queries.organisations(hidden=True)
    keep = event.organisation_id if event else None
    return [
        (WOK, "Le Wok"),
        *((f"organisation-{one.id}", one.name) for one in partners if one.is_shown or one.id == keep),
        *((f"association-{number}", name) for number, name in people.association_names().items()),
    ]


def _rooms(event: Event | None) -> Choices:
    keep = event.room_resource_id if event else None
    return [
        (str(one.resource_id), said(one.name, g.lang).text)
        for one in rooms.every_room()
        if one.is_offered or one.resource_id == keep
    ]


def may_organise_any() -> bool:
    """Somebody who has, or could have, events of their own."""
    return bool(g.person.is_staff or causes.own_associations(g.person))


def needs_organiser() -> Any:
    """Only for those who may organise; 403 for other signed-in people."""
    if not may_organise_any():
        abort(403)
    return None
