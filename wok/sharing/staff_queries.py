"""What staff read about requests: the list with its filters, rivals for the same dates, where more is asked than there is."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Taking
from wok.db import db
from wok.kernel import availability
from wok.kernel.availability import Taken
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.sharing import pools, standing
from wok.sharing.ledger_models import ShareOverride, ShareReview
from wok.sharing.models import RequestPartner, SharePool, ShareRequest
from wok.sharing.standing import Standing

PAGE = 40
DECIDED = ("granted", "partly", "refused", "overridden")
LISTS = ("open", "waiting", "review", "decided", "all")


@dataclass(frozen=True)
class Row:
    """One request in a list. `is_crowded`: over its dates more is asked than there is."""

    request: ShareRequest
    names: list[str]
    closes_at: datetime | None
    is_crowded: bool
    has_review: bool


def whole() -> Select[ShareRequest]:
    """Requests with all that a line needs, in a fixed number of statements."""
    return select(ShareRequest).options(
        joinedload(ShareRequest.pool).joinedload(SharePool.resource),
        joinedload(ShareRequest.round),
        joinedload(ShareRequest.booking),
        selectinload(ShareRequest.partners).joinedload(RequestPartner.association),
    )


def requests(which: str, family: str, page: int, *, now: datetime) -> tuple[list[Row], bool]:
    """One page of a list, and whether there are more; open ones by closing time, decided ones latest first."""
    chosen = _in_order(_chosen(which, now=now), which)
    if family:
        chosen = chosen.join(SharePool, SharePool.id == ShareRequest.pool_id).where(SharePool.family == family)
    found = list(db.session.scalars(chosen.offset(page * PAGE).limit(PAGE + 1)))
    return rows(found[:PAGE]), len(found) > PAGE


def _chosen(which: str, *, now: datetime) -> Select[ShareRequest]:
    still = ShareRequest.ends_at > now
    asked = select(ShareReview.request_id).where(ShareReview.answered_at.is_(None))
    return whole().where(
        *{
            "open": (ShareRequest.state == "open", still),
            "waiting": (ShareRequest.waiting_since.is_not(None), ShareRequest.state != "withdrawn", still),
            "review": (ShareRequest.id.in_(asked),),
            "decided": (ShareRequest.state.in_(DECIDED),),
        }.get(which, ())
    )


def _in_order(chosen: Select[ShareRequest], which: str) -> Select[ShareRequest]:
    if which == "decided":
        return chosen.order_by(ShareRequest.decided_at.desc(), ShareRequest.id.desc())
    if which == "all":
        return chosen.order_by(ShareRequest.asked_at.desc(), ShareRequest.id.desc())
    return chosen.order_by(ShareRequest.first_on, ShareRequest.pool_id, ShareRequest.id)


def counts(*, now: datetime) -> dict[str, int]:
    """How many stand in each list."""
    return {
        which: db.session.scalar(select(func.count()).select_from(_chosen(which, now=now).order_by(None).subquery()))
        or 0
        for which in LISTS
        if which != "all"
    }


def open_count(*, now: datetime) -> int:
    """How many requests are not decided yet."""
    return db.session.scalar(select(func.count()).select_from(_chosen("open", now=now).order_by(None).subquery())) or 0


def rows(found: Sequence[ShareRequest]) -> list[Row]:
    """Lines of a list."""
    crowded = crowded_ids(found)
    asked = select(ShareReview.request_id).where(
        ShareReview.answered_at.is_(None), ShareReview.request_id.in_([one.id for one in found])
    )
    reviews = set(db.session.scalars(asked)) if found else set()
    return [
        Row(
            request=one,
            names=names(one),
            closes_at=one.round.closes_at if one.round and one.state == "open" else None,
            is_crowded=one.id in crowded,
            has_review=one.id in reviews,
        )
        for one in found
    ]


def names(request: ShareRequest) -> list[str]:
    """The groups that ask, the asking one first; who declined is left out."""
    asking = [one.name for one in request.partners if one.declined_at is None]
    return asking or [request.booking.association_said or request.booking.contact_name]


def crowded_ids(found: Sequence[ShareRequest]) -> set[int]:
    """Those open requests over whose dates all wishes and all takings are more than there is."""
    wishes = [one for one in found if one.state == "open"]
    if not wishes:
        return set()
    taken = taken_of({one.pool.resource_id for one in wishes}, Span(*_reach(wishes)))
    all_wishes: dict[int, list[Taken]] = defaultdict(list)
    for pool_id, start, end, quantity in db.session.execute(
        select(ShareRequest.pool_id, ShareRequest.starts_at, ShareRequest.ends_at, ShareRequest.quantity).where(
            ShareRequest.state == "open", ShareRequest.pool_id.in_({one.pool_id for one in wishes})
        )
    ):
        all_wishes[pool_id].append(Taken(Span(start, end), quantity))
    return {
        one.id
        for one in wishes
        if availability.peak(taken[one.pool.resource_id] + all_wishes[one.pool_id], Span(one.starts_at, one.ends_at))
        > one.pool.resource.capacity
    }


def _reach(found: Sequence[ShareRequest]) -> tuple[datetime, datetime]:
    return min(one.starts_at for one in found), max(one.ends_at for one in found)


def taken_of(resource_ids: set[int], span: Span, *, but: int = 0) -> dict[int, list[Taken]]:
    """What is taken of these atomic resources within `span`, by others than the booking `but`."""
    taken: dict[int, list[Taken]] = defaultdict(list)
    for row in db.session.execute(
        select(Taking.resource_id, Taking.starts_at, Taking.ends_at, Taking.quantity).where(
            Taking.resource_id.in_(resource_ids),
            Taking.ends_at > span.start,
            Taking.starts_at < span.end,
            Taking.booking_id != but,
        )
    ):
        taken[row.resource_id].append(Taken(Span(row.starts_at, row.ends_at), row.quantity))
    return taken


def rivals(request: ShareRequest) -> list[ShareRequest]:
    """Others' requests of the same things (of a room: of its parts, too) over some of the same dates, the larger first."""
    chosen = whole().where(
        ShareRequest.pool_id.in_(pools.sharing_atoms([request.pool_id])),
        ShareRequest.id != request.id,
        ShareRequest.booking_id != request.booking_id,
        ShareRequest.starts_at < request.ends_at,
        ShareRequest.ends_at > request.starts_at,
        or_(ShareRequest.state != "withdrawn", ShareRequest.granted > 0),
    )
    return list(db.session.scalars(chosen.order_by(ShareRequest.quantity.desc(), ShareRequest.id).limit(100)))


