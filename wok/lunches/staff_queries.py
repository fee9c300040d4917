"""What the staff's lunch pages read: the list with its totals, the kitchen's numbers without names."""

import unicodedata
from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wok.bookings import codes, decisions
from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db
from wok.kernel.values import dataclass
from wok.lunches import queries, rules
from wok.lunches.models import NoShowForgiven, WalkIn
from wok.lunches.queries import Guest, LunchDate
from wok.people.models import Association


def lunch(occurrence_id: int) -> Occurrence | None:
    """One date of the lunch, by its number."""
    return db.session.scalar(
        select(Occurrence)
        .options(joinedload(Occurrence.resource), joinedload(Occurrence.closure), joinedload(Occurrence.series))
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind == "lunch", Occurrence.id == occurrence_id)
    )


def as_date(occurrence: Occurrence) -> LunchDate:
    """One date with its places taken and who waits."""
    found = queries.lunch_dates(occurrence.starts_at, occurrence.ends_at)
    return next(one for one in found if one.occurrence.id == occurrence.id)


@dataclass(frozen=True)
class Totals:
    """The lunch list in numbers of people."""

    capacity: int
    booked: int
    arrived: int
    to_come: int
    not_come: int
    walk_ins: int

    @property
    def here(self) -> int:
        """Everybody who came, booked or not."""
        return self.arrived + self.walk_ins

    @property
    def too_many_booked(self) -> int:
        """How many are booked beyond the places."""
        return max(0, self.booked - self.capacity)

    @property
    def too_many_here(self) -> int:
        """How many came beyond the places."""
        return max(0, self.here - self.capacity)


@dataclass(frozen=True)
class LunchList:
    """All of one date's list (S2)."""

    coming: list[Guest]
    offered: list[Guest]
    waiting: list[Guest]
    cancelled: list[Guest]
    walk_ins: list[WalkIn]
    totals: Totals


def lunch_list(occurrence: Occurrence) -> LunchList:
    """The date's guests by state, its walk-ins and totals; a fixed number of statements."""
    guests = sorted(queries.guests(occurrence), key=lambda one: _as_sorted(one.booking.contact_name))
    by_status = {name: [one for one in guests if one.booking.status == name] for name in _STATUSES}
    walk_ins = queries.walk_ins(occurrence)
    coming, offered = by_status["confirmed"], by_status["held"]
    waiting = sorted(by_status["waiting"], key=lambda one: (one.booking.created_at, one.booking.id))
    return LunchList(
        coming, offered, waiting, by_status["cancelled"], walk_ins, _totals(occurrence, coming, offered, walk_ins)
    )


_STATUSES = ("confirmed", "held", "waiting", "cancelled")


def _as_sorted(name: str) -> str:
    """The name without accents and capitals, so that Élodie stands beside Eric."""
    return "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))


def _totals(occurrence: Occurrence, coming: list[Guest], offered: list[Guest], walk_ins: list[WalkIn]) -> Totals:
    came = [one.booking for one in coming if one.booking.attendance == "came"]
    absent = [one.booking for one in coming if one.booking.attendance in ("told_us", "no_show")]
    missing = sum(booking.quantity - (booking.attended or booking.quantity) for booking in came)
    return Totals(
        capacity=occurrence.resource.capacity,
        booked=sum(one.booking.quantity for one in coming + offered),
        arrived=sum(booking.attended or booking.quantity for booking in came),
        to_come=sum(one.booking.quantity for one in coming if one.booking.attendance is None),
        not_come=sum(booking.quantity for booking in absent) + max(0, missing),
        walk_ins=sum(one.people for one in walk_ins),
    )


def matching(guests: list[Guest], words: str) -> list[Guest]:
    """Guests whose name, association or code holds these words; all of them without words."""
    if not words:
        return guests
    code, low = codes.read_code(words), words.casefold()
    return [one for one in guests if one.booking.code == code or low in _names(one.booking)]


def _names(booking: Booking) -> str:
    association = booking.association.name if booking.association else booking.association_said
    return f"{booking.contact_name}\n{association}\n{booking.code}".casefold()


@dataclass(frozen=True)
class KitchenSheet:
    """What the kitchen needs to know; no name stands here (PROMISES D1)."""

    booked: int
    adults: int
    children: int
    prams: int
    waiting: int
    expected: rules.Expected
    eating: Counter[str]
    needs: Counter[str]


def kitchen_sheet(occurrence: Occurrence, *, now: datetime) -> KitchenSheet:
    """The date in numbers: expected range, diets, allergens, needs."""
    coming = [one.rsvp for one in queries.guests(occurrence, "confirmed", "held")]
    booked = sum(one.adults + one.children for one in coming)
    eating: Counter[str] = Counter()
    needs: Counter[str] = Counter()
    for one in coming:
        eating.update(one.diets)
        needs.update(one.needs)
    return KitchenSheet(
        booked=booked,
        adults=sum(one.adults for one in coming),
        children=sum(one.children for one in coming),
        prams=sum(one.prams for one in coming),
        waiting=as_date(occurrence).waiting,
        expected=rules.expected(booked, queries.past_attendance(now=now)),
        eating=eating,
        needs=needs,
    )


def accepted_association(name: str) -> Association | None:
    """The accepted association of exactly this name, however it is capitalised."""
    found = db.session.scalars(
        select(Association).where(func.lower(Association.name) == name.lower(), Association.status == "accepted")
    ).all()
    return found[0] if len(found) == 1 else None


def association_names() -> list[str]:
    """Accepted associations by name, to choose from at the desk."""
    return list(
        db.session.scalars(
            select(Association.name).where(Association.status == "accepted").order_by(Association.name).limit(500)
        )
    )


def booked_with(form_token: str) -> Booking | None:
    """The booking a form has already made (PROMISES B3)."""
    return db.session.scalar(select(Booking).where(Booking.form_token == form_token))


def walk_in_with(form_token: str) -> WalkIn | None:
    """The walk-in a form has already written."""
    return db.session.scalar(select(WalkIn).where(WalkIn.form_token == form_token))


def undecided(*, now: datetime) -> list[Occurrence]:
    """Coming lunches that need a decision, in order."""
    return decisions.undecided(now=now, kind="lunch")


def is_forgiven(booking: Booking) -> bool:
    """True when staff decided that this no-show does not count."""
    return db.session.scalar(select(NoShowForgiven.id).where(NoShowForgiven.booking_id == booking.id)) is not None
