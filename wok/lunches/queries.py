"""Reads of the Wednesday lunch. Each costs a fixed number of statements."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Booking, BookingEvent, Occurrence, Resource, Series, Taking, WaitlistEntry
from wok.db import db, rows
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.lunches.models import Chip, NoShowForgiven, Rsvp, StandingRsvp, WalkIn
from wok.sharing.models import SharePool

FORGETS_AFTER = timedelta(weeks=8)

_TAKEN = (
    select(func.coalesce(func.sum(Taking.quantity), 0))
    .where(Taking.resource_id == Occurrence.resource_id)
    .correlate(Occurrence)
    .scalar_subquery()
)
_WAITING = (
    select(func.count(WaitlistEntry.id))
    .where(WaitlistEntry.resource_id == Occurrence.resource_id, WaitlistEntry.state == "waiting")
    .correlate(Occurrence)
    .scalar_subquery()
)
LUNCH_DATES = (  # built once: every page that shows a lunch asks it
    select(Occurrence, Resource.capacity, _TAKEN.label("taken"), _WAITING.label("waiting"), SharePool.mode)
    .join(Resource, Resource.id == Occurrence.resource_id)
    .outerjoin(SharePool, SharePool.resource_id == Occurrence.resource_id)
    .join(Series, Series.id == Occurrence.series_id)
    .where(Series.kind == "lunch", Occurrence.ends_at > bindparam("after"), Occurrence.starts_at < bindparam("before"))
    .order_by(Occurrence.starts_at)
    .limit(bindparam("most"))
)


_COMES = exists().where(Booking.id == Chip.booking_id, Booking.status != "cancelled")


def _no_shows_of(column: Any) -> Select[Any]:
    return (
        select(func.count(Booking.id))
        .outerjoin(NoShowForgiven, NoShowForgiven.booking_id == Booking.id)
        .where(
            column == bindparam("address"),
            Booking.kind == "lunch",
            Booking.attendance == "no_show",
            Booking.starts_at > bindparam("since"),
            NoShowForgiven.id.is_(None),
        )
    )


NO_SHOWS_BY_EMAIL, NO_SHOWS_BY_PHONE = _no_shows_of(Booking.contact_email), _no_shows_of(Booking.contact_phone)


@dataclass(frozen=True)
class LunchDate:
    """One date as the public sees it: places left and how many wait."""

    occurrence: Occurrence
    capacity: int
    taken: int
    waiting: int
    mode: str | None = None  # "window": staff switched it to wishes

    @property
    def free(self) -> int:
        """Places nobody has; never below zero."""
        return max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """True when new guests are led to the waiting list."""
        return self.free == 0

    @property
    def state(self) -> str:
        """open, few (5 or fewer), full, needs_decision, cancelled."""
        if self.occurrence.status in ("cancelled", "needs_decision"):
            return self.occurrence.status
        if self.is_full:
            return "full"
        return "few" if self.free <= 5 else "open"


def series() -> Series | None:
    """The lunch's weekly rule."""
    return db.session.scalar(select(Series).where(Series.kind == "lunch"))


def lunch_dates(start: datetime, end: datetime, *, limit: int = 100) -> list[LunchDate]:
    """Lunches that end after `start` and begin before `end`, in order; one statement."""
    rows = db.session.execute(LUNCH_DATES, {"after": start, "before": end, "most": limit}).all()
    return [LunchDate(row.Occurrence, row.capacity, int(row.taken), int(row.waiting), row.mode) for row in rows]


def next_lunches(*, now: datetime, count: int = 1, only_open: bool = False, seats: int = 0) -> list[LunchDate]:
    """The next dates that are not over; with `only_open` those where `seats` are still free."""
    found = lunch_dates(now, now + timedelta(days=200), limit=40)
    if only_open:
        found = [
            one
            for one in found
            if one.occurrence.status in ("planned", "moved") and one.free - _promised(one) >= max(1, seats)
        ]
    return found[:count]


def _promised(one: LunchDate) -> int:
    """Free places the waiting list may still want: with anybody waiting, do not send new guests there."""
    return one.free if one.waiting else 0


def lunch_on(day: date) -> LunchDate | None:
    """The lunch that takes place (or was to take place) on a local day, by its present date, else its original one."""
    span = weekly.day_span(day)
    found = [one for one in lunch_dates(span.start, span.end) if weekly.local_day(one.occurrence.starts_at) == day]
    if found:
        return found[0]
    moved = db.session.scalar(
        select(Occurrence)
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind == "lunch", Occurrence.original_on == day)
    )
    if moved is None:
        return None
    around = lunch_dates(moved.starts_at - timedelta(seconds=1), moved.ends_at)
    return next((one for one in around if one.occurrence.id == moved.id), None)


