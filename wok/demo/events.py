"""The demonstration's events, lived through: made weeks ago, signed up for, ticked off; some to come, one full, one off."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from wok.bookings import codes
from wok.bookings.models import Booking, BookingCause, Occurrence
from wok.bookings.services import Contact
from wok.db import db
from wok.demo import cast, event_seasons
from wok.demo.event_texts import EVENTS, ORGANISATIONS, WHY, Told, said
from wok.demo.people import Regular
from wok.errors import Refusal
from wok.events import check_in, dates, helping, queries, services, shifts, sign_up, states
from wok.events.door_models import DoorCount
from wok.events.facts import EventFacts, NewDates, Organiser
from wok.events.models import Event, Organisation, Shift
from wok.events.sign_up import Asked
from wok.events.sign_up_rules import Party
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.people import neighbourhoods
from wok.people.models import Association, Person
from wok.space import displacing
from wok.space import queries as space
from wok.space.models import Room
from wok.space.services import Place

A_YEAR, LATELY = timedelta(days=350), timedelta(hours=5)
SIGNED_UP = timedelta(days=50)  # of earlier dates only the count at the door is left
MAIL_KEPT = timedelta(days=3)
PARTIES = ((1, 0), (2, 0), (1, 1), (2, 2), (1, 0), (2, 1))  # adults, children
HELPERS = 2  # of each shift
DAYS_AHEAD = 16  # people sign up for what comes soon


def write(
    rooms: Mapping[str, int], regulars: Sequence[Regular], seed: int, years: float, *, now: datetime
) -> tuple[int, int]:
    """All of it; returns how many events and sign-ups. Runs inside `transaction()`."""
    rng = random.Random(f"events {seed} {weekly.local_day(now)}")
    db.session.add_all([Organisation(name=name) for name in ORGANISATIONS])
    db.session.flush()
    guests = [one for one in regulars if one.contact.reach == "email"]
    claire = db.session.scalars(select(Person).where(Person.email == cast.STAFF[0][1])).one()
    since = now - min(A_YEAR, timedelta(days=365 * years))
    made = [_event(told, _facts(told, rooms), claire, since, now=now) for told in EVENTS if _is_there(told)]
    people = sum(_people(told, event, guests, claire, rng=rng, now=now) for told, event in made)
    for told, event in made:
        if told.end == "cancelled":
            dates.cancel_all(event, WHY, now=now - LATELY)
        if told.room and event.state == "published" and not told.who:
            _take_room(event, claire, now=now)
    db.session.execute(delete(Message).where(Message.kind.like("events/%"), Message.created_at < now - MAIL_KEPT))
    return len(made), people


def _is_there(told: Told) -> bool:
    return told.who in ("", *ORGANISATIONS) or _association(told.who) is not None


def _association(name: str) -> Association | None:
    return db.session.scalar(select(Association).where(Association.name == name, Association.status == "accepted"))


def _organiser(told: Told) -> Organiser:
    if told.who in ORGANISATIONS:
        return Organiser(
            organisation_id=db.session.scalars(select(Organisation.id).where(Organisation.name == told.who)).one()
        )
    found = _association(told.who) if told.who else None
    return Organiser(association_id=found.id if found else None)


def _facts(told: Told, rooms: Mapping[str, int]) -> EventFacts:
    near = neighbourhoods.matching(told.near, neighbourhoods.all_of_them())
    room = db.session.get_one(Room, rooms[told.room]).resource_id if told.room else None
    return EventFacts(
        kind=told.kind,
        title=said(told.title),
        first_language="fr",
        organiser=_organiser(told),
        summary=said(told.summary),
        text=event_seasons.text_of(told),
        place=said(told.place),
        price=said(told.price),
        neighbourhood_id=near.id if near else None,
        room_resource_id=room,
        is_free=not told.price,
        is_step_free=told.kind != "outing",
        languages=told.languages,
        seats=told.seats,
        asks=told.asks,
        contact_name="Claire" if not told.who else "",
        contact_email=cast.STAFF[0][1] if not told.who else f"{told.key}@contact.example",
    )


def _event(told: Told, facts: EventFacts, claire: Person, since: datetime, *, now: datetime) -> tuple[Told, Event]:
    """Made and published in its time: an association's by itself, checked by staff."""
    event = services.make(facts, claire, form_token=codes.new_link_token(), now=since)
    monday = weekly.local_day(now) - timedelta(days=weekly.local_day(now).weekday())
    days = tuple(
        day
        for at in (*event_seasons.earlier(told), *told.days)
        if (day := monday + timedelta(days=at)) >= weekly.local_day(since)
    )
    dates.add(event, NewDates(*told.span, days), now=since)
    if told.end == "asked":
        event.state, event.asked_at = "asked", now - timedelta(hours=20)
        db.session.flush()
    elif told.end != "draft":
        states.publish(event, claire, now=since)
    return told, event


