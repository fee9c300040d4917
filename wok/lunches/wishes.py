"""Wishes for a lunch: asked while the window runs, decided by the jobs' round, then the lunch's own rules go on.

After the round the lunch's waiting list alone knows who waits and who is offered seats; a request of the engine
never waits for a lunch. All inside `transaction()`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence, WaitlistEntry
from wok.db import db
from wok.kernel import lot, weekly
from wok.lunches import queries, wish_state
from wok.lunches.models import Rsvp
from wok.lunches.settling import span_of
from wok.people.models import Association
from wok.sharing import asking, cancelling, charging, penalties
from wok.sharing.asking import Wish
from wok.sharing.models import ShareRequest
from wok.web.sentences import gettext as _

STANDINGS = 100_000  # thousandths of a point either side of nothing that a key can reach


def ask(occurrence: Occurrence, booking: Booking, *, by: str = core.BOOKER, now: datetime) -> ShareRequest:
    """Ask for this booking's seats with a wish; the engine tells that we have it.

    At the very moment of closing it is a place in the list instead.
    """
    wanted = wish_of(occurrence, booking.quantity)
    return asking.ask(booking, [wanted], associations_of(booking), by=by, now=now)[0]


def wish_of(occurrence: Occurrence, seats: int) -> Wish:
    """So many seats at this lunch; the rule gives seat by seat, so one is of use."""
    day = weekly.local_day(occurrence.starts_at)
    return Wish(occurrence.resource_id, seats, 1, span_of(occurrence), day, day)


def associations_of(booking: Booking) -> list[int]:
    """For whom the seats count: the association somebody may act for, never one that was only written down."""
    group = db.session.get(Association, booking.association_id) if booking.association_id else None
    return [group.id] if group is not None and group.status == "accepted" else []


def decided(booking: Booking, requests: Sequence[ShareRequest], what: str, now: datetime) -> None:
    """What the lunch does when the rule decided: fewer come, or the party stands in the lunch's own list."""
    rsvp = db.session.get(Rsvp, booking.id)
    if rsvp is None:  # being written: the one who writes it goes on with `follow`
        return
    for request in requests:
        follow(booking, rsvp, request, now=now)


def follow(booking: Booking, rsvp: Rsvp, request: ShareRequest, *, now: datetime) -> None:
    """Make the party as large as its seats; who got none waits in the list, in the order the round left them."""
    waits, request.waiting_since = request.waiting_since is not None, None
    if booking.status == "confirmed" and request.granted:
        shrink(rsvp, booking.quantity)
        _seated(booking, now=now)
    elif waits and booking.status == "waiting":
        join_list(booking, request, now=now)
    db.session.flush()


def shrink(rsvp: Rsvp, seats: int) -> None:
    """Come with fewer: as many children as can come with an adult."""
    if rsvp.adults + rsvp.children <= seats:
        return
    rsvp.children = min(rsvp.children, seats - 1 if rsvp.adults else seats)
    rsvp.adults = seats - rsvp.children
    rsvp.diets = {code: min(count, seats) for code, count in rsvp.diets.items()}


def join_list(booking: Booking, request: ShareRequest, *, now: datetime) -> WaitlistEntry:
    """Stand in the lunch's own list, from the round on; an earlier place in it is used again."""
    entry = queries.entry_of(booking)
    if entry is None:
        entry = waitlist.join(booking, request.pool.resource_id, by=core.WOK, now=now)
    booking.status, booking.cancelled_at, booking.undo_until = "waiting", None, None
    entry.state, entry.settled_at, entry.fewer_asked = "waiting", None, 0
    entry.joined_at = _place(request, now=now)
    db.session.flush()
    return entry


def _place(request: ShareRequest, *, now: datetime) -> datetime:
    """Since when one waits: from the closing on, first who would end up with the least, then by the round's lot."""
    row = request.round
    if row is None or row.seed is None or "key" not in request.facts:
        return now
    key = min(max(request.facts["key"], -STANDINGS), STANDINGS) + STANDINGS
    by_lot = int(lot.ticket(row.seed, request.facts["code"])[:6], 16) % 10
    return row.closes_at + timedelta(microseconds=key * 10 + by_lot)


def _seated(booking: Booking, *, now: datetime) -> None:
    """Who stood in the list before wishes has places now, as if they had been offered."""
    entry = queries.entry_of(booking)
    if entry is not None:
        waitlist.leave(entry, state="taken", now=now)
        entry.offers_made = max(1, entry.offers_made)


def _is_shared(request: ShareRequest | None) -> bool:
    return request is not None and (request.state == "open" or request.granted > 0)


def cancel(booking: Booking, *, by: str, now: datetime) -> bool:
    """Give back a wish, or seats the rule gave, with what that costs; False where the rule has nothing to do with it."""
    if not _is_shared(wish_state.request_of(booking)):
        return False
    cancelling.cancel(booking, by=by, now=now)
    return True


def undo(booking: Booking, *, by: str, now: datetime) -> bool:
    """Put a wish or the rule's seats back; False where it is not the rule's. Raises TooLateToUndo, PlaceGone."""
    request = wish_state.request_of(booking)
    if request is None or request.state != "withdrawn" or not request.before:
        return False
    cancelling.undo(booking, by=by, now=now)
    return True


def recount(booking: Booking, *, by: str, now: datetime) -> None:
    """The party became larger or smaller than what the rule gave: what counts follows the seats it has."""
    request, seats = wish_state.request_of(booking), booking.quantity
    if request is None or request.state in ("open", "withdrawn") or seats == request.granted:
        return
    if seats < request.granted:
        penalty = charging.give_back(request, request.granted - seats, is_excused=by == core.STAFF, now=now)
        if penalty:
            penalties.penalise_booking(booking, "cancelled", penalty, now=now)
    else:
        more = seats - request.granted
        owed = charging.quiet_cost(request, more, now=now)
        charging.charge(request, more, owed, is_contested=False, now=now)
    request.granted, request.quantity = seats, max(seats, request.quantity)
    request.state = "granted" if seats >= request.quantity else "partly"
    db.session.flush()


def count(occurrence: Occurrence, booking: Booking, *, now: datetime) -> None:
    """Seats that were left after the round, first come: they count a quarter for an association."""
    groups = associations_of(booking)
    if groups:
        asking.count(booking, wish_of(occurrence, booking.quantity), groups, now=now)


def names_of(resource_ids: Collection[int], _language: str) -> dict[int, str]:
    """What the seats of a lunch are called in an answer."""
    return {one: _("Lunch") for one in resource_ids}
