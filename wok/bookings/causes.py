"""What a booking is for: a project or an event that things, rooms and skills are asked for. The booking stays its association's.

Where somebody asks, the cause travels as `for=project-12` through the address and the forms, and is read again at every step.
"""

from collections.abc import Callable, Iterable, Mapping

from flask import current_app
from sqlalchemy import select

from wok.bookings.models import Booking, BookingCause
from wok.bookings.refusals import NotTheirCause
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Person

EXTENSION = "wok-causes"
NAME = "for"


@dataclass(frozen=True)
class Cause:
    """One project or event, as a page names it. `association_ids`: whose bookings may be for it; None is anybody's."""

    kind: str
    of_id: int
    title: str
    href: str
    association_ids: frozenset[int] | None = None
    spans: tuple[Span, ...] = ()  # an event's coming dates
    resource_id: int | None = None  # the room it is held in

    @property
    def value(self) -> str:
        """As an address or a hidden field carries it."""
        return f"{self.kind}-{self.of_id}"


# Reads one cause for this person; None when there is none, or this person may not book for it (a missing person: nobody may).
Reader = Callable[[int, Person | None], Cause | None]


def bind(readers: Mapping[str, Reader], extensions: dict[str, object]) -> None:
    """Tell the application which kinds of causes there are (contents.py writes the list out)."""
    extensions[EXTENSION] = dict(readers)


def read(said: str | None, person: Person | None) -> Cause | None:
    """The cause an address or a form names; None for anything that is no cause of this person's."""
    kind, _dash, number = (said or "").partition("-")
    reader: Reader | None = current_app.extensions[EXTENSION].get(kind)
    if reader is None or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return reader(int(number), person)


def check(cause: Cause | None, association_id: int | None) -> None:
    """Raises NotTheirCause when this association takes no part in it."""
    if cause is not None and cause.association_ids is not None and association_id not in cause.association_ids:
        raise NotTheirCause


def tie(booking: Booking, cause: Cause) -> None:
    """Say that this booking is for that cause; a later one takes the place of the earlier. Flushes."""
    row = db.session.get(BookingCause, booking.id)
    if row is None:
        row = BookingCause(booking_id=booking.id)
        db.session.add(row)
    row.kind, row.of_id = cause.kind, cause.of_id
    db.session.flush()


def untie(booking: Booking) -> None:
    """The booking stays, for itself. Flushes."""
    row = db.session.get(BookingCause, booking.id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def bookings_for(kind: str, of_id: int) -> list[Booking]:
    """Everything booked for one cause, soonest first, cancelled ones too."""
    of_this = select(BookingCause.booking_id).where(BookingCause.kind == kind, BookingCause.of_id == of_id)
    return list(
        db.session.scalars(select(Booking).where(Booking.id.in_(of_this)).order_by(Booking.starts_at, Booking.id))
    )


def causes_of(bookings: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Kind and number of the cause of each of these bookings that has one."""
    rows = db.session.execute(
        select(BookingCause.booking_id, BookingCause.kind, BookingCause.of_id).where(
            BookingCause.booking_id.in_(list(bookings))
        )
    )
    return {row.booking_id: (row.kind, row.of_id) for row in rows}
