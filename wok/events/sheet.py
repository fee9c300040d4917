"""All that the page of one sign-up shows (P7)."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from wok.bookings import history, passing_on, told, waitlist
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.models import Booking, Occurrence, WaitlistEntry
from wok.db import db
from wok.events import places, sign_up_reads
from wok.events.models import Event, Registration
from wok.events.places import DateShown
from wok.kernel.values import dataclass
from wok.web.picture import picture_code
from wok.web.texts import Words, said


@dataclass(frozen=True)
class Sheet:
    """One sign-up as its page shows it to one reader."""

    booking: Booking
    registration: Registration
    event: Event
    title: Words
    place: str
    date: DateShown
    sight: Sight
    now: datetime
    entry: WaitlistEntry | None
    position: int | None
    fewer: int  # places a waiting party could have at once, 0 when none or enough
    others: Sequence[Booking]  # the other dates of the same sign-up
    history: Sequence[history.Line]
    picture: Markup

    @property
    def state(self) -> str:
        """cancelled, past, waiting, held, confirmed."""
        if self.booking.status == "cancelled":
            return "cancelled"
        return "past" if self.booking.ends_at <= self.now else self.booking.status

    @property
    def may_undo(self) -> bool:
        """The ten minutes of undo still run."""
        return sign_up_reads.may_undo(self.booking, now=self.now)

    @property
    def coming_others(self) -> list[Booking]:
        """Other dates of the same sign-up that are still to come."""
        return [one for one in self.others if one.status != "cancelled" and one.ends_at > self.now]


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one sign-up's page."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    event = sign_up_reads.event_of_booking(booking)
    entry = passing_on.entry_of(booking)
    is_waiting = entry is not None and entry.state == "waiting" and booking.status == "waiting"
    return Sheet(
        booking=booking,
        registration=db.session.get_one(Registration, booking.id),
        event=event,
        title=said(event.title, language),
        place=places.place_words(event, language),
        date=places.one_date(event, occurrence, language, now=now),
        sight=sight,
        now=now,
        entry=entry,
        position=waitlist.position(entry) if entry and is_waiting else None,
        fewer=_fewer(booking, occurrence) if is_waiting else 0,
        others=[one for one in sign_up_reads.together_with(booking) if one.id != booking.id],
        history=history.lines(sign_up_reads.history(booking)),
        picture=picture_code(told.link(booking)),
    )


def _fewer(booking: Booking, occurrence: Occurrence) -> int:
    free = core.free_units(occurrence.resource, passing_on.span_of(occurrence))
    return free if 0 < free < booking.quantity else 0
