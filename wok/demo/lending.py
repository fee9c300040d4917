"""The demonstration's loans: a year of them, contested weeks decided by real rounds, wishes that wait for theirs.

Who asks for what, when and with which outcome follows from the seed; exact ties are left to the lots, whose secrets are
fresh each time, as codes and links are.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.db import db
from wok.demo import asked
from wok.demo.asked import Lines, Usual, Wished
from wok.demo.past_days import PastDays
from wok.demo.people import Regular
from wok.equipment import asking, loan_changing, opening
from wok.equipment.asking import Order
from wok.equipment.basket import Wanted
from wok.equipment.loan_rules import Days
from wok.equipment.models import Item
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.models import Association, Person
from wok.sharing import partners, penalties, staff_deciding, window_rules, windows
from wok.sharing.models import ShareRequest

WEEKS_AHEAD = 7
A_WEEK = (2, 2, 3, 2, 3)  # quiet loans of a week, by turns


@dataclass(frozen=True)
class Asker:
    """A delegate who asks, and their association."""

    regular: Regular
    association_id: int

    @property
    def language(self) -> str:
        """In which they write."""
        return self.regular.contact.language


@dataclass
class World:
    """What every deed needs."""

    items: Mapping[str, int]  # key of things.py -> id of the item
    askers: Sequence[Asker]
    staff: Sequence[int]
    days: Calendar
    past: PastDays
    rng: random.Random
    weeks_back: int
    loans: dict[str, int] = field(default_factory=dict)  # name of a story -> booking
    late: dict[int, int] = field(default_factory=dict)  # booking -> days too late

    def colleague(self, number: int = 0) -> Person:
        """One of the staff."""
        return db.session.get_one(Person, self.staff[number])

    def booking(self, name: str) -> Booking:
        """The loan of a story."""
        return db.session.get_one(Booking, self.loans[name])


def world(
    things: Mapping[str, int], regulars: Sequence[Regular], past: PastDays, rng: random.Random, *, weeks_back: int
) -> World | None:
    """Who asks, from whom and when; None in a house too small to share anything."""
    by_name: dict[str, Regular] = {}
    for one in regulars:
        by_name.setdefault(one.contact.association_said, one)  # the delegate stands first
    chosen = [by_name[name] for name in asked.ASKERS if name in by_name and by_name[name].contact.reach == "email"]
    askers = [Asker(one, one.contact.association_id or 0) for one in chosen[: asked.MOST_ASKERS]]
    staff = list(db.session.scalars(select(Person.id).where(Person.is_staff).order_by(Person.id)))
    if len(askers) < asked.MOST_ASKERS:
        return None
    return World(things, askers, staff, opening.calendar(), past, rng, weeks_back)


def plan(world: World) -> None:
    """All that was asked over the year and is asked for the weeks ahead."""
    monday = window_rules.monday(weekly.local_day(world.past.now))
    for week in range(-world.weeks_back, WEEKS_AHEAD):
        for turn in range(A_WEEK[week % len(A_WEEK)]):
            _quiet(world, monday + timedelta(weeks=week), week * 7 + turn)
    for week, wishes in asked.WEEKS.items():
        if week < -world.weeks_back:
            continue
        days = weekend(world.days, monday + timedelta(weeks=week))
        for wished in wishes:
            _contested(world, days, wished)


def weekend(days: Calendar, monday: date) -> Days:
    """Friday to Monday or as near as hand-over hours and closed days allow, in a week that has room for it."""
    while True:
        firsts = [day for day in (monday + timedelta(days=one) for one in (4, 3, 1, 0)) if days.is_open(day)]
        for first in firsts:
            lasts = days.open_days(
                max(first, monday + timedelta(days=4)) + timedelta(days=1), first + timedelta(days=6)
            )
            lasts = lasts or days.open_days(first + timedelta(days=1), monday + timedelta(days=6))
            if lasts:
                return Days(first, lasts[0])
        monday += timedelta(weeks=1)


def order(world: World, days: Days, who: int, usual: Usual, **more: object) -> Order:
    """What this asker asks for, in their own language."""
    asker = world.askers[who % len(world.askers)]
    return Order(
        days=days,
        wanted=_wanted(world, usual.lines),
        association=db.session.get_one(Association, asker.association_id),
        purpose=usual.purpose[asker.language],
        place_of_use=asked.PLACES[(who + days.first.day) % len(asked.PLACES)],
        collector=asker.regular.contact.name,
        accepts=True,
        **more,  # type: ignore[arg-type]
    )


def _wanted(world: World, lines: Lines) -> tuple[Wanted, ...]:
    return tuple(Wanted(db.session.get_one(Item, world.items[key]), many, least) for key, many, least in lines)


def contact_of(world: World, who: int) -> core.Contact:
    """Who is told."""
    return world.askers[who % len(world.askers)].regular.contact


def ask(world: World, given: Order, who: int, *, at: datetime, name: str = "") -> Booking:
    """Ask; the loan of a story is remembered by its name."""
    booking = asking.ask(given, contact_of(world, who), now=at)
    if name:
        world.loans[name] = booking.id
    return booking


def _quiet(world: World, monday: date, number: int) -> None:
    """A loan of things that are given at once, asked some days or weeks before; now and then something goes wrong."""
    rng = world.rng
    who, usual = rng.randrange(len(world.askers)), rng.choice(asked.QUIET)
    before, ends = timedelta(days=rng.randint(3, 30), minutes=rng.randint(0, 600)), rng.random()
    days = weekend(world.days, monday)
    starts_at = weekly.day_span(days.first).start
    at = min(starts_at - before + timedelta(hours=9), world.past.now - timedelta(hours=30 + number % 90))

    def deed(moment: datetime) -> None:
        booking = ask(world, order(world, days, who, usual), who, at=moment)
        if ends < 0.05:
            cancelled_at = starts_at - timedelta(days=2)
            world.past.at(cancelled_at, lambda now: _cancel(booking.id, now=now))
        elif ends < 0.08:
            world.past.at(
                weekly.day_span(days.first).end + timedelta(hours=11), lambda now: _no_show(booking.id, now=now)
            )
        elif ends < 0.13:
            _late(world, booking.id, days, 1 + number % 2)

    world.past.at(at, deed)


def _cancel(booking_id: int, *, now: datetime) -> None:
    loan_changing.cancel(db.session.get_one(Booking, booking_id), now=now)


def _no_show(booking_id: int, *, now: datetime) -> None:
    """As the desk's job does it when a loan that was kept is not collected either."""
    booking = db.session.get_one(Booking, booking_id)
    if booking.status == "confirmed" and booking.association_id:
        core.cancel(booking, by=core.WOK, now=now, undo=timedelta(0), late=True)
        booking.attendance = "no_show"
        penalties.penalise(booking.association_id, "no_show", booking, now=now)


