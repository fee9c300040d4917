"""Which times are free for a matter, and what is known of appointments; each answer in a fixed number of statements."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from wok.appointments import rules
from wok.appointments.models import Appointment, EarlierWish, Matter, MatterColleague, Proposal
from wok.appointments.rules import RASTER, SURROUNDING, Candidate, Who
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import db
from wok.kernel import slots, weekly
from wok.kernel.slots import Buffers
from wok.kernel.span import Span, join
from wok.kernel.values import dataclass
from wok.team import queries as team
from wok.team.models import Colleague

KIND = "appointment"
OPEN = ("held", "confirmed", "waiting")
TAKES_TIME = ("held", "confirmed")


@dataclass(frozen=True)
class FreeDay:
    """A local day and the instants, in order, at which a meeting can begin."""

    day: date
    starts: tuple[datetime, ...]


def matters(*, now: datetime | None = None) -> list[Matter]:
    """Matters on offer, in order. With `now`, those withdrawn before it too, for the staff."""
    chosen = select(Matter).order_by(Matter.ended_at.is_not(None), Matter.position, Matter.id)
    if now is None:
        chosen = chosen.where(Matter.ended_at.is_(None))
    return list(db.session.scalars(chosen))


def matter(matter_id: int) -> Matter | None:
    """A matter that is on offer; None for one withdrawn or unknown."""
    found = db.session.get(Matter, matter_id) if 0 < matter_id < 2**31 else None
    return found if found and found.ended_at is None else None


def handlers(matter: Matter) -> list[Colleague]:
    """Who handles the matter and works here, in lane order."""
    ids = set(db.session.scalars(select(MatterColleague.colleague_id).where(MatterColleague.matter_id == matter.id)))
    return [one for one in team.colleagues() if one.person_id in ids]


def fitting(people: Sequence[Colleague], who: Who) -> list[Colleague]:
    """Whose times are offered: the one asked for; else those who speak the language; else, or with an interpreter, all."""
    if who.colleague_id is not None:
        return [one for one in people if one.person_id == who.colleague_id]
    speakers = [one for one in people if who.language in one.languages]
    return list(people) if who.with_interpreter or not speakers else speakers


def free_times(
    matter: Matter,
    who: Who,
    *,
    now: datetime,
    first: date | None = None,
    days: int | None = None,
    but: Booking | None = None,
) -> list[FreeDay]:
    """The days from `first` (today), within the matter's horizon, that have free times; at most `days` days are looked at.

    Notice, horizon, buffers and daily cap are kept. Who speaks the asked language is offered first: others only
    when nobody who handles the matter speaks it, or with an interpreter. `but` is an appointment that would move:
    its own time counts as free. The number of statements does not depend on days, colleagues or bookings.
    """
    allowed = rules.window(matter.notice_hours, matter.horizon_days, now=now)
    start = max(first or date.min, weekly.local_day(allowed.start))
    end = weekly.local_day(allowed.end - timedelta(seconds=1))
    if days is not None:
        end = min(end, start + timedelta(days=days - 1))
    people = fitting(handlers(matter), who)
    free = _free(matter, people, start, end, but=but).values()
    full = _full_days(matter, start, end, but=but)
    by_day = _by_day(sorted(at for one in free for at in _within(one, allowed)))
    return [FreeDay(day, tuple(starts)) for day, starts in by_day.items() if day not in full]


def _by_day(starts: Sequence[datetime]) -> dict[date, list[datetime]]:
    """The starts of each local day, each once, from starts in order; the clock is asked once a day, not once a start."""
    found: dict[date, list[datetime]] = {}
    today: list[datetime] = []
    before = midnight = datetime.min.replace(tzinfo=UTC)
    for at in starts:
        if at >= midnight:
            day = weekly.local_day(at)
            midnight = weekly.day_span(day).end
            today = found[day] = []
        if at != before:
            today.append(at)
            before = at
    return found


def free_with(matter: Matter, who: Who, at: datetime, *, now: datetime, but: Booking | None = None) -> list[Colleague]:
    """Who could take the meeting at exactly this instant, the best first (rules.in_turn); none when it is not free.

    Past, off the raster, outside the hours, on a closed day, without notice, beyond the horizon, over the daily
    cap: all are simply not free.
    """
    day, allowed = weekly.local_day(at), rules.window(matter.notice_hours, matter.horizon_days, now=now)
    if not allowed.contains(at) or day in _full_days(matter, day, day, but=but):
        return []
    people = {one.person_id: one for one in fitting(handlers(matter), who)}
    free = _free(matter, list(people.values()), day, day, but=but)
    return in_turn([people[number] for number, starts in free.items() if at in starts], who.language, at)


def in_turn(people: Sequence[Colleague], language: str, at: datetime) -> list[Colleague]:
    """These colleagues, whoever is to get a meeting at this time first."""
    nearby = _nearby([one.person_id for one in people], at)
    turn = rules.in_turn(
        Candidate(one.person_id, language in one.languages, nearby[one.person_id], one.position) for one in people
    )
    by_id = {one.person_id: one for one in people}
    return [by_id[number] for number in turn]


def _free(
    matter: Matter, people: Sequence[Colleague], first: date, last: date, *, but: Booking | None
) -> dict[int, list[datetime]]:
    """By colleague, every start on the raster from `first` to `last`."""
    if not people or first > last:
        return {}
    buffers = Buffers(matter.buffer_before, matter.buffer_after)
    opening = team.open_spans_of(people, first, last)
    for one in people if but else ():
        opening[one.person_id] = join([*opening[one.person_id], *_own(but, one, first, last)])
    return {
        one.person_id: slots.starts(opening[one.person_id], matter.minutes, raster=RASTER, buffers=buffers)
        for one in people
    }


def _own(but: Booking | None, colleague: Colleague, first: date, last: date) -> list[Span]:
    """What the moving appointment itself takes of this colleague on these days."""
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    own = (
        [Span(one.starts_at, one.ends_at) for one in but.takings if one.resource_id == colleague.resource_id]
        if but
        else []
    )
    return [span for span in own if span.overlaps(whole)]


def _within(starts: list[datetime], allowed: Span) -> list[datetime]:
    return starts[bisect_left(starts, allowed.start) : bisect_left(starts, allowed.end)]


def _full_days(matter: Matter, first: date, last: date, *, but: Booking | None) -> set[date]:
    """Local days on which the matter's daily cap is reached."""
    if matter.daily_cap is None or first > last:
        return set()
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    taken = select(Booking.starts_at).where(*_takes_time(whole.start, whole.end), Appointment.matter_id == matter.id)
    if but is not None:
        taken = taken.where(Booking.id != but.id)
    counts = Counter(weekly.local_day(at) for at in db.session.scalars(taken))
    return {day for day, count in counts.items() if count >= matter.daily_cap}