def _people(
    told: Told, event: Event, guests: Sequence[Regular], claire: Person, *, rng: random.Random, now: datetime
) -> int:
    """Sign-ups and helpers of dates that are over and of those that come soon."""
    if event.state != "published":
        return 0
    made, every = 0, queries.dates_of(event)
    _counted(told, [one for one in every if one.starts_at < now - SIGNED_UP], guests, rng, now=now)
    for one in every:
        if not now - SIGNED_UP <= one.starts_at < now + timedelta(days=DAYS_AHEAD):
            continue
        at = min(one.starts_at, now) - timedelta(hours=rng.randint(26, 150))
        bookings = _sign_ups(told, event, one, guests, rng=rng, at=at)
        _shifts(told, one, guests, rng, at=at, now=now)
        if one.ends_at < now:
            _check_in(told, one, bookings, claire, rng=rng)
        made += len(bookings)
    return made


def _counted(
    told: Told, over: Sequence[Occurrence], guests: Sequence[Regular], rng: random.Random, *, now: datetime
) -> None:
    """How many stood at the door of dates long over, and who helped there."""
    for number, one in enumerate(over):
        came = max(3, told.seats * rng.randint(4, 9) // 10)
        children = came * rng.randint(0, 4) // 10
        new = came * rng.randint(1, 4) // (10 + number)
        count = DoorCount(adults=came - children, children=children, first_time=new, changed_at=one.ends_at)
        count.occurrence_id = one.id
        db.session.add(count)
        _shifts(told, one, guests, rng, at=one.starts_at - LATELY, now=now)


def _take_room(event: Event, claire: Person, *, now: datetime) -> None:
    """The Wok's own event has its room where nobody else is in it: it stands in the room's calendar."""
    title = event.title["fr"]
    room = next(one for one in space.rooms() if one.resource_id == event.room_resource_id)
    for one in queries.dates_of(event):
        place = Place(room, Span(one.starts_at, one.ends_at))
        if one.starts_at > now and not displacing.preview(place, now=now):
            taken = displacing.displace(place, title, f"Événement du Wok : {title}", {}, by=claire, now=now - LATELY)
            db.session.add(BookingCause(booking_id=taken.id, kind="event", of_id=event.id))
    db.session.flush()


def _sign_ups(
    told: Told, event: Event, one: Occurrence, guests: Sequence[Regular], *, rng: random.Random, at: datetime
) -> list[Booking]:
    """Parties until the date is as full as told; a full one to come has two who wait."""
    wanted, made = told.seats * told.people // 10, []
    line = iter(rng.sample(list(guests), k=len(guests)))
    while wanted > 0 and (guest := next(line, None)) is not None:
        adults, children = rng.choice(PARTIES)
        party = Party(min(adults, wanted), min(children, max(0, wanted - adults)), needs=_needs(told, guest))
        made.append(_signed_up(event, one, Asked(party, guest.contact), at=at))
        wanted -= party.seats
    if told.people == 10 and not wanted and one.starts_at > at + timedelta(days=1):
        waiting = [Asked(Party(1), guest.contact, waits=True) for guest, _number in zip(line, range(2), strict=False)]
        made += [_signed_up(event, one, asked, at=at + timedelta(hours=2)) for asked in waiting]
    return made


def _needs(told: Told, guest: Regular) -> tuple[str, ...]:
    return guest.needs if "needs" in told.asks else ()


def _signed_up(event: Event, one: Occurrence, asked: Asked, *, at: datetime) -> Booking:
    return sign_up.sign_up(event, one, asked, now=at)


def _shifts(
    told: Told, one: Occurrence, guests: Sequence[Regular], rng: random.Random, *, at: datetime, now: datetime
) -> None:
    starts, ends = told.span
    for what in told.shifts:
        shift = shifts.add([one], what, starts, ends, wanted=HELPERS + 1)[0]
        for guest in rng.sample(list(guests), k=min(len(guests), HELPERS)):
            _help(shift, guest.contact, at=at, is_over=one.ends_at < now)


def _help(shift: Shift, contact: Contact, *, at: datetime, is_over: bool) -> None:
    try:
        helper = helping.help_in(shift, contact, now=at)
    except Refusal:  # helps elsewhere at that hour
        return
    if is_over:
        helping.mark(helper, "came", None, now=shift.ends_at)


def _check_in(told: Told, one: Occurrence, bookings: Sequence[Booking], claire: Person, *, rng: random.Random) -> None:
    """Who came, who told us, who did not; at a party everybody at the door is counted."""
    for booking in bookings:
        if booking.status == "confirmed":
            ended = rng.choices(("came", "told_us", "no_show"), (84, 8, 8))[0]
            check_in.mark(booking, ended, now=one.starts_at, by_id=claire.id)
    if told.is_counted:
        check_in.count(one, adults=rng.randint(40, 70), children=rng.randint(12, 30), now=one.ends_at)
    elif rng.random() < 0.4:
        check_in.walk_in(one, rng.randint(1, 3), "", form_token=None, now=one.starts_at)