def state_of(request: ShareRequest, others: Sequence[ShareRequest], free: int) -> dict[str, Any]:
    """What a decision stands on: this request, what is free, and what its rivals have; to tell whether it changed."""
    return {
        "me": [request.state, request.granted, request.quantity, request.klass],
        "free": free,
        "rivals": {str(one.id): [one.state, one.granted] for one in others},
    }


def standings_of(request: ShareRequest, *, now: datetime) -> list[tuple[RequestPartner, Standing]]:
    """Where each group that asks stands today in this family."""
    asking = [one for one in request.partners if one.declined_at is None]
    found = standing.standings([one.circle_id for one in asking], request.pool.family, now=now)
    return [(one, found[one.circle_id]) for one in asking]


def reviews_of(request: ShareRequest) -> list[ShareReview]:
    """Who asked a person to look again, and what was answered, the latest first."""
    chosen = select(ShareReview).where(ShareReview.request_id == request.id)
    return list(db.session.scalars(chosen.order_by(ShareReview.id.desc())))


def overrides_of(request: ShareRequest) -> list[tuple[ShareOverride, str]]:
    """What staff decided beside the rule, with who did, the latest first."""
    chosen = select(ShareOverride, Person.name).outerjoin(Person, Person.id == ShareOverride.by_id)
    found = db.session.execute(
        chosen.where(ShareOverride.request_id == request.id, ShareOverride.undone_at.is_(None)).order_by(
            ShareOverride.id.desc()
        )
    )
    return [(row, name or "") for row, name in found]


def waiting_of(circle_id: int, *, now: datetime) -> list[ShareRequest]:
    """Open wishes and waiting requests of one circle, by date."""
    own = select(RequestPartner.request_id).where(
        RequestPartner.circle_id == circle_id, RequestPartner.declined_at.is_(None)
    )
    chosen = whole().where(
        ShareRequest.id.in_(own),
        ShareRequest.ends_at > now,
        ShareRequest.state != "withdrawn",
        or_(ShareRequest.state == "open", ShareRequest.waiting_since.is_not(None)),
    )
    return list(db.session.scalars(chosen.order_by(ShareRequest.first_on, ShareRequest.id).limit(PAGE)))
