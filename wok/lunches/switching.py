"""Staff switch one coming lunch between first come and wishes; what is asked for it already goes along."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import TooLateToUndo
from wok.bookings.services import STAFF
from wok.db import db
from wok.kernel import weekly
from wok.lunches import wish_state, wishes
from wok.lunches.messages import tell
from wok.lunches.refusals import WishesNotNow
from wok.lunches.settling import lock_date, pair_of, settle, span_of
from wok.sharing import charging, circles, pools, settling, windows
from wok.sharing.models import SharePool, ShareRequest
from wok.sharing.settling import Change


def take_wishes(occurrence: Occurrence, *, now: datetime) -> None:
    """From now on who wants to come sends a wish; who is counted in stays so, who waits in the list wishes.

    Raises WishesNotNow.
    """
    waiting = [entry.booking for entry in waitlist.waiting_entries(occurrence.resource_id)]
    groups = {group for booking in waiting for group in wishes.associations_of(booking)}
    circles.lock(one.id for one in circles.circles_of(sorted(groups), now=now))
    _lock_open(occurrence, now=now)
    shared = pools.pool_of(occurrence.resource_id) or pools.open_pool(occurrence.resource_id, "lunch")
    pools.set_mode(shared, "window")
    for entry in waitlist.waiting_entries(occurrence.resource_id):
        waitlist.leave(entry, state="ended", now=now)
        wishes.ask(occurrence, entry.booking, by=STAFF, now=now)


def first_come_again(occurrence: Occurrence, *, now: datetime) -> None:
    """Back: wishes sent so far are counted in while there are places, in the order they came; the others wait.

    Raises WishesNotNow.
    """
    shared = wish_state.pool(occurrence)
    _lock_open(occurrence, now=now)
    if shared is None:
        return
    pools.set_mode(shared, "first_come")
    for request in open_wishes(shared):
        _count_in(request, occurrence, now=now)
    settle(occurrence, now=now)


def _lock_open(occurrence: Occurrence, *, now: datetime) -> None:
    """The week's round, then the date's seats, and the window still runs."""
    if not wish_state.could_run(occurrence, now=now):
        raise WishesNotNow
    row = windows.round_of(wish_state.window(occurrence, now=now), "week", "lunch")
    db.session.refresh(row, with_for_update=True)
    lock_date(occurrence, now=now)
    if row.state != "open" or not wish_state.could_run(occurrence, now=now):
        raise WishesNotNow


def open_wishes(shared: SharePool) -> Sequence[ShareRequest]:
    """What is wished for a date, in the order it came."""
    chosen = select(ShareRequest).where(ShareRequest.pool_id == shared.id, ShareRequest.state == "open")
    return db.session.scalars(chosen.order_by(ShareRequest.asked_at, ShareRequest.id)).all()


def _count_in(request: ShareRequest, occurrence: Occurrence, *, now: datetime) -> None:
    booking, request.round = request.booking, None
    _date, rsvp = pair_of(booking)
    if waitlist.public_free(occurrence.resource, span_of(occurrence)) < request.quantity:
        request.state, request.reason = "refused", "TAKEN"
        entry = wishes.join_list(booking, request, now=now)
        tell("waiting", booking, rsvp, occurrence, now=now, position=waitlist.position(entry))
        return
    owed = charging.quiet_cost(request, request.quantity, now=now)
    given = Change(request, granted=request.quantity, state="granted", reason="ALL_SERVED", owed=owed)
    settling.apply(given, now=now)
    settling.restate(booking, now=now)
    core.note(booking, "confirmed", by=STAFF, now=now)
    tell("confirmed", booking, rsvp, occurrence, now=now)


def moved(occurrence: Occurrence, *, now: datetime) -> None:
    """A date was moved with everybody on it: what was asked for it moves along, wishes to the round of the new week.

    Where that round is over, wishes stand in the list.
    """
    shared = pools.pool_of(occurrence.resource_id)
    if shared is None:
        return
    span, day = span_of(occurrence), weekly.local_day(occurrence.starts_at)
    for request in db.session.scalars(select(ShareRequest).where(ShareRequest.pool_id == shared.id)):
        request.starts_at, request.ends_at = span.start, span.end
        request.first_on = request.last_on = day
    window = wish_state.window(occurrence, now=now)
    for request in open_wishes(shared):
        if window.state == "open":
            request.round = windows.round_of(window, "week", "lunch")
        else:
            request.round, request.state, request.reason = None, "refused", "TAKEN"
            wishes.join_list(request.booking, request, now=now)
    db.session.flush()


def brought_back(booking: Booking, *, now: datetime) -> bool:
    """A cancelled date takes place after all: wishes and what the rule gave stand again; False for other bookings."""
    try:
        return wishes.undo(booking, by=STAFF, now=now)
    except TooLateToUndo:  # the round was drawn meanwhile
        request = wish_state.request_of(booking)
        if request is not None:
            request.state = "refused"
            wishes.join_list(booking, request, now=now)
        return True
