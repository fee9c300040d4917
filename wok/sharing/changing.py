"""Changing one request: fewer or more, other days after all, or none any more."""

from collections.abc import Mapping
from datetime import date, datetime

from wok.bookings import services as core
from wok.bookings import told
from wok.bookings.lines import Line, LineNotLeft, free_line, take_lines
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel.span import Span
from wok.sharing import charging, granting, messages, offers, penalties, settling, windows
from wok.sharing.asking_refusals import WishesOver
from wok.sharing.decided import follow
from wok.sharing.ledger_models import ShareCharge
from wok.sharing.models import ShareRequest
from wok.sharing.settling import Change, span_of


def change_quantity(request: ShareRequest, quantity: int, *, by: str, now: datetime, least: int | None = None) -> None:
    """Ask for more or fewer. A wish just changes; fewer of a grant goes back; more is given if free, else waited for.

    Raises WishesOver between the closing of the wishes and the draw.
    """
    if quantity < 1:
        withdraw(request, by=by, now=now)
        return
    settling.lock([request], now=now)
    if request.state == "withdrawn":
        return
    if request.state == "open" and windows.is_over(request.round, now=now):
        raise WishesOver
    old = request.quantity
    held = offers.open_offer(request)
    if held is not None and quantity < request.granted + held.quantity:
        offers.withdraw_offer(request, now=now)
    if quantity < request.granted:
        _give_back(request, request.granted - quantity, by=by, now=now)
    request.quantity, request.least = quantity, min(least or request.least, quantity)
    if request.state != "open":
        _restate(request, is_more=quantity > old, now=now)
    settling.restate(request.booking, now=now)
    core.note(request.booking, "changed", by=by, now=now, quantity=[old, quantity])
    follow(request.booking, [request], "changed", now=now)


def _restate(request: ShareRequest, *, is_more: bool, now: datetime) -> None:
    if request.granted >= request.quantity:
        request.state, request.waiting_since = "granted", None
    elif is_more and offers.open_offer(request) is None:
        granting.grant(request, now=now)
        if request.granted < request.quantity:
            messages.answer(request.booking, [request], now=now)
    db.session.flush()


def _give_back(request: ShareRequest, units: int, *, by: str, now: datetime) -> None:
    """Part of a grant goes back, by the same rule as cancelling it."""
    penalty = charging.give_back(request, units, is_excused=by == core.STAFF, now=now)
    settling.apply(Change(request, granted=request.granted - units), now=now)
    if penalty:
        penalties.penalise_booking(request.booking, "cancelled", penalty, now=now)
    offers.units_freed([request.pool.resource_id], now=now, after=told.undo_time())


def withdraw(request: ShareRequest, *, by: str, now: datetime) -> None:
    """Not wanted any more: a wish goes without trace, a place on the list is left, a grant is given back."""
    settling.lock([request], now=now)
    if request.state == "withdrawn":
        return
    offers.withdraw_offer(request, now=now)
    if request.granted:
        _give_back(request, request.granted, by=by, now=now)
    settling.apply(Change(request, granted=0, state="withdrawn", waits=False), now=now)
    settling.restate(request.booking, now=now)
    core.note(request.booking, "withdrawn", by=by, now=now, request=request.id)
    follow(request.booking, [request], "withdrawn", now=now)


def extend(booking: Booking, last_on: date, spans: Mapping[int, Span], *, by: str, now: datetime) -> None:
    """Keep what was granted longer: `spans` gives each request's new taking. All or none.

    Raises LineNotLeft when the next have it, or somebody who waits could use it. The further days count at the quiet rate.
    """
    requests = [db.session.get_one(ShareRequest, one) for one in sorted(spans)]
    settling.lock(requests, now=now)
    for request in requests:
        _stretch(request, last_on, spans[request.id], now=now)
    settling.restate(booking, now=now)
    core.touch(booking, now=now)
    core.note(booking, "extended", by=by, now=now, last_on=last_on.isoformat())
    follow(booking, requests, "changed", now=now)


def _stretch(request: ShareRequest, last_on: date, span: Span, *, now: datetime) -> None:
    resource_id, units = request.pool.resource_id, request.granted
    before = charging.price(request, units)
    free_line(request.booking, resource_id, span=span_of(request))
    more = [rest for rest in span.cut(span_of(request)) if rest.start >= request.ends_at]
    request.starts_at, request.ends_at, request.last_on = span.start, span.end, last_on
    if more and granting.is_kept_between(request, more[0], now=now):
        raise LineNotLeft(resource_id, 0)
    take_lines(request.booking, [Line(resource_id, units, span)], now=now)
    points = charging.quiet_share(charging.price(request, units) - before, now=now)
    for circle_id in charging.partners_of(request) if points > 0 else ():
        db.session.add(
            ShareCharge(
                circle_id=circle_id,
                family=request.pool.family,
                on=request.first_on,
                points=points,
                why="grant",
                request_id=request.id,
                quantity=0,
                is_contested=False,
                made_at=now,
            )
        )
    db.session.flush()
