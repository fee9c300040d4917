"""Loans ready for the desk, made without asking: what the engine would have granted."""

from datetime import date

from tests import make
from wok.bookings import services as core
from wok.bookings.lines import Line, take_lines
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.equipment import handover, opening
from wok.equipment.handover import Desk
from wok.equipment.models import Item, Loan, LoanLine, Piece, Unit
from wok.people.models import Association

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
AMINA = Contact("Amina Haddad", "en", "email", "amina@example.org")
BRUNO = Contact("Bruno Alves", "fr", "phone", None, "+352621123456")


def loan(item: Item, got: int, first: date, last: date, who: Contact = AMINA, by: Association | None = None) -> Booking:
    """So many of an item lent from a day to another, for a new association unless one is named."""
    owner = by or make.association()
    span = opening.calendar().loan_span(first, last)
    assert span is not None
    with transaction():
        booking = core.new_booking("loan", who, span, got, now=make.NOW, status="confirmed")
        booking.association_id = owner.id
        db.session.add(booking)
        db.session.flush()
        db.session.add(Loan(booking_id=booking.id, purpose="A feast", pick_up_on=first, return_on=last))
        db.session.add(
            LoanLine(
                booking_id=booking.id, item_id=item.id, asked=got, least=1, got=got, first_on=first, last_on=last,
                state="granted",
            )
        )  # fmt: skip
        take_lines(
            booking, [Line(item.resource_id, got, opening.taken_span(first, last, item.cleanup_days))], now=make.NOW
        )
    return booking


def line(booking: Booking) -> LoanLine:
    """Its one line."""
    return db.session.scalars(db.select(LoanLine).where(LoanLine.booking_id == booking.id)).one()


def tagged(name: str = "Projector", tags: int = 2, pieces: tuple[str, ...] = ()) -> Item:
    """An item of tagged units, each with these pieces."""
    item = make.item(name, tags, is_tagged=True)
    with transaction():
        for number in range(1, tags + 1):
            db.session.add(Unit(item_id=item.id, tag=f"{name.upper()}-{number:02d}", changed_at=make.NOW))
        for position, piece in enumerate(pieces):
            db.session.add(Piece(item_id=item.id, name={"en": piece, "fr": piece}, position=position))
    return item


def out(booking: Booking, *, now: object = make.NOW) -> None:
    """Everything of a loan goes out."""
    with transaction():
        handover.hand_over(booking, handover.everything(booking), Desk(None, "Amina"), now=now)


def free(item: Item, day: date) -> int:
    """How many are free on a day."""
    span = opening.taken_span(day, day, 0)
    return core.free_units(item.resource, span)
