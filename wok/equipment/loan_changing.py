"""Changing a loan: how many, other days, a thing more or less, more days, not coming. All inside `transaction()`.

What counts for and against an association is the engine's (wok/sharing): every change goes through it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from wok.bookings import services as core
from wok.bookings.lines import LineNotLeft
from wok.bookings.models import Booking
from wok.bookings.services import BOOKER
from wok.bookings.told import undo_time
from wok.db import db
from wok.equipment import asking, holding, loan_messages, loan_rules, loans, opening
from wok.equipment.asking import Order
from wok.equipment.basket import Wanted
from wok.equipment.loan_refusals import FewerThen, HandedOut, LoanOver, OthersWait
from wok.equipment.loan_rules import Days
from wok.equipment.models import LoanLine
from wok.equipment.movement_models import Movement
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.sharing import asking as sharing
from wok.sharing import cancelling, changing
from wok.sharing.models import ShareRequest


@dataclass(frozen=True)
class Change:
    """What a loan is to become: how many of each line (0 takes it out), things more, and the days."""

    numbers: Mapping[int, int]  # line id -> how many
    more: tuple[Wanted, ...]
    days: Days


def is_out(lines: Sequence[LoanLine]) -> bool:
    """Whether something of these lines is with the borrower now."""
    return any(one.back_at is None for one in holding.movements_of([line.id for line in lines]))


def went_out(lines: Sequence[LoanLine]) -> bool:
    """Whether something of these lines was ever handed out."""
    return bool(holding.movements_of([line.id for line in lines]))


def change(booking: Booking, wanted: Change, *, now: datetime, by: str = BOOKER, override: str = "") -> Booking:
    """Other numbers, things or days; all of it or none. Raises LoanOver, HandedOut, FewerThen, and what asking raises.

    A change never leaves less than before of what is kept: then all stays as it is.
    """
    lines = [line for line in loans.lines_of(booking) if line.state != "withdrawn"]
    _still_open(booking, lines, now=now)
    loan = loans.loan_of(booking)
    is_moved = wanted.days != Days(loan.pick_up_on, loan.return_on)
    if not override and (is_moved or wanted.more):
        asking.check_days(wanted.days, now=now)
    before = {line.id: line.got for line in lines}
    for line in lines:
        number = wanted.numbers.get(line.id, line.asked)
        for request in _requests(line):
            if number == 0 or is_moved:
                changing.withdraw(request, by=by, now=now)
            elif number != line.asked:
                changing.change_quantity(request, number, by=by, now=now, least=min(line.least, number))
    if is_moved:
        kept = [(line, wanted.numbers.get(line.id, line.asked)) for line in lines]
        _ask_anew(booking, [(line, number) for line, number in kept if number], wanted.days, by=by, now=now)
    _add(booking, wanted, by=by, now=now)
    loans.follow(booking, now=now)
    _no_less(booking, before, wanted, now=now)
    _set_span(booking, wanted.days, now=now)
    core.note(booking, "changed", by=by, now=now)
    outbox.void(now=now, booking_id=booking.id, kinds=("sharing/answer", "sharing/received"))  # one message says it all
    loan_messages.tell("changed", booking, now=now)
    return booking


def _request(line: LoanLine) -> ShareRequest:
    return db.session.get_one(ShareRequest, line.request_id)


def _requests(line: LoanLine) -> list[ShareRequest]:
    """What was asked for one line: its request, and a second choice of days that still stands."""
    chosen = select(ShareRequest).where(
        ShareRequest.booking_id == line.booking_id,
        ShareRequest.pool_id == _request(line).pool_id,
        ShareRequest.state != "withdrawn",
    )
    return list(db.session.scalars(chosen.order_by(ShareRequest.id)))


def _still_open(booking: Booking, lines: Sequence[LoanLine], *, now: datetime) -> None:
    if booking.status == "cancelled" or booking.ends_at <= now:
        raise LoanOver
    if went_out(lines):
        raise HandedOut


def _ask_anew(booking: Booking, kept: Sequence[tuple[LoanLine, int]], days: Days, *, by: str, now: datetime) -> None:
    """Ask for the same things on other days; the lines go on with the new requests."""
    again = [Wanted(line.item, number, min(line.least, number)) for line, number in kept]
    order = _order(booking, days, again)
    requests = sharing.add_wishes(booking, asking.wishes(order), by=by, now=now) if again else []
    for (line, number), request in zip(kept, requests, strict=True):
        request.klass_asked = order.klass
        line.request_id, line.request = request.id, request
        line.asked, line.least, line.got = number, min(line.least, number), 0
    db.session.flush()


def _add(booking: Booking, wanted: Change, *, by: str, now: datetime) -> None:
    """Things more: a new line each, or the line that was taken out before."""
    if not wanted.more:
        return
    order = _order(booking, wanted.days, wanted.more)
    requests = sharing.add_wishes(booking, asking.wishes(order), by=by, now=now)
    gone = {line.item_id: line for line in loans.lines_of(booking)}
    for one, request in zip(wanted.more, requests, strict=True):
        request.klass_asked = order.klass
        line = gone.get(one.item.id)
        if line is None:
            db.session.add(asking.new_line(booking, one, wanted.days, request))
        else:
            line.request_id, line.request = request.id, request
            line.asked, line.least, line.got, line.state = one.quantity, one.least, 0, "asked"
    db.session.flush()


def _order(booking: Booking, days: Days, things: Sequence[Wanted]) -> Order:
    loan = loans.loan_of(booking)
    if booking.association is None:
        raise LoanOver
    return Order(
        days=days,
        wanted=tuple(things),
        association=booking.association,
        purpose=loan.purpose,
        klass=loan.klass_asked,
        klass_words=loan.klass_words,
    )


def _no_less(booking: Booking, before: Mapping[int, int], wanted: Change, *, now: datetime) -> None:
    """Whoever had something keeps at least as many of it, or as few as they now ask for. Raises FewerThen."""
    lines = loans.lines_of(booking)
    for line in lines:
        had = min(before.get(line.id, 0), wanted.numbers.get(line.id, before.get(line.id, 0)))
        if line.got < had:
            raise FewerThen(loan_messages.names([line], booking.language))


def _set_span(booking: Booking, days: Days, *, now: datetime) -> None:
    """The loan's days, also while nothing is granted yet."""
    loan = loans.loan_of(booking)
    loan.pick_up_on, loan.return_on = days.first, days.last
    if booking.status != "cancelled":  # all was withdrawn for a moment, to be asked anew
        booking.cancelled_at = booking.undo_until = None
    span = loans.span_of(days)
    if (span.start, span.end) != (booking.starts_at, booking.ends_at):
        booking.starts_at, booking.ends_at = span.start, span.end
        core.touch(booking, now=now)
    booking.changed_at = now
    db.session.flush()


