"""Several things in one booking: each line takes its own quantity over its own span, written as given.

Same order as services.py: lock in id order, lapse, count, write; the guard is the second line.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from wok.bookings import services
from wok.bookings.models import Booking, Resource, Taking
from wok.bookings.refusals import NotEnoughLeft
from wok.bookings.taken import TAKINGS
from wok.db import db
from wok.kernel import availability
from wok.kernel.span import Span
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Line:
    """So many of one resource (a whole counts as its parts) over exactly this span, buffers included."""

    resource_id: int
    quantity: int
    span: Span


class LineNotLeft(NotEnoughLeft):
    """One line does not fit. `resource_id` names it, `free` says how many there still are."""

    def __init__(self, resource_id: int, free: int) -> None:
        super().__init__(free)
        self.resource_id = resource_id


def take_lines(booking: Booking, lines: Sequence[Line], *, now: datetime) -> None:
    """Take all lines for a booking that is stored already, or none. Raises LineNotLeft."""
    atoms = [(line, part) for line in lines for part in services.parts_of(line.resource_id)]
    locked = services.lock(sorted({part for _line, part in atoms}), now=now)
    planned: dict[int, list[availability.Taken]] = defaultdict(list)
    for line, part in atoms:
        free = units_free(locked[part], line.span, planned[part])
        if free < line.quantity:
            raise LineNotLeft(line.resource_id, max(0, free))
        planned[part].append(availability.Taken(line.span, line.quantity))
    rows = [
        {
            "booking_id": booking.id,
            "resource_id": part,
            "quantity": line.quantity,
            "starts_at": line.span.start,
            "ends_at": line.span.end,
        }
        for line, part in atoms
    ]
    _write(booking, rows)


def units_free(resource: Resource, span: Span, planned: Sequence[availability.Taken] = ()) -> int:
    """What `free_units` finds, less what is about to be taken besides."""
    asked = {"resource": resource.id, "start": span.start, "end": span.end}
    rows = db.session.execute(TAKINGS, asked).all()
    taken = [availability.Taken(Span(row.starts_at, row.ends_at), row.quantity) for row in rows]
    return resource.capacity - availability.peak([*taken, *planned], span)


def _write(booking: Booking, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    try:
        db.session.execute(services.NEW_TAKING, rows)
    except DBAPIError as error:
        raise services.as_refusal(error) from error
    db.session.expire(booking, ["takings"])


def free_line(booking: Booking, resource_id: int, quantity: int | None = None, *, span: Span | None = None) -> int:
    """Give back `quantity` units of one resource, or all of them; of one span alone where it is given.

    Returns how many units a part gave back. The caller holds the lock of the resource.
    """
    given = 0
    for part in services.parts_of(resource_id):
        of_span = (Taking.starts_at == span.start, Taking.ends_at == span.end) if span else ()
        chosen = select(Taking).where(Taking.booking_id == booking.id, Taking.resource_id == part, *of_span)
        given = _shrink(list(db.session.scalars(chosen.order_by(Taking.id.desc()))), quantity)
    db.session.flush()
    db.session.expire(booking, ["takings"])
    return given


def _shrink(rows: Sequence[Taking], quantity: int | None) -> int:
    """Take `quantity` units off these rows, newest first; returns how many there were to take."""
    left = sum(row.quantity for row in rows) if quantity is None else quantity
    asked = left
    for row in rows:
        gone = min(left, row.quantity)
        left -= gone
        if gone == row.quantity:
            db.session.delete(row)
        elif gone:
            row.quantity -= gone
    return asked - left