def _late(world: World, booking_id: int, days: Days, late: int) -> None:
    """Brought back too late; the second of each such pair was excused by staff."""
    world.late[booking_id] = late

    def deed(now: datetime) -> None:
        booking = db.session.get_one(Booking, booking_id)
        if booking.status != "confirmed" or booking.association_id is None:
            return
        row = penalties.penalise(booking.association_id, "late", booking, days=late, now=now)
        if row is not None and late == 2:
            penalties.excuse(row, "Route barrée par les inondations.", world.colleague(), now=now)

    world.past.at(weekly.day_span(days.last).end + timedelta(days=late, hours=-8), deed)


def _contested(world: World, days: Days, wished: Wished) -> None:
    """One wish of a week that was, or will be, decided by a round."""
    closed = windows.closed_days()
    closes_at = window_rules.closing("equipment", days.first, closed)
    latest = min(closes_at - timedelta(hours=30), world.past.now - timedelta(hours=30))
    at = latest - timedelta(hours=world.rng.randint(1, 300))
    second = weekend(world.days, window_rules.monday(days.first) + timedelta(weeks=1)) if wished.has_second else None
    usual = Usual(wished.purpose, wished.lines)

    def deed(moment: datetime) -> None:
        words = asked.CLASS_WORDS[world.askers[wished.who].language] if wished.klass != "C" else ""
        joining = () if wished.partner is None else (_association(world, wished.partner),)
        given = order(
            world, days, wished.who, usual, klass=wished.klass, klass_words=words, partners=joining,
            would_share=wished.is_sharing, second=second,
        )  # fmt: skip
        booking = ask(world, given, wished.who, at=moment, name=f"{wished.who} on {days.first}")
        is_drawn = closes_at < world.past.now
        if wished.partner is not None and (is_drawn or wished.partner):  # Amina has not answered the last one yet
            world.past.at(moment + timedelta(hours=5), lambda now: _join(booking.id, now=now))
        if wished.klass != "C" and is_drawn:
            world.past.at(
                moment + timedelta(hours=20), lambda now: _set_klass(world, booking.id, wished.klass, now=now)
            )

    world.past.at(at, deed)


def _association(world: World, who: int) -> Association:
    return db.session.get_one(Association, world.askers[who].association_id)


def requests_of(booking_id: int) -> list[ShareRequest]:
    """What was asked with one booking."""
    chosen = select(ShareRequest).where(ShareRequest.booking_id == booking_id)
    return list(db.session.scalars(chosen.order_by(ShareRequest.id)))


def _join(booking_id: int, *, now: datetime) -> None:
    for request in requests_of(booking_id):
        for partner in request.partners:
            if partner.position and request.state == "open":
                partners.confirm_partner(partner, now=now)


def _set_klass(world: World, booking_id: int, klass: str, *, now: datetime) -> None:
    for request in requests_of(booking_id):
        if request.state == "open":
            reason = "Activité ouverte à toute la ville." if klass == "B" else "Accueil de familles nouvelles."
            staff_deciding.set_klass(request, klass, reason, world.colleague(), was=request.klass, now=now)
