"""Today at the Wok (S1): the next hour on one page, and everything that waits for a decision."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, g
from sqlalchemy import select

from wok import clock
from wok.appointments import staff_queries as appointments
from wok.appointments.models import Appointment
from wok.bookings import decisions
from wok.bookings.models import Booking, Closure, Occurrence
from wok.calendar import today_rooms
from wok.db import db
from wok.directory import letter_queries
from wok.equipment import desk_today
from wok.events import lists as event_lists
from wok.events import shift_reads
from wok.events.queries import EventDate
from wok.fair_access import queries as fair_access
from wok.jobs import health
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.lunches import places, staff_queries
from wok.lunches import queries as lunches
from wok.lunches.models import Chip
from wok.lunches.queries import LunchDate
from wok.lunches.staff_queries import LunchList
from wok.mail import queries as mail
from wok.oncall import queries as oncall
from wok.people import erasing
from wok.people import queries as people
from wok.programme import newsletters
from wok.projects import queries as projects
from wok.sharing import review, staff_circle_queries
from wok.sharing import staff_queries as sharing_queries
from wok.skills import staff_queries as skills
from wok.team import effects
from wok.team import queries as team
from wok.team.effects import Clash
from wok.web import unchanged
from wok.web.access import staff_only

bp = Blueprint("staff", __name__)

LINES = 6  # guests shown here; an appointment needs the room of two; their own pages have them all
MEETINGS = 3
HOUR = timedelta(hours=1)
AHEAD = timedelta(days=120)
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Waits:
    """How much waits for staff, kind by kind."""

    is_standing_still: bool  # no mail goes out, nor anything else the Wok does by itself
    calls: int
    failed: int
    late: int
    answers: int
    joins: int
    decisions: list[Occurrence]
    events: list[EventDate]  # dates that need a decision
    events_asked: int  # events of associations that wait for our answer
    events_changed: int  # public ones that their association has changed since
    surplus: list[LunchDate]
    chips: list[Chip]
    thursdays: list[Occurrence]
    nobody_on: list[Occurrence]
    clashes: list[Clash]
    requests: int  # appointments that wait for our answer
    reviews: int  # answers somebody asks us to look at again
    wishes: int  # requests for things and rooms that a round will decide, or staff
    fair: int  # reports of unfair treatment past their day; a number, without any detail
    projects: int  # pages of projects that somebody reported
    newsletters: int  # drafts of associations
    letters: int  # reported ones, and those of people without e-mail to pass on
    alone: int  # associations whose last delegate has gone
    alike: int  # pairs of groups with people in common: one circle or two?
    skills: skills.Waits  # offers to look at, asks without answer, bookings without interpreter, hours to settle

    @property
    def is_quiet(self) -> bool:
        """True when nothing waits."""
        counts = (
            self.is_standing_still,
            self.calls,
            self.failed,
            self.late,
            self.answers,
            self.joins,
            self.requests,
            self.reviews,
        )
        shared = (
            self.letters,
            self.newsletters,
            self.events_asked,
            self.events_changed,
            self.wishes,
            self.projects,
            self.alike,
            self.alone,
            self.fair,
        )
        asked = (self.decisions, self.events, self.surplus, self.chips, self.thursdays, self.nobody_on, self.clashes)
        helping = (self.skills.offers, self.skills.asks, self.skills.interpreters, self.skills.hours)
        return not any(helping) and not any(counts) and not any(asked) and not any(shared)


@dataclass(frozen=True)
class Meetings:
    """Today's appointments: those of the next hour or not ticked yet, how many there are besides, and the next one."""

    now: list[Appointment]
    more: int
    later: Appointment | None


@dataclass(frozen=True)
class Queue:
    """The on-call as one line: open or not, how many wait, the longest since when."""

    phase: str
    waiting: int
    minutes: int


@bp.get("/staff/")
@staff_only
def today() -> Any:
    """Today's lunch, or the next one, and what waits."""
    now, reads = clock.now(), fair_access.is_reader(g.person)
    return unchanged.page("staff/today.html", reads, lambda: _page(now=now, reads_reports=reads), now=now)


def _page(*, now: datetime, reads_reports: bool) -> dict[str, Any]:
    coming = lunches.lunch_dates(weekly.day_span(weekly.local_day(now)).start, now + AHEAD)
    lunch = next((one for one in coming if one.occurrence.status != "cancelled"), None)
    found = staff_queries.lunch_list(lunch.occurrence) if lunch else None
    meetings, rooms = _meetings(now=now), today_rooms.rooms(now=now)
    events = event_lists.on_day(*_day(now=now))
    return {
        "now": now,
        "lunch": lunch,
        "is_today": lunch is not None and weekly.local_day(lunch.occurrence.starts_at) == weekly.local_day(now),
        "wishes_until": places.wishes_until(lunch, now=now) if lunch else None,
        "cancelled_today": _cancelled_today(coming, now=now),
        "list": found,
        "next_guests": _next_guests(found, LINES - 2 * len(meetings.now) - len(rooms.now)),
        "meetings": meetings,
        "queue": _queue(now=now),
        "waits": _waits(coming, now=now),
        "reads_reports": reads_reports,
        "closed": _closed(now=now),
        "lent": desk_today.summary(now=now),
        "rooms": rooms,
        "events": events,
        "hands_missing": shift_reads.missing([one.occurrence.id for one in events]),
    }


