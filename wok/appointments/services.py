"""Getting an appointment: book, ask when nothing is free, say yes, be told of an earlier time. All inside `transaction()`."""

from datetime import datetime

from wok.appointments import queries, rules
from wok.appointments.messages import tell
from wok.appointments.models import Appointment, EarlierWish, Matter
from wok.appointments.queries import KIND
from wok.appointments.refusals import AlreadyOpen, MatterGone, NoSuchPlace, OverAlready, TimeGone
from wok.appointments.rules import Ask
from wok.appointments.settling import lock, meeting, named, pick, set_state, waits_for, who_of
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import NotEnoughLeft
from wok.bookings.services import BOOKER, Contact
from wok.db import db
from wok.kernel.values import dataclass
from wok.team.models import Colleague


def book(
    matter: Matter,
    ask: Ask,
    contact: Contact,
    *,
    now: datetime,
    form_token: str | None = None,
    by: str = BOOKER,
    override: str = "",
) -> Booking:
    """Book the asked time with whoever is to take it; the time is checked here, under the lock.

    Raises MatterGone, AlreadyOpen, TimeGone, NoSuchPlace. Staff may go beyond notice, horizon, hours, daily cap and
    the one open appointment with a reason (`override`) and a named colleague; never over somebody else's time.
    """
    lock(matter, now=now)
    if matter.ended_at is not None:
        raise MatterGone
    if not override:
        _no_other(matter, contact, now=now)
    colleague = named(matter, ask) if override else pick(matter, ask, now=now)
    if ask.start is None or ask.start <= now:
        raise TimeGone
    buffers = {"setup_minutes": matter.buffer_before, "cleanup_minutes": matter.buffer_after}
    span = meeting(matter, ask.start)
    booking = core.new_booking(
        KIND, contact, span, 1, now=now, form_token=form_token, override_reason=override, **buffers
    )
    appointment = _appointment(matter, ask, colleague)
    waits = waits_for(matter, needs_interpreter=appointment.wants_interpreter, is_staffs=by != BOOKER)
    set_state(booking, appointment, waits, now=now)
    _take(booking, colleague, by=by, now=now)
    appointment.booking_id = booking.id
    db.session.add(appointment)
    db.session.flush()
    tell("confirmed" if booking.status == "confirmed" else "asked", booking, now=now)
    return booking


def _no_other(matter: Matter, contact: Contact, *, now: datetime) -> None:
    other = queries.open_one(matter, contact, now=now)
    if other is not None:
        raise AlreadyOpen(other.id)


def _take(booking: Booking, colleague: Colleague, *, by: str, now: datetime) -> None:
    try:
        core.add(booking, colleague.resource, by=by, now=now)
    except NotEnoughLeft as taken:
        raise TimeGone from taken


def _appointment(matter: Matter, ask: Ask, colleague: Colleague | None) -> Appointment:
    """The row beside the booking. Who is met by somebody who does not speak their language needs an interpreter."""
    speaks = colleague is None or ask.language in colleague.languages
    return Appointment(
        matter_id=matter.id,
        matter=matter,
        colleague_id=colleague.person_id if colleague else None,
        colleague=colleague,
        wished_colleague_id=ask.colleague_id,
        place=ask.place,
        language=ask.language,
        wants_interpreter=ask.wants_interpreter or not speaks,
        needs=list(ask.needs),
        question=ask.question,
    )


def ask_for_time(
    matter: Matter, ask: Ask, contact: Contact, *, now: datetime, form_token: str | None = None, by: str = BOOKER
) -> Booking:
    """No time was free or suited: a request that takes nothing; staff find a time, or an opening is told.

    Its span says within which days: from the notice to the end of the horizon. Raises MatterGone, AlreadyOpen, NoSuchPlace.
    """
    lock(matter, now=now)
    if matter.ended_at is not None:
        raise MatterGone
    if ask.place not in matter.places:
        raise NoSuchPlace
    _no_other(matter, contact, now=now)
    span = rules.window(matter.notice_hours, matter.horizon_days, now=now)
    facts = {"setup_minutes": matter.buffer_before, "cleanup_minutes": matter.buffer_after, "status": "waiting"}
    booking = core.new_booking(KIND, contact, span, 1, now=now, form_token=form_token, **facts)
    db.session.add(booking)
    core.note(booking, "asked", by=by, now=now)
    appointment = _appointment(matter, ask, None)
    appointment.booking_id, appointment.waits_for = booking.id, "time"
    db.session.add(appointment)
    wish_earlier(booking, now=now)
    tell("noted", booking, now=now)
    return booking


def agree(booking: Booking, *, now: datetime, by: str = BOOKER) -> Booking:
    """ "Yes, I come", the one tap of the reminder. Raises OverAlready."""
    appointment = queries.appointment(booking)
    if booking.status != "confirmed" or booking.ends_at <= now:
        raise OverAlready
    if appointment.agreed_at is None:
        appointment.agreed_at = now
        core.note(booking, "reconfirmed", by=by, now=now)
    return booking


@dataclass(frozen=True)
class Details:
    """What a booker may change without changing the time."""

    place: str
    wants_interpreter: bool
    needs: tuple[str, ...]
    question: str


def change_details(booking: Booking, details: Details, *, now: datetime, by: str = BOOKER) -> Booking:
    """Another place, question or needs. Needing an interpreter makes it provisional, no longer needing one certain.

    Raises NoSuchPlace, OverAlready.
    """
    appointment = queries.appointment(booking)
    if booking.status == "cancelled" or booking.ends_at <= now:
        raise OverAlready
    if details.place not in appointment.matter.places:
        raise NoSuchPlace
    appointment.place, appointment.question, appointment.needs = details.place, details.question, list(details.needs)
    speaks = appointment.colleague is None or appointment.language in appointment.colleague.languages
    wants = details.wants_interpreter or not speaks
    if wants != appointment.wants_interpreter and appointment.waits_for in ("", "interpreter"):
        appointment.wants_interpreter, appointment.interpreter = wants, ""
        set_state(booking, appointment, "interpreter" if wants else "", now=now)
        core.touch(booking, now=now)
        db.session.flush()
        tell("asked" if wants else "confirmed", booking, now=now)
    appointment.wants_interpreter = wants
    booking.changed_at = now
    core.note(booking, "changed", by=by, now=now)
    return booking


def wish_earlier(booking: Booking, *, now: datetime) -> EarlierWish:
    """Tell me if something earlier opens: at most three messages in all. What is free already is no news."""
    appointment = queries.appointment(booking)
    free = queries.starts_of(queries.free_times(appointment.matter, who_of(appointment), now=now, but=booking))
    wish = db.session.get(EarlierWish, booking.id)
    if wish is None:
        wish = EarlierWish(booking_id=booking.id, asked_at=now, messages_sent=0)
        db.session.add(wish)
    wish.ended_at, wish.earliest_known = None, free[0] if free else None
    if wish.messages_sent >= rules.MOST_MESSAGES:
        wish.ended_at = now
    db.session.flush()
    return wish
