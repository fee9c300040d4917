"""What staff do with appointments: confirm, decline, cancel with three proposals, give a time, write down what came of it."""

from collections.abc import Sequence
from datetime import datetime

from wok.appointments import changing, queries, rules
from wok.appointments.messages import tell
from wok.appointments.models import Appointment
from wok.appointments.refusals import NothingToConfirm, OverAlready, TimeGone
from wok.appointments.settling import (
    as_it_was,
    closed_days,
    drop_proposals,
    end_wish,
    lock,
    propose,
    settle_rivals,
    who_of,
)
from wok.bookings import services as core
from wok.bookings.models import Booking
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft
from wok.bookings.services import STAFF
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel import weekly
from wok.mail import outbox
from wok.team.models import Colleague

OUTCOMES = ("done", "to_follow", "elsewhere")


def confirm(booking: Booking, *, now: datetime, video_link: str = "", interpreter: str = "") -> Booking:
    """Yes to a request that waits for us; its rivals are settled and told. Raises NothingToConfirm.

    `interpreter` names who was found; an appointment that waits for one is certain only with a name.
    """
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    if booking.status != "held" or appointment.waits_for not in ("staff", "interpreter"):
        raise NothingToConfirm
    appointment.video_link = video_link or appointment.video_link
    appointment.interpreter = interpreter or appointment.interpreter
    appointment.waits_for = ""
    core.confirm(booking, by=STAFF, now=now)
    db.session.flush()
    tell("confirmed", booking, now=now)
    settle_rivals(booking, now=now)
    return booking


def decline(booking: Booking, reason: str, *, now: datetime) -> Booking:
    """No to a request, with the reason; told after the ten minutes of undo."""
    return changing.cancel(booking, now=now, by=STAFF, reason=reason, kind="declined")


def proposals_for(booking: Booking, *, now: datetime) -> list[tuple[Colleague, datetime]]:
    """The three times we would propose instead: on three other days where there are, each near the old time of day."""
    appointment = queries.appointment(booking)
    old_day = weekly.local_day(booking.starts_at)
    free = queries.free_times(appointment.matter, who_of(appointment), now=now)
    starts = rules.propose([one.starts for one in free if one.day != old_day], booking.starts_at)
    found = [(queries.free_with(appointment.matter, who_of(appointment), at, now=now), at) for at in starts]
    return [(people[0], at) for people, at in found if people]


def cancel_with_proposals(
    booking: Booking, reason: str, *, now: datetime, offered: Sequence[tuple[Colleague, datetime]] | None = None
) -> Booking:
    """We cannot: three times are kept for the booker, ahead of new requests, for three working days.

    Told after the ten minutes of undo. When nothing is free it is an ordinary cancelling. Raises TimeGone when one of
    the `offered` times is taken, OverAlready, AlreadyCancelled.
    """
    appointment = queries.appointment(booking)
    lock(appointment.matter, now=now, booking=booking)
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.starts_at <= now or booking.status == "waiting":
        raise OverAlready
    offered = proposals_for(booking, now=now) if offered is None else list(offered)
    if not offered:
        return changing.cancel(booking, now=now, by=STAFF, reason=reason, kind="cancelled_by_us")
    _keep(booking, appointment, offered, reason, now=now)
    times = [{"start_at": at.isoformat(), "colleague": one.shown_as} for one, at in offered]
    old = (appointment.before or {}).get("starts_at", "")
    tell("proposals", booking, now=now, after=undo_time(), old_at=old, times=times)
    return booking


def _keep(
    booking: Booking,
    appointment: Appointment,
    offered: Sequence[tuple[Colleague, datetime]],
    reason: str,
    *,
    now: datetime,
) -> None:
    before = as_it_was(booking, appointment)
    drop_proposals(booking)
    end_wish(booking, now=now)
    until = min(
        rules.working_days_later(now=now, days=rules.PROPOSAL_DAYS, closed=closed_days(now=now)),
        min(at for _, at in offered),
    )
    try:
        propose(booking, appointment, offered, until, by=STAFF, now=now)
    except NotEnoughLeft as taken:
        raise TimeGone from taken
    appointment.before, appointment.reason, booking.undo_until = before, reason, now + undo_time()
    db.session.flush()
    outbox.void(now=now, booking_id=booking.id)


def give_time(booking: Booking, colleague: Colleague, start: datetime, *, now: datetime, reason: str = "") -> Booking:
    """Staff choose time and colleague, beyond the matter's limits if need be; never over somebody else's time."""
    return changing.move(booking, start, now=now, by=STAFF, colleague_id=colleague.person_id, reason=reason)


def write_up(booking: Booking, *, now: datetime, outcome: str | None, next_step: str, note: str) -> Booking:
    """What came of it. A new next step is told to the booker; the note is for colleagues only."""
    appointment = queries.appointment(booking)
    is_new_step = bool(next_step) and next_step != appointment.next_step
    appointment.outcome = outcome if outcome in OUTCOMES else None
    appointment.next_step, appointment.staff_note = next_step, note
    if appointment.outcome and booking.attendance is None and booking.status == "confirmed":
        booking.attendance = "came"
    core.note(booking, "written_up", by=STAFF, now=now)
    booking.changed_at = now
    db.session.flush()
    if is_new_step:
        tell("next_step", booking, now=now, after=undo_time())
    return booking


def set_details(booking: Booking, *, now: datetime, video_link: str, interpreter: str) -> Booking:
    """The link of a video meeting, the name of the interpreter; told when a link is new and the meeting certain."""
    appointment = queries.appointment(booking)
    is_new_link = bool(video_link) and video_link != appointment.video_link
    appointment.video_link, appointment.interpreter = video_link, interpreter
    booking.changed_at = now
    db.session.flush()
    if is_new_link and booking.status == "confirmed" and booking.starts_at > now:
        tell("confirmed", booking, now=now)
    return booking


def mark(booking: Booking, attendance: str | None, *, now: datetime) -> Booking:
    """came, told_us, no_show; None is unknown again."""
    booking.attendance = attendance if attendance in ("came", "told_us", "no_show") else None
    core.note(booking, attendance or "changed", by=STAFF, now=now)
    return booking
