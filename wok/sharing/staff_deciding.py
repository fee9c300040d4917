"""Staff decide one request beside the rule: never more than there is, never over a colleague who was quicker."""

from datetime import date, datetime
from typing import Any

from wok.bookings import services as core
from wok.mail import outbox
from wok.people.models import Person
from wok.sharing import overriding, settling, staff_messages, staff_queries, staff_sheet
from wok.sharing.ledger_models import ShareOverride
from wok.sharing.models import ShareRequest
from wok.sharing.staff_refusals import AlreadyOver, Changed, KlassIsFixed, MoreThanAsked, MoreThanFree


def decide(
    request: ShareRequest, quantity: int, reason: str, by: Person, *, seen: dict[str, Any], now: datetime
) -> ShareOverride:
    """Give so many, none to decline; the reason is kept and the decision counted in the public report.

    Raises Changed when anything it stands on is not as the page showed, MoreThanFree, MoreThanAsked, AlreadyOver.
    """
    settling.lock([request], now=now)
    found = staff_sheet.sheet(request)
    if found.seen != seen:
        raise Changed(found.seen)
    if request.state == "withdrawn" or request.ends_at <= now:
        raise AlreadyOver
    if quantity > request.quantity:
        raise MoreThanAsked
    if quantity > found.free:
        raise MoreThanFree(found.free)
    return overriding.override(request, quantity, reason, by, now=now)


def set_klass(request: ShareRequest, klass: str, reason: str, by: Person, *, was: str, now: datetime) -> None:
    """The class on the published criteria. Raises Changed when a colleague set another, KlassIsFixed once it is decided."""
    settling.lock([request], now=now)
    if request.klass != was:
        raise Changed({"klass": request.klass, "reason": request.klass_reason})
    if request.state != "open" and request.waiting_since is None:
        raise KlassIsFixed
    before = request.klass
    request.klass, request.klass_reason, request.klass_by_id = klass, reason, by.id
    core.note(request.booking, "klass", by=core.STAFF, now=now, person_id=by.id, klass=[before, klass], reason=reason)


def offer_dates(request: ShareRequest, days: list[date], words: str, by: Person, *, now: datetime) -> None:
    """Tell them dates on which it is free; nothing is kept for them. Raises AlreadyOver."""
    if request.state == "withdrawn" or request.ends_at <= now:
        raise AlreadyOver
    staff_messages.offer_dates(request, days, words, now=now)
    told = [one.isoformat() for one in days]
    core.note(request.booking, "other_dates", by=core.STAFF, now=now, person_id=by.id, days=told)


def void_dates(request: ShareRequest, *, now: datetime) -> bool:
    """Take back other dates that were not sent yet; False when they are out."""
    return outbox.void(now=now, booking_id=request.booking_id, kinds=["sharing/other_dates"]) > 0


def may_set_klass(request: ShareRequest) -> bool:
    """Whether the rule will still look at its class."""
    return request.state == "open" or request.waiting_since is not None


def shared_names(requests: list[ShareRequest]) -> dict[int, str]:
    """Who asks, request by request."""
    return {one.id: " + ".join(staff_queries.names(one)) for one in requests}
