"""Asking for equipment: one basket, one association, one purpose; the engine of sharing decides. All inside `transaction()`."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.services import BOOKER, Contact
from wok.db import db
from wok.equipment import loan_messages, loan_rules, loans, opening
from wok.equipment.basket import Wanted
from wok.equipment.free import is_lent_on
from wok.equipment.loan_refusals import ClosedAtEnd, DaysRefused, MayNotBorrow, NoSuchPartner, NothingLeft, ThingGone
from wok.equipment.loan_rules import DAY, LOOK_AROUND, Days
from wok.equipment.models import Item, Loan, LoanLine
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.mail import outbox
from wok.people.models import Association
from wok.people.rules import plain_name
from wok.sharing import asking as sharing
from wok.sharing import parameters, pools, windows
from wok.sharing.asking import Wish
from wok.sharing.models import ShareRequest
from wok.sharing.windows import Window
from wok.web.texts import said

KIND = "loan"
FIELDS = {"closed_first": "first", "closed_last": "last"}


@dataclass(frozen=True)
class Order:
    """What is asked for, by whom, and what for."""

    days: Days
    wanted: tuple[Wanted, ...]
    association: Association
    purpose: str
    place_of_use: str = ""
    collector: str = ""
    note: str = ""
    klass: str = "C"
    klass_words: str = ""
    would_share: bool = False
    second: Days | None = None
    partners: tuple[Association, ...] = ()
    accepts: bool = False
    is_season: bool = False  # their one date of the half-year


def check_days(days: Days, *, now: datetime, days_open: Calendar | None = None, prefix: str = "") -> None:
    """Raises DaysRefused or ClosedAtEnd for days on which nobody can borrow; `prefix` of the form's fields."""
    today, days_open = weekly.local_day(now), days_open or opening.calendar()
    ends = [day for day in (days.first, days.last) if days_open.is_open(day)]
    most = longest(today)
    fault = loan_rules.fault(days, ends, today=today, longest=most)
    if not fault and days.first == today and (days_open.last_time(today) or now) <= now:
        fault = "past"
    if fault in FIELDS:
        day = days.first if fault == "closed_first" else days.last
        others = loan_rules.neighbours(day, around(day, days_open, today=today))
        raise ClosedAtEnd(day, others, prefix + FIELDS[fault])
    if fault:
        raise DaysRefused(fault, prefix, longest=most)


def longest(on: date) -> int:
    """How many days a loan may last, both ends counted: one of the figures that staff set."""
    return parameters.current(on).loan_days_most


def check_return(days: Days, before: date) -> None:
    """A later return day for what one has already. Raises DaysRefused, ClosedAtEnd."""
    days_open = opening.calendar()
    if days.last <= before:
        raise DaysRefused("sooner")
    if days.count > longest(days.first):
        raise DaysRefused("long", longest=longest(days.first))
    if not days_open.is_open(days.last):
        raise ClosedAtEnd(
            days.last, loan_rules.neighbours(days.last, around(days.last, days_open, today=before)), "last"
        )


def around(day: date, days_open: Calendar, *, today: date) -> list[date]:
    """The open days around a day, none of them past."""
    return days_open.open_days(max(today, day - LOOK_AROUND * DAY), day + LOOK_AROUND * DAY)


def check(order: Order, *, now: datetime) -> None:
    """Raises the first Refusal that speaks against this order; looked at again when it is sent."""
    if order.association.status != "accepted":
        raise MayNotBorrow
    days_open = opening.calendar()
    check_days(order.days, now=now, days_open=days_open)
    if order.second:
        check_days(order.second, now=now, days_open=days_open, prefix="second_")
    _check_lent(order)


def _check_lent(order: Order) -> None:
    for one in order.wanted:
        days = [order.days, *([order.second] if order.second else [])]
        if not all(is_lent_on(one.item, day) for stretch in days for day in (stretch.first, stretch.last)):
            raise ThingGone(said(one.item.name, "fr").text)


def partners(names: Sequence[tuple[str, str]], own: Association) -> list[Association]:
    """The accepted associations of these names, in any spelling. Raises NoSuchPartner at the field of the first other one."""
    if not names:
        return []
    known: dict[str, list[Association]] = {}
    for one in db.session.scalars(select(Association).where(Association.status == "accepted")):
        known.setdefault(plain_name(one.name), []).append(one)
    found: list[Association] = []
    for field, name in names:
        fits = known.get(plain_name(name), [])
        exact = [one for one in fits if one.name.casefold() == name.casefold()] or fits
        if len(exact) != 1:
            raise NoSuchPartner(name, field)
        if exact[0] == own or exact[0] in found:
            raise NoSuchPartner(name, field, is_own=True)
        found.append(exact[0])
    return found


