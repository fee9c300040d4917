"""A published event with its dates for the tests of signing up, and what was owed to people."""

from datetime import date, time
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.events import dates, queries, services, shifts, states
from wok.events.facts import EventFacts, NewDates, Organiser
from wok.events.models import Event, Shift
from wok.mail.models import Message

DAY = date(2026, 11, 20)  # the Friday after NOW


def event(*days: date, seats: int = 4, by: Any = None, **given: Any) -> Event:
    """Samba for all, Friday evening, published; `days`: other dates than Friday 20 November."""
    somebody = by or make.staff()
    association_id = given.pop("association_id", None)
    facts: dict[str, Any] = {
        "kind": "course" if len(days) > 1 else "workshop",
        "title": {"fr": "Samba pour tous", "en": "Samba for all"},
        "text": {"fr": "On danse ensemble."},
        "place": {"fr": "Hall La Chiers"},
        "first_language": "fr",
        "languages": ("fr", "pt"),
        "contact_phone": "58 77 1-1558",
        "seats": seats,
        "asks": ("needs", "children", "diets"),
        "organiser": Organiser(association_id=association_id),
    }
    with transaction():
        row = services.make(EventFacts(**{**facts, **given}), somebody, form_token=f"event-{id(facts)}", now=make.NOW)
        dates.add(row, NewDates(time(18), time(20), tuple(days or (DAY,))), now=make.NOW)
        states.publish(row, make_publisher(somebody), now=make.NOW)
    return row


def make_publisher(somebody: Any) -> Any:
    """Staff publish at once."""
    return somebody if somebody.is_staff else make.staff()


def dates_of(row: Event) -> list[Occurrence]:
    """Its dates, in order, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    return queries.dates_of(row)


def shift(row: Event, starts: time = time(17), ends: time = time(19), wanted: int = 1, what: str = "Bar") -> Shift:
    """A helping hand is wanted on the first date."""
    with transaction():
        return shifts.add(queries.dates_of(row)[:1], what, starts, ends, wanted=wanted)[0]


def bookings() -> list[Booking]:
    """Every booking, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


def owed(kind: str = "") -> list[Message]:
    """Messages about events still owed, oldest first."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Message).where(Message.kind.startswith("events/"), Message.state == "due").order_by(Message.id)
    )
    return [one for one in rows if not kind or one.kind == f"events/{kind}"]


def typed(**given: Any) -> dict[str, Any]:
    """Amina and one more come."""
    return {"name": "Amina Haddad", "email": "amina@example.org", "adults": "2", **given}


def press(client: FlaskClient, page: str, action: str, **more: str) -> int:
    """Press the button on `page` that posts to `action`; the answer's status."""
    form = make.form_of(client.get(page).text, action)
    return client.post(form.action, data={**form.values, **more}).status_code
