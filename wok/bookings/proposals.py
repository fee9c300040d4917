"""A held booking that keeps several places until its booker chooses one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wok.bookings import services
from wok.bookings.models import Booking
from wok.kernel.span import Span
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Choice:
    """One place that is kept: an atomic resource, and when."""

    resource_id: int
    span: Span


def offer(
    booking: Booking,
    choices: Sequence[Choice],
    until: datetime,
    *,
    by: str = services.STAFF,
    now: datetime,
    **facts: Any,
) -> Booking:
    """Give up the booking's place and keep all of these instead until `until`; its span is the first one's.

    `services.move` takes one of them and gives the others back. Raises NotEnoughLeft.
    """
    resources = {one.resource_id for one in choices} | {taking.resource_id for taking in booking.takings}
    services.lock(sorted(resources), now=now)
    services.free(booking)
    booking.status, booking.hold_until = "held", until
    for one in reversed(choices):
        booking.starts_at, booking.ends_at = one.span.start, one.span.end
        services.take(booking, one.resource_id, now=now)
    services.touch(booking, now=now)
    services.note(booking, "proposed", by=by, now=now, **facts)
    return booking
