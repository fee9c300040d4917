"""What staff do about a loan at risk: a substitute, fewer, another day, or ask the borrower. All inside `transaction()`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wok.bookings.services import STAFF
from wok.db import db
from wok.equipment import desk_messages, free, holding, opening, risks
from wok.equipment.desk_refusals import ChangedMeanwhile, NoSubstitute
from wok.equipment.desk_words import name_of, named
from wok.equipment.models import Item, LoanLine, Substitute
from wok.equipment.movement_models import LoanRisk, Movement
from wok.kernel.values import dataclass
from wok.sharing import asking, changing
from wok.sharing.asking import Wish
from wok.sharing.models import ShareRequest


@dataclass(frozen=True)
class Choice:
    """Something else that is free on all the loan's days."""

    item: Item
    free: int


def choices(risk: LoanRisk) -> list[Choice]:
    """Substitutes free in the number that is lacking, the best first; what the loan has already is left out."""
    line = risk.line
    own = select(LoanLine.item_id).where(LoanLine.booking_id == line.booking_id)
    chosen = (
        select(Item)
        .join(Substitute, Substitute.other_id == Item.id)
        .where(Substitute.item_id == line.item_id, Item.id.not_in(own))
        .order_by(Substitute.position)
        .options(selectinload(Item.resource))
    )
    items = list(db.session.scalars(chosen))
    left = free.free_through(items, line.first_on, line.last_on) if items else {}
    return [Choice(item, left[item.id]) for item in items if left[item.id] >= risk.short]


def ask(risk: LoanRisk, *, now: datetime) -> None:
    """The borrower is asked what would do: fewer, another thing, another day."""
    _open(risk)
    risk.asked_at = now
    risk.told_at = risk.told_at or now
    desk_messages.ask(risk, now=now)


def fewer(risk: LoanRisk, *, now: datetime) -> None:
    """They agreed on as many as there are; the charge becomes smaller, too."""
    _open(risk)
    risks.settle(risk, "fewer", now=now)
    _give_less(risk, now=now)
    desk_messages.settled(risk, other="", now=now)


def substitute(risk: LoanRisk, other: Item, *, now: datetime) -> LoanLine:
    """Another thing takes the place of what is lacking. Raises NoSubstitute when it is not free any more."""
    _open(risk)
    line, booking = risk.line, risk.line.booking
    span = opening.taken_span(line.first_on, line.last_on, other.cleanup_days)
    wish = Wish(other.resource_id, risk.short, risk.short, span, line.first_on, line.last_on)
    request = asking.add_wishes(booking, [wish], by=STAFF, now=now)[0]
    if request.granted < risk.short:
        raise NoSubstitute(named(other))
    added = LoanLine(
        booking_id=booking.id, item_id=other.id, request_id=request.id, asked=risk.short, least=risk.short,
        got=request.granted, first_on=line.first_on, last_on=line.last_on, state="granted",
    )  # fmt: skip
    db.session.add(added)
    risks.settle(risk, "substitute", now=now)
    _give_less(risk, now=now)
    desk_messages.settled(risk, other=name_of(other, booking.language), now=now)
    return added


def _open(risk: LoanRisk) -> None:
    if risk.settled_at is not None:
        raise ChangedMeanwhile


def _give_less(risk: LoanRisk, *, now: datetime) -> None:
    """The line gets what there is; what late things still hold counts again at once."""
    line = risk.line
    request = db.session.get(ShareRequest, line.request_id) if line.request_id else None
    left = line.got - risk.short
    if request is not None and left > 0:
        changing.change_quantity(request, left, least=min(left, request.least), by=STAFF, now=now)
    elif request is not None:
        changing.withdraw(request, by=STAFF, now=now)
    db.session.flush()
    for late in _late_lines(line.item_id):
        holding.fit(late, now=now)  # what was freed is not there: the late loan has it
    risks.refresh({line.item_id}, now=now)


def _late_lines(item_id: int) -> list[LoanLine]:
    """Lines of this item of which something is late, in order."""
    late = select(Movement.line_id).where(
        Movement.item_id == item_id,
        Movement.back_at.is_(None),
        Movement.undone_at.is_(None),
        Movement.overdue_at.is_not(None),
    )
    return list(db.session.scalars(select(LoanLine).where(LoanLine.id.in_(late)).order_by(LoanLine.id)))
