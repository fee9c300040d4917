"""What an answer does to each kind of booking: the same services as the links of its mails. All inside `transaction()`."""

from collections.abc import Callable
from datetime import datetime

from wok.appointments import changing, settling
from wok.appointments import queries as meetings
from wok.appointments import services as appointments
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled
from wok.db import db
from wok.equipment import loan_changing as loans
from wok.events import sign_up as events
from wok.kernel.values import dataclass
from wok.lunches import services as lunches
from wok.oncall import booked
from wok.space import changing as rooms
from wok.space import queries as room_uses
from wok.space.settling import hold

Deed = Callable[[Booking, datetime], object]


@dataclass(frozen=True)
class Deeds:
    """One kind of booking: its lock, coming, not coming, and not coming taken back."""

    lock: Deed
    accept: Deed
    decline: Deed
    undo: Deed


def _lock_date(booking: Booking, now: datetime) -> None:
    core.lock([db.session.get_one(Occurrence, booking.occurrence_id).resource_id], now=now)
    db.session.refresh(booking)


def _lock_matter(booking: Booking, now: datetime) -> None:
    settling.lock(meetings.appointment(booking).matter, now=now, booking=booking)


def _come_to_lunch(booking: Booking, now: datetime) -> None:
    """Coming; places that are kept are taken by it."""
    if booking.status == "held":
        lunches.take_offer(booking, now=now)
    else:
        lunches.still_coming(booking, now=now)


def _come_to_meet(booking: Booking, now: datetime) -> None:
    """Coming; while staff or an interpreter still have to answer, it is only noted."""
    if booking.status == "held" and meetings.appointment(booking).waits_for in ("staff", "interpreter"):
        core.note(booking, "reconfirmed", by=core.BOOKER, now=now)
    else:
        appointments.agree(booking, now=now)


def _come_to_event(booking: Booking, now: datetime) -> None:
    """Coming; places that are kept are taken by it."""
    if booking.status == "held":
        events.take_offer(booking, now=now)
    else:
        core.note(booking, "reconfirmed", by=core.BOOKER, now=now)


def _comes(booking: Booking, now: datetime) -> None:
    """Coming to collect or to the room; an offer is taken on its page, where it says what it is."""
    core.note(booking, "reconfirmed", by=core.BOOKER, now=now)


KINDS = {
    "lunch": Deeds(
        _lock_date,
        _come_to_lunch,
        lambda booking, now: lunches.cancel(booking, now=now),
        lambda booking, now: lunches.undo_cancel(booking, now=now),
    ),
    "event": Deeds(
        _lock_date,
        _come_to_event,
        lambda booking, now: events.cancel(booking, now=now),
        lambda booking, now: events.undo_cancel(booking, now=now),
    ),
    "oncall": Deeds(
        _lock_date,
        lambda booking, now: booked.still_coming(booking, now=now),
        lambda booking, now: booked.cancel(booking, now=now),
        lambda booking, now: booked.undo_cancel(booking, now=now),
    ),
    "loan": Deeds(
        lambda booking, now: db.session.refresh(booking),
        _comes,
        lambda booking, now: loans.cancel(booking, now=now),
        lambda booking, now: loans.undo(booking, now=now),
    ),
    "space": Deeds(
        lambda booking, now: hold(booking),
        _comes,
        lambda booking, now: rooms.cancel(room_uses.use_of(booking), now=now),
        lambda booking, now: rooms.undo(room_uses.use_of(booking), now=now),
    ),
    "appointment": Deeds(
        _lock_matter,
        _come_to_meet,
        lambda booking, now: changing.cancel(booking, now=now),
        lambda booking, now: changing.undo(booking, now=now),
    ),
}


def carry_out(booking: Booking, partstat: str, *, now: datetime, takes_back: bool) -> None:
    """Do what the answer says; `takes_back`: the last answer was the no that cancelled it. Raises a Refusal."""
    deeds = KINDS[booking.kind]
    if partstat == "DECLINED":
        if booking.status != "cancelled":
            deeds.decline(booking, now)
    elif booking.status == "cancelled":
        if partstat != "ACCEPTED" or not takes_back:
            raise AlreadyCancelled
        deeds.undo(booking, now)
    elif partstat == "ACCEPTED":
        deeds.accept(booking, now)
    else:
        core.note(booking, "tentative", by=core.BOOKER, now=now)
