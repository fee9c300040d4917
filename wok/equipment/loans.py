"""What is known of loans: one of them, those of an association, those that go out or come back on a day.

`follow` keeps a loan's lines and days as the engine of sharing decided; nobody else writes what a line got.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.equipment import opening, owners
from wok.equipment.loan_rules import Days
from wok.equipment.models import Item, Loan, LoanLine
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.sharing.models import ShareRequest

KIND = "loan"
STATES = {"open": "asked", "granted": "granted", "partly": "partly", "refused": "refused", "withdrawn": "withdrawn"}
MOST = 500


def loan_of(booking: Booking) -> Loan:
    """What a booking of kind "loan" says beyond the booking."""
    return db.session.get_one(Loan, booking.id)


def lines_of(booking: Booking) -> list[LoanLine]:
    """Its lines in order, with things and requests."""
    chosen = select(LoanLine).where(LoanLine.booking_id == booking.id).order_by(LoanLine.id)
    whole = (joinedload(LoanLine.item).joinedload(Item.resource), joinedload(LoanLine.request))
    return list(db.session.scalars(chosen.options(*whole)))


def of_form(token: str) -> Booking | None:
    """The loan that this very form has asked for already."""
    return db.session.scalar(select(Booking).where(Booking.form_token == token, Booking.kind == KIND))


def _chosen() -> Select[Loan]:
    return (
        select(Loan)
        .join(Booking, Booking.id == Loan.booking_id)
        .options(
            contains_eager(Loan.booking).joinedload(Booking.association),
            selectinload(Loan.lines).joinedload(LoanLine.item).joinedload(Item.resource),
        )
    )


def due_out(day: date) -> list[Loan]:
    """Confirmed loans to be collected on this day, with bookings, lines and things, by the booker's name."""
    return _read(_chosen().where(Loan.pick_up_on == day, Booking.status == "confirmed"))


def due_back(day: date) -> list[Loan]:
    """Confirmed loans to be brought back on this day."""
    return _read(_chosen().where(Loan.return_on == day, Booking.status == "confirmed"))


def of_association(association_id: int, *, now: datetime) -> list[Loan]:
    """An association's loans that are not over, cancelled ones left out."""
    running = Booking.ends_at > now, Booking.status != "cancelled"
    return _read(_chosen().where(Booking.association_id == association_id, *running))


def _read(chosen: Select[Loan]) -> list[Loan]:
    in_order = chosen.order_by(Loan.pick_up_on, Booking.contact_name, Booking.id).limit(MOST)
    return list(db.session.scalars(in_order).unique())


def span_of(days: Days) -> Span:
    """From the first hand-over time to the last one; on days without any, which staff may choose, from nine to five."""
    calendar = opening.calendar()
    start = calendar.first_time(days.first) or weekly.nearest(days.first, time(9))
    end = calendar.last_time(days.last) or weekly.nearest(days.last, time(17), late=True)
    return Span(start, end) if start < end else Span(start, weekly.day_span(days.last).end)


def follow(booking: Booking, *, now: datetime) -> None:
    """Write at each line what its request became, and when the loan begins and ends by it.

    A second choice of days that was granted takes the place of the first.
    """
    loan = db.session.get(Loan, booking.id)
    if loan is None:
        return
    requests = _requests(booking)
    lines = lines_of(booking)
    for line in lines:
        _follow_line(line, requests.get(line.item.resource_id, []))
    db.session.flush()
    standing = [line for line in lines if line.got] or [line for line in lines if line.state not in ("withdrawn",)]
    if standing:
        _set_days(booking, loan, standing)
    owners.follow(booking, lines, now=now)


def _requests(booking: Booking) -> dict[int, list[ShareRequest]]:
    """By resource, what was asked, the first choice first; fresh from the database."""
    chosen = (
        select(ShareRequest)
        .options(joinedload(ShareRequest.pool))
        .where(ShareRequest.booking_id == booking.id)
        .order_by(ShareRequest.rank, ShareRequest.id)
    )
    found: dict[int, list[ShareRequest]] = {}
    for request in db.session.scalars(chosen):
        found.setdefault(request.pool.resource_id, []).append(request)
    return found


def _follow_line(line: LoanLine, requests: Sequence[ShareRequest]) -> None:
    granted = [one for one in requests if one.granted]
    own = [one for one in requests if one.id == line.request_id]
    request = next(iter([*granted, *own]), None)
    if request is None:
        return
    line.request_id, line.request = request.id, request
    line.first_on, line.last_on = request.first_on, request.last_on
    line.asked, line.least = request.quantity, request.least
    line.got = min(request.granted, line.asked)
    line.state = state_of(request)


def state_of(request: ShareRequest) -> str:
    """A line's state by its request's: asked, granted, partly, refused, withdrawn."""
    if request.state == "overridden":
        return "granted" if request.granted >= request.quantity else "partly" if request.granted else "refused"
    return STATES[request.state]


def _set_days(booking: Booking, loan: Loan, lines: Iterable[LoanLine]) -> None:
    lines = list(lines)
    days = Days(min(one.first_on for one in lines), max(one.last_on for one in lines))
    if (days.first, days.last) == (loan.pick_up_on, loan.return_on):
        return
    loan.pick_up_on, loan.return_on = days.first, days.last
    span = span_of(days)
    booking.starts_at, booking.ends_at = span.start, span.end


def decided(booking: Booking, _requests: Sequence[ShareRequest], _what: str, now: datetime) -> None:
    """The engine has decided something about a loan; called before its message is owed (wok/contents.py)."""
    follow(booking, now=now)
