"""Would you share? Two rivals for the same days who ticked it are asked before the round is drawn; two yes make one request."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings import codes
from wok.bookings import services as core
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.sharing import messages, pools, settling
from wok.sharing.models import RequestPartner, ShareRequest, ShareRound
from wok.sharing.refusals import TooLateToSay
from wok.sharing.settling import Change
from wok.sharing.together_models import ShareTogether

BEFORE = timedelta(days=5)  # before the round closes
LAST = timedelta(hours=3)  # no question that nobody could answer in time
MOST = 2  # questions about one request


def run(now: datetime) -> str:
    """For the written-out list of jobs."""
    with transaction():
        asked = ask_rivals(now=now)
    return f"asked {asked} pairs" if asked else ""


def ask_rivals(*, now: datetime) -> int:
    """Ask who would share and has a rival for the same days, in rounds about to close. Returns how many pairs were asked."""
    _end_orphans(now=now)
    wishes = _open_wishes(now=now)
    pairs = _pairs([one for one in wishes if one.would_share and not one.bundle and one.instead_of_id is None], wishes)
    for request, other in pairs:
        closes = request.round.closes_at if request.round else request.starts_at
        asked = ShareTogether(request_id=request.id, other_id=other.id, asked_at=now, until=closes)
        db.session.add(asked)
        db.session.flush()
        messages.would_share(asked, request, now=now)
        messages.would_share(asked, other, now=now)
    return len(pairs)


def _end_orphans(*, now: datetime) -> None:
    """Where one of the two was withdrawn, the other may be asked about another rival."""
    ended = select(ShareRequest.id).where(ShareRequest.state != "open")
    gone = or_(ShareTogether.request_id.in_(ended), ShareTogether.other_id.in_(ended))
    over = update(ShareTogether).where(ShareTogether.state == "asked", gone).values(state="over", settled_at=now)
    db.session.execute(over.execution_options(synchronize_session=False))


def _open_wishes(*, now: datetime) -> Sequence[ShareRequest]:
    soon = (ShareRound.state == "open", ShareRound.closes_at > now + LAST, ShareRound.closes_at <= now + BEFORE)
    chosen = select(ShareRequest).join(ShareRound).where(ShareRequest.state == "open", *soon)
    read = (joinedload(ShareRequest.pool), joinedload(ShareRequest.booking), selectinload(ShareRequest.partners))
    return db.session.scalars(chosen.options(*read).order_by(ShareRequest.id)).all()


def _pairs(willing: Sequence[ShareRequest], wishes: Sequence[ShareRequest]) -> list[tuple[ShareRequest, ShareRequest]]:
    """Two and two that ask for the same at the same time, in the order they asked, none in two questions at once."""
    before = questions_of([one.id for one in willing])
    busy = {side for one in before if one.state in ("asked", "joined") for side in (one.request_id, one.other_id)}
    often = [side for one in before for side in (one.request_id, one.other_id)]
    met = {frozenset((one.request_id, one.other_id)) for one in before}
    alike: dict[tuple[int, datetime, datetime], list[ShareRequest]] = defaultdict(list)
    for one in willing:
        if one.id not in busy and often.count(one.id) < MOST and _is_short(one, wishes):
            alike[one.pool_id, one.starts_at, one.ends_at].append(one)
    found = []
    for same in alike.values():
        while len(same) > 1:
            one = same.pop(0)
            other = next((two for two in same if _may_meet(one, two) and frozenset((one.id, two.id)) not in met), None)
            if other is not None:
                same.remove(other)
                found.append((one, other))
    return found


def _is_short(request: ShareRequest, wishes: Sequence[ShareRequest]) -> bool:
    """All wishes that meet it ask for more than is free."""
    rivals = [
        one.quantity
        for one in wishes
        if one.pool_id == request.pool_id and one.starts_at < request.ends_at and request.starts_at < one.ends_at
    ]
    return sum(rivals) > pools.free_now(request.pool, Span(request.starts_at, request.ends_at))


def _may_meet(one: ShareRequest, two: ShareRequest) -> bool:
    """They are different people: no association and no circle stands behind both."""
    circles = [{partner.circle_id for partner in request.partners} for request in (one, two)]
    return one.booking_id != two.booking_id and circles[0].isdisjoint(circles[1])


def questions_of(request_ids: Sequence[int]) -> Sequence[ShareTogether]:
    """The questions these requests were ever asked."""
    chosen = select(ShareTogether).where(
        or_(ShareTogether.request_id.in_(request_ids), ShareTogether.other_id.in_(request_ids))
    )
    return db.session.scalars(chosen.order_by(ShareTogether.id)).all()


def is_asked(asked: ShareTogether, request_id: int, *, now: datetime) -> bool:
    """The question still waits for this one's answer."""
    mine = asked.request_yes_at if asked.request_id == request_id else asked.other_yes_at
    return asked.state == "asked" and mine is None and now < asked.until


def say(asked: ShareTogether, request: ShareRequest, *, is_yes: bool, now: datetime) -> None:
    """One of the two answers. The second yes makes one joint request. Raises TooLateToSay."""
    _lock(asked)
    if asked.state != "asked":
        return
    if now >= asked.until or request.state != "open":
        raise TooLateToSay
    if not is_yes:
        asked.state, asked.settled_at = "no", now
        return
    if asked.request_id == request.id:
        asked.request_yes_at = asked.request_yes_at or now
    else:
        asked.other_yes_at = asked.other_yes_at or now
    if asked.request_yes_at and asked.other_yes_at:
        _join(asked, now=now)


def _lock(asked: ShareTogether) -> None:
    """The round first, then the question, read again: two presses follow one another."""
    round_id = asked.request.round_id
    db.session.execute(select(ShareRound.id).where(ShareRound.id == round_id).with_for_update())
    db.session.refresh(asked, with_for_update=True)
    db.session.refresh(asked.request)
    db.session.refresh(asked.other)


def _join(asked: ShareTogether, *, now: datetime) -> None:
    """The larger request stays and is both's; the other is withdrawn without trace."""
    if asked.request.state != "open" or asked.other.state != "open":
        asked.state, asked.settled_at = "over", now
        raise TooLateToSay
    kept, ended = sorted((asked.request, asked.other), key=lambda one: (-one.quantity, one.id))
    known = {one.circle_id for one in kept.partners}
    joining = [one for one in ended.partners if one.confirmed_at and one.circle_id not in known]
    for at, partner in enumerate(joining, 1 + max(one.position for one in kept.partners)):
        kept.partners.append(_partner(partner, at, now=now))
    asked.state, asked.settled_at = "joined", now
    core.note(kept.booking, "together", by=core.WOK, now=now)
    db.session.flush()
    messages.joined(asked, kept, ended.booking, is_theirs=False, now=now)
    messages.joined(asked, ended, kept.booking, is_theirs=True, now=now)
    gone = Change(ended, state="withdrawn", waits=False)
    settling.settle(ended.booking, [gone], "withdrawn", by=core.WOK, now=now)


def _partner(joining: RequestPartner, position: int, *, now: datetime) -> RequestPartner:
    return RequestPartner(
        position=position,
        circle_id=joining.circle_id,
        association_id=joining.association_id,
        confirmed_at=now,
        link_token=codes.new_link_token(),
    )
