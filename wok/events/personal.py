"""What the Wok keeps about one person and events, for their own copy of their data (PROMISES D3)."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from wok.db import db
from wok.events.models import Event, Registration, Shift, ShiftHelper
from wok.people.models import Person
from wok.web.texts import said

Data = dict[str, Any]
PARTY = ("adults", "children", "ages", "needs", "diets", "note", "is_new")


def signed_up(booking_ids: list[int], language: str) -> dict[int, Data]:
    """The event and the party of each of these bookings that is a sign-up: one statement."""
    chosen = select(Registration, Event.title).join(Event, Event.id == Registration.event_id)
    rows = db.session.execute(chosen.where(Registration.booking_id.in_(booking_ids)))
    return {
        row.Registration.booking_id: {
            "title": said(row.title, language).text,
            **{name: getattr(row.Registration, name) for name in PARTY},
        }
        for row in rows
    }


def helped(person: Person) -> list[Data]:
    """Shifts this person took: by sign-in, or with the same e-mail; oldest first."""
    ways: list[ColumnElement[bool]] = [ShiftHelper.person_id == person.id]
    if person.email:
        ways.append(ShiftHelper.email == person.email)
    chosen = select(ShiftHelper).join(Shift, Shift.id == ShiftHelper.shift_id).where(or_(*ways))
    return [
        {
            "what": one.shift.what,
            "starts_at": one.shift.starts_at.isoformat(),
            "ends_at": one.shift.ends_at.isoformat(),
            "name": one.name,
            "email": one.email,
            "phone": one.phone,
            "state": one.state,
            "minutes": one.minutes,
        }
        for one in db.session.scalars(chosen.order_by(Shift.starts_at, ShiftHelper.id))
    ]


def prepared(person: Person) -> list[Data]:
    """Events this person made, or that name their address for questions; oldest first."""
    ways: list[ColumnElement[bool]] = [Event.made_by_id == person.id]
    if person.email:
        ways.append(Event.contact_email == person.email)
    chosen = select(Event).where(or_(*ways)).order_by(Event.id)
    names = ("title", "state", "contact_name", "contact_email", "contact_phone")
    return [
        {**{name: getattr(one, name) for name in names}, "created_at": one.created_at.isoformat()}
        for one in db.session.scalars(chosen)
    ]
