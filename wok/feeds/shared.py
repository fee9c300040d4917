"""Loans, uses of rooms and events in private calendars: one line each, with the hours of hand-over in its text.

A loan is a line of whole days that blocks nobody's own day: who has a tent until Friday can still meet people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking, BookingEvent
from wok.db import db
from wok.equipment import opening
from wok.equipment.loan_messages import hours, whole_days
from wok.equipment.models import Loan, LoanLine
from wok.equipment.opening import Calendar
from wok.events.models import Registration
from wok.events.places import place_words
from wok.feeds import words
from wok.kernel.entry import TRANSPARENT, Entry
from wok.kernel.values import dataclass
from wok.space.models import SpaceUse
from wok.web.dates import say_day
from wok.web.sentences import gettext as _

LOAN, SPACE, LUNCH = "loan", "space", "lunch"


@dataclass(frozen=True)
class Shared:
    """What a line says of a loan or a use: its title, its text, where; the days of a loan, the last one included."""

    title: str
    lines: tuple[str, ...]
    location: str
    days: tuple[date, date] | None = None


def load(bookings: Sequence[Booking], language: str) -> dict[int, Shared]:
    """The loans and uses behind these bookings, by the booking's id; a fixed number of statements."""
    loans = [one.id for one in bookings if one.kind == LOAN]
    uses = [one.id for one in bookings if one.kind == SPACE]
    calendar = opening.calendar() if loans else None
    found = {one.booking_id: _loan(one, calendar, language) for one in _loans(loans)} if calendar else {}
    found |= {one.booking_id: _use(one, language) for one in _uses(uses)}
    return {**found, **{one.booking_id: _event(one, language) for one in _registrations(bookings)}}


def _loans(ids: list[int]) -> Iterable[Loan]:
    whole = selectinload(Loan.lines).joinedload(LoanLine.item)
    return db.session.scalars(select(Loan).options(whole).where(Loan.booking_id.in_(ids)))


def _uses(ids: list[int]) -> Iterable[SpaceUse]:
    if not ids:
        return ()
    return db.session.scalars(select(SpaceUse).options(joinedload(SpaceUse.room)).where(SpaceUse.booking_id.in_(ids)))


def _registrations(bookings: Sequence[Booking]) -> Iterable[Registration]:
    ids = [one.id for one in bookings if one.kind == "event"]
    chosen = select(Registration).options(joinedload(Registration.event)).where(Registration.booking_id.in_(ids))
    return db.session.scalars(chosen) if ids else ()


def _event(registration: Registration, language: str) -> Shared:
    """One date of an event somebody signed up for."""
    event = registration.event
    return Shared(words.said(event.title, language), (), place_words(event, language))


def _loan(loan: Loan, calendar: Calendar, language: str) -> Shared:
    standing = [line for line in loan.lines if line.got] or [one for one in loan.lines if one.state != "withdrawn"]
    things = [f"{line.got or line.asked} × {words.said(line.item.name, language)}" for line in standing or loan.lines]
    lines = [
        *things,
        _with_hours(_("Pick-up: %(day)s", day=say_day(loan.pick_up_on)), hours(calendar, loan.pick_up_on)),
        _with_hours(_("Return: %(day)s", day=say_day(loan.return_on)), hours(calendar, loan.return_on)),
    ]
    title = _("Equipment: %(things)s", things=", ".join(things))
    return Shared(title, tuple(lines), words.location(), (loan.pick_up_on, loan.return_on))


def _with_hours(sentence: str, said: str) -> str:
    return f"{sentence}, {said}" if said else sentence


def _use(use: SpaceUse, language: str) -> Shared:
    room = words.said(use.room.name, language)
    getting_in = (
        _("Getting in: you fetch the keys from us.")
        if use.room.opened_by == "keys"
        else _("Getting in: we open for you.")
    )
    lines = (getting_in, words.said(use.room.way_in, language))
    return Shared(_("Room at the Wok: %(room)s", room=room), lines, f"{room}, {words.location()}")


def in_days(entry: Entry, shared: Shared) -> Entry:
    """A loan as whole days; anything else as it is."""
    if shared.days is None:
        return entry
    start, end = whole_days(*shared.days)
    return replace(entry, dtstart=start, dtend=end, transp=TRANSPARENT)


def never_had(bookings: Iterable[Booking]) -> set[int]:
    """Cancelled bookings that were only ever asked for: no calendar has seen them, so none has to forget them."""
    cancelled = [one for one in bookings if one.status == "cancelled"]
    asked = {one.id for one in cancelled if one.kind in (LOAN, SPACE)}
    asked |= _wished({one.id for one in cancelled if one.kind == LUNCH})
    return asked - had(asked)


def _wished(booking_ids: Collection[int]) -> set[int]:
    """The lunches of these that began as a wish."""
    chosen = select(BookingEvent.booking_id).where(BookingEvent.what == "asked")
    return set(db.session.scalars(chosen.where(BookingEvent.booking_id.in_(booking_ids)))) if booking_ids else set()


def had(booking_ids: Iterable[int]) -> set[int]:
    """The bookings of these that something was ever given or kept for, by their history. One statement."""
    ids = list(booking_ids)
    chosen = select(BookingEvent.booking_id, BookingEvent.what, BookingEvent.facts).where(
        BookingEvent.booking_id.in_(ids)
    )
    return {row.booking_id for row in db.session.execute(chosen) if _gave(row.what, row.facts)} if ids else set()


def _gave(what: str, facts: dict[str, object]) -> bool:
    units = facts.get("granted")
    was_given = isinstance(units, dict) and any(units.values())
    return was_given or what in ("offered", "confirmed", "blocked") or facts.get("before") in ("held", "confirmed")
