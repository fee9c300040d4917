"""Which loans to come lack something, because things are late, in repair or lost; and what staff do about it.

Nobody is thrown out: staff find a substitute, agree on fewer, move the loan, or ask the borrower. Whoever is
next knows a day before at the latest (desk_due.py tells them).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wok.bookings import services as core
from wok.bookings.models import Booking, Taking
from wok.db import db
from wok.equipment import desk_messages, holding, opening
from wok.equipment.desk_rules import Coming, shortages
from wok.equipment.models import Item, LoanLine
from wok.equipment.movement_models import LoanRisk, Movement
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.kernel.availability import Taken
from wok.kernel.span import Span
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Promised:
    """What of one item is out or kept for others, and which lines are still to go out."""

    kept: list[Taken]
    coming: list[Coming]


def refresh(item_ids: Collection[int], *, now: datetime, days: Calendar | None = None) -> None:
    """Look at these items' loans to come again: open, change and settle their risks."""
    days = days or opening.calendar()
    chosen = select(Item).where(Item.id.in_(item_ids)).options(selectinload(Item.resource))
    for item in db.session.scalars(chosen.order_by(Item.resource_id)):
        core.lock([item.resource_id], now=now)
        found = promised(item, now=now, days=days)
        short = shortages(item.resource.capacity, found.kept, found.coming)
        late = _latest_late(item, now=now)
        for line_id, count in short.items():
            _open(line_id, count, late, now=now)
        _settle(item, set(short), now=now)
    db.session.flush()


def promised(item: Item, *, now: datetime, days: Calendar) -> Promised:
    """All that is promised of an item from now on, read from movements where there are some."""
    today = weekly.local_day(now)
    rows = db.session.execute(
        select(Taking, Booking.kind, Booking.status)
        .join(Booking, Booking.id == Taking.booking_id)
        .where(Taking.resource_id == item.resource_id, Taking.ends_at > now)
        .order_by(Taking.starts_at, Taking.id)
    ).all()
    lines = _lines(item, {row.Taking.booking_id for row in rows})
    moved = _moved(lines.values())
    kept: list[Taken] = []
    coming: dict[int, Coming] = {}
    for row in rows:
        line = lines.get(row.Taking.booking_id)
        span = Span(row.Taking.starts_at, row.Taking.ends_at)
        if line is None or row.status != "confirmed":
            kept.append(Taken(span, row.Taking.quantity))
        elif line.id not in moved:
            coming[line.id] = Coming(line.id, span, line.got)
    for line in lines.values():
        if line.id in moved:
            spans = holding.wanted(line, moved[line.id], today=today, days=days)
            kept += [Taken(span, quantity) for span, quantity in spans]
    return Promised(kept, list(coming.values()))


def _lines(item: Item, booking_ids: Iterable[int]) -> dict[int, LoanLine]:
    """By booking, the item's lines that take something, or of which something is out."""
    out = select(Movement.line_id).where(
        Movement.item_id == item.id, Movement.back_at.is_(None), Movement.undone_at.is_(None)
    )
    chosen = select(LoanLine).where(
        LoanLine.item_id == item.id, LoanLine.booking_id.in_(list(booking_ids)) | LoanLine.id.in_(out)
    )
    return {line.booking_id: line for line in db.session.scalars(chosen.options(selectinload(LoanLine.item)))}


def _moved(lines: Iterable[LoanLine]) -> dict[int, list[Movement]]:
    found: dict[int, list[Movement]] = defaultdict(list)
    for one in holding.movements_of(line.id for line in lines):
        found[one.line_id].append(one)
    return found


def _latest_late(item: Item, *, now: datetime) -> Movement | None:
    """What of this item is late; the one due first stands for all."""
    today = weekly.local_day(now)
    is_late = Movement.overdue_at.is_not(None) | (Movement.due_on < today)
    chosen = Movement.item_id == item.id, Movement.back_at.is_(None), Movement.undone_at.is_(None), is_late
    return db.session.scalars(select(Movement).where(*chosen).order_by(Movement.due_on, Movement.id).limit(1)).first()


def _open(line_id: int, short: int, late: Movement | None, *, now: datetime) -> None:
    because, movement_id = ("late", late.id) if late else ("repair", None)
    row = db.session.get(LoanRisk, line_id)
    if row is None:
        row = LoanRisk(line_id=line_id, short=short, because=because, movement_id=movement_id, since=now)
        db.session.add(row)
    elif row.settled_at is not None and row.outcome != "failed":
        row.settled_at = row.outcome = row.told_at = row.asked_at = None
        row.since, row.because, row.movement_id = now, because, movement_id
    row.short = short


def _settle(item: Item, still_short: Collection[int], *, now: datetime) -> None:
    """What no longer lacks anything is well again; who was told is told that, too."""
    chosen = select(LoanRisk).join(LoanLine, LoanLine.id == LoanRisk.line_id)
    rows = db.session.scalars(chosen.where(LoanLine.item_id == item.id, LoanRisk.settled_at.is_(None)))
    for risk in rows:
        if risk.line_id not in still_short:
            settle(risk, "well", now=now)
            if risk.told_at and risk.line.booking.status == "confirmed" and not _has_begun(risk):
                desk_messages.safe(risk, now=now)


def _has_begun(risk: LoanRisk) -> bool:
    return bool(holding.movements_of([risk.line_id]))


def settle(risk: LoanRisk, outcome: str, *, now: datetime) -> None:
    """This loan is looked after."""
    risk.settled_at, risk.outcome = now, outcome


def open_risks() -> list[LoanRisk]:
    """Loans at risk that nobody has settled, those that begin first at the top."""
    chosen = (
        select(LoanRisk)
        .join(LoanLine, LoanLine.id == LoanRisk.line_id)
        .join(Booking, Booking.id == LoanLine.booking_id)
        .where(LoanRisk.settled_at.is_(None), Booking.status == "confirmed")
        .order_by(Booking.starts_at, LoanRisk.line_id)
        .options(
            selectinload(LoanRisk.line).selectinload(LoanLine.booking).selectinload(Booking.association),
            selectinload(LoanRisk.line).selectinload(LoanLine.item).selectinload(Item.resource),
        )
    )
    return list(db.session.scalars(chosen))
