"""Tables of what happened in a period: bookings, loans, events with how many came."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.equipment.models import Item, Loan, LoanLine
from wok.events.models import Event
from wok.web.sentences import lazy_gettext as _l
from wok.web.sheets import Value
from wok.web.texts import said

Rows = Iterator[list[Value]]
BATCH = 1000

WORDS = {
    "lunch": _l("Wednesday lunch"),
    "oncall": _l("On-call service"),
    "appointment": _l("Appointment"),
    "loan": _l("Loan"),
    "room": _l("Room"),
    "event": _l("Event"),
    "block": _l("Kept free"),
    "waiting": _l("Waiting"),
    "held": _l("Kept"),
    "confirmed": _l("Confirmed"),
    "cancelled": _l("Cancelled"),
    "came": _l("Came"),
    "told_us": _l("Told us in time"),
    "no_show": _l("Did not come"),
    "asked": _l("Asked for"),
    "granted": _l("Granted"),
    "partly": _l("Granted in part"),
    "refused": _l("Not granted"),
    "withdrawn": _l("Withdrawn"),
    "draft": _l("Draft"),
    "published": _l("Published"),
    "idea": _l("Idea"),
    "looking": _l("Looking for partners"),
    "under_way": _l("Under way"),
    "done": _l("Done"),
    "given_up": _l("Given up"),
}
BOOKING_HEADINGS = (
    _l("Kind"), _l("State"), _l("From"), _l("Until"), _l("How many"), _l("Association"), _l("Their name"),
    _l("E-mail address"), _l("Phone number"), _l("Booked on"), _l("Came"), _l("How many came"),
)  # fmt: skip
LOAN_HEADINGS = (
    _l("Association"), _l("Thing"), _l("Asked for"), _l("Granted"), _l("State"), _l("From"), _l("Until"), _l("What for"),
)  # fmt: skip
EVENT_HEADINGS = (
    _l("Title"), _l("Kind"), _l("Organised by"), _l("Neighbourhood"), _l("From"), _l("Until"), _l("State"),
    _l("Places"), _l("Signed up"), _l("Came"),
)  # fmt: skip


def words(code: str | None) -> str:
    """A code in words; a code we have no words for stays as it is."""
    return str(WORDS.get(code or "", code or ""))


def bookings(start: datetime, end: datetime, _language: str) -> Rows:
    """Every booking that begins in the period; names that were erased stay empty."""
    chosen = select(Booking).options(joinedload(Booking.association))
    inside = (Booking.starts_at >= start, Booking.starts_at < end, Booking.kind != "block")
    rows = db.session.scalars(chosen.where(*inside).order_by(Booking.starts_at, Booking.id).limit(100_001))
    for one in rows:
        name = one.association.name if one.association else one.association_said
        facts: list[Value] = [words(one.kind), words(one.status), one.starts_at, one.ends_at, one.quantity, name]
        contact: list[Value] = [one.contact_name, one.contact_email, one.contact_phone]
        yield [*facts, *contact, one.created_at, words(one.attendance), one.attended]


def loans(start: datetime, end: datetime, language: str) -> Rows:
    """Every line of every loan that is picked up in the period."""
    chosen = (
        select(LoanLine, Loan, Booking)
        .join(Loan, Loan.booking_id == LoanLine.booking_id)
        .join(Booking, Booking.id == LoanLine.booking_id)
        .options(joinedload(LoanLine.item).joinedload(Item.resource), joinedload(Booking.association))
        .where(Booking.starts_at >= start, Booking.starts_at < end)
        .order_by(Booking.starts_at, LoanLine.id)
        .limit(100_001)
    )
    for line, loan, booking in db.session.execute(chosen):
        name = booking.association.name if booking.association else booking.association_said
        thing = said(line.item.name, language).text
        counts: list[Value] = [line.asked, line.got, words(line.state), line.first_on, line.last_on]
        yield [name, thing, *counts, loan.purpose]


def events(start: datetime, end: datetime, language: str) -> Rows:
    """Every date in the period with how many signed up and came; nobody's name."""
    chosen = (
        select(Event, Occurrence)
        .join(Occurrence, Occurrence.series_id == Event.series_id)
        .options(joinedload(Event.association), joinedload(Event.organisation), joinedload(Event.neighbourhood))
        .where(Occurrence.starts_at >= start, Occurrence.starts_at < end)
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(100_001)
    )
    signed, came = _counts(start, end)
    for event, date in db.session.execute(chosen):
        organiser = event.association or event.organisation
        state = "cancelled" if date.status == "cancelled" else event.state
        place = said(event.neighbourhood.name, language).text if event.neighbourhood else ""
        facts: list[Value] = [said(event.title, language).text, words(event.kind), organiser.name if organiser else ""]
        numbers: list[Value] = [event.seats or None, signed.get(date.id, 0), came.get(date.id, 0)]
        yield [*facts, place, date.starts_at, date.ends_at, words(state), *numbers]


def _counts(start: datetime, end: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """How many signed up for each date, and how many came."""
    chosen = (
        select(Booking.occurrence_id, func.sum(Booking.quantity), func.sum(Booking.attended))
        .where(Booking.kind == "event", Booking.status.in_(("held", "confirmed")))
        .where(Booking.starts_at >= start, Booking.starts_at < end, Booking.occurrence_id.is_not(None))
        .group_by(Booking.occurrence_id)
    )
    rows = db.session.execute(chosen).all()
    return {row[0] or 0: int(row[1]) for row in rows}, {row[0] or 0: int(row[2] or 0) for row in rows}
