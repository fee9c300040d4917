"""A decision of the staff beside the rule, taken back within ten minutes: nobody was told, and all stands as before."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.bookings import services as core
from wok.bookings.lines import Line, free_line, take_lines
from wok.db import db
from wok.mail import outbox
from wok.people.models import Person
from wok.sharing import decided, offers, settling
from wok.sharing.ledger_models import ShareCharge, ShareOverride
from wok.sharing.models import ShareOffer, ShareRequest
from wok.sharing.settling import span_of
from wok.sharing.staff_refusals import NotUndone

KEPT = ("state", "reason", "facts", "quantity", "is_contested")
COUNTED = ("points", "quantity", "kept_percent", "cancelled_at")


def memory(request: ShareRequest) -> dict[str, Any]:
    """What an undo puts back, read before the decision. The caller holds the locks."""
    held = offers.open_offer(request)
    return {
        **{name: getattr(request, name) for name in KEPT},
        "waiting_since": _iso(request.waiting_since),
        "offer": held.id if held else None,
        "own": decided.remember(request.booking),
        "charges": {str(one.id): _counted(one) for one in _charges(request)},
        "others": {str(one.id): one.kept_percent for one in _given_back_by_others(request)},
    }


def undo(row: ShareOverride, by: Person, *, now: datetime) -> None:
    """Put everything back and tell nobody. Raises NotUndone, or LineNotLeft when others have the units meanwhile."""
    request = row.request
    settling.lock([request], now=now)
    db.session.refresh(row)
    if row.was is None or row.undone_at or row.undo_until is None or row.undo_until < now or not _stands(row):
        raise NotUndone
    outbox.void_since(row.at, booking_id=request.booking_id, cause=f"answer:{request.id}:", now=now)
    _units(row, now=now)
    for name in KEPT:
        setattr(request, name, row.was[name])
    request.granted, request.waiting_since = row.before, _read(row.was["waiting_since"])
    _charged(request, row.was)
    row.undone_at = now
    settling.restate(request.booking, now=now)
    decided.put_back(request.booking, row.was.get("own", {}))
    if request.booking.status != "cancelled":
        request.booking.cancelled_at = None
    core.note(request.booking, "undone", by=core.STAFF, now=now, person_id=by.id, request=request.id)
    decided.follow(request.booking, [request], "undone", now=now)


def _stands(row: ShareOverride) -> bool:
    """Nothing has moved since: it is the last decision of this request, and the request is as it left it."""
    last = select(ShareOverride.id).where(ShareOverride.request_id == row.request_id).order_by(ShareOverride.id.desc())
    request = row.request
    return (
        db.session.scalar(last.limit(1)) == row.id
        and (request.state, request.granted) == ("overridden", row.quantity)
        and offers.open_offer(request) is None
    )


def _units(row: ShareOverride, *, now: datetime) -> None:
    request = row.request
    more, resource_id = row.before - row.quantity, request.pool.resource_id
    offer = db.session.get(ShareOffer, row.was["offer"]) if row.was and row.was["offer"] else None
    wanted = max(more, 0)
    if offer is not None and offer.state == "withdrawn" and offer.until > now:
        offer.state, offer.settled_at = "open", None
        wanted += offer.quantity
    if more < 0:
        free_line(request.booking, resource_id, -more, span=span_of(request))
        offers.units_freed([resource_id], now=now)
    if wanted:
        take_lines(request.booking, [Line(resource_id, wanted, span_of(request))], now=now)


def _charged(request: ShareRequest, was: dict[str, Any]) -> None:
    for charge in _charges(request):
        before = was["charges"].get(str(charge.id))
        if before is None:
            db.session.delete(charge)
            continue
        for name, value in zip(COUNTED, before, strict=True):
            setattr(charge, name, _read(value) if name == "cancelled_at" else value)
    for number, kept in was["others"].items():
        other = db.session.get(ShareCharge, int(number))
        if other is not None:
            other.kept_percent = kept
    db.session.flush()


def _charges(request: ShareRequest) -> list[ShareCharge]:
    chosen = select(ShareCharge).where(ShareCharge.request_id == request.id).order_by(ShareCharge.id)
    return list(db.session.scalars(chosen))


def _given_back_by_others(request: ShareRequest) -> list[ShareCharge]:
    """Charges of others that count less once this request is given units they gave back."""
    span = span_of(request)
    chosen = (
        select(ShareCharge)
        .join(ShareRequest, ShareRequest.id == ShareCharge.request_id)
        .where(
            ShareRequest.pool_id == request.pool_id,
            ShareRequest.id != request.id,
            ShareRequest.starts_at < span.end,
            ShareRequest.ends_at > span.start,
            ShareCharge.cancelled_at.is_not(None),
            ShareCharge.kept_percent > 0,
        )
    )
    return list(db.session.scalars(chosen.order_by(ShareCharge.id)))


def _counted(charge: ShareCharge) -> list[Any]:
    return [charge.points, charge.quantity, charge.kept_percent, _iso(charge.cancelled_at)]


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
