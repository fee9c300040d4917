"""All that the page of one lunch booking shows (P7), read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from wok.bookings import history, told, waitlist
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.models import Booking, Occurrence, WaitlistEntry
from wok.db import db
from wok.kernel import deadlines
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches import places, queries, topics, wish_state
from wok.lunches.models import Chip, Rsvp, StandingRsvp
from wok.lunches.places import Shown
from wok.lunches.queries import LunchDate
from wok.lunches.rules import Party
from wok.lunches.topics import Fit
from wok.sharing.models import ShareRequest
from wok.web.picture import picture_code


@dataclass(frozen=True)
class Sheet:
    """One booking as its page shows it to one reader."""

    booking: Booking
    rsvp: Rsvp
    lunch: Shown
    sight: Sight
    now: datetime
    entry: WaitlistEntry | None
    position: int | None
    wish: ShareRequest | None  # while the round has not decided
    answer: bool  # the rule decided, with its reasons on a page of their own
    fewer: int  # places a waiting party could have at once, 0 when none or enough
    standing: StandingRsvp | None
    chips: Sequence[Chip]
    fits: Sequence[Fit]
    history: Sequence[history.Line]
    link: str
    picture: Markup

    @property
    def is_over(self) -> bool:
        """The lunch has ended."""
        return self.booking.ends_at <= self.now

    @property
    def state(self) -> str:
        """cancelled, past, waiting, held, confirmed."""
        if self.booking.status == "cancelled":
            return "cancelled"
        return "past" if self.is_over else self.booking.status

    @property
    def may_undo(self) -> bool:
        """The ten minutes of undo still run."""
        until = self.booking.undo_until
        return self.booking.status == "cancelled" and until is not None and until >= self.now

    @property
    def asks_still(self) -> bool:
        """Time to ask: still coming? From Tuesday 17:00 on, whoever booked before."""
        from_here = deadlines.reminder_at(self.booking.starts_at)
        is_time = self.booking.created_at < from_here <= self.now
        return self.state == "confirmed" and is_time and self.rsvp.reconfirmed_at is None

    @property
    def asks_met(self) -> bool:
        """After the lunch: did they meet somebody for a project?"""
        return self.state == "past" and self.booking.status == "confirmed" and self.rsvp.met_someone is None


def party_of(rsvp: Rsvp) -> Party:
    """The party as it was last said."""
    return Party(rsvp.adults, rsvp.children, rsvp.prams, dict(rsvp.diets), tuple(rsvp.needs), rsvp.note)


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one booking's page."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    date = LunchDate(occurrence, occurrence.resource.capacity, 0, 0)
    entry = queries.entry_of(booking)
    is_waiting = entry is not None and entry.state == "waiting" and booking.status == "waiting"
    asked = wish_state.request_of(booking)
    chips = topics.of_booking(booking)
    link = told.link(booking)
    return Sheet(
        booking=booking,
        rsvp=db.session.get_one(Rsvp, booking.id),
        lunch=places.shown(date, language, now=now),
        sight=sight,
        now=now,
        entry=entry,
        position=waitlist.position(entry) if entry and is_waiting else None,
        wish=asked if asked and asked.state == "open" and booking.status == "waiting" else None,
        answer=asked is not None and asked.round_id is not None and asked.state not in ("open", "withdrawn"),
        fewer=_fewer(booking, occurrence) if is_waiting else 0,
        standing=queries.standing_of(booking),
        chips=chips if sight.sees_private else [],
        fits=topics.fitting(chips, now=now) if sight.sees_private else [],
        history=history.lines(queries.history(booking)),
        link=link,
        picture=picture_code(link),
    )


def _fewer(booking: Booking, occurrence: Occurrence) -> int:
    free = core.free_units(occurrence.resource, Span(occurrence.starts_at, occurrence.ends_at))
    return free if 0 < free < booking.quantity else 0
