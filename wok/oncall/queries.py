"""Reads of the on-call. Each costs a fixed number of statements, however long the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Booking, Occurrence, Series, Taking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.oncall import rules
from wok.oncall.models import OncallDay, Visit
from wok.oncall.rules import Turn, Wait
from wok.team.models import Duty
from wok.team.queries import ONCALL, duties_of, oncall_dates

OPEN_STATES = ("waiting", "out", "called", "with_us", "parked")
IN_LINE = ("waiting", "out")
LEARNS_FROM = 20  # finished visits behind the expected wait
LEARNS_DATES = 5  # of so many Thursdays
AHEAD = timedelta(days=70)
HAPPENS = ("planned", "moved")


@dataclass(frozen=True)
class Line:
    """One place in the line: who, why here, and how long it may take."""

    visit: Visit
    reason: str
    ahead: int
    wait: Wait


@dataclass(frozen=True)
class Queue:
    """One Thursday as it stands. `phase`: off, ill (nobody of the planned can come), before, open, last (no more numbers), over."""

    occurrence: Occurrence
    day: OncallDay | None
    phase: str
    visits: Sequence[Visit]
    line: Sequence[Line]
    expected: Sequence[Booking]  # booked, not arrived yet
    duties: Sequence[Duty]
    wait: Wait  # for somebody who takes a number now

    @property
    def takes_numbers(self) -> bool:
        """Numbers are given out now."""
        return self.phase == "open"

    @property
    def waiting(self) -> int:
        """How many people wait."""
        return len(self.line)

    def in_state(self, *states: str) -> list[Visit]:
        """Visits in these states that are not part of another one's turn, in order of their number."""
        return [one for one in self.visits if one.state in states and one.same_as_id is None]

    def place_of(self, visit: Visit) -> Line | None:
        """Where a visit, or the one it shares a turn with, stands in the line."""
        wanted = visit.same_as_id or visit.id
        return next((one for one in self.line if one.visit.id == wanted), None)

    def same(self, visit: Visit) -> list[Visit]:
        """Who shares this visit's turn."""
        return [one for one in self.visits if one.same_as_id == visit.id]

    @property
    def languages(self) -> list[str]:
        """What is spoken by those on duty, each once."""
        return list(dict.fromkeys(code for duty in self.duties for code in duty.colleague.languages))


def today(*, now: datetime) -> Occurrence | None:
    """The on-call date of this local day, whatever its state."""
    span = weekly.day_span(weekly.local_day(now))
    found = oncall_dates(span.start, span.end)
    return next((one for one in found if one.status in HAPPENS), found[0] if found else None)


def coming(*, now: datetime, count: int = 4) -> list[Occurrence]:
    """The next dates that are not over, cancelled ones included, in order."""
    return oncall_dates(now, now + AHEAD)[:count]


def date(occurrence_id: int) -> Occurrence | None:
    """One on-call date by its number."""
    chosen = select(Occurrence).options(joinedload(Occurrence.series), joinedload(Occurrence.closure))
    return db.session.scalar(
        chosen.join(Series, Series.id == Occurrence.series_id).where(
            Occurrence.id == occurrence_id, Series.kind == ONCALL
        )
    )


STAMP = (  # built once: two hundred open phones ask it every few seconds
    select(Occurrence.id, Occurrence.version, OncallDay.version)
    .join(Series, Series.id == Occurrence.series_id)
    .outerjoin(OncallDay, OncallDay.occurrence_id == Occurrence.id)
    .where(Series.kind == ONCALL, Occurrence.starts_at >= bindparam("start"), Occurrence.starts_at < bindparam("end"))
    .order_by(Occurrence.id)
    .limit(1)
)


def stamp(*, now: datetime) -> str:
    """Changes whenever the queue of today does, and with each minute: what a poll asks for. One statement."""
    span = weekly.day_span(weekly.local_day(now))
    row = db.session.execute(STAMP, {"start": span.start, "end": span.end}).first()
    minute = int(now.timestamp()) // 60
    return f"{row[0]}-{row[1]}-{row[2] or 0}-{minute}" if row else f"none-{minute // 10}"


def queue(occurrence: Occurrence, *, now: datetime, colleague_id: int | None = None) -> Queue:
    """The whole queue of one date; `colleague_id` says for whom the order is proposed. Six statements."""
    visits = visits_of(occurrence)
    expected = _expected(occurrence, {one.booking_id for one in visits})
    duties = duties_of([occurrence], states=("planned", "ill"))[occurrence.id]
    here = [one for one in duties if one.state == "planned"]
    day = db.session.get(OncallDay, occurrence.id)
    lengths = finished_minutes(occurrence)
    busy = sum(one.state in ("called", "with_us") and one.same_as_id is None for one in visits)
    line = _line(visits, lengths, busy, len(here), now=now, colleague_id=colleague_id)
    wait = _new_wait(lengths, len(line), busy, len(here), expected=expected, now=now)
    phase = _phase(occurrence, day, wait, is_ill=bool(duties) and not here, now=now)
    return Queue(occurrence, day, phase, visits, line, expected, here, wait)


