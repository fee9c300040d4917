"""Offers to the waiting list: held 48 hours, 24 when the start is near; taken, passed on, or lapsed, which costs nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from wok.bookings import services as core
from wok.bookings.lines import Line, free_line, take_lines
from wok.bookings.models import Booking, Resource, ResourcePart
from wok.db import db
from wok.kernel import weekly
from wok.sharing import charging, messages, parameters, pools, settling, waiting, window_rules
from wok.sharing.charging import Owed
from wok.sharing.decided import follow
from wok.sharing.models import ShareOffer, SharePool, ShareRequest
from wok.sharing.refusals import NotOnTheList, OfferEnded
from wok.sharing.settling import Change, span_of
from wok.sharing.waiting import place_on_list

__all__ = ["lapse", "leave_list", "make", "open_offer", "overdue", "pass_on", "place_on_list", "take", "units_freed"]


def units_freed(resource_ids: Iterable[int], *, now: datetime, after: timedelta = timedelta(0)) -> None:
    """Units of these came back: the jobs run their waiting lists `after` a while (the minutes of undo)."""
    touched = {part for one in resource_ids for part in core.parts_of(one)}
    later = Resource.offers_from.is_(None) | (Resource.offers_from < now + after)
    db.session.execute(update(Resource).where(Resource.id.in_(touched), later).values(offers_from=now + after))


def open_offer(request: ShareRequest) -> ShareOffer | None:
    """What is held for a request right now."""
    chosen = select(ShareOffer).where(ShareOffer.request_id == request.id, ShareOffer.state == "open")
    return db.session.scalar(chosen)


def make(
    request: ShareRequest, units: int, points: int, *, round_id: int | None, is_contested: bool, now: datetime
) -> ShareOffer:
    """Hold units for somebody who waits and tell them. The caller holds the locks. Raises LineNotLeft."""
    params = parameters.current(weekly.local_day(now))
    until = window_rules.offer_ends(
        now=now,
        starts_at=request.starts_at,
        hours=params.offer_hours,
        hours_if_near=params.offer_hours_if_near,
        near_days=params.offer_near_days,
    )
    booking = request.booking
    take_lines(booking, [Line(request.pool.resource_id, units, span_of(request))], now=now)
    offer = ShareOffer(
        request=request,
        round_id=round_id,
        quantity=units,
        points=points,
        is_contested=is_contested,
        made_at=now,
        until=until,
        state="open",
    )
    db.session.add(offer)
    settling.restate(booking, now=now)
    core.note(booking, "offered", by=core.WOK, now=now, until=until.isoformat(), quantity=units)
    follow(booking, [request], "offered", now=now)
    messages.offer(offer, now=now)
    return offer


def take(offer: ShareOffer, *, by: str, now: datetime) -> None:
    """Yes, please. Raises OfferEnded when it was answered, lapsed or went on."""
    request = _locked(offer, now=now)
    offer.state, offer.settled_at = "taken", now
    free_line(request.booking, request.pool.resource_id, offer.quantity, span=span_of(request))
    total = request.granted + offer.quantity
    is_whole = total == request.quantity
    owed = [Owed(circle, offer.points) for circle in charging.partners_of(request)]
    changes = [
        Change(
            request,
            granted=total,
            state="granted" if is_whole else "partly",
            reason="SERVED" if is_whole else "PARTLY",
            is_contested=offer.is_contested,
            owed=owed,
            waits=not is_whole,
        )
    ]
    settling.settle(request.booking, changes, "taken", by=by, now=now)
    _end_other_choice(request, now=now)


def _end_other_choice(request: ShareRequest, *, now: datetime) -> None:
    """First or second choice, not both: what was asked instead waits no more."""
    chosen = select(ShareRequest).where(
        (ShareRequest.instead_of_id == request.id) | (ShareRequest.id == request.instead_of_id),
        ShareRequest.waiting_since.is_not(None),
        ShareRequest.granted == 0,
    )
    for other in db.session.scalars(chosen):
        held = open_offer(other)
        if held is not None:
            _give_back(held, "withdrawn", now=now)
        other.waiting_since = None
    settling.restate(request.booking, now=now)


def pass_on(offer: ShareOffer, *, by: str, now: datetime) -> None:
    """No, thank you: it goes to the next. What was given before stays. Raises OfferEnded."""
    request = _locked(offer, now=now)
    _give_back(offer, "passed", now=now)
    _leave(request, "passed", by=by, now=now)
    messages.passed(offer, now=now)


def lapse(offer: ShareOffer, *, now: datetime) -> bool:
    """Nobody answered in time: it goes to the next and costs nothing. False when it was answered meanwhile."""
    settling.lock([offer.request], now=now)
    db.session.refresh(offer)
    if offer.state != "open" or offer.until > now:
        return False
    _give_back(offer, "lapsed", now=now)
    _leave(offer.request, "lapsed", by=core.WOK, now=now)
    messages.lapsed(offer, now=now)
    return True


def overdue(*, now: datetime) -> list[int]:
    """The open offers whose time is over, in id order."""
    chosen = select(ShareOffer.id).where(ShareOffer.state == "open", ShareOffer.until <= now)
    return list(db.session.scalars(chosen.order_by(ShareOffer.id)))


def leave_list(request: ShareRequest, *, by: str, now: datetime) -> None:
    """Wait no more; an open offer is given back. Raises NotOnTheList."""
    settling.lock([request], now=now)
    if request.waiting_since is None:
        raise NotOnTheList
    held = open_offer(request)
    if held is not None:
        _give_back(held, "passed", now=now)
    _leave(request, "left", by=by, now=now)


def withdraw_offer(request: ShareRequest, *, now: datetime) -> None:
    """What is held for a request that ends is given back. The caller holds the lock."""
    held = open_offer(request)
    if held is not None:
        _give_back(held, "withdrawn", now=now)


def _locked(offer: ShareOffer, *, now: datetime) -> ShareRequest:
    request = offer.request
    either = (ShareRequest.instead_of_id == request.id) | (ShareRequest.id == request.instead_of_id)
    settling.lock([request, *db.session.scalars(select(ShareRequest).where(either))], now=now)
    db.session.refresh(offer)
    if offer.state != "open" or offer.until <= now:
        raise OfferEnded
    return request


def _give_back(offer: ShareOffer, state: str, *, now: datetime) -> None:
    request = offer.request
    free_line(request.booking, request.pool.resource_id, offer.quantity, span=span_of(request))
    offer.state, offer.settled_at = state, now
    units_freed([request.pool.resource_id], now=now)


def _leave(request: ShareRequest, what: str, *, by: str, now: datetime) -> None:
    booking: Booking = request.booking
    request.waiting_since = None
    settling.restate(booking, now=now)
    core.note(booking, what, by=by, now=now, request=request.id)
    follow(booking, [request], what, now=now)


def due_pools(*, now: datetime) -> list[list[int]]:
    """Groups of pools that share resources and whose units came back, ripe for a run of the list."""
    own = Resource.id.in_(select(SharePool.resource_id)) | Resource.id.in_(select(ResourcePart.part_id))
    ripe = set(db.session.scalars(select(Resource.id).where(Resource.offers_from <= now, own)))
    if not ripe:
        return []
    wholes = select(ResourcePart.whole_id).where(ResourcePart.part_id.in_(ripe))
    touched = SharePool.resource_id.in_(ripe) | SharePool.resource_id.in_(wholes)
    found: list[list[int]] = []
    for pool_id in db.session.scalars(select(SharePool.id).where(touched).order_by(SharePool.id)):
        if not any(pool_id in group for group in found):
            found.append(pools.sharing_atoms([pool_id]))
    return found


def has_waiters(pool_ids: Iterable[int], *, now: datetime) -> bool:
    """Whether a run of these lists could give anything to anybody."""
    return bool(waiting.waiters(pool_ids, now=now))
