"""All that the page of one booked time shows (P7), read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy import select

from wok.bookings import history, told
from wok.bookings.door import Sight
from wok.bookings.models import Booking, BookingEvent, Occurrence
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.oncall import lookups, rules, shown
from wok.oncall.models import BookedMatter, Visit
from wok.web.picture import picture_code


@dataclass(frozen=True)
class Sheet:
    """One booked time as its page shows it to one reader."""

    booking: Booking
    occurrence: Occurrence
    matter: BookedMatter | None
    visit: Visit | None
    sight: Sight
    now: datetime
    reason: shown.Words
    events: Sequence[BookingEvent]
    history: Sequence[history.Line]
    picture: Markup

    @property
    def state(self) -> str:
        """cancelled, past, confirmed."""
        if self.booking.status == "cancelled":
            return "cancelled"
        return "past" if self.booking.ends_at + timedelta(hours=1) <= self.now else "confirmed"

    @property
    def may_undo(self) -> bool:
        """The ten minutes of undo still run."""
        until = self.booking.undo_until
        return self.booking.status == "cancelled" and until is not None and until >= self.now

    @property
    def may_arrive(self) -> bool:
        """It is the day, the doors open soon, and they are not in the line yet."""
        opens = self.occurrence.starts_at - rules.NUMBERS_BEFORE
        is_day = opens <= self.now and weekly.local_day(self.now) == weekly.local_day(self.booking.starts_at)
        return self.state == "confirmed" and is_day and self.visit is None

    @property
    def asks_still(self) -> bool:
        """Within two days of the time, once: still coming?"""
        is_time = self.booking.starts_at - timedelta(days=2) <= self.now < self.booking.starts_at
        was_early = self.booking.created_at < self.booking.starts_at - timedelta(days=2)
        return self.state == "confirmed" and is_time and was_early and not self._has_said_so

    @property
    def _has_said_so(self) -> bool:
        return any(event.what == "reconfirmed" for event in self.events)


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one booked time's page."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    events = db.session.scalars(
        select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    ).all()
    return Sheet(
        booking=booking,
        occurrence=occurrence,
        matter=lookups.matter_of(booking),
        visit=lookups.visit_of(booking),
        sight=sight,
        now=now,
        reason=shown.reason_of(occurrence, language),
        events=events,
        history=history.lines(events),
        picture=picture_code(told.link(booking)),
    )