def entry_of(booking: Booking) -> WaitlistEntry | None:
    """The booking's place in the waiting list, if it ever had one."""
    return db.session.scalar(
        select(WaitlistEntry).options(joinedload(WaitlistEntry.booking)).where(WaitlistEntry.booking_id == booking.id)
    )


def history(booking: Booking) -> Sequence[BookingEvent]:
    """What happened to a booking, oldest first."""
    return db.session.scalars(
        select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    ).all()


def no_shows(booking: Booking, *, now: datetime) -> int:
    """How often this contact did not come in the last eight weeks without telling us; forgiven ones do not count."""
    address = booking.contact_email or booking.contact_phone
    if not address:
        return 0
    counted = NO_SHOWS_BY_EMAIL if booking.contact_email else NO_SHOWS_BY_PHONE
    return int(rows(counted, {"address": address, "since": now - FORGETS_AFTER}).scalar_one())


def after(first: Occurrence | None, day: date, *, until: datetime, now: datetime) -> list[Occurrence]:
    """Dates of the same series after a local day, up to `until`, that take place and are not over."""
    if first is None:
        return []
    return list(
        db.session.scalars(
            select(Occurrence)
            .where(
                Occurrence.series_id == first.series_id,
                Occurrence.original_on > day,
                Occurrence.starts_at <= until,
                Occurrence.starts_at > now,
                Occurrence.status.in_(("planned", "moved")),
            )
            .order_by(Occurrence.starts_at)
        )
    )


@dataclass(frozen=True)
class Guest:
    """One line of the lunch list."""

    booking: Booking
    rsvp: Rsvp


def guests(occurrence: Occurrence, *statuses: str) -> list[Guest]:
    """Who has booked a date, by name; all statuses unless some are named. Two statements."""
    chosen = select(Booking, Rsvp).options(joinedload(Booking.association)).join(Rsvp, Rsvp.booking_id == Booking.id)
    chosen = chosen.where(Booking.occurrence_id == occurrence.id)
    if statuses:
        chosen = chosen.where(Booking.status.in_(statuses))
    rows = db.session.execute(chosen.order_by(func.lower(Booking.contact_name), Booking.id)).all()
    return [Guest(row.Booking, row.Rsvp) for row in rows]


def walk_ins(occurrence: Occurrence) -> list[WalkIn]:
    """Who came without booking, in order."""
    return list(db.session.scalars(select(WalkIn).where(WalkIn.occurrence_id == occurrence.id).order_by(WalkIn.id)))


def chips(occurrence: Occurrence, *states: str) -> list[Chip]:
    """Topics people bring to a date; by default those the public sees. Who does not come brings nothing."""
    wanted = states or ("shown",)
    chosen = select(Chip).where(Chip.occurrence_id == occurrence.id, Chip.state.in_(wanted), _COMES)
    return list(db.session.scalars(chosen.order_by(Chip.id)))


def past_attendance(*, now: datetime, count: int = 8) -> list[tuple[int, int]]:
    """(booked, came with walk-ins) of the last lunches whose list was ticked, newest first."""
    recent = lunch_dates(now - timedelta(weeks=16), now)
    ended = [one for one in recent if one.occurrence.ends_at <= now and one.occurrence.status != "cancelled"]
    ids = [one.occurrence.id for one in ended]
    came = _sum_by_date(Booking.occurrence_id, Booking.attended, ids)
    extra = _sum_by_date(WalkIn.occurrence_id, WalkIn.people, ids)
    pairs = [(one.taken, came.get(one.occurrence.id, 0) + extra.get(one.occurrence.id, 0)) for one in reversed(ended)]
    return [pair for pair in pairs if pair[1]][:count]


def _sum_by_date(date_column: Any, people_column: Any, ids: list[int]) -> dict[int, int]:
    chosen = select(date_column, func.coalesce(func.sum(people_column), 0)).where(date_column.in_(ids))
    return {row[0]: int(row[1]) for row in db.session.execute(chosen.group_by(date_column)).all()}


def standing_of(booking: Booking) -> StandingRsvp | None:
    """The standing RSVP this booking belongs to, while it runs."""
    rsvp = db.session.get(Rsvp, booking.id)
    return rsvp.standing if rsvp and rsvp.standing and rsvp.standing.ended_at is None else None


def matches(chip: Chip) -> list[Chip]:
    """Shown topics at the same lunch that fit: what one looks for and another offers, of the same theme."""
    return list(
        db.session.scalars(
            select(Chip)
            .where(
                Chip.occurrence_id == chip.occurrence_id,
                Chip.theme == chip.theme,
                Chip.direction != chip.direction,
                Chip.booking_id != chip.booking_id,
                Chip.state == "shown",
                _COMES,
            )
            .order_by(Chip.id)
        )
    )
