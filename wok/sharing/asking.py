"""Asking: a wish while the window runs, else granted at once if it fits, else a place on the waiting list.

    wish = Wish(resource_id, quantity=4, least=2, span=span, first_on=day, last_on=day)   # span: clean-up included
    requests = ask(booking, [wish], [association.id], by="booker", now=now)              # booking: services.new_booking

All inside the caller's `transaction()`. The messages "received" and "answer" are owed here.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.bookings import codes
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import InThePast
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.sharing import charging, circles, granting, messages, pools, settling, windows
from wok.sharing.asking_refusals import AnchorTaken, MayNotShare, NotShared
from wok.sharing.decided import follow
from wok.sharing.models import Circle, RequestPartner, SharePool, ShareRequest, ShareRound
from wok.sharing.windows import Window

__all__ = ["Wish", "add_wishes", "ask", "count"]


@dataclass(frozen=True)
class Wish:
    """So many of one resource over exactly this span, clean-up included; `first_on` to `last_on` is what people asked.

    `instead_of`: index of the wish this one replaces if that gets nothing. `bundle`: wishes with the same text are
    one request over several periods, all or nothing but for those that `may_drop`. `is_season`: for the season round.
    """

    resource_id: int
    quantity: int
    least: int
    span: Span
    first_on: date
    last_on: date
    rank: int = 0
    klass: str = "C"
    klass_reason: str = ""
    would_share: bool = False
    instead_of: int | None = None
    bundle: str | None = None
    may_drop: bool = False
    is_season: bool = False


def ask(
    booking: Booking, wishes: Sequence[Wish], associations: Sequence[int], *, by: str, now: datetime
) -> list[ShareRequest]:
    """Ask for all these with one new booking; the asking association first, its partners after it.

    Without association only lunch is shared: the booking is then a circle of its own.
    Returns the requests in the order of the wishes. Raises NotShared, MayNotShare, InThePast, AnchorTaken.
    """
    if associations or booking.kind != "lunch":
        _may_share(associations)
    booking.status = "waiting"
    db.session.add(booking)
    db.session.flush()
    core.note(booking, "asked", by=by, now=now, quantity=booking.quantity)
    return _ask(booking, wishes, associations, by=by, now=now)


def add_wishes(booking: Booking, wishes: Sequence[Wish], *, by: str, now: datetime) -> list[ShareRequest]:
    """Ask for more with a booking that exists; those who asked together ask together again."""
    known = (
        select(RequestPartner.association_id, RequestPartner.position)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .where(ShareRequest.booking_id == booking.id)
        .order_by(RequestPartner.position, RequestPartner.id)
    )
    named = (row.association_id for row in db.session.execute(known))
    associations = [one for one in dict.fromkeys(named) if one is not None]
    return _ask(booking, wishes, associations, by=by, now=now)


def _ask(
    booking: Booking, wishes: Sequence[Wish], associations: Sequence[int], *, by: str, now: datetime
) -> list[ShareRequest]:
    shared = pools.pools_of(one.resource_id for one in wishes)
    if any(one.resource_id not in shared for one in wishes):
        raise NotShared
    if any(one.span.end <= now for one in wishes):
        raise InThePast
    who = circles.circles_of(associations, now=now) if associations else [circles.of_one_booking(now=now)]
    circles.lock(one.id for one in who)
    for family in sorted({pool.family for pool in shared.values()}):
        charging.welcome([one.id for one in who[:1]], family, now=now)
    rounds = [_round_for(one, shared[one.resource_id], who[0], now=now) for one in wishes]
    _lock(rounds, list(shared.values()), now=now)
    requests: list[ShareRequest] = []
    for wish, row in zip(wishes, rounds, strict=True):
        requests.append(_new(booking, wish, shared[wish.resource_id], row, now=now))
        _name_partners(requests[-1], associations, who[0], now=now)
    _choose_second(requests, wishes)
    db.session.flush()
    _rank_series(requests, who[0])
    _decide_now(booking, requests, by=by, now=now)
    return requests


def count(booking: Booking, wish: Wish, associations: Sequence[int], *, now: datetime) -> ShareRequest:
    """Write down what a feature itself gave first come, after the round: it counts at the rate of quiet days."""
    pool = pools.pools_of([wish.resource_id])[wish.resource_id]
    who = circles.circles_of(associations, now=now)
    charging.welcome([one.id for one in who[:1]], pool.family, now=now)
    request = _new(booking, wish, pool, None, now=now)
    _name_partners(request, associations, who[0], now=now)
    db.session.flush()
    owed = charging.quiet_cost(request, wish.quantity, now=now)
    charging.charge(request, wish.quantity, owed, is_contested=False, now=now)
    request.state, request.granted, request.reason, request.decided_at = "granted", wish.quantity, "ALL_SERVED", now
    db.session.flush()
    return request


def _may_share(associations: Sequence[int]) -> None:
    chosen = select(Association.id).where(Association.id.in_(associations), Association.status == "accepted")
    if not associations or len(set(db.session.scalars(chosen))) < len(set(associations)):
        raise MayNotShare


def _round_for(wish: Wish, pool: SharePool, asker: Circle, *, now: datetime) -> ShareRound | None:
    """The round that will decide this wish, or None when it can be decided now."""
    day = weekly.local_day(wish.span.start)
    if wish.is_season:
        season = windows.season_window_of(pool.family, day, now=now)
        if season.state != "closed":
            found = windows.round_of(season, "season", pool.family)
            _one_anchor(found, wish, asker)
            return found
    window = windows.window_of(pool, wish.span, now=now)
    return None if window.state in ("none", "closed") else _week_round(window, pool)


def _week_round(window: Window, pool: SharePool) -> ShareRound:
    return windows.round_of(window, "week", pool.family)


def _one_anchor(row: ShareRound, wish: Wish, asker: Circle) -> None:
    """One date for each circle and season round; a series counts as one, and may have a second choice. Raises AnchorTaken."""
    other = (
        select(ShareRequest.id)
        .join(RequestPartner, RequestPartner.request_id == ShareRequest.id)
        .where(
            ShareRequest.round_id == row.id,
            ShareRequest.state != "withdrawn",
            RequestPartner.circle_id == asker.id,
            RequestPartner.position == 0,
        )
    )
    if wish.bundle is not None:
        other = other.where(ShareRequest.bundle.is_distinct_from(wish.bundle), ShareRequest.rank == wish.rank)
    else:
        other = other.where(ShareRequest.first_on != wish.first_on)
    if db.session.scalar(other.limit(1)) is not None:
        raise AnchorTaken


def _rank_series(requests: Sequence[ShareRequest], asker: Circle) -> None:
    """A series wished for second is looked at when the dearer one got nothing, whichever was asked first."""
    season = {one.round_id for one in requests if one.bundle and one.round is not None and one.round.kind == "season"}
    for round_id in season:
        own = list(
            db.session.scalars(
                select(ShareRequest)
                .join(RequestPartner, RequestPartner.request_id == ShareRequest.id)
                .where(ShareRequest.round_id == round_id, ShareRequest.bundle.is_not(None))
                .where(RequestPartner.circle_id == asker.id, RequestPartner.position == 0, ShareRequest.state == "open")
                .order_by(ShareRequest.id)
            )
        )
        dearest = next((one for one in own if one.rank == 0), None)
        for one in own:
            if dearest is not None and one.rank:
                one.instead_of_id = dearest.id
    db.session.flush()


def _lock(rounds: Sequence[ShareRound | None], shared: Sequence[SharePool], *, now: datetime) -> None:
    """Rounds first, then resources, in id order; a round that closed this very moment takes no more wishes."""
    for row in sorted({one.id for one in rounds if one is not None}):
        db.session.get_one(ShareRound, row, with_for_update=True, populate_existing=True)
    settling.lock_pools(shared, now=now)


def _new(booking: Booking, wish: Wish, pool: SharePool, row: ShareRound | None, *, now: datetime) -> ShareRequest:
    is_open = row is not None and row.state == "open"
    request = ShareRequest(
        uid=codes.new_link_token(),
        booking_id=booking.id,
        booking=booking,
        pool=pool,
        round=row if is_open else None,
        quantity=wish.quantity,
        least=wish.least,
        starts_at=wish.span.start,
        ends_at=wish.span.end,
        first_on=wish.first_on,
        last_on=wish.last_on,
        klass=wish.klass,
        klass_reason=wish.klass_reason,
        rank=wish.rank,
        bundle=wish.bundle,
        may_drop=wish.may_drop,
        would_share=wish.would_share,
        state="open" if is_open else "refused",
        granted=0,
        is_contested=False,
        reason="",
        facts={},
        asked_at=now,
    )
    db.session.add(request)
    db.session.flush()
    return request


def _name_partners(request: ShareRequest, associations: Sequence[int], asker: Circle, *, now: datetime) -> None:
    named: list[int | None] = [*dict.fromkeys(associations)]
    for position, association_id in enumerate(named or [None]):
        partner = RequestPartner(
            request=request,
            position=position,
            circle_id=(circles.circle_of(association_id, now=now) if association_id else asker).id,
            association_id=association_id,
            confirmed_at=None if position else now,
            link_token=codes.new_link_token() if position else None,
        )
        db.session.add(partner)


def _choose_second(requests: Sequence[ShareRequest], wishes: Sequence[Wish]) -> None:
    """A second choice is looked at when the first is decided: in the later of the two rounds."""
    for request, wish in zip(requests, wishes, strict=True):
        if wish.instead_of is None:
            continue
        first = requests[wish.instead_of]
        request.instead_of_id = first.id
        if first.round is not None and (request.round is None or request.round.closes_at < first.round.closes_at):
            request.round, request.state = first.round, "open"


def _decide_now(booking: Booking, requests: Sequence[ShareRequest], *, by: str, now: datetime) -> None:
    """What needs no round is decided at once; each is told once."""
    at_once = [one for one in requests if one.state != "open"]
    given = granting.grant_at_once(at_once, now=now)
    settling.restate(booking, now=now)
    if any(one.granted for one in at_once):
        units = {str(one.id): one.granted for one in at_once}
        core.note(booking, "granted", by=by, now=now, granted=units)
    follow(booking, requests, "granted", now=now)
    messages.received(booking, requests, now=now)
    messages.answer(booking, given, now=now)
    for request in requests:
        for partner in request.partners:
            if partner.confirmed_at is None:
                messages.partner_asked(booking, partner, now=now)