def longest(booking: Booking, *, now: datetime) -> list[date]:
    """The later return days one may ask for: open days after the present one, as long as a loan may last in all."""
    loan = loans.loan_of(booking)
    latest = loan.pick_up_on + loan_rules.DAY * (asking.longest(loan.pick_up_on) - 1)
    first = max(loan.return_on, weekly.local_day(now)) + loan_rules.DAY
    return opening.open_days(first, latest) if first <= latest else []


def extend(booking: Booking, last_on: date, *, now: datetime, by: str = BOOKER, override: str = "") -> Booking:
    """Keep all of it longer, at once, if nobody waits for it. Raises LoanOver, DaysRefused, ClosedAtEnd, OthersWait."""
    lines = [line for line in loans.lines_of(booking) if line.got]
    loan = loans.loan_of(booking)
    if booking.status != "confirmed" or not lines or (booking.ends_at <= now and not is_out(lines)):
        raise LoanOver
    if not override:
        asking.check_return(Days(loan.pick_up_on, last_on), loan.return_on)
    waited_for = [line for line in lines if _is_waited_for(line, last_on)]
    if waited_for:
        raise OthersWait(loan_messages.names(waited_for, booking.language))
    spans = {
        line.request_id or 0: asking.taken(line.item, Days(line.first_on, max(line.last_on, last_on))) for line in lines
    }
    try:
        changing.extend(booking, last_on, spans, by=by, now=now)
    except LineNotLeft as taken:
        short = [line for line in lines if line.item.resource_id == taken.resource_id]
        raise OthersWait(loan_messages.names(short or lines, booking.language)) from taken
    loans.follow(booking, now=now)
    _set_span(booking, Days(loan.pick_up_on, last_on), now=now)
    _follow_movements(lines, last_on)
    loan_messages.tell("changed", booking, now=now)
    return booking


def _is_waited_for(line: LoanLine, last_on: date) -> bool:
    """Others wish for the same thing, or wait for it, on the days that would be added."""
    request = _request(line)
    longer = asking.taken(line.item, Days(line.first_on, last_on))
    waits = (ShareRequest.state == "open") | ShareRequest.waiting_since.is_not(None)
    chosen = select(ShareRequest.id).where(
        ShareRequest.pool_id == request.pool_id,
        ShareRequest.booking_id != line.booking_id,
        waits,
        ShareRequest.starts_at < longer.end,
        ShareRequest.ends_at > request.ends_at,
    )
    return db.session.scalar(chosen.limit(1)) is not None


def _follow_movements(lines: Sequence[LoanLine], last_on: date) -> None:
    """What is out is due on the new day; it is no longer late."""
    open_ones = (Movement.line_id.in_([line.id for line in lines]), Movement.back_at.is_(None))
    db.session.execute(update(Movement).where(*open_ones).values(due_on=last_on, overdue_at=None))


def cancel(booking: Booking, *, now: datetime, by: str = BOOKER, reason: str = "") -> Booking:
    """Not coming; a wish is withdrawn without trace. Undoable for ten minutes. Raises LoanOver, HandedOut."""
    lines = loans.lines_of(booking)
    if booking.status == "cancelled":
        raise LoanOver
    if is_out(lines):
        raise HandedOut
    cancelling.cancel(booking, by=by, now=now)
    loans.follow(booking, now=now)
    loan_messages.tell("cancelled", booking, now=now, after=undo_time(), reason=reason)
    return booking


def undo(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take the cancelling back, if all of it is still free. Raises what the engine raises."""
    cancelling.undo(booking, by=by, now=now)
    loans.follow(booking, now=now)
    loan_messages.take_back(booking, now=now)
    return booking


def withdraw(booking: Booking, line_id: int, *, now: datetime, by: str = BOOKER) -> Booking:
    """Take one thing out. Raises LoanOver, HandedOut."""
    lines = loans.lines_of(booking)
    _still_open(booking, lines, now=now)
    line = next((one for one in lines if one.id == line_id and one.state != "withdrawn"), None)
    if line is None:
        raise LoanOver
    for request in _requests(line):
        changing.withdraw(request, by=by, now=now)
    loans.follow(booking, now=now)
    return booking
