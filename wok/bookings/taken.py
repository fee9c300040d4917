"""What is taken of a resource and what is left of it, as the `taking` rows say."""

from datetime import timedelta
from typing import Protocol

from sqlalchemy import bindparam, func, select

from wok.bookings.models import Booking, Resource, Taking
from wok.db import rows
from wok.kernel import availability
from wok.kernel.span import Span

_WITHIN = (
    Taking.resource_id == bindparam("resource"),
    Taking.ends_at > bindparam("start"),
    Taking.starts_at < bindparam("end"),
)
TAKINGS = select(Taking.starts_at, Taking.ends_at, Taking.quantity).where(*_WITHIN)
TAKEN = select(  # all cover the whole span, as guests of one lunch do: then their sum is the peak
    func.coalesce(func.sum(Taking.quantity), 0).label("units"),
    func.max(Taking.starts_at).label("begins"),
    func.min(Taking.ends_at).label("ends"),
).where(*_WITHIN)


class Takeable(Protocol):
    """An atomic resource, or a row with as much of it as a taking needs."""

    @property
    def id(self) -> int: ...
    @property
    def setup_minutes(self) -> int: ...
    @property
    def cleanup_minutes(self) -> int: ...


def free_units(resource: Resource, span: Span) -> int:
    """Units of an atomic resource free at every instant of `span`; below zero when there is a surplus."""
    asked = {"resource": resource.id, "start": span.start, "end": span.end}
    all_of_it = rows(TAKEN, asked).one()
    if all_of_it.units == 0 or (all_of_it.begins <= span.start and all_of_it.ends >= span.end):
        return resource.capacity - int(all_of_it.units)
    takings = rows(TAKINGS, asked).all()
    taken = [availability.Taken(Span(row.starts_at, row.ends_at), row.quantity) for row in takings]
    return resource.capacity - availability.peak(taken, span)


def buffered(resource: Takeable, booking: Booking) -> Span:
    """The booking's span with set-up before it and clean-up after it: its own minutes, else the resource's."""
    before = resource.setup_minutes if booking.setup_minutes is None else booking.setup_minutes
    after = resource.cleanup_minutes if booking.cleanup_minutes is None else booking.cleanup_minutes
    return Span(booking.starts_at - timedelta(minutes=before), booking.ends_at + timedelta(minutes=after))