def _nearby(colleague_ids: Sequence[int], at: datetime) -> Counter[int]:
    """How many appointments each has in the four weeks around `at`."""
    chosen = (
        select(Appointment.colleague_id, func.count())
        .where(*_takes_time(at - SURROUNDING, at + SURROUNDING), Appointment.colleague_id.in_(colleague_ids))
        .group_by(Appointment.colleague_id)
    )
    return Counter({int(number or 0): count for number, count in db.session.execute(chosen)})


def _takes_time(start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """The bookings of appointments that begin in [start, end) and take their time."""
    return (
        Booking.id == Appointment.booking_id,
        Booking.starts_at >= start,
        Booking.starts_at < end,
        Booking.status.in_(TAKES_TIME),
    )


def starts_of(days: Iterable[FreeDay]) -> list[datetime]:
    """All starts of these days, in order."""
    return [at for day in days for at in day.starts]


def appointment(booking: Booking) -> Appointment:
    """The appointment that owns this booking."""
    return db.session.get_one(
        Appointment, booking.id, options=[joinedload(Appointment.matter), joinedload(Appointment.colleague)]
    )


def of_form(token: str) -> Booking | None:
    """The booking that this rendered form has made already (PROMISES B3)."""
    return db.session.scalar(select(Booking).where(Booking.form_token == token))


def open_one(matter: Matter, contact: Contact, *, now: datetime) -> Booking | None:
    """The open appointment of the same association for the same matter; without association, of the same contact.

    A name of an association that a visitor typed proves nothing, so it does not count.
    """
    chosen = (
        select(Booking)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(Appointment.matter_id == matter.id, Booking.status.in_(OPEN), Booking.ends_at > now)
        .order_by(Booking.starts_at)
        .limit(1)
    )
    if contact.association_id is not None:
        return db.session.scalar(chosen.where(Booking.association_id == contact.association_id))
    ways = [
        column == value
        for column, value in (
            (Booking.person_id, contact.person_id),
            (Booking.contact_email, contact.email),
            (Booking.contact_phone, contact.phone),
        )
        if value is not None
    ]
    if not ways:
        return None
    return db.session.scalar(chosen.where(Booking.association_id.is_(None), or_(*ways)))


def proposals(booking: Booking) -> list[Proposal]:
    """The times staff offer for a cancelled appointment, in order."""
    chosen = select(Proposal).options(joinedload(Proposal.colleague)).where(Proposal.booking_id == booking.id)
    return list(db.session.scalars(chosen.order_by(Proposal.starts_at, Proposal.id)))


def wish_of(booking: Booking) -> EarlierWish | None:
    """The running wish for an earlier time."""
    wish = db.session.get(EarlierWish, booking.id)
    return wish if wish and wish.ended_at is None else None