def ask(
    order: Order,
    contact: Contact,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
    override: str = "",
) -> Booking:
    """Ask for all of it: granted at once, a wish, or the waiting list. Raises what `check` and the engine raise.

    Staff go beyond days and limits with a reason (`override`), never beyond what there is.
    """
    if order.association.status != "accepted":
        raise MayNotBorrow
    if not override:
        check(order, now=now)
    span = loans.span_of(order.days)
    pieces = sum(one.quantity for one in order.wanted)
    booking = core.new_booking(KIND, contact, span, pieces, now=now, form_token=form_token, override_reason=override)
    ours = [order.association.id, *(one.id for one in order.partners)]
    requests = sharing.ask(booking, wishes(order), ours, by=by, now=now)
    _note_class(requests, order)
    db.session.add(_loan(booking, order, now=now))
    for one, request in zip(order.wanted, requests, strict=False):
        db.session.add(new_line(booking, one, order.days, request))
    db.session.flush()
    loans.follow(booking, now=now)
    if booking.status == "cancelled":
        raise NothingLeft
    _confirm(booking, requests, now=now)
    return booking


def _confirm(booking: Booking, requests: Sequence[ShareRequest], *, now: datetime) -> None:
    """All of it is theirs at once: one message with hours, address and calendar entry says so, instead of the answer."""
    if all(one.granted >= one.quantity or one.instead_of_id is not None for one in requests):
        outbox.void(now=now, booking_id=booking.id, kinds=("sharing/answer",))
        loan_messages.tell("confirmed", booking, now=now)


def wishes(order: Order) -> list[Wish]:
    """A wish for each thing, then, for a second choice of days, as many again in their stead."""
    found = [wish(one, order.days, order) for one in order.wanted]
    if order.second:
        second = order.second
        found += [wish(one, second, order, rank=1, instead_of=at) for at, one in enumerate(order.wanted)]
    return found


def wish(one: Wanted, days: Days, order: Order, *, rank: int = 0, instead_of: int | None = None) -> Wish:
    """What the engine is asked for one thing; clean-up days are taken with it."""
    return Wish(
        resource_id=one.item.resource_id,
        quantity=one.quantity,
        least=one.least,
        span=taken(one.item, days),
        first_on=days.first,
        last_on=days.last,
        rank=rank,
        klass="D" if order.klass == "D" else "C",
        klass_reason=order.klass_words,
        would_share=order.would_share,
        instead_of=instead_of,
        is_season=order.is_season and instead_of is None and is_rationed(one.item),
    )


def is_rationed(item: Item) -> bool:
    """Decided by rounds; what is first come needs no season round."""
    pool = pools.pool_of(item.resource_id)
    return pool is not None and pool.mode == "window"


def season_of(wanted: Sequence[Wanted], days: Days, *, now: datetime) -> Window | None:
    """The round for the half-year of these days, while it takes wishes and something of this is decided by rounds."""
    if not any(is_rationed(one.item) for one in wanted):
        return None
    found = windows.season_window_of("equipment", days.first, now=now)
    return found if found.state == "open" else None


def taken(item: Item, days: Days) -> Span:
    """Whole local days, clean-up days included."""
    return opening.taken_span(days.first, days.last, item.cleanup_days)


def new_line(booking: Booking, one: Wanted, days: Days, request: ShareRequest) -> LoanLine:
    """A line not yet written."""
    return LoanLine(
        booking_id=booking.id,
        item_id=one.item.id,
        request_id=request.id,
        asked=one.quantity,
        least=one.least,
        got=0,
        first_on=days.first,
        last_on=days.last,
        state="asked",
    )


def _loan(booking: Booking, order: Order, *, now: datetime) -> Loan:
    return Loan(
        booking_id=booking.id,
        purpose=order.purpose,
        place_of_use=order.place_of_use,
        collector=order.collector,
        note=order.note,
        klass_asked=order.klass,
        klass_words=order.klass_words,
        pick_up_on=order.days.first,
        return_on=order.days.last,
        rules_accepted_at=now if order.accepts else None,
    )


def _note_class(requests: Sequence[ShareRequest], order: Order) -> None:
    for request in requests:
        request.klass_asked = order.klass
