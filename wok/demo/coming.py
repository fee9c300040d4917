"""The lunches to come, through the Wok's own services, so that every rule holds for them."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.told import undo_time
from wok.db import db
from wok.demo import cast, texts
from wok.demo.people import Regular
from wok.lunches import services, settling, staff_services, standing_services
from wok.lunches.models import Chip
from wok.lunches.rules import Party
from wok.people.models import Person

NEARLY = 3  # seats left at the next lunch
WAITING = (6, 2, 4)  # parties on the full lunch's list; the second fits into the seats that come free
STANDING = 4


def write(dates: Sequence[Occurrence], regulars: Sequence[Regular], rng: random.Random, *, now: datetime) -> None:
    """Fill the coming dates (at least four that take place). Runs inside `transaction()`."""
    for occurrence in dates[:8]:
        occurrence.topic, occurrence.menu = rng.choice(texts.TOPICS), rng.choice(texts.MENUS)
    takes_place = [one for one in dates if one.status == "planned"]
    first, full, quiet, off = takes_place[:4]
    by_mail = [regular for regular in regulars if regular.contact.reach == "email"]
    rng.shuffle(by_mail)
    _every_week(first, by_mail[:STANDING], now=now)
    _call_list(first, regulars, now=now)
    _fill(first, by_mail[STANDING:], first.resource.capacity - NEARLY, rng, now=now)
    _fill(full, by_mail[STANDING:], full.resource.capacity, rng, now=now)
    _wait_and_offer(full, by_mail[-len(WAITING) :], now=now)
    _fill(quiet, by_mail[8:], quiet.resource.capacity // 3, rng, now=now)
    _fill(off, by_mail[4:], off.resource.capacity // 4, rng, now=now)
    _cancel(off, now=now)
    _chips(first, now=now)


def _come(
    occurrence: Occurrence, regular: Regular, adults: int, children: int, *, at: datetime, note: str = ""
) -> Booking:
    diets = dict.fromkeys(regular.diets, 1)
    party = Party(adults, children, prams=int(children > 1), diets=diets, needs=regular.needs, note=note)
    return services.come(occurrence, party, regular.contact, now=at)


def _fill(occurrence: Occurrence, guests: Sequence[Regular], seats: int, rng: random.Random, *, now: datetime) -> None:
    """Book parties over the last six days, oldest first, until exactly `seats` are taken (or the guests run out)."""
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    left = seats - (resource.capacity - core.free_units(resource, settling.span_of(occurrence)))
    ages = sorted((rng.randint(65, 6 * 24 * 60) for _ in guests), reverse=True)
    for regular, age in zip(guests, ages, strict=True):
        if left <= 0:
            return
        party = min(left, rng.choice((1, 2, 2, 3, 4)))
        children = 1 if party > 2 and rng.random() < 0.5 else 0
        at, note = now - timedelta(minutes=age), rng.choice(texts.NOTES)
        _come(occurrence, regular, party - children, children, at=at, note=note)
        left -= party


def _every_week(first: Occurrence, guests: Sequence[Regular], *, now: datetime) -> None:
    """Standing RSVPs of different age; the oldest is asked to re-confirm within the week."""
    for number, regular in enumerate(guests):
        at = now - timedelta(days=20 + 10 * number)
        standing = standing_services.every_week(_come(first, regular, 2, 0, at=at), now=at)
        if standing.confirm_by - now < timedelta(days=7):
            standing.asked_at = now - timedelta(days=1)


def _call_list(first: Occurrence, regulars: Sequence[Regular], *, now: datetime) -> None:
    """Somebody without e-mail must be called, and somebody is told through their association."""
    for reach in ("phone", "association"):
        regular = next((one for one in regulars if one.contact.reach == reach), None)
        if regular:
            _come(first, regular, 2, 0, at=now - timedelta(hours=26))


def _wait_and_offer(full: Occurrence, guests: Sequence[Regular], *, now: datetime) -> None:
    """Three wait; a party cancels, its ten minutes of undo pass, and the oldest that fits has an open offer."""
    for number, (regular, seats) in enumerate(zip(guests, WAITING, strict=False)):
        at = now - timedelta(hours=20 - number)
        services.wait(full, Party(seats), regular.contact, now=at)
    leaves = db.session.scalars(
        select(Booking)
        .where(Booking.occurrence_id == full.id, Booking.status == "confirmed", Booking.quantity >= 2)
        .order_by(Booking.quantity, Booking.id)
        .limit(1)
    ).one()
    undo = undo_time()
    services.cancel(leaves, now=now - timedelta(minutes=30) - undo)
    settling.settle(full, now=now - timedelta(minutes=25))


def _cancel(off: Occurrence, *, now: datetime) -> None:
    claire = db.session.scalars(select(Person.id).where(Person.email == cast.STAFF[0][1])).one()
    at = now - timedelta(days=1)
    staff_services.cancel_date(off, texts.CANCELLED, carry=False, now=at, staff_id=claire)


def _chips(first: Occurrence, *, now: datetime) -> None:
    """Topics people bring to the next lunch; the last two wait for staff to read them."""
    guests = db.session.scalars(
        select(Booking).where(Booking.occurrence_id == first.id, Booking.status == "confirmed").order_by(Booking.id)
    ).all()
    rows = [
        {
            "booking_id": guests[number % len(guests)].id,
            "occurrence_id": first.id,
            "direction": direction,
            "theme": theme,
            "language": language,
            "words": words,
            "wants_matches": number % 2 == 0,
            "state": "new" if number >= len(texts.CHIPS) - 2 else "shown",
        }
        for number, (direction, theme, language, words) in enumerate(texts.CHIPS)
    ]
    db.session.execute(insert(Chip), rows)
