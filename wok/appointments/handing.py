"""A colleague takes a meeting over at its time: who could, and the change itself."""

from collections.abc import Sequence
from datetime import datetime

from wok.appointments import changing, queries
from wok.appointments.messages import tell
from wok.appointments.models import Matter
from wok.appointments.refusals import TimeGone
from wok.appointments.rules import RASTER
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.kernel import slots, weekly
from wok.kernel.slots import Buffers
from wok.mail import outbox
from wok.team import queries as team
from wok.team.models import Colleague


def free_at(matter: Matter, people: Sequence[Colleague], start: datetime) -> list[Colleague]:
    """Who of these works and is free then, whatever the matter's notice, horizon and daily cap say; in lane order."""
    day, buffers = weekly.local_day(start), Buffers(matter.buffer_before, matter.buffer_after)
    spans = team.open_spans_of(people, day, day)
    return [
        one
        for one in people
        if start in slots.starts(spans[one.person_id], matter.minutes, raster=RASTER, buffers=buffers)
    ]


def others(booking: Booking) -> list[Colleague]:
    """Colleagues who handle the matter and could take this meeting at its time; who speaks the language first."""
    appointment = queries.appointment(booking)
    people = [one for one in queries.handlers(appointment.matter) if one.person_id != appointment.colleague_id]
    free = free_at(appointment.matter, people, booking.starts_at)
    return queries.in_turn(free, appointment.language, booking.starts_at)


def hand_over(booking: Booking, colleague: Colleague, reason: str, *, now: datetime) -> Booking:
    """The same time with somebody else; told after the ten minutes of undo. Raises TimeGone, OverAlready.

    One message, and not that of a new time.
    """
    appointment = queries.appointment(booking)
    if not free_at(appointment.matter, [colleague], booking.starts_at):
        raise TimeGone
    changing.move(booking, booking.starts_at, now=now, by=STAFF, colleague_id=colleague.person_id, reason=reason)
    outbox.void(now=now, booking_id=booking.id, kinds=("appointments/moved",))
    tell("colleague", booking, now=now, after=undo_time())
    return booking