def visits_of(occurrence: Occurrence, *states: str) -> list[Visit]:
    """All visits of a date, in order of their number."""
    chosen = (
        select(Visit)
        .options(joinedload(Visit.booking), joinedload(Visit.colleague), joinedload(Visit.for_colleague))
        .where(Visit.occurrence_id == occurrence.id)
        .order_by(Visit.number)
    )
    return list(db.session.scalars(chosen.where(Visit.state.in_(states)) if states else chosen))


def turn_of(visit: Visit) -> Turn:
    """A visit as the rules of the order read it."""
    return Turn(
        visit.number,
        visit.arrived_at or visit.taken_at,
        visit.is_first_this_month,
        visit.booking.starts_at if visit.booking else None,
        visit.for_colleague_id,
    )


def places(visits: Sequence[Visit], *, now: datetime, colleague_id: int | None = None) -> list[tuple[Visit, str]]:
    """Who waits, in the order of calling, each with the code of the reason; who stepped out keeps the place."""
    in_line = {one.number: one for one in visits if one.state in IN_LINE and one.same_as_id is None}
    called = [one.called_at for one in visits if one.lane == "walk_in" and one.called_at]
    order = rules.order(
        [turn_of(one) for one in in_line.values()],
        now=now,
        walk_in_called_at=max(called, default=None),
        colleague_id=colleague_id,
    )
    return [(in_line[place.number], place.reason) for place in order]


def _line(
    visits: Sequence[Visit], lengths: Sequence[float], busy: int, colleagues: int, *, now: datetime, colleague_id: int | None
) -> list[Line]:  # fmt: skip
    return [
        Line(visit, reason, ahead, rules.expected_wait(lengths, ahead=ahead, busy=busy, colleagues=colleagues))
        for ahead, (visit, reason) in enumerate(places(visits, now=now, colleague_id=colleague_id))
    ]


def _new_wait(
    lengths: Sequence[float], ahead: int, busy: int, colleagues: int, *, expected: Sequence[Booking], now: datetime
) -> Wait:
    """The wait of a new walk-in: booked times that come due meanwhile are before them, too."""
    first = rules.expected_wait(lengths, ahead=ahead, busy=busy, colleagues=colleagues)
    until = now + timedelta(minutes=first.high)
    booked = sum(now - rules.LATE <= one.starts_at <= until for one in expected)
    return rules.expected_wait(lengths, ahead=ahead + booked, busy=busy, colleagues=colleagues)


def _phase(occurrence: Occurrence, day: OncallDay | None, wait: Wait, *, is_ill: bool, now: datetime) -> str:
    if occurrence.status not in HAPPENS:
        return "off"
    if occurrence.ends_at <= now or (day and day.closed_at):
        return "over"
    if is_ill:
        return "ill"
    if now < occurrence.starts_at - rules.NUMBERS_BEFORE:
        return "before"
    is_stopped = day is not None and day.numbers_until is not None and day.numbers_until <= now
    left = occurrence.ends_at - max(now, occurrence.starts_at)
    return "open" if not is_stopped and rules.gives_numbers(wait, left=left) else "last"


def _expected(occurrence: Occurrence, arrived: set[int | None]) -> list[Booking]:
    rows = db.session.scalars(
        select(Booking)
        .where(Booking.occurrence_id == occurrence.id, Booking.status == "confirmed")
        .order_by(Booking.starts_at)
    )
    return [one for one in rows if one.id not in arrived]


def finished_minutes(occurrence: Occurrence) -> list[float]:
    """How long the last finished visits took, of this date and the few before it."""
    dates = (
        select(Occurrence.id)
        .where(Occurrence.series_id == occurrence.series_id, Occurrence.starts_at <= occurrence.starts_at)
        .order_by(Occurrence.starts_at.desc())
        .limit(LEARNS_DATES)
    )
    rows = db.session.execute(
        select(Visit.started_at, Visit.ended_at)
        .where(
            Visit.occurrence_id.in_(dates.scalar_subquery()),
            Visit.state == "seen",
            Visit.same_as_id.is_(None),
            Visit.started_at.is_not(None),
            Visit.ended_at > Visit.started_at,
        )
        .order_by(Visit.ended_at.desc())
        .limit(LEARNS_FROM)
    )
    return [(ended - started).total_seconds() / 60 for started, ended in rows if started and ended]


def free_times(dates: Sequence[Occurrence], *, now: datetime) -> dict[int, list[Span]]:
    """The times that can still be booked on each of these dates (occurrence id -> spans); one statement."""
    open_dates = [one for one in dates if one.status in HAPPENS]
    taken: dict[int, list[Span]] = {}
    rows = db.session.execute(
        select(Taking.resource_id, Taking.starts_at, Taking.ends_at).where(
            Taking.resource_id.in_([one.resource_id for one in open_dates])
        )
    )
    for resource_id, start, end in rows:
        taken.setdefault(resource_id, []).append(Span(start, end))
    return {
        one.id: [
            span
            for span in rules.offered(Span(one.starts_at, one.ends_at), one.series.slot, one.series.booked_one_in or 3)
            if span.start > now and not any(span.overlaps(busy) for busy in taken.get(one.resource_id, []))
        ]
        for one in open_dates
    }
