"""The one lock of a matter, the choice of who takes a meeting, and what follows when one is certain.

Everybody who handles a matter is locked in id order, so two rivals for the last time, for the daily cap or for
an association's one open appointment follow one another.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from wok.appointments import queries, rules
from wok.appointments.messages import tell
from wok.appointments.models import Appointment, EarlierWish, Matter, Proposal
from wok.appointments.refusals import NoSuchPlace, TimeGone
from wok.appointments.rules import Ask, Who
from wok.bookings import proposals as core_proposals
from wok.bookings import series
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.proposals import Choice
from wok.db import db
from wok.kernel.span import Span
from wok.mail import outbox
from wok.team.models import Colleague


def lock(matter: Matter, *, now: datetime, booking: Booking | None = None) -> list[Colleague]:
    """Lock everybody who handles the matter, and whoever the booking takes now. Returns the matter's colleagues."""
    people = queries.handlers(matter)
    own = [taking.resource_id for taking in booking.takings] if booking else []
    core.lock(sorted({*own, *(one.resource_id for one in people)}), now=now)
    if booking is not None:
        db.session.refresh(booking)
    return people


def pick(matter: Matter, ask: Ask, *, now: datetime, but: Booking | None = None) -> Colleague:
    """Who takes the meeting; inside the matter's lock. Raises TimeGone, NoSuchPlace."""
    if ask.place not in matter.places:
        raise NoSuchPlace
    who = Who(ask.language, ask.colleague_id, ask.wants_interpreter)
    free = queries.free_with(matter, who, ask.start, now=now, but=but) if ask.start else []
    if not free:
        raise TimeGone
    return free[0]


def named(matter: Matter, ask: Ask) -> Colleague:
    """The colleague staff named, whatever the limits say. Raises TimeGone."""
    if ask.place not in matter.places:
        raise NoSuchPlace
    people = queries.fitting(queries.handlers(matter), Who(ask.language, ask.colleague_id, with_interpreter=True))
    if not people or ask.start is None:
        raise TimeGone
    return people[0]


def who_of(appointment: Appointment) -> Who:
    """Whom this booker would meet at another time."""
    return Who(appointment.language, appointment.wished_colleague_id, appointment.wants_interpreter)


def lacks_interpreter(appointment: Appointment) -> bool:
    """An interpreter is needed and not found yet."""
    return appointment.wants_interpreter and not appointment.interpreter


def meeting(matter: Matter, start: datetime) -> Span:
    """When the meeting takes place, without buffers."""
    return Span(start, start + timedelta(minutes=matter.minutes))


def closed_days(*, now: datetime) -> set[date]:
    """Closed days of the next weeks, for counting working days."""
    until = (now + timedelta(days=60)).date()
    found = series.running_closures(now.date(), until)
    return {
        one.first_on + timedelta(days=count)
        for one in found
        for count in range(min((one.last_on - one.first_on).days, 90) + 1)
    }


def waits_for(matter: Matter, *, needs_interpreter: bool, is_staffs: bool) -> str:
    """What keeps a meeting from being certain: an interpreter to be found, the staff's answer, or nothing."""
    if needs_interpreter:
        return "interpreter"
    return "staff" if matter.confirmation == "by_staff" and not is_staffs else ""


def set_state(booking: Booking, appointment: Appointment, waits: str, *, now: datetime) -> None:
    """Confirmed at once, or held until somebody answers."""
    until = None
    if waits:
        closed = closed_days(now=now)
        until = rules.hold_until(booking.starts_at, closed, for_interpreter=waits == "interpreter", now=now)
    appointment.waits_for = waits
    booking.status, booking.hold_until = "held" if waits else "confirmed", until


def as_it_was(booking: Booking, appointment: Appointment) -> dict[str, Any]:
    """What undo puts back."""
    return {
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "status": booking.status,
        "hold_until": booking.hold_until.isoformat() if booking.hold_until else None,
        "waits_for": appointment.waits_for,
        "colleague_id": appointment.colleague_id,
        "place": appointment.place,
        "matter_id": appointment.matter_id,
        "proposals": [[one.colleague_id, one.starts_at.isoformat()] for one in queries.proposals(booking)],
    }


def propose(
    booking: Booking,
    appointment: Appointment,
    offered: Sequence[tuple[Colleague, datetime]],
    until: datetime,
    *,
    by: str,
    now: datetime,
) -> None:
    """Keep these times for the booker until they choose one. Raises NotEnoughLeft."""
    choices = [Choice(one.resource_id, meeting(appointment.matter, start)) for one, start in offered]
    core_proposals.offer(booking, choices, until, by=by, now=now)
    rows = [Proposal(booking_id=booking.id, colleague_id=one.person_id, starts_at=start) for one, start in offered]
    db.session.add_all(rows)
    appointment.waits_for = "booker"
    appointment.colleague_id, appointment.colleague = offered[0][0].person_id, offered[0][0]
    db.session.flush()


def drop_proposals(booking: Booking) -> None:
    """The proposed times were answered; a taking of the booking no longer keeps them."""
    db.session.execute(delete(Proposal).where(Proposal.booking_id == booking.id))


def end_wish(booking: Booking, *, now: datetime) -> None:
    """No more messages about earlier times."""
    wish = db.session.get(EarlierWish, booking.id)
    if wish is not None and wish.ended_at is None:
        wish.ended_at = now


def settle_rivals(booking: Booking, *, now: datetime) -> list[Booking]:
    """A certain appointment settles what competes with it: the same association's other requests for this matter.

    Their held times go back at once, and their bookers are told. Returns them.
    """
    appointment = queries.appointment(booking)
    rivals = list(rivals_of(booking, appointment, now=now))
    for rival in rivals:
        queries.appointment(rival).waits_for = ""
        drop_proposals(rival)
        end_wish(rival, now=now)
        outbox.void(now=now, booking_id=rival.id)
        core.cancel(rival, by=core.WOK, now=now, undo=timedelta(0))
        tell("settled", rival, now=now, instead_at=booking.starts_at.isoformat(), instead=booking.code)
    return rivals


def rivals_of(booking: Booking, appointment: Appointment, *, now: datetime) -> Iterable[Booking]:
    """Other requests of the same association, else of the same address, for the same matter."""
    if booking.association_id is not None:
        same = Booking.association_id == booking.association_id
    elif booking.contact_email is not None:
        same = (Booking.contact_email == booking.contact_email) & Booking.association_id.is_(None)
    else:
        return []
    return db.session.scalars(
        select(Booking)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(
            Appointment.matter_id == appointment.matter_id,
            Appointment.waits_for != "",
            Booking.id != booking.id,
            Booking.status.in_(("held", "waiting")),
            Booking.ends_at > now,
            same,
        )
        .order_by(Booking.id)
    )
