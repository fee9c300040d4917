"""What a colleague's own feed holds beside their bookings: the appointments others have with them, and their Thursdays.

No names, no questions, no notes (PROMISES S9): those stand at the desk.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from wok.appointments.models import Appointment
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.feeds import words
from wok.kernel import entry as rfc
from wok.kernel.entry import Entry
from wok.people.models import Person
from wok.team.models import Duty

PAST = timedelta(days=90)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def entries(person: Person, language: str, *, now: datetime) -> list[Entry]:
    """Appointments and duties of a staff member; nothing for anybody else."""
    if not person.is_staff:
        return []
    meetings = (
        select(Appointment)
        .join(Booking, Booking.id == Appointment.booking_id)
        .options(contains_eager(Appointment.booking), joinedload(Appointment.matter))
        .where(Appointment.colleague_id == person.id, Booking.ends_at > now - PAST)
        .where(Booking.status.in_(("held", "confirmed")) | (Booking.status == "cancelled") & (Booking.ends_at > now))
        .order_by(Booking.starts_at, Booking.id)
    )
    duties = (
        select(Duty)
        .join(Occurrence, Occurrence.id == Duty.occurrence_id)
        .options(contains_eager(Duty.occurrence).joinedload(Occurrence.series))
        .where(Duty.colleague_id == person.id, Occurrence.ends_at > now - PAST)
        .order_by(Occurrence.starts_at, Duty.id)
    )
    found = words.each_alone(_meeting, db.session.scalars(meetings), language)
    return found + words.each_alone(_duty, db.session.scalars(duties), language)


def _meeting(meeting: Appointment, language: str) -> Entry:
    booking = meeting.booking
    is_cancelled = booking.status == "cancelled"
    title = words.meeting_title(meeting, language)
    status = {"held": rfc.TENTATIVE, "cancelled": rfc.CANCELLED}.get(booking.status, rfc.CONFIRMED)
    return Entry(
        uid=booking.uid,
        sequence=booking.sequence,
        dtstamp=booking.changed_at,
        last_modified=booking.changed_at,
        dtstart=booking.starts_at,
        dtend=booking.ends_at,
        summary=words.cancelled(title) if is_cancelled else title,
        location=words.booking_location(meeting),
        url=words.address("staff.today", language),
        status=status,
        transp=rfc.TRANSPARENT if is_cancelled else rfc.OPAQUE,
        categories=(words.category("appointment"),),
        class_=rfc.PRIVATE,
    )


def _duty(duty: Duty, language: str) -> Entry:
    occurrence = duty.occurrence
    changed_at = max(duty.changed_at, occurrence.changed_at)
    is_off = duty.state != "planned" or occurrence.status == "cancelled"
    title = words.date_title("oncall", {}, language)
    return Entry(
        uid=f"duty-{duty.id}-{occurrence.series.uid}",
        sequence=int((changed_at - EPOCH).total_seconds()),  # a duty counts no changes: seconds only ever rise
        dtstamp=changed_at,
        last_modified=changed_at,
        dtstart=occurrence.starts_at,
        dtend=occurrence.ends_at,
        summary=words.cancelled(title) if is_off else title,
        location=words.location(),
        url=words.address("staff.today", language),
        status=rfc.CANCELLED if is_off else rfc.CONFIRMED,
        transp=rfc.TRANSPARENT if is_off else rfc.OPAQUE,
        categories=(words.category("oncall"),),
        class_=rfc.PRIVATE,
    )
