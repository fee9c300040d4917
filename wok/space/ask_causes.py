"""What a room is asked for: a project or an event, carried through every step and tied to what is booked."""

from collections.abc import Iterable

from flask import g, request

from wok.bookings import causes
from wok.bookings.causes import Cause
from wok.bookings.models import Booking
from wok.space.forms import AskForm


def read(form: AskForm) -> Cause | None:
    """A project or an event of theirs, unless it was taken away."""
    return None if "drop" in request.form else causes.read(form.cause.data, g.person)


def prefill(form: AskForm) -> None:
    """Keep what is theirs alone, and choose the association of theirs that takes part in it."""
    found = read(form)
    form.cause.data = found.value if found else ""
    if found and found.association_ids is not None and not form.association.raw_data:
        own = [value for value, _name in form.association.choices or [] if int(value) in found.association_ids]
        form.association.data = next(iter(own), form.association.data)


def tie(bookings: Iterable[Booking], form: AskForm) -> None:
    """Say what they are for. Raises NotTheirCause when the association takes no part in it."""
    found = read(form)
    causes.check(found, form.association_id())
    for booking in bookings:
        if found is not None:
            causes.tie(booking, found)
