"""What stands in the staff's calendar from one instant to another; a fixed number of statements, however much it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from flask import g
from sqlalchemy import select

from wok.appointments.models import Appointment, Matter
from wok.bookings import series
from wok.bookings.models import Booking, Occurrence
from wok.calendar import staff_shared
from wok.calendar.staff_models import StaffBlock
from wok.calendar.staff_shared import Lent
from wok.db import db
from wok.events import queries as events
from wok.events.queries import EventDate
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays
from wok.lunches import queries as lunches
from wok.lunches.queries import LunchDate
from wok.people.models import Association
from wok.team import queries as team
from wok.team import rules
from wok.team.models import BusySpan, Colleague, Duty, HoursException
from wok.team.rules import Differs
from wok.web.texts import said

LONGEST = timedelta(days=2)  # no entry of ours is longer: the index on the start alone finds them
KINDS = ("appointment", "block", "oncall")
SHOWN = ("held", "confirmed")
CHOSEN = (
    select(
        Booking.id,
        Booking.kind,
        Booking.status,
        Booking.starts_at,
        Booking.ends_at,
        Booking.contact_name,
        Booking.contact_email,
        Booking.contact_phone,
        Booking.reach,
        Booking.version,
        Booking.association_said,
        Association.name.label("association"),
        Appointment.colleague_id.label("meets"),
        Appointment.waits_for,
        Appointment.matter_id,
        StaffBlock.colleague_id.label("blocks"),
        StaffBlock.words,
    )
    .outerjoin(Association, Association.id == Booking.association_id)
    .outerjoin(Appointment, Appointment.booking_id == Booking.id)
    .outerjoin(StaffBlock, StaffBlock.booking_id == Booking.id)
    .where(Booking.kind.in_(KINDS), Booking.status.in_(SHOWN))
    .order_by(Booking.starts_at, Booking.id)
)


@dataclass(frozen=True)
class Period:
    """Local days from `first` to `last`, both included, and all that is on them."""

    first: date
    last: date
    bookings: Sequence[Any]
    matters: dict[int, str]  # in the reader's language
    lunches: Sequence[LunchDate]
    events: Sequence[EventDate]
    thursdays: Sequence[Occurrence]
    duties: dict[int, list[Duty]]
    closed: dict[date, dict[str, str]]
    people: list[Colleague]
    there: dict[int, list[Span]]  # of a single day; a week and a month do not show it
    away: dict[int, list[tuple[Span, str]]]
    busy: dict[int, list[Span]]
    lent: Lent


def period(first: date, last: date) -> Period:
    """All that is on these days. Eighteen statements."""
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    people = team.colleagues(active=False)
    closures = series.running_closures(first, last)
    thursdays = team.oncall_dates(whole.start, whole.end)
    differs = _differs(first, last)
    bookings = _bookings(whole)
    met = {row.meets or row.blocks for row in bookings}
    shown = [one for one in people if team.is_active(one) or one.person_id in met]
    days = [ClosedDays(one.first_on, one.last_on) for one in closures]
    return Period(
        first=first,
        last=last,
        bookings=bookings,
        matters={row.id: said(row.name, g.lang).text for row in db.session.execute(select(Matter.id, Matter.name))},
        lunches=lunches.lunch_dates(whole.start, whole.end),
        events=events.published(whole.start, whole.end),
        thursdays=thursdays,
        duties=team.duties_of(thursdays),
        closed=_closed_days(closures, first, last),
        people=shown,
        there={one.person_id: _there(one, differs, days, first, last=last) for one in shown if first == last},
        away={number: _away(rows, first, last) for number, rows in differs.items()},
        busy=_busy(whole),
        lent=staff_shared.read(first, last, whole),
    )


def _bookings(whole: Span) -> Sequence[Any]:
    within = (
        Booking.ends_at > whole.start,
        Booking.starts_at < whole.end,
        Booking.starts_at > whole.start - LONGEST,
    )
    return db.session.execute(CHOSEN.where(*within)).all()


def _differs(first: date, last: date) -> dict[int, list[Differs]]:
    found: dict[int, list[Differs]] = defaultdict(list)
    rows = db.session.scalars(
        select(HoursException).where(
            HoursException.ended_at.is_(None), HoursException.first_on <= last, HoursException.last_on >= first
        )
    )
    for row in rows:
        found[row.colleague_id].append(team.differs_of(row))
    return found


def _there(
    one: Colleague, differs: dict[int, list[Differs]], closed: list[ClosedDays], first: date, *, last: date
) -> list[Span]:
    """When somebody is here: their hours, whatever is booked in them."""
    hours = [team.stretch_of(row) for row in one.hours] if team.is_active(one) else []
    return rules.open_spans(hours, differs.get(one.person_id, []), closed, [], first=first, last=last)


def _away(differs: Iterable[Differs], first: date, last: date) -> list[tuple[Span, str]]:
    return [
        (span, one.kind)
        for one in differs
        if one.kind != rules.EXTRA
        for span in rules.away_spans(one, first=first, last=last)
    ]


def _busy(whole: Span) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = db.session.execute(
        select(BusySpan.calendar_id, BusySpan.starts_at, BusySpan.ends_at)
        .where(BusySpan.ends_at > whole.start, BusySpan.starts_at < whole.end)
        .order_by(BusySpan.starts_at)
    )
    for number, start, end in rows:
        found[number].append(Span(start, end))
    return found


def _closed_days(closures: Iterable[Any], first: date, last: date) -> dict[date, dict[str, str]]:
    """Closed days and why, in five languages."""
    found: dict[date, dict[str, str]] = {}
    for one in closures:
        start = max(one.first_on, first)
        for number in range((min(one.last_on, last) - start).days + 1):
            found.setdefault(start + timedelta(days=number), one.reason)
    return found
