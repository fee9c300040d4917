"""All that the page of one appointment shows (P7), read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from wok.appointments import queries, shown, words
from wok.appointments.forms import OWN_NEEDS
from wok.appointments.models import Appointment, EarlierWish, Proposal
from wok.appointments.rules import REMINDERS
from wok.appointments.shown import ShownMatter
from wok.bookings import history, told
from wok.bookings.door import Sight
from wok.bookings.models import Booking, BookingEvent
from wok.db import db
from wok.kernel.values import dataclass
from wok.web.picture import picture_code


@dataclass(frozen=True)
class Sheet:
    """One appointment as its page shows it to one reader."""

    booking: Booking
    appointment: Appointment
    matter: ShownMatter
    place: str
    spoken: str
    needs: list[str]
    sight: Sight
    now: datetime
    proposals: Sequence[Proposal]
    wish: EarlierWish | None
    history: Sequence[history.Line]
    picture: Markup

    @property
    def state(self) -> str:
        """cancelled, past, time (we look for one), proposed, interpreter, staff, confirmed."""
        if self.booking.status == "cancelled":
            return "cancelled"
        if self.booking.ends_at <= self.now:
            return "past"
        if self.booking.status == "held" and self.booking.hold_until and self.booking.hold_until <= self.now:
            return "cancelled"  # nobody answered in time; the job writes it down within a moment
        return {"booker": "proposed"}.get(self.appointment.waits_for) or self.appointment.waits_for or "confirmed"

    @property
    def tag(self) -> str:
        """The state as the tags know it."""
        return {"time": "waiting", "proposed": "held", "interpreter": "held", "staff": "held"}.get(
            self.state, self.state
        )

    @property
    def is_open(self) -> bool:
        """It can still be moved or cancelled."""
        has_begun = self.booking.starts_at <= self.now and self.booking.status != "waiting"
        return self.state not in ("cancelled", "past") and not has_begun

    @property
    def may_undo(self) -> bool:
        """The last cancelling or moving can still be taken back."""
        until = self.booking.undo_until
        return self.appointment.before is not None and until is not None and until >= self.now

    @property
    def asks_yes(self) -> bool:
        """Time to ask whether they come: in the last two days, whoever had the time before."""
        from_here = self.booking.starts_at - REMINDERS[0][1]
        return self.state == "confirmed" and self.is_open and self.booking.changed_at < from_here <= self.now

    @property
    def may_wish(self) -> bool:
        """Telling of earlier times can be asked for by whom we can reach."""
        is_asked = self.wish is None and self.booking.reach != "none"
        return is_asked and self.is_open and self.state in ("confirmed", "staff", "interpreter")


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one appointment's page."""
    appointment = queries.appointment(booking)
    events = select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    return Sheet(
        booking=booking,
        appointment=appointment,
        matter=shown.matter(appointment.matter, language),
        place=words.place_name(appointment.place),
        spoken=words.language_name(appointment.language),
        needs=[str(OWN_NEEDS[code]) for code in appointment.needs if code in OWN_NEEDS],
        sight=sight,
        now=now,
        proposals=queries.proposals(booking) if appointment.waits_for == "booker" else [],
        wish=queries.wish_of(booking),
        history=history.lines(db.session.scalars(events)),
        picture=picture_code(told.link(booking)),
    )
