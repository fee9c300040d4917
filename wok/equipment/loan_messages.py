"""What loans tell people beside the answers of sharing: changed, cancelled, and the reminders with address and hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from wok.bookings import told
from wok.bookings.models import Booking, BookingEvent
from wok.db import db
from wok.equipment import loans, opening
from wok.equipment.models import Loan, LoanLine
from wok.equipment.movement_models import Movement
from wok.equipment.words import euros
from wok.kernel import weekly
from wok.kernel.entry import TRANSPARENT
from wok.mail import outbox
from wok.web.addresses import whole
from wok.web.texts import said


def facts(booking: Booking) -> dict[str, Any]:
    """All a message about a loan needs, fixed at the moment it is owed."""
    loan, calendar = loans.loan_of(booking), opening.calendar()
    everything = loans.lines_of(booking)
    lines = [line for line in everything if line.state != "withdrawn"] or everything
    found = {
        **told.facts(booking),
        "things": [thing(line, booking.language) for line in lines],
        "title": ", ".join(said(line.item.name, booking.language).text for line in lines),
        "pick_up_at": _instant(loan.pick_up_on),
        "return_at": _instant(loan.return_on),
        "pick_up_hours": hours(calendar, loan.pick_up_on),
        "return_hours": hours(calendar, loan.return_on),
        "deposit": euros(sum((line.item.deposit_cents or 0) * line.got for line in lines)),
        "again": whole(f"/{booking.language}/equipment"),
        "extend": f"{told.link(booking)}#extend",
    }
    if booking.status == "waiting":
        return found
    return {**found, "entry": _entry(booking, loan, found["place"])}


def _entry(booking: Booking, loan: Loan, place: str) -> dict[str, Any]:
    """The loan in the borrower's calendar, as in their feed: whole days, which leave their own day free."""
    start, end = whole_days(loan.pick_up_on, loan.return_on)
    days = {"dtstart": start.isoformat(), "dtend": end.isoformat(), "transp": TRANSPARENT}
    return {**told.entry_facts(booking, "equipment", place), **days}


def whole_days(pick_up_on: date, return_on: date) -> tuple[date, date]:
    """A loan's days as calendars write them: the end is the day after the return."""
    return pick_up_on, return_on + weekly.DAY


def thing(line: LoanLine, language: str) -> dict[str, Any]:
    """ "4 × Tent": what was got, or what is asked while nothing is decided; and its state."""
    words = f"{line.got or line.asked} × {said(line.item.name, language).text}"
    return {"words": words, "state": line.state, "asked": line.asked}


def due_back(booking: Booking, due: Sequence[Movement], day: date) -> dict[str, Any]:
    """What of a loan comes back on a day, which need not be the day of the rest: its things, day and hours."""
    things = [
        {"words": f"{one.count} × {said(one.item.name, booking.language).text}", "state": "granted", "asked": one.count}
        for one in due
    ]
    return {"things": things, "return_at": _instant(day), "return_hours": hours(opening.calendar(), day)}


def hours(calendar: opening.Calendar, day: date) -> str:
    """ "9:00–12:00, 13:30–17:00"; the same in every language."""
    return ", ".join(f"{one.starts.hour}:{one.starts:%M}–{one.ends.hour}:{one.ends:%M}" for one in calendar.hours(day))


def _instant(day: date) -> str:
    return weekly.day_span(day).start.isoformat()


def tell(
    kind: str,
    booking: Booking,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("changed", "cancelled", "remind_pick_up", "remind_return").

    Without a `cause` it is the last line of the booking's history.
    """
    if not cause:
        last = select(func.max(BookingEvent.id)).where(BookingEvent.booking_id == booking.id)
        cause = f"history:{db.session.scalar(last)}"
    known = {**facts(booking), **more}
    told.owe(f"equipment/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)


def take_back(booking: Booking, *, now: datetime) -> None:
    """After an undo: what was owed of the cancelling is void; who was told already hears how it stands."""
    if outbox.take_back(now=now, booking_id=booking.id):
        tell("changed", booking, now=now)


def names(lines: Sequence[LoanLine], language: str) -> str:
    """The things of these lines, one after the other."""
    return ", ".join(said(line.item.name, language).text for line in lines)
