"""Events of an erased person: who signed up, who helped, whom to ask; numbers and hours stay."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from wok.bookings.erasing import theirs
from wok.bookings.models import Booking
from wok.db import db
from wok.events.models import Event, Registration, Shift, ShiftHelper
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """Before the bookings lose their names. Shifts to come are free for others again."""
    own = list(db.session.scalars(select(Booking.id).where(theirs(gone), Booking.kind == "event")))
    empty = {"needs": [], "diets": {}, "note": "", "ages": "", "erased_at": now}
    db.session.execute(update(Registration).where(Registration.booking_id.in_(own)).values(**empty))
    for one in db.session.scalars(select(ShiftHelper).join(Shift).where(_helps(gone)).order_by(ShiftHelper.id)):
        if one.state == "coming" and one.shift.starts_at > now:
            one.state, one.changed_at = "withdrawn", now
        one.name, one.email, one.phone, one.person_id, one.reach, one.erased_at = "", None, None, None, "none", now
    asked = or_(Event.made_by_id == gone.person_id, *([Event.contact_email == gone.email] if gone.email else []))
    for event in db.session.scalars(select(Event).where(asked).order_by(Event.id)):
        event.made_by_id = None
        if (gone.email and event.contact_email == gone.email) or event.contact_name == gone.name:
            event.contact_name = event.contact_email = event.contact_phone = ""
            event.changed_at = now
    db.session.flush()


def _helps(gone: Gone) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [ShiftHelper.person_id == gone.person_id]
    if gone.email:
        ways.append(ShiftHelper.email == gone.email)
    if gone.phone:
        ways.append((ShiftHelper.phone == gone.phone) & ShiftHelper.email.is_(None))
    return or_(*ways)
