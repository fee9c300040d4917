"""The demonstration's appointments: matters, a year of meetings in bulk, and those to come by the Wok's own rules."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from wok.appointments import changing, matter_services, queries, services, staff_services
from wok.appointments.models import Appointment, Matter
from wok.appointments.rules import Ask, Who
from wok.bookings import services as core
from wok.bookings.models import Booking, Taking
from wok.bookings.told import undo_time
from wok.db import db
from wok.demo.matters import MATTERS, NEXT_STEPS, QUESTIONS
from wok.demo.people import Regular
from wok.kernel import slots, weekly
from wok.kernel.span import Span
from wok.team import queries as team
from wok.team.models import Colleague

A_YEAR = timedelta(days=365)
SHARE_OF_DAYS = 0.25  # of a colleague's working days that had an appointment
TO_COME = 12
TEXTS_KEPT = timedelta(days=30)


def write(regulars: Sequence[Regular], rng: random.Random, *, now: datetime) -> int:
    """Matters and appointments of the team; returns how many appointments. Runs inside `transaction()`."""
    people = team.colleagues()
    matters = [_matter(number, people) for number in range(len(MATTERS))]
    past = [_meeting(*one, regulars, rng=rng, now=now) for one in _times(matters, people, rng, now=now)]
    db.session.flush()
    coming = _to_come(matters, [one for one in regulars if one.contact.reach == "email"], rng, now=now)
    return len(past) + coming


def _matter(number: int, people: Sequence[Colleague]) -> Matter:
    said = MATTERS[number]
    ids = tuple(one.person_id for one in people if (one.person.email or "").partition("@")[0] in said.handled_by)
    return matter_services.write(None, said.facts(ids or tuple(one.person_id for one in people)))


def _times(
    matters: Sequence[Matter], people: Sequence[Colleague], rng: random.Random, *, now: datetime
) -> list[tuple[Matter, Colleague, datetime]]:
    """One free time of some colleagues on some days of the past year."""
    first, last = weekly.local_day(now - A_YEAR), weekly.local_day(now) - timedelta(days=1)
    opening = team.open_spans_of(people, first, last)
    handled = {one.person_id: [matter for matter in matters if one in queries.handlers(matter)] for one in people}
    chosen = []
    for one in people:
        for span in opening[one.person_id]:
            matter = rng.choice(handled[one.person_id])
            fitting = slots.starts([span], matter.minutes + matter.buffer_after)
            if fitting and rng.random() < SHARE_OF_DAYS:
                chosen.append((matter, one, rng.choice(fitting)))
    return chosen


def _meeting(
    matter: Matter,
    colleague: Colleague,
    start: datetime,
    regulars: Sequence[Regular],
    *,
    rng: random.Random,
    now: datetime,
) -> Booking:
    """A meeting that is over, with its outcome; questions and notes of the last thirty days only."""
    contact, at = rng.choice(regulars).contact, start - timedelta(days=rng.randint(2, 15))
    span = Span(start, start + timedelta(minutes=matter.minutes))
    booking = core.new_booking(queries.KIND, contact, span, 1, now=at, status="confirmed")
    booking.attendance = rng.choices(("came", "no_show", "told_us", None), (88, 5, 4, 3))[0]
    booking.takings = [Taking(resource_id=colleague.resource_id, quantity=1, starts_at=span.start, ends_at=span.end)]
    is_kept = now - span.end < TEXTS_KEPT
    language = contact.language if contact.language in colleague.languages else "fr"
    came = booking.attendance == "came"
    db.session.add(
        Appointment(
            booking=booking,
            matter_id=matter.id,
            colleague_id=colleague.person_id,
            place=rng.choice(matter.places),
            language=language,
            question=rng.choice(QUESTIONS) if is_kept else "",
            next_step=rng.choice(NEXT_STEPS) if is_kept and came else "",
            outcome=rng.choice(staff_services.OUTCOMES) if came else None,
            erased_at=None if is_kept else span.end + TEXTS_KEPT,
        )
    )
    return booking


def _to_come(matters: Sequence[Matter], guests: Sequence[Regular], rng: random.Random, *, now: datetime) -> int:
    """Booked over the last days, in every state staff meet: certain, to confirm, without interpreter, cancelled by us."""
    made: list[Booking] = []
    for number, guest in enumerate(rng.sample(list(guests), k=min(len(guests), TO_COME))):
        matter, at = matters[number % len(matters)], now - timedelta(hours=rng.randint(3, 40))
        free = queries.starts_of(queries.free_times(matter, Who(guest.contact.language), now=now, days=14))
        if free and queries.open_one(matter, guest.contact, now=at) is None:
            start = free[min(len(free) - 1, rng.randint(0, 40))]
            ask = _ask(matter, start, guest, rng, wants_interpreter=number == 7)
            made.append(services.book(matter, ask, guest.contact, now=at))
    _in_every_state(made, matters, guests[-1], now=now)
    return len(made)


def _ask(matter: Matter, start: datetime | None, guest: Regular, rng: random.Random, *, wants_interpreter: bool) -> Ask:
    place, question = rng.choice(matter.places), rng.choice(QUESTIONS)
    return Ask(start, place, guest.contact.language, wants_interpreter, guest.needs, question)


def _in_every_state(made: Sequence[Booking], matters: Sequence[Matter], guest: Regular, *, now: datetime) -> None:
    """One wants an earlier time, one was cancelled, one got three proposals, one found no time at all."""
    undo = undo_time() + timedelta(minutes=30)
    certain = [one for one in made if one.status == "confirmed" and one.starts_at > now + timedelta(hours=3)]
    if len(certain) > 3:
        services.wish_earlier(certain[0], now=now - undo)
        changing.cancel(certain[1], now=now - undo)
        staff_services.cancel_with_proposals(certain[2], "Tiago est malade", now=now - undo)
    if queries.open_one(matters[-1], guest.contact, now=now) is None:
        ask = Ask(None, "wok", guest.contact.language, question=QUESTIONS[2])
        services.ask_for_time(matters[-1], ask, guest.contact, now=now - timedelta(hours=5))
