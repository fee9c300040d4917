"""Events for the tests of who organises them. NOW is Monday 16 November 2026, 10:00."""

from datetime import date, time
from typing import Any

from tests import make
from tests.make import NOW
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.events import dates, queries, services, sign_up, states
from wok.events.facts import EventFacts, NewDates, Organiser
from wok.events.models import Event, Shift, ShiftHelper
from wok.events.sign_up import Asked
from wok.events.sign_up_rules import Party
from wok.mail.models import Message
from wok.people.models import Person

FRIDAY = date(2026, 11, 20)


def event(by: Person | None = None, *, when: NewDates | None = None, public: bool = True, **given: Any) -> Event:
    """A language café on Friday 20 November, 18:00 to 20:00, ten places, public, by staff unless told otherwise."""
    person = by or make.staff()
    facts: dict[str, Any] = {"kind": "course", "title": {"en": "Language café"}, "first_language": "en", "seats": 10}
    with transaction():
        row = services.make(EventFacts(**{**facts, **given}), person, form_token=f"form-{next(make._numbers)}", now=NOW)
        dates.add(row, when or evenings(FRIDAY), now=NOW)
        if public:
            states.publish(row, person, now=NOW)
    return row


def evenings(*days: date, starts: int = 18, ends: int = 20) -> NewDates:
    """These days, from one full hour to another."""
    return NewDates(time(starts), time(ends), days)


def of(association_id: int) -> Organiser:
    return Organiser(association_id=association_id)


def first(row: Event) -> Occurrence:
    return queries.dates_of(row)[0]


def guest(
    row: Event,
    on: Occurrence | None = None,
    people: int = 2,
    *,
    party: Party | None = None,
    waits: bool = False,
    **contact: Any,
) -> Booking:
    """Amina signs up with a friend."""
    asked = Asked(party or Party(people), make.contact(**contact), waits=waits)
    with transaction():
        return sign_up.sign_up(row, on or first(row), asked, now=NOW)


def helper(shift: Shift, **given: Any) -> ShiftHelper:
    """Bruno helps."""
    facts: dict[str, Any] = {
        "shift_id": shift.id,
        "name": "Bruno Lopes",
        "email": "bruno@example.org",
        "reach": "email",
        "language": "en",
        "link_token": f"help-{next(make._numbers)}",
        "at": NOW,
        "changed_at": NOW,
    }
    return make._save(ShiftHelper(**{**facts, **given}))


def mails(kind: str, state: str = "due") -> list[Message]:
    chosen = db.select(Message).where(Message.kind == f"events/{kind}", Message.state == state).order_by(Message.id)
    return list(db.session.scalars(chosen))