def _day(*, now: datetime) -> tuple[datetime, datetime]:
    span = weekly.day_span(weekly.local_day(now))
    return span.start, span.end


def _cancelled_today(coming: list[LunchDate], *, now: datetime) -> Occurrence | None:
    today = weekly.local_day(now)
    dates = [one.occurrence for one in coming if weekly.local_day(one.occurrence.starts_at) == today]
    return next((one for one in dates if one.status == "cancelled"), None)


def _next_guests(found: LunchList | None, room: int) -> list[lunches.Guest]:
    """The first of those who have not arrived, by name; the page must not scroll for the next hour."""
    coming = [one for one in found.coming if one.booking.attendance is None] if found else []
    return coming[: max(1, room)]


def _meetings(*, now: datetime) -> Meetings:
    """What begins within an hour, and what has begun and is not ticked."""
    span = weekly.day_span(weekly.local_day(now))
    today = appointments.within(span.start, span.end)
    soon = [one for one in today if one.booking.starts_at <= now + HOUR and one.booking.attendance is None]
    shown = soon[-MEETINGS:]  # the latest begun matter more than those of the morning
    later = next((one for one in today if one.booking.starts_at > now + HOUR), None)
    return Meetings(shown, len(today) - len(shown), later)


def _queue(*, now: datetime) -> Queue | None:
    """Today's on-call; None on other days, and once it is over."""
    date = oncall.today(now=now)
    found = oncall.queue(date, now=now) if date else None
    if found is None or found.phase in ("off", "over"):
        return None
    since = [one.visit.arrived_at or one.visit.taken_at for one in found.line]
    longest = max((now - at for at in since), default=timedelta(0))
    return Queue(found.phase, found.waiting, int(longest / timedelta(minutes=1)))


def _waits(coming: list[LunchDate], *, now: datetime) -> Waits:
    undecided = decisions.undecided(now=now)
    return Waits(
        decisions=_soon([one for one in undecided if one.series.kind == "lunch"], now=now),
        events=event_lists.to_decide(_soon([one for one in undecided if one.series.family == "event"], now=now)),
        surplus=[one for one in coming if one.taken > one.capacity and one.occurrence.ends_at > now],
        chips=_new_chips(now=now),
        thursdays=_soon([one for one in undecided if one.series.kind == team.ONCALL], now=now),
        nobody_on=_nobody_on(now=now),
        clashes=effects.clashes(now=now),
        **unchanged.kept_for_minute("what waits for staff", lambda: _numbers(now=now), now=now),
    )


def _numbers(*, now: datetime) -> dict[str, Any]:
    """What is only counted: most of what this page reads, and the same for all of us."""
    joins, event_counts = people.waiting_counts(), event_lists.counts(now=now)
    return {
        "is_standing_still": health.is_standing_still(now=now),
        "calls": len(mail.calls_due(now=now)),
        "failed": len(mail.failed_mails()),
        "late": mail.late_mails(now=now),
        "answers": len(mail.answers_to_read()),
        "joins": joins.get("asked", 0) + joins.get("question", 0),
        "events_asked": event_counts["asked"],
        "events_changed": event_counts["changed"],
        "requests": appointments.waiting_count(now=now),
        "reviews": review.open_count(),
        "wishes": sharing_queries.open_count(now=now),
        "fair": fair_access.overdue_count(now=now),
        "projects": projects.reported(),
        "newsletters": newsletters.proposed(),
        "letters": letter_queries.decisions(),
        "alone": len(erasing.left_alone()),
        "alike": len(staff_circle_queries.flags(now=now)),
        "skills": skills.waits(now=now),
    }


def _soon(undecided: list[Occurrence], *, now: datetime) -> list[Occurrence]:
    """The dates of the next two months, else the first one."""
    return [one for one in undecided if one.starts_at < now + SOON] or undecided[:1]


def _nobody_on(*, now: datetime) -> list[Occurrence]:
    """Thursdays of the next two weeks that take place and have nobody on duty."""
    return effects.without_duty(team.oncall_dates(now, now + timedelta(days=14)))


def _new_chips(*, now: datetime) -> list[Chip]:
    return list(
        db.session.scalars(
            select(Chip)
            .join(Occurrence, Occurrence.id == Chip.occurrence_id)
            .join(Booking, Booking.id == Chip.booking_id)
            .where(Chip.state == "new", Occurrence.ends_at > now, Booking.status != "cancelled")
            .order_by(Occurrence.starts_at, Chip.id)
            .limit(20)
        )
    )


def _closed(*, now: datetime) -> Closure | None:
    """The closure that covers today."""
    day = weekly.local_day(now)
    return db.session.scalars(
        select(Closure).where(Closure.ended_at.is_(None), Closure.first_on <= day, Closure.last_on >= day).limit(1)
    ).first()
